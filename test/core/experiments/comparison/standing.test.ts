import { describe, expect, it } from 'vitest';
import { convergenceSeries } from '../convergence-series.ts';
import { lastCommonStep, standing } from '../../../../core/experiments/comparison/standing.ts';
import { tInterval } from '../../../../core/experiments/statistics/mean-interval.ts';
import { evaluation, run } from '../../reports/report-fixtures.ts';

const arms = ['a', 'b'].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));
const spec = (seeds: number[]) => ({ arms, seeds });
/** A run evaluated at steps 0, 10, … with the given bits. */
const curve = (arm: string, seed: number, bits: number[], change = {}) =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value)),
    change,
  );
const diverged = { status: 'diverged', divergence: { step: 15, where: 'loss', rate: 9 } } as const;

describe('standing', () => {
  it('compares at the last step all runs were evaluated at', () => {
    const runs = [
      curve('a', 1, [6, 5, 4]),
      curve('a', 2, [6, 5, 4.5, 3]),
      curve('b', 1, [6, 4]),
      curve('b', 2, [6, 3]),
    ];
    const table = standing(spec([1, 2]), runs);
    expect(table.step).toBe(10);
    expect(table.arms.map((arm) => arm.yardsticks.bitsPerCharacter)).toEqual([
      tInterval([5, 5]),
      tInterval([4, 3]),
    ]);
  });

  it('compares each run at its own last evaluation when asked to', () => {
    const runs = [curve('a', 1, [6, 5, 4]), curve('b', 1, [6, 4])];
    const table = standing(spec([1]), runs, 'own-last');
    expect(table.step).toBeNull();
    expect(table.arms.map((arm) => arm.yardsticks.bitsPerCharacter.mean)).toEqual([4, 4]);
  });

  it('compares each run at its own best evaluation, by one yardstick, the first of equal ones', () => {
    const runs = [curve('a', 1, [6, 3, 5, 3]), curve('a', 2, [6, NaN, 4], diverged), curve('b', 1, [NaN])];
    const table = standing(spec([1, 2]), runs, { kind: 'best', yardstick: 'bitsPerCharacter' });
    expect(table.step).toBeNull();
    expect(table.arms[0].seeds.map(({ evaluation }) => evaluation?.step)).toEqual([10, undefined]);
    expect(table.arms[0]).toMatchObject({ n: 1, diverged: 1 });
    expect(table.arms[1].seeds[0].evaluation).toBeNull();
    const higher = [0.2, 0.6, 0.4].map((accuracy, i) => evaluation(10 * i, 5, { accuracy }));
    const best = standing(spec([1]), [run('a', 1, higher)], { kind: 'best', yardstick: 'accuracy' });
    expect(best.arms[0].yardsticks.accuracy.mean).toBe(0.6);
  });

  it('compares each run at the first evaluation that reached a target, diverged later or not', () => {
    const runs = [curve('a', 1, [6, 4, 3]), curve('a', 2, [6, 3.5, 9], diverged), curve('b', 1, [6, 5])];
    const rule = { kind: 'at-target', yardstick: 'bitsPerCharacter', target: 4 } as const;
    const [a, b] = standing(spec([1, 2]), runs, rule).arms;
    expect(a.seeds.map(({ evaluation }) => evaluation?.step)).toEqual([10, 10]);
    expect(a.yardsticks.bitsPerCharacter.mean).toBe(3.75);
    expect(b).toMatchObject({ n: 0, runs: 2 });
  });

  it('counts a diverged run, lists its last finite evaluation, and keeps it out of the mean', () => {
    const runs = [
      curve('a', 1, [6, 5, 4]),
      curve('a', 2, [6, 7], diverged),
      curve('b', 1, [6, 4, 2]),
      curve('b', 2, [6, 4, 3]),
    ];
    const [a, b] = standing(spec([1, 2]), runs).arms;
    expect(a).toMatchObject({ runs: 2, n: 1, diverged: 1, failed: 0 });
    expect(a.yardsticks.bitsPerCharacter).toEqual({ n: 1, mean: 4, sd: NaN, interval: null });
    expect(a.seeds[1]).toMatchObject({ seed: 2, status: 'diverged', evaluation: null });
    expect(a.seeds[1].lastFinite).toMatchObject({ step: 10, bitsPerCharacter: 7 });
    expect(b).toMatchObject({ runs: 2, n: 2, diverged: 0 });
  });

  it('keeps a diverged run in the mean where it still had a value', () => {
    const runs = [curve('a', 1, [6, 5]), curve('a', 2, [6, 7], diverged)];
    const [a] = standing({ arms: [arms[0]], seeds: [1, 2] }, runs).arms;
    expect(a).toMatchObject({ n: 2, diverged: 1 });
    expect(a.yardsticks.bitsPerCharacter.mean).toBe(6);
  });

  it('lets a value that is not finite spoil the mean, not vanish', () => {
    const broken = run('a', 1, [evaluation(0, NaN)]);
    const [a] = standing({ arms: [arms[0]], seeds: [1, 2] }, [broken, curve('a', 2, [6])]).arms;
    expect(a.yardsticks.bitsPerCharacter).toMatchObject({ n: 2, mean: NaN, interval: null });
    expect(a.seeds[0].lastFinite).toBeNull();
  });

  it('has rows without values before the first evaluation and for runs that are missing', () => {
    const table = standing(spec([1]), [run('a', 1, [], { status: 'waiting' })]);
    expect(table.step).toBeNull();
    expect(table.arms.map(({ n, runs }) => [n, runs])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(table.arms[1].seeds[0].status).toBe('missing');
  });

  it('does not wait for runs that have not begun', () => {
    expect(lastCommonStep([curve('a', 1, [6, 5]), run('b', 1, [], { status: 'waiting' })])).toBe(10);
    expect(lastCommonStep([])).toBeNull();
    expect(lastCommonStep([curve('a', 1, [6, 5], diverged), curve('b', 1, [6, 5, 4], diverged)])).toBe(20);
  });
});

describe('convergence series', () => {
  it('has the steps of all seeds that have not diverged, and n falls after a divergence', () => {
    const runs = [curve('a', 1, [6, 5, 4]), curve('a', 2, [6, 4, 3, 2]), curve('a', 3, [6, 9], diverged)];
    const points = convergenceSeries(runs, 'bitsPerCharacter');
    expect(points.map(({ step, n, mean }) => [step, n, mean])).toEqual([
      [0, 3, 6],
      [10, 3, 6],
      [20, 2, 3.5],
    ]);
    expect(points[1]).toMatchObject({ characters: 4000, values: [5, 4, 9] });
    const { interval } = tInterval([4, 3]);
    expect(points[2]).toMatchObject({ low: interval!.low, high: interval!.high });
  });

  it('has no band for one seed and no points for no evaluation', () => {
    expect(convergenceSeries([curve('a', 1, [6])], 'brier')[0]).toMatchObject({
      low: null,
      high: null,
      n: 1,
    });
    expect(convergenceSeries([run('a', 1, [])], 'brier')).toEqual([]);
    expect(convergenceSeries([], 'ownLoss')).toEqual([]);
  });
});
