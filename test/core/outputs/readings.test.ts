import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../../core/outputs/logistic.ts';
import { outputReadings, readingOf, type ReadingId } from '../../../core/outputs/readings/registry.ts';

function read(id: ReadingId, z: readonly number[], y: readonly number[]) {
  const q = new Float64Array(z.length);
  const clipped = readingOf(id).read(Float64Array.from(z), Float64Array.from(y), q);
  return { q: [...q], clipped };
}

const [e, e2] = [Math.E, Math.E ** 2];

describe('a reading of outputs as probabilities', () => {
  // By hand, from the formula of each.
  it.each<[ReadingId, z: number[], y: number[], q: number[], clipped: boolean]>([
    ['softmax', [0, 1, 2], [-5, 7, 9], [1, e, e2].map((x) => x / (1 + e + e2)), false],
    ['softmax', [Math.log(1), Math.log(3)], [0, 0], [0.25, 0.75], false],
    ['sigmoid', [0, Math.log(3)], [0.5, 0.75], [0.4, 0.6], false],
    // σ(z) of the logits, whatever the layer's own outputs are.
    ['sigmoid', [0, Math.log(3)], [0, Math.log(3)], [0.4, 0.6], false],
    ['clipped', [9, 9, 9], [3, -1, 1], [0.75, 0, 0.25], true],
    ['clipped', [9, 9], [1, 3], [0.25, 0.75], false],
    ['clipped', [9, 9], [-1, -2], [0.5, 0.5], true],
    ['clipped', [9, 9], [0, 0], [0.5, 0.5], false],
    ['exponential', [9, 9], [Math.log(1), Math.log(3)], [0.25, 0.75], false],
    ['none', [1, 2], [1, 2], [NaN, NaN], false],
  ])('%s of z = %j, y = %j is %j', (id, z, y, wanted, clipped) => {
    const found = read(id, z, y);
    found.q.forEach((value, i) =>
      Number.isNaN(wanted[i]) ? expect(value).toBeNaN() : expect(value).toBeCloseTo(wanted[i], 15),
    );
    expect(found.clipped).toBe(clipped);
  });

  const real = outputReadings.filter(({ id }) => id !== 'none');

  it.each(real.map(({ id }) => [id] as const))('%s is a distribution at ±10³, for V = 1 … 6 257', (id) => {
    const rows = [
      [1000],
      [-1000],
      [1000, -1000, 0, 1000],
      [-1000, -1001, -1002],
      [1e-300, 0, 0],
      Array.from({ length: 6257 }, (_, i) => (i % 2 ? 1000 : -1000) * Math.sin(i)),
    ];
    for (const z of rows) {
      const { q } = read(id, z, z);
      expect(q.every((value) => value >= 0)).toBe(true);
      expect(q.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
    }
  });

  it('is in place what it is in another row', () => {
    for (const { id } of real) {
      const y = Float64Array.of(0.3, -0.2, 0.9);
      readingOf(id).read(Float64Array.of(0.3, -0.2, 0.9), y, y);
      expect([...y]).toEqual(read(id, [0.3, -0.2, 0.9], [0.3, -0.2, 0.9]).q);
    }
  });

  it('keeps the proportions of sigmoid outputs that vanish', () => {
    // σ(−800) is 0 in float64, and σ(−800)/σ(−801) is e.
    expect(sigmoid(-800)).toBe(0);
    const { q } = read('sigmoid', [-800, -801], [0, 0]);
    expect(q[0] / q[1]).toBeCloseTo(e, 12);
    const [near, far] = [read('sigmoid', [-229, -231], [0, 0]).q, read('sigmoid', [-240, -242], [0, 0]).q];
    expect(near[0]).toBeCloseTo(far[0], 12);
  });

  it('is no number where logits have overflowed', () => {
    for (const id of ['softmax', 'exponential'] as const)
      expect(read(id, [Infinity, 0], [Infinity, 0]).q).toEqual([NaN, NaN]);
  });
});
