import { describe, expect, it } from 'vitest';
import { ofYardsticks } from '../../../../core/yardsticks/registry.ts';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import {
  missingPoints,
  sweepBounds,
  sweepCurves,
  sweepExperiment,
  tuningSeeds,
} from '../../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../../../../core/experiments/rates/sweep-plan.ts';

const arms = [
  { id: 'a', layer: 'softmax-cross-entropy', rate: 0.1, clamp: null },
  { id: 'b', layer: 'sigmoid-quadratic', rate: 0.1, clamp: null },
];
const plan: SweepPlan = {
  format: 'loss-lab-sweep',
  version: 1,
  experiment: { ...defaultExperiment(), arms, seeds: [1, 2, 3] },
  grid: { low: 1e-3, high: 10, count: 5 },
  seeds: [10_001, 10_002],
  steps: 50,
  yardstick: 'bitsPerCharacter',
  extension: 4,
};

/** A run whose yardstick is a parabola over the place, lowest at `best`. */
function done(point: SweepPoint, best: Readonly<Record<string, number>>): SweepRun {
  const bits = 2 + 0.3 * (point.place - best[point.armId]) ** 2 + 0.001 * (point.seed - 10_001);
  return {
    ...point,
    status: 'finished',
    evaluation: {
      step: 50,
      characters: 1000,
      seconds: 1,
      ...ofYardsticks(() => 0.5),
      bitsPerCharacter: bits,
      ownLoss: 1,
      clippedShare: 0,
      zeroState: null,
    },
    divergedAt: null,
    seconds: 1,
    engine: 'test',
  };
}

/** Runs everything that is missing until nothing is; answers with the runs in the order they were done. */
function sweepThrough(best: Readonly<Record<string, number>>, plan_ = plan): SweepRun[] {
  const runs: SweepRun[] = [];
  for (let point = missingPoints(plan_, runs)[0]; point; point = missingPoints(plan_, runs)[0])
    runs.push(done(point, best));
  return runs;
}

describe('a sweep', () => {
  it('runs every arm at every rate with every tuning seed, once', () => {
    const runs = sweepThrough({ a: 2, b: 3 });
    expect(runs).toHaveLength(2 * 5 * 2);
    expect(new Set(runs.map(({ armId, place, seed }) => `${armId} ${place} ${seed}`)).size).toBe(20);
  });

  it('finds the best rate and its basin', () => {
    const [a, b] = sweepCurves(plan, sweepThrough({ a: 2, b: 3.1 }));
    expect(a.best).toMatchObject({ place: 2, rate: 0.1, diverged: 0 });
    expect(a.best!.summary.mean).toBeCloseTo(2.0005, 12);
    // 2 % of 2 bits is less than the 0.3 bits to either side.
    expect(a.basin).toEqual({ low: 0.1, high: 0.1, factor: 1, open: false });
    expect(b.best!.place).toBe(3);
  });

  it('has a wide basin where neighbours are as good', () => {
    const runs = sweepThrough({ a: 2, b: 2 }).map((run) =>
      run.armId === 'a' && run.place >= 1 && run.place <= 3
        ? { ...run, evaluation: { ...run.evaluation!, bitsPerCharacter: 2 + 0.01 * (run.place - 1) } }
        : run,
    );
    expect(sweepCurves(plan, runs)[0].basin).toEqual({ low: 0.01, high: 1, factor: 100, open: false });
  });

  it('widens its grid for all arms while the best rate of one lies at an end, up to a bound', () => {
    const low = sweepThrough({ a: -2, b: 2 });
    expect(Math.min(...low.map(({ place }) => place))).toBe(-4);
    expect(sweepCurves(plan, low)[0].best!.place).toBe(-2);
    expect(low.filter(({ armId }) => armId === 'b')).toHaveLength(9 * 2);
    expect(sweepCurves(plan, low)[0].atEdge).toBeNull();

    const beyond = sweepThrough({ a: 40, b: 2 });
    expect(Math.max(...beyond.map(({ place }) => place))).toBe(4 + 4);
    expect(sweepCurves(plan, beyond)[0].atEdge).toBe('high');
  });

  it('does not widen before everything within is done', () => {
    const runs = sweepThrough({ a: -9, b: 2 }).filter(({ place }) => place >= 0);
    expect(sweepBounds(plan, runs.slice(1))).toEqual({ first: 0, last: 4 });
    expect(sweepBounds(plan, runs)).toEqual({ first: -2, last: 4 });
  });

  it('goes on after a break with what is missing only', () => {
    const all = sweepThrough({ a: -2, b: 2 });
    for (const cut of [0, 1, 7, 20, 25]) {
      const before = all.slice(0, cut);
      const rest: SweepRun[] = [];
      for (;;) {
        const [next] = missingPoints(plan, [...before, ...rest]);
        if (!next) break;
        rest.push(done(next, { a: -2, b: 2 }));
      }
      const key = (run: SweepRun) => `${run.armId} ${run.place} ${run.seed}`;
      expect([...before, ...rest].map(key).sort()).toEqual(all.map(key).sort());
    }
  });

  it('never takes a rate for the best at which a seed diverged', () => {
    const runs = sweepThrough({ a: 2, b: 2 }).map((run): SweepRun =>
      run.armId === 'a' && run.place === 2 && run.seed === 10_002
        ? { ...run, status: 'diverged', divergedAt: 12 }
        : run,
    );
    const [a] = sweepCurves(plan, runs);
    expect(a.values.find(({ place }) => place === 2)).toMatchObject({ diverged: 1, values: [2] });
    expect(a.best!.place).not.toBe(2);
  });

  it('says so when no rate has a value', () => {
    const runs = sweepThrough({ a: 2, b: 2 }).map((run): SweepRun => ({
      ...run,
      status: 'diverged',
      divergedAt: 1,
    }));
    expect(sweepCurves(plan, runs)[0]).toMatchObject({ best: null, basin: null, atEdge: null });
    expect(missingPoints(plan, runs)).toEqual([]);
  });

  it('prefers what is higher where higher is better', () => {
    const runs = sweepThrough({ a: 2, b: 2 }).map((run) => ({
      ...run,
      evaluation: { ...run.evaluation!, accuracy: run.place === 1 ? 0.9 : 0.5 },
    }));
    expect(sweepCurves({ ...plan, yardstick: 'accuracy' }, runs)[0].best!.place).toBe(1);
  });

  it('trains one arm at one rate, evaluated before and after', () => {
    const [point] = missingPoints(plan, []);
    const experiment = sweepExperiment(plan, point);
    expect(experiment.arms).toEqual([{ ...arms[0], rate: point.rate }]);
    expect(experiment).toMatchObject({ seeds: [10_001], steps: 50, evaluation: { every: 50 } });
  });

  it('takes seeds that are not reported', () => {
    expect(tuningSeeds({ seeds: [1, 10_002] }, 3)).toEqual([10_001, 10_003, 10_004]);
  });
});
