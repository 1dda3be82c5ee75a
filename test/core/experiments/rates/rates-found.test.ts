import { describe, expect, it } from 'vitest';
import { ratesFacts, ratesFound, ratesSentence } from '../../../../core/experiments/rates/rates-found.ts';
import type { ArmSweep } from '../../../../core/experiments/rates/sweep.ts';
import { tInterval } from '../../../../core/experiments/statistics/mean-interval.ts';

const rates = [0.01, 0.1, 1];
const label = (id: string) => ({ a: 'alpha', b: 'beta', c: 'gamma', d: 'delta' })[id] ?? id;

/** An arm whose means at 0.01, 0.1 and 1 are given; null where it diverged. */
function arm(armId: string, means: readonly (number | null)[]): ArmSweep {
  const values = means.map((mean, place) => ({
    place,
    rate: rates[place],
    summary: tInterval(mean === null ? [] : [mean]),
    values: mean === null ? [] : [mean],
    diverged: mean === null ? 1 : 0,
    failed: 0,
  }));
  const known = values.filter(({ diverged }) => diverged === 0);
  const best = [...known].sort((a, b) => a.summary.mean - b.summary.mean).at(0) ?? null;
  return { armId, values, best, basin: null, atEdge: null };
}

const curves = [arm('a', [4, 3, 9]), arm('b', [4.5, 3.5, null]), arm('c', [4, 5, 9])];
const found = (of = curves, guess: number | null = 6) => ratesFound(of, 'bitsPerCharacter', guess)!;

describe('what a sweep of rates has found', () => {
  it('finds the one rate at which the worst arm loses least', () => {
    // At 0.01 they lose 1, 1 and 0; at 0.1 0, 0 and 1; at 1 one has diverged. Of equal ones the lower rate.
    expect(found().fairest).toEqual({ rate: 0.01, least: 0, most: 1 });
    expect(found().arms.map(({ lostAtFairest }) => lostAtFairest)).toEqual([1, 1, 0]);
    expect(found([arm('a', [4, 3, 5]), arm('c', [4, 4.2, 9])]).fairest).toEqual({
      rate: 0.1,
      least: 0,
      most: expect.closeTo(0.2, 12) as number,
    });
  });

  it('tells from which rate on an arm fails: worse than guessing, or diverged', () => {
    expect(found().arms.map(({ failsFrom }) => failsFrom)).toEqual([1, 1, 1]);
    expect(found(curves, null).arms.map(({ failsFrom }) => failsFrom)).toEqual([null, 1, null]);
  });

  it('names the arm that loses most at the rate of most', () => {
    expect(found().worst).toEqual({
      ...{ armId: 'c', rate: 0.1, lost: 1, there: 5, own: 4 },
      diverged: false,
      of: ['a', 'b'],
    });
    expect(found([arm('a', [4, 3, 9]), arm('b', [4, 3.5, null])]).worst).toBeNull();
    const ruined = found([arm('a', [5, 4, 3]), arm('b', [5, 4, 3]), arm('c', [4, 5, null])]).worst!;
    expect([ruined.armId, ruined.lost]).toEqual(['c', Infinity]);
  });

  it('is nothing while an arm has no best rate', () => {
    expect(ratesFound([curves[0], arm('b', [null, null, null])], 'bitsPerCharacter', 6)).toBeNull();
    expect(ratesFound([], 'bitsPerCharacter', 6)).toBeNull();
  });

  const said = (of: readonly ArmSweep[]) =>
    ratesSentence(found([...of]), label)
      .map(({ text }) => text)
      .join('');

  it('says the best rates, the most common one first', () => {
    expect(said(curves)).toBe('Best rates found: 0.1 for two, 0.01 for gamma');
    expect(said(curves.slice(0, 2))).toBe('One rate is the best of the grid for all: 0.1');
    expect(said([curves[2]])).toBe('Best rate found: 0.01 for gamma');
    expect(said([curves[2], curves[0], arm('d', [4, 3, 2])])).toBe(
      'Best rates found: 1 for delta, 0.1 for alpha, 0.01 for gamma',
    );
  });

  it('says what one rate for all costs, and what the search did', () => {
    const steps = { tuning: 46_800, training: 7200 };
    const facts = ratesFacts(found(), 'bitsPerCharacter', steps, label);
    expect(facts.map(({ value, what }) => `${value} ${what}`)).toEqual([
      '1 Bits lost by gamma at 0.1',
      '0.01 the fairest one rate for all',
      '6.5 × as many steps to tune as to train',
    ]);
    expect(facts[0].under).toMatch(/^5\S* in place of 4\S*$/);
    expect(facts[1].under).toBe('costs each layer 0 to 1');
    expect(facts[2].under).toMatch(/^46.800 and 7.200 steps$/);
  });

  it('names whose best rate it is where it is not that of most, and tells divergence from a failure', () => {
    const steps = { tuning: 1, training: 1 };
    const first = (of: readonly ArmSweep[]) =>
      ratesFacts(found([...of]), 'bitsPerCharacter', steps, label)[0];
    const ruined = arm('c', [4, 5, null]);
    const high = [arm('a', [5, 4, 3])];
    expect(first([...high, ruined])).toEqual({
      value: '✕',
      what: 'gamma diverges at 1',
      under: 'the best rate of alpha; 4 at its own',
    });
    const values = ruined.values.map((value) => ({ ...value, failed: value.diverged, diverged: 0 }));
    expect(first([...high, { ...ruined, values }]).what).toBe('gamma has no value at 1');
    expect(first([...high, arm('b', [5, 4, 3]), ruined]).under).toMatch(/^the best rate of most;/);
  });
});
