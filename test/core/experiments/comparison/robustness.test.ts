import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { usualPlan } from '../../../../core/experiments/plan/plan.ts';
import {
  repeatedSeeds,
  repeatOf,
  robustnessOf,
  robustnessWords,
  varied,
  type Repeat,
} from '../../../../core/experiments/comparison/robustness.ts';
import type { RunRecord } from '../../../../core/experiments/run.ts';
import { evaluation, experiment, run } from '../../reports/report-fixtures.ts';

const arms = ['a', 'b', 'c'].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));
const spec = (change: Partial<Experiment> = {}) =>
  experiment({ arms, seeds: [7, 8], plan: usualPlan(2), ...change });

/** One run per arm and seed with these bits at its end; null for a run that diverged before its first evaluation. */
const records = (bits: Record<string, readonly (number | null)[]>): RunRecord[] =>
  Object.entries(bits).flatMap(([armId, list]) =>
    list.map((value, i): RunRecord => {
      const seed = 7 + i;
      if (value !== null) return run(armId, seed, [evaluation(600, value)]);
      return {
        ...run(armId, seed, []),
        status: 'diverged',
        divergence: { step: 1, where: 'loss', rate: 0.1 },
      };
    }),
  );
const base = { a: [2, 2.1], b: [2.5, 2.6], c: [2.505, 2.595] };
const repeat = (bits: Record<string, readonly (number | null)[]>): Repeat =>
  repeatOf('clipping', 'without clipping', spec(), records(bits));
const judged = (bits: Record<string, readonly (number | null)[]>) =>
  robustnessOf(spec(), records(base), repeat(bits));
const changes = ({ pairs }: ReturnType<typeof judged>) => pairs.map(({ change }) => change);

describe('a robustness repeat', () => {
  it('holds where every pair stands as it did, by the smallest difference that matters', () => {
    const same = judged({ a: [1.9, 2], b: [2.2, 2.4], c: [2.206, 2.4] });
    expect(changes(same)).toEqual(['same', 'same', 'same']);
    expect(same.holds).toBe(true);
    expect(same.arms.map(({ before, after }) => [before, after])).toEqual([
      [2.05, 1.95],
      [2.55, expect.closeTo(2.3, 12)],
      [2.55, expect.closeTo(2.303, 12)],
    ]);
    expect(robustnessWords(same, (id) => id.toUpperCase())).toBe(
      'without clipping: the order by bits per character holds over 2 seeds (A 2.050 → 1.950; B 2.550 → 2.300; C 2.550 → 2.303); every pair stands as it did.',
    );
  });

  it('names pairs that change places, come near, and part', () => {
    const other = judged({ a: [2.6, 2.7], b: [2.5, 2.6], c: [2.595, 2.7] });
    expect(changes(other)).toEqual(['reversed', 'reversed', 'opened']);
    expect(other.holds).toBe(false);
    const words = robustnessWords(other, (id) => id);
    expect(words).toContain('the order by bits per character does not hold');
    expect(words).toContain('a and b change places (−0.500, now +0.100)');
    expect(words).toContain('a and c change places');
    expect(words).toContain('b and c part by more than what matters');
  });

  it('holds where a difference fades in its order, and says so', () => {
    const faded = judged({ a: [2, 2.1], b: [2.005, 2.105], c: [2.01, 2.11] });
    expect(changes(faded)).toEqual(['closed', 'closed', 'same']);
    expect([faded.holds, faded.weakens]).toEqual([true, true]);
    expect(robustnessWords(faded, (id) => id)).toContain('a and b come nearer than what matters');
  });

  it('does not hold where the arm that was behind is ahead, by however little', () => {
    const turned = judged({ a: [2.009, 2.109], b: [2, 2.1], c: [2.6, 2.7] });
    expect(changes(turned)[0]).toBe('reversed');
    expect([turned.holds, turned.weakens]).toEqual([false, true]);
  });

  it('does not hold where an arm loses values: a mean over the seeds that are left would flatter it', () => {
    const lost = judged({ a: [1.9, null], b: [2.5, 2.6], c: [2.505, 2.595] });
    expect(changes(lost)).toEqual(['lost', 'lost', 'same']);
    expect(lost.holds).toBe(false);
    expect(lost.arms[0]).toMatchObject({ lost: 1, after: 1.9 });
    expect(judged({ a: [null, null], b: [2.5, 2.6], c: [2.5, 2.6] }).arms[0].after).toBeNaN();
  });

  it('loses nothing where there was no value, as with bits of a layer without probabilities', () => {
    const none = { a: [NaN, NaN], b: [2, 2], c: [3, 3] };
    const result = robustnessOf(spec(), records(none), repeat(none));
    expect(changes(result)).toEqual(['same', 'same', 'same']);
    expect(result.holds).toBe(true);
  });

  it('is judged on the declared yardstick, with the declared smallest difference', () => {
    const plan = { ...usualPlan(2), yardstick: 'accuracy' as const, smallest: { accuracy: 0.5 } };
    const result = robustnessOf(spec({ plan }), records(base), repeat({ a: [9, 9], b: [2, 2], c: [2, 2] }));
    expect(result.yardstick).toBe('accuracy');
    // 0.62 − bits / 14: far apart in bits, and by less than half of all characters in accuracy.
    expect(changes(result)).toEqual(['same', 'same', 'same']);
  });

  it('repeats three seeds at most, with one thing changed', () => {
    const five = spec({ seeds: [1, 2, 3, 4, 5] });
    expect(repeatedSeeds(five)).toEqual([1, 2, 3]);
    expect(varied(five, 'clipping')).toMatchObject({
      change: 'without clipping',
      experiment: { seeds: [1, 2, 3], clipping: { kind: 'off' }, precision: 'float64' },
    });
    expect(varied(five, 'precision')).toMatchObject({
      change: 'float32 instead of float64',
      experiment: { precision: 'float32', clipping: five.clipping },
    });
    expect(varied(spec({ clipping: { kind: 'off' } }), 'clipping')).toEqual({
      id: 'clipping',
      why: 'Gradients are not clipped anyhow.',
    });
  });
});
