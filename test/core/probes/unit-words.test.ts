import { describe, expect, it } from 'vitest';
import { outputLayer } from '../../../core/outputs/registry.ts';
import { unitResponses } from '../../../core/probes/unit-response.ts';
import { times, unitWords, type UnitRow } from '../../../core/probes/unit-words.ts';

/** A row with the figures of the lab itself, the other logits 0. */
function row(layer: string, z: number, t: 0 | 1, V = 65, clamp: number | null = null): UnitRow {
  const [response] = unitResponses({
    layers: [{ layer, clamp, rate: null }],
    own: [],
    t,
    others: new Float64Array(V - 1),
    z: Float64Array.of(z),
  });
  const { label, match, delta } = outputLayer(layer);
  return { label, match, formula: delta, clamp, y: response.y[0], delta: response.delta[0] };
}

const words = (layer: string, z: number, t: 0 | 1, V = 65, clamp: number | null = null) =>
  unitWords([row(layer, z, t, V, clamp)], t, V).join('\n');

describe('what the figures mean', () => {
  // 1/σ′(z): science, check values.
  it.each([
    [-2, '9.5×'],
    [-5, '150×'],
    [-8, '2\u00a0983×'],
  ])('sigmoid + quadratic at z = %d, t = 1 has a δ that is %s smaller', (z, factor) => {
    expect(words('sigmoid-quadratic', z, 1)).toContain(`is ${factor} smaller here`);
  });

  it('says of δ what the layer says itself', () => {
    const { label, delta } = outputLayer('sigmoid-quadratic');
    expect(words('sigmoid-quadratic', -4.2, 1)).toBe(
      `δ of ${label} is 69× smaller here than y − t: ${delta}.`,
    );
  });

  it('softmax + quadratic has 1/V of the δ of cross-entropy where all y are equal', () => {
    expect(words('softmax-quadratic', 0, 1)).toBe(
      'δ of softmax + quadratic is 65× smaller here than y − t: δ = y (y − t − Σ y (y − t)). All y are about 1/V, so that is 1/65 of it.',
    );
    // t = 0, z = 10: y ≈ 1, and what y is multiplied with is small.
    expect(words('softmax-quadratic', 10, 0)).toContain('is 341× smaller here than y − t: δ = y (');
    expect(words('softmax-quadratic', 10, 0)).not.toContain('1/V');
  });

  it('says where the sign of softmax + quadratic is another one', () => {
    const other = { ...row('softmax-quadratic', 0, 0), y: 0.01, delta: -0.002 };
    expect(unitWords([other], 0, 65)[0]).toContain('has the other sign than y − t here');
  });

  it('linear + cross-entropy is refused outside (0, 1), its ends included, and larger by 1/(y(1 − y)) inside', () => {
    for (const z of [-4.2, 0, 1, 3])
      expect(words('linear-cross-entropy', z, 1)).toMatch(/is not defined here: .* only for 0 < y < 1\.$/);
    expect(words('linear-cross-entropy', 0.5, 1)).toMatch(/is 4\.0× larger here than y − t: .*y \(1 − y\)/);
    expect(words('linear-cross-entropy', 0.1, 0)).toContain('is 11× larger here');
  });

  it('linear + cross-entropy with a clamp stays at its value there, and says when that leads away from the target', () => {
    const below = words('linear-cross-entropy', -4.2, 1, 65, 0.01);
    expect(below).toContain('lies outside [0.01, 0.99], so δ stays at −100, its value at the clamp');
    expect(below).not.toContain('come back');
    expect(words('linear-cross-entropy', 3, 1, 65, 0.01)).toContain('should come back');
  });

  it('has one sentence for each layer that is not matched, and one for none', () => {
    const all = ['linear-quadratic', 'sigmoid-quadratic', 'softmax-quadratic'].map((id) => row(id, -1, 1));
    expect(unitWords(all, 1, 65)).toHaveLength(2);
    expect(unitWords([row('linear-quadratic', -1, 1)], 1, 65)[0]).toMatch(/^Every layer shown is matched/);
    expect(unitWords([], 1, 65)).toEqual([]);
  });

  it('says where δ has vanished altogether, and where there is nothing to learn', () => {
    expect(words('sigmoid-quadratic', -1000, 1)).toContain('rounds to 0 here, where y − t is −1:');
    expect(words('sigmoid-quadratic', 1000, 1)).toContain('is 0 here: y = t');
  });

  it('is never empty or full of NaN at extreme logits and for a single character', () => {
    for (const layer of ['sigmoid-quadratic', 'softmax-quadratic', 'linear-cross-entropy'])
      for (const z of [-1000, -10, 0, 10, 1000])
        for (const t of [0, 1] as const)
          for (const V of [1, 2, 65]) {
            const said = words(layer, z, t, V);
            expect(said, `${layer} z ${z} t ${t} V ${V}`).toMatch(/\.$/);
            expect(said).not.toMatch(/NaN|Infinity|–/);
          }
  });
});

it('tells how many times in few digits', () => {
  expect([4, 9.524, 9.96, 68.7, 2982.9, 3.2e7].map(times)).toEqual([
    '4.0×',
    '9.5×',
    '10×',
    '69×',
    '2\u00a0983×',
    '3.2e7×',
  ]);
});
