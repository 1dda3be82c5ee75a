import { describe, expect, it } from 'vitest';
import { instantiate, kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { fastOptimizer, throughTypeScript } from '../../../core/network/fast/update.ts';
import { stream } from '../../../core/network/random.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';

const count = 40;
const bytes = 4 * count;
/** Addresses behind the constants of the kernels. */
const address = (vector: number) => 8192 + 256 * vector;

describe.each(optimizers)('$id in float32', (chosen) => {
  it.each([Infinity, 0.3])(
    'is the same by kernel and through TypeScript, with entries limited to %d',
    (limit) => {
      const random = stream(3, 'weights');
      const settings = chosen.defaults;
      const forms = [fastOptimizer({ id: chosen.id, settings }), throughTypeScript(chosen, settings)];
      const runs = forms.map((form) => {
        const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
        const floats = new Float32Array(memory.buffer);
        const kernels = instantiate(
          kernelBuilds().at(-1)!,
          memory as unknown as { buffer: SharedArrayBuffer },
        );
        const vectors = [0, 1, ...Array.from({ length: form.vectors }, (_, i) => 2 + i)].map(address);
        return { form, kernels, floats, vectors };
      });
      expect(forms[0].vectors).toBe(forms[1].vectors);
      const view = (floats: Float32Array, vector: number) =>
        floats.subarray(address(vector) / 4, address(vector) / 4 + count);
      for (let step = 1; step <= 5; step++) {
        const gradient = Array.from({ length: count }, () => 2 * random.uniform() - 1);
        for (const { form, kernels, floats, vectors } of runs) {
          view(floats, 1).set(gradient);
          const update = form.prepare(kernels, vectors, step, 0.1, settings, floats);
          // In two stretches: what is remembered belongs to the entry, not to the call.
          expect(update({ at: 0, bytes: 64, rows: null }, 0.5, limit)).toBe(true);
          expect(update({ at: 64, bytes: bytes - 64, rows: null }, 0.5, limit)).toBe(true);
        }
        const [a, b] = runs.map(({ floats }) => view(floats, 0));
        for (let i = 0; i < count; i++) expect(a[i]).toBeCloseTo(b[i], 5);
        expect(Math.hypot(...a)).toBeGreaterThan(0.01);
      }
      for (const { form, kernels, floats, vectors } of runs) {
        view(floats, 1)[3] = NaN;
        const update = form.prepare(kernels, vectors, 6, 0.1, settings, floats);
        expect(update({ at: 0, bytes, rows: null }, 0.5, limit)).toBe(false);
      }
    },
  );
});
