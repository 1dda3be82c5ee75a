import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstExperiment } from '../../core/experiments/default-experiment.ts';
import { Pace } from '../../core/lab/training/pace.ts';
import { ShownTime } from '../../renderer/state/lab/steady-time.ts';

interface Recording {
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  /** Of each run, in steps. */
  readonly steps: number;
  readonly every: number;
  /** Characters of an evaluation. */
  readonly scored: number;
  readonly distinct: number;
  readonly runs: number;
  /** Milliseconds from the start to the end. */
  readonly whole: number;
}

/** Every half second: the search while there is one, then how far each run is. */
interface Row {
  readonly at: number;
  /** Steps that are done, and all of them. */
  readonly search?: readonly [done: number, all: number];
  readonly runs?: readonly (readonly [steps: number, evaluations: number, ended: number])[];
}

/** A first run, recorded while other work came and went on the same cores (test/fixtures/make/training-progress.ts). */
const [first, ...rows] = readFileSync(new URL('../fixtures/training-progress.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown) as [Recording, ...Row[]];

/** Seconds left as they would have been shown at each row, and as they were. */
function replay(): { readonly at: number; readonly shown: number | null; readonly left: number }[] {
  const base = firstExperiment();
  const { hidden, length, batch, steps, every, scored, distinct, whole } = first;
  const experiment = {
    ...base,
    model: { ...base.model, hidden, length, batch },
    steps,
    evaluation: { ...base.evaluation, every },
  };
  const pace = new Pace(experiment, distinct, scored);
  const time = new ShownTime();
  return rows.map(({ at, search, runs }) => {
    const heard = search
      ? { secondsLeft: null, stepsDone: search[0], stepsLeft: search[1] + first.runs * steps - search[0] }
      : pace.overall(
          at,
          runs!.map(([done, evaluations, ended]) => ({
            ...{ steps: done, evaluations, planned: steps },
            ended: ended === 1,
          })),
          true,
        );
    const told =
      'stepsTotal' in heard
        ? { secondsLeft: heard.secondsLeft, stepsLeft: heard.stepsTotal - heard.stepsDone }
        : heard;
    return { at: at / 1000, shown: time.next(at / 1000, told), left: (whole - at) / 1000 };
  });
}

describe('the time left of a first run while other work comes and goes', () => {
  it('is within 30 % of what it was, or a second and a half, from 5 seconds on', () => {
    const told = replay().filter(({ at }) => at >= 5);
    expect(told.length).toBeGreaterThan(40);
    for (const { at, shown, left } of told) {
      expect(shown, `after ${at} s`).not.toBeNull();
      expect(Math.abs(shown! - left), `after ${at} s: ${shown} for ${left}`).toBeLessThan(
        Math.max(0.3 * left, 1.5),
      );
    }
  });

  it('was recorded with load: stretches of 3 seconds differ by more than twice', () => {
    const done = (row: Row) =>
      row.search?.[0] ??
      rows.findLast(({ search }) => search)!.search![1] + row.runs!.reduce((sum, [steps]) => sum + steps, 0);
    const rates: number[] = [];
    for (let from = 0; from + 6 < rows.length; from += 6) {
      const [a, b] = [rows[from], rows[from + 6]];
      rates.push((done(b) - done(a)) / (b.at - a.at));
    }
    expect(Math.max(...rates)).toBeGreaterThan(2 * Math.min(...rates));
  });
});
