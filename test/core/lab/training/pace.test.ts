import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import { Pace } from '../../../../core/lab/training/pace.ts';

const base = defaultExperiment();
const experiment = {
  ...base,
  steps: 1000,
  model: { ...base.model, hidden: 128, length: 25, batch: 16 },
  evaluation: { ...base.evaluation, every: 100 },
};
const run = (steps: number, planned = 1000, evaluations = 0, ended = false) => ({
  ...{ steps, planned, evaluations, ended },
});
const runs = (...steps: number[]) => steps.map((done) => run(done));
/** Without evaluations that cost anything. */
const paceOf = (scored = 0) => new Pace(experiment, 65, scored);

describe('the rate of training', () => {
  it('counts the characters of all runs, and the work they were', () => {
    const pace = paceOf();
    pace.overall(0, runs(0, 0), true);
    // 100 steps of 400 characters in a second, at 6 · 128 · (128 + 65) operations each.
    const overall = pace.overall(1000, runs(60, 40), true);
    expect(overall).toMatchObject({ stepsDone: 100, stepsTotal: 2000, charactersPerSecond: 40_000 });
    expect(overall.gigaflops).toBeCloseTo((40_000 * 148_224) / 1e9, 12);
  });

  it('counts what an ended run leaves undone as done', () => {
    const pace = paceOf();
    expect(pace.overall(0, [run(0), run(0, 300)], true)).toMatchObject({ stepsDone: 0, stepsTotal: 1300 });
    pace.overall(1000, [run(100), run(50, 300)], true);
    const overall = pace.overall(2000, [run(200, 1000, 0, true), run(100, 300)], true);
    expect(overall).toMatchObject({ stepsDone: 1100, stepsTotal: 1300 });
    // 150 steps in the second since the first were done.
    expect(overall.secondsLeft).toBeCloseTo(200 / 150, 12);
  });

  it('is nothing while nothing trains', () => {
    const pace = paceOf();
    pace.overall(0, runs(0), true);
    const overall = pace.overall(1000, runs(50), false);
    expect(overall).toMatchObject({ charactersPerSecond: 0, gigaflops: 0, secondsLeft: null });
  });
});

describe('the time left', () => {
  it('does not count the time in which threads start, and waits for a second of work', () => {
    const pace = paceOf();
    expect(pace.overall(0, runs(0), true).secondsLeft).toBeNull();
    expect(pace.overall(3000, runs(10), true).secondsLeft).toBeNull();
    expect(pace.overall(3900, runs(90), true).secondsLeft).toBeNull();
    expect(pace.overall(4000, runs(110), true).secondsLeft).toBeCloseTo(8.9, 12);
  });

  it('is steady where evaluations take a third of the time of the steps between them', () => {
    // An evaluation of 60 000 characters is worth 50 steps of 400: one before the first step, and ten more.
    const pace = paceOf(60_000);
    const whole = 1550;
    for (let done = 1; done < whole; done++) {
      // 100 units of work a second: evaluation, 100 steps, evaluation, …
      const within = done % 150;
      const round = (done - within) / 150;
      const at = run(100 * round + Math.max(0, within - 50), 1000, round + (within >= 50 ? 1 : 0));
      const { secondsLeft } = pace.overall(10 * done, [at], true);
      const truly = (whole - done) / 100;
      // An evaluation is known when it is over: of the last second nothing exact can be said.
      if (done > 500 && truly > 2) expect(Math.abs(secondsLeft! - truly) / truly).toBeLessThan(0.3);
    }
  });
});
