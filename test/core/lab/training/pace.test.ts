import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import { Pace } from '../../../../core/lab/training/pace.ts';

const base = defaultExperiment();
const experiment = { ...base, steps: 1000, model: { ...base.model, hidden: 128, length: 25, batch: 16 } };
const runs = (...steps: number[]) => steps.map((done) => ({ steps: done, planned: 1000, ended: false }));

describe('the rate of training', () => {
  it('counts the characters of all runs, and the work they were', () => {
    const pace = new Pace(experiment, 65);
    pace.overall(0, runs(0, 0), true);
    // 100 steps of 400 characters in a second, at 6 · 128 · (128 + 65) operations each.
    const overall = pace.overall(1000, runs(60, 40), true);
    expect(overall).toMatchObject({ stepsDone: 100, stepsTotal: 2000, charactersPerSecond: 40_000 });
    expect(overall.gigaflops).toBeCloseTo((40_000 * 148_224) / 1e9, 12);
    expect(overall.secondsLeft).toBeCloseTo(19, 12);
  });

  it('counts what an ended run leaves undone as done', () => {
    const pace = new Pace(experiment, 65);
    const before = [
      { steps: 0, planned: 1000, ended: false },
      { steps: 0, planned: 300, ended: false },
    ];
    expect(pace.overall(0, before, true)).toMatchObject({ stepsDone: 0, stepsTotal: 1300 });
    const after = [
      { steps: 200, planned: 1000, ended: true },
      { steps: 100, planned: 300, ended: false },
    ];
    const overall = pace.overall(1000, after, true);
    expect(overall).toMatchObject({ stepsDone: 1100, stepsTotal: 1300 });
    expect(overall.secondsLeft).toBeCloseTo(200 / 300, 12);
  });

  it('is nothing while nothing trains', () => {
    const pace = new Pace(experiment, 65);
    pace.overall(0, runs(0), true);
    const overall = pace.overall(1000, runs(50), false);
    expect(overall).toMatchObject({ charactersPerSecond: 0, gigaflops: 0, secondsLeft: null });
  });
});
