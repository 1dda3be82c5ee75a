import { expect, it } from 'vitest';
import { instantiate, kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { webAssembly } from '../../../core/network/fast/web-assembly.ts';
import { scoreValues } from '../../../core/network/yardstick-sums.ts';

const [y, targets, to] = [8192, 16384, 32768];

it.each(kernelBuilds())(
  'before a target come the larger outputs and the equal ones with a smaller index, build %s',
  (build) => {
    const memory = new webAssembly!.Memory({ initial: 1, maximum: 1, shared: true });
    const kernels = instantiate(build, memory);
    const floats = new Float32Array(memory.buffer);
    const integers = new Uint32Array(memory.buffer);
    for (const V of [1, 3, 8, 21]) {
      const stride = 4 * ((V + 7) & ~7);
      // Few values, so that most are equal to others; a NaN comes before every number.
      const valueAt = (row: number, i: number) =>
        row % 3 === 2 && i === 2 ? NaN : ((7 * i + 3 * row) % 4) / 4 - 0.25;
      for (let row = 0; row < V; row++) {
        integers[targets / 4 + row] = row;
        for (let i = 0; i < V; i++) floats[(y + row * stride) / 4 + i] = valueAt(row, i);
      }
      kernels.scoreRows(y, stride, V, V, targets, to);
      for (let row = 0; row < V; row++) {
        const values = Array.from({ length: V }, (_, i) => valueAt(row, i));
        const own = values[row];
        const before = values.filter((value, i) => !(value <= own) || (value === own && i < row)).length;
        expect(floats[to / 4 + scoreValues * row + 3], `${V} outputs, target ${row}`).toBe(
          Number.isNaN(own) ? V : before,
        );
      }
    }
  },
);
