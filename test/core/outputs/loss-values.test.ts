import { describe, expect, it } from 'vitest';
import { outputLayer } from '../../../core/outputs/registry.ts';
import fixture from '../../fixtures/loss-values.json' with { type: 'json' };

/*
 * What other libraries' unit tests assert, wherever a layer of the lab can say the same. Not applicable, and why:
 * - targets that are no one-hot vector (two classes shared, −∞ logits with such targets, several yeses in a row): the
 *   target of the lab is one character;
 * - sample weights and label smoothing: the lab weighs every step alike; the same inputs unweighted are here;
 * - binary cross-entropy of saturated probabilities under an ε or a floor of −100: the lab refuses them instead;
 * - losses on log-probabilities (NLL, KL), poly-1, log loss of arbitrary numbers, Huber, log-cosh, soft margin: no layer
 *   has them;
 * - a case whose test asserts finiteness only: the contract suite does that at ±10³.
 */

interface Case {
  readonly id: string;
  readonly source: string;
  readonly layer: string;
  readonly z: readonly (readonly (number | string)[])[];
  readonly targets: readonly number[];
  /** published = Σ E / divide for one number; published[b] = E_b / divide for a list. */
  readonly divide: number;
  readonly published: number | readonly (number | string)[];
  readonly float64: number | readonly (number | string)[];
  readonly tolerance: { readonly absolute: number; readonly relative: number };
  readonly delta?: readonly (readonly number[])[];
  readonly publishedDelta?: readonly (readonly number[])[];
}

const cases: readonly Case[] = fixture.cases;

/** Numbers as JSON holds them: NaN is a string. */
const numbers = (values: number | readonly (number | string)[]): number[] =>
  typeof values === 'number' ? [values] : values.map(Number);

function expectNear(
  actual: readonly number[],
  wanted: readonly number[],
  absolute: number,
  relative: number,
) {
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries())
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(absolute + relative * Math.abs(value));
}

describe('losses agree with what other libraries assert', () => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', (_, each) => {
    const layer = outputLayer(each.layer);
    const rows = each.z.map((row, b) => {
      const z = Float64Array.from(numbers(row));
      const delta = new Float64Array(z.length);
      const loss = layer.lossAndDelta(z, each.targets[b], new Float64Array(z.length), delta);
      return { loss, delta: [...delta] };
    });
    const losses = rows.map((row) => row.loss);
    const reduced = typeof each.published === 'number' ? [losses.reduce((a, b) => a + b)] : losses;
    const values = reduced.map((value) => value / each.divide);
    expectNear(values, numbers(each.published), each.tolerance.absolute, each.tolerance.relative);
    expectNear(values, numbers(each.float64), 1e-14, 1e-13);
    for (const [b, { delta }] of rows.entries()) {
      if (each.delta) expectNear(delta, each.delta[b], 1e-14, 1e-13);
      if (each.publishedDelta) expectNear(delta, each.publishedDelta[b], 1e-3, 1e-3);
    }
  });

  it('holds a case of each cross-entropy layer, and every case names its source', () => {
    expect(new Set(cases.map((each) => each.layer)).size).toBe(3);
    expect(cases.length).toBe(21);
    for (const each of cases) expect(each.source).not.toBe('');
  });
});
