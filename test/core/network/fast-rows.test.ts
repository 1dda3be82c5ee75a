import { describe, expect, it } from 'vitest';
import {
  instantiate,
  kernelBuilds,
  type KernelBuild,
  type Kernels,
} from '../../../core/network/fast/kernels.ts';
import { stream } from '../../../core/network/random.ts';

const rowBytes = 96;
/** Not in order, and with the last one of the table. */
const rows = [7, 0, 11, 3];
const [indices, scratch, first] = [8192, 8256, 8448];
const table = (number: number) => first + 4096 * number;
const [a, b, c, weights] = [0, 1, 2, 3].map(table) as [number, number, number, number];

/** What a kernel answered, and all that lies in memory after it, from numbers that are the same each time. */
function after(build: KernelBuild, work: (k: Kernels) => unknown) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }) as unknown as {
    buffer: SharedArrayBuffer;
  };
  const kernels = instantiate(build, memory);
  const random = stream(6, 'weights');
  const floats = new Float32Array(memory.buffer, first);
  for (let i = 0; i < floats.length; i++) floats[i] = random.uniform() - 0.5;
  new Uint32Array(memory.buffer, indices).set(rows);
  // What an optimiser remembers is a sum of squares.
  for (let i = 0; i < 1024; i++) floats[2 * 1024 + i] = Math.abs(floats[2 * 1024 + i]);
  const answer = work(kernels);
  return { answer, bytes: Buffer.from(new Uint8Array(memory.buffer, first)) };
}

describe.each(kernelBuilds())('build %s: many in one call are what they are one by one', (build) => {
  const same = (together: (k: Kernels) => unknown, alone: (k: Kernels) => unknown) => {
    const [ours, theirs, untouched] = [together, alone, () => undefined].map((work) => after(build, work));
    expect(ours.answer).toBe(theirs.answer);
    expect(ours.bytes.equals(theirs.bytes)).toBe(true);
    return { changed: !ours.bytes.equals(untouched.bytes), answer: ours.answer as number };
  };
  const count = rowBytes / 4;
  const at = rows.map((row) => row * rowBytes);
  const which = [rowBytes, indices, rows.length] as const;
  const sum = (values: number[], from = 0) => values.reduce((all, value) => all + value, from);

  it('rows are cleared, copied, added', () => {
    const each = (work: (k: Kernels, row: number) => void) => (k: Kernels) =>
      at.forEach((row) => work(k, row));
    const pairs = [
      [(k: Kernels) => k.clearRows(a, ...which), each((k, row) => k.clear(a + row, rowBytes))],
      [(k: Kernels) => k.copyRows(a, b, ...which), each((k, row) => k.copy(a + row, b + row, rowBytes))],
      [(k: Kernels) => k.addRows(a, b, ...which), each((k, row) => k.add(a + row, b + row, count))],
    ] as const;
    for (const [together, alone] of pairs) expect(same(together, alone).changed).toBe(true);
  });

  it('rows are summed up in the same order', () => {
    const squares = same(
      (k) => k.squaresOfRows(a, ...which, scratch),
      (k) => sum(at.map((row) => k.squares(a + row, count, scratch))),
    );
    expect(squares.answer).toBeGreaterThan(1);
    const products = same(
      (k) => k.productsOfRows(0.3, a, b, ...which, scratch),
      (k) =>
        sum(
          at.map((row) => k.products(a + row, b + row, count, scratch)),
          0.3,
        ),
    );
    expect(products.answer).not.toBe(0.3);
    const largest = same(
      (k) => k.largestOfRows(a, ...which, scratch),
      (k) => Math.max(...at.map((row) => k.largest(a + row, count, scratch))),
    );
    expect(largest.answer).toBeGreaterThan(0.3);
  });

  it('rows are updated, and one that is not finite is seen', () => {
    const updated = same(
      (k) => k.sgdRows(a, b, ...which, 0.5, 0.2, 0.1),
      (k) => sum(at.map((row) => k.sgd(a + row, b + row, count, 0.5, 0.2, 0.1))),
    );
    expect(updated).toEqual({ changed: true, answer: 0 });
    const remembered = same(
      (k) => k.adagradRows(a, b, c, ...which, 0.5, 0.2, 0.1, 1e-8),
      (k) => sum(at.map((row) => k.adagrad(a + row, b + row, c + row, count, 0.5, 0.2, 0.1, 1e-8))),
    );
    expect(remembered).toEqual({ changed: true, answer: 0 });
    expect(after(build, (k) => k.sgdRows(a, b, ...which, 1, Infinity, Infinity)).answer).toBeNaN();
  });

  it('states go through time as in steps, whole or in pieces', () => {
    const [batch, steps, depth] = [2, 5, 21];
    const panel = 32 * depth;
    const step = batch * rowBytes;
    const matrix = [weights, panel, 3, depth, rowBytes] as const;
    const forwards = (k: Kernels) => {
      for (let t = 0; t < steps; t++) {
        const [from, to] = [a + t * step, a + (t + 1) * step];
        for (let r = 0; r < step; r += rowBytes)
          k.vectorProduct(from + r, weights, panel, to + r, 3, depth, t % 2 === 1);
        k.tanhRows(to, rowBytes, batch, rowBytes);
      }
    };
    const backwards = (k: Kernels) => {
      for (let t = steps - 1; t >= 0; t--) {
        const from = b + t * step;
        k.slopeRows(from, a + (t + 1) * step, rowBytes, batch, rowBytes);
        for (let r = 0; t > 0 && r < step; r += rowBytes)
          k.vectorProduct(from + r, weights, panel, from - step + r, 3, depth, t % 2 === 1);
      }
    };
    for (const size of [1, 2, steps]) {
      const inPieces = (k: Kernels) => {
        for (let t = 0; t < steps; t += size)
          k.forwardStates(a, rowBytes, batch, ...matrix, t, Math.min(steps, t + size));
      };
      const backInPieces = (k: Kernels) => {
        for (let end = steps; end > 0; end -= size)
          k.backwardStates(b, a, rowBytes, batch, ...matrix, Math.max(0, end - size), end);
      };
      expect(same(inPieces, forwards).changed).toBe(true);
      expect(same(backInPieces, backwards).changed).toBe(true);
    }
  });
});
