import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convergenceSeries } from '../convergence-series.ts';
import { newArms } from '../../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../../core/experiments/files/parse-experiment.ts';
import { unplanned } from '../arm-rows.ts';
import { allPairs } from '../../../../core/experiments/comparison/paired-difference.ts';
import { verdictWords } from '../../../../core/experiments/comparison/verdict-words.ts';
import type { RunRecord } from '../../../../core/experiments/run.ts';
import { standing } from '../../../../core/experiments/comparison/standing.ts';
import {
  earlyStop,
  earlyStopWords,
  stepsOf,
  stoppingAmong,
  stoppingWords,
} from '../../../../core/experiments/plan/stopping.ts';
import type { Stopping } from '../../../../core/experiments/experiment.ts';
import { evaluation, experiment, run } from '../../reports/report-fixtures.ts';

const none: Stopping = { target: null, plateau: null, budget: null };
const spec = (stopping: Partial<Stopping>) => experiment({ stopping: { ...none, ...stopping }, steps: 100 });
/** Evaluations at steps 0, 10, … with the given bits. */
const curve = (bits: readonly number[]) => bits.map((value, i) => evaluation(10 * i, value));

describe('a target', () => {
  const rules = spec({ target: { yardstick: 'bitsPerCharacter', value: 3 } });

  it('ends a run at the first evaluation at it or below', () => {
    expect(earlyStop(rules, 'a', curve([6, 4, 3.01]))).toBeNull();
    expect(earlyStop(rules, 'a', curve([6, 4, 3]))).toEqual({ rule: 'target', step: 20 });
  });

  it('is above where more is better', () => {
    const accuracy = spec({ target: { yardstick: 'accuracy', value: 0.5 } });
    const at = (value: number) => [evaluation(10, 3, { accuracy: value })];
    expect(earlyStop(accuracy, 'a', at(0.49))).toBeNull();
    expect(earlyStop(accuracy, 'a', at(0.5))).toEqual({ rule: 'target', step: 10 });
  });

  it('is not met by a value that is not a number, and does not matter at the last step', () => {
    expect(earlyStop(rules, 'a', curve([NaN]))).toBeNull();
    expect(earlyStop(rules, 'a', [evaluation(100, 1)])).toBeNull();
  });
});

describe('a plateau', () => {
  const rules = spec({ plateau: { yardstick: 'bitsPerCharacter', evaluations: 2, tolerance: 0.1 } });
  const ends = (bits: number[]) => earlyStop(rules, 'a', curve(bits));

  it('compares the best of the last evaluations with the best before them', () => {
    expect(ends([6, 4])).toBeNull();
    // 4 before; 3.95 since: 0.05 is no progress.
    expect(ends([6, 4, 3.95, 4.2])).toEqual({ rule: 'plateau', step: 30 });
    // 4 before; 3.85 since.
    expect(ends([6, 4, 4.2, 3.85])).toBeNull();
    // Exactly the tolerance (an eighth, without rounding) is no progress either.
    const eighth = spec({ plateau: { yardstick: 'bitsPerCharacter', evaluations: 1, tolerance: 0.125 } });
    expect(earlyStop(eighth, 'a', curve([4, 3.875]))).toEqual({ rule: 'plateau', step: 10 });
  });

  it('takes what is not a number for no progress', () => {
    expect(ends([6, NaN, NaN])).toEqual({ rule: 'plateau', step: 20 });
    expect(ends([NaN, NaN, 4])).toBeNull();
  });

  it('never ends a run that gets better by more than the tolerance each time', () => {
    const steps = fc.array(fc.double({ min: 0.101, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(steps, (gains) => {
        let bits = 20;
        expect(ends([bits, ...gains.map((gain) => (bits -= gain))])).toBeNull();
      }),
    );
  });
});

describe('a budget', () => {
  it('is the limit of the arm, else that of all, else the steps of the experiment', () => {
    const rules = spec({ budget: { unit: 'steps', limit: 50, arms: [{ armId: 'b', limit: 30 }] } });
    expect(['a', 'b'].map((id) => stepsOf(rules, id))).toEqual([50, 30]);
    expect(
      stepsOf(spec({ budget: { unit: 'steps', limit: null, arms: [{ armId: 'b', limit: 30 }] } }), 'a'),
    ).toBe(100);
    expect(stepsOf(spec({ budget: { unit: 'steps', limit: 5000, arms: [] } }), 'a')).toBe(100);
    expect(earlyStop(rules, 'b', [evaluation(30, 3)])).toEqual({ rule: 'budget', step: 30 });
    expect(earlyStop(rules, 'a', [evaluation(30, 3)])).toBeNull();
  });

  it('counts characters in whole steps, and at least one', () => {
    // T · B = 25 · 16 = 400.
    const characters = (limit: number) =>
      stepsOf(spec({ budget: { unit: 'characters', limit, arms: [] } }), 'a');
    expect([4000, 4399, 4400, 1].map(characters)).toEqual([10, 10, 11, 1]);
  });
});

describe('the rules of an experiment', () => {
  const base = experiment();
  const parsed = (stopping: unknown) => parseExperiment({ ...base, stopping }).stopping;

  it('are none in older files, and where all of them are empty', () => {
    const older = JSON.stringify({ ...base, stopping: undefined });
    expect(older).not.toContain('stopping');
    expect(parseExperiment(JSON.parse(older)).stopping).toBeNull();
    expect(parsed(none)).toBeNull();
  });

  it('come back from a file as they were', () => {
    const stopping: Stopping = {
      target: { yardstick: 'brier', value: 0.4 },
      plateau: { yardstick: 'accuracy', evaluations: 3, tolerance: 0 },
      budget: { unit: 'characters', limit: null, arms: [{ armId: base.arms[1].id, limit: 9000 }] },
    };
    expect(parsed(JSON.parse(JSON.stringify(stopping)))).toEqual(stopping);
  });

  it.each<[string, unknown]>([
    ['stopping.target.yardstick', { ...none, target: { yardstick: 'luck', value: 1 } }],
    ['stopping.target.value', { ...none, target: { yardstick: 'brier', value: Infinity } }],
    [
      'stopping.plateau.evaluations',
      { ...none, plateau: { yardstick: 'brier', evaluations: 0, tolerance: 0 } },
    ],
    [
      'stopping.plateau.tolerance',
      { ...none, plateau: { yardstick: 'brier', evaluations: 1, tolerance: -1 } },
    ],
    ['stopping.budget', { ...none, budget: { unit: 'steps', limit: null, arms: [] } }],
    ['stopping.budget.unit', { ...none, budget: { unit: 'seconds', limit: 3, arms: [] } }],
    ['stopping.budget.limit', { ...none, budget: { unit: 'steps', limit: 0, arms: [] } }],
    [
      'stopping.budget.arms[0].armId',
      { ...none, budget: { unit: 'steps', limit: 3, arms: [{ armId: 'x', limit: 1 }] } },
    ],
  ])('are refused by name: %s', (field, stopping) => {
    expect(() => parsed(stopping)).toThrow(`${field}: `);
  });

  it('lose the budget of an arm that is gone', () => {
    const [first, ...others] = newArms(['softmax-cross-entropy', 'sigmoid-quadratic'], 0.1);
    const budget = { unit: 'steps', limit: null, arms: [{ armId: first.id, limit: 5 }] } as const;
    const target = { yardstick: 'brier', value: 0.4 } as const;
    expect(stoppingAmong({ ...none, target, budget }, others)).toEqual({ ...none, target });
    expect(stoppingAmong({ ...none, budget }, others)).toBeNull();
    expect(stoppingAmong({ ...none, budget }, [first])).toEqual({ ...none, budget });
  });

  it('are said in words', () => {
    const stopping: Stopping = {
      target: { yardstick: 'bitsPerCharacter', value: 2.5 },
      plateau: { yardstick: 'accuracy', evaluations: 5, tolerance: 0.001 },
      budget: { unit: 'steps', limit: 900, arms: [] },
    };
    expect(stoppingWords(stopping)).toBe(
      'A run ends early once its bits per character is 2.5 or better, or once its top-1 accuracy has not become better by more than 0.001 over 5 evaluations, or once its budget is used up (900 steps); the others go on.',
    );
    expect(earlyStopWords({ rule: 'target', step: 40 }, stopping)).toBe(
      'ended at step 40: bits per character reached 2.5',
    );
  });
});

describe('runs that ended early', () => {
  const arms = newArms(['softmax-cross-entropy', 'sigmoid-quadratic'], 0.1);
  const [a, b] = arms.map(({ id }) => id) as [string, string];
  const ended = (armId: string, seed: number, bits: number[]): RunRecord => {
    const evaluations = curve(bits);
    const { step } = evaluations.at(-1);
    return run(armId, seed, evaluations, { early: { rule: 'target', step } });
  };
  const whole = (armId: string, seed: number, bits: number[]) => run(armId, seed, curve(bits));
  const spec2 = { arms, seeds: [1, 2] };

  it('stand at their end beside the later values of the others', () => {
    const runs = [
      ended(a, 1, [6, 3]),
      ended(a, 2, [6, 4, 3.1]),
      whole(b, 1, [6, 5, 4, 3.5]),
      whole(b, 2, [6, 5, 4, 3]),
    ];
    const { step, arms: rows } = standing(spec2, runs);
    expect(step).toBe(30);
    expect(rows[0].seeds.map(({ evaluation: each }) => each!.step)).toEqual([10, 20]);
    expect(rows[0]).toMatchObject({ n: 2, early: 2, diverged: 0 });
    expect(rows[1]).toMatchObject({ n: 2, early: 0 });
    const [pair] = allPairs(rows, 'bitsPerCharacter', unplanned);
    expect(pair.differences).toEqual([3 - 3.5, 3.1 - 3]);
    expect(pair.uneven).toEqual([1, 2]);
    expect(verdictWords(pair, (armId) => armId)).toContain('Runs ended early with seed 1, 2');
  });

  it('are compared with all others at a step before their end', () => {
    const runs = [ended(a, 1, [6, 4, 3]), whole(a, 2, [6, 4]), whole(b, 1, [6, 5]), whole(b, 2, [6, 5])];
    const { step, arms: rows } = standing(spec2, runs);
    expect(step).toBe(10);
    expect(rows[0].seeds.map(({ evaluation: each }) => each!.step)).toEqual([10, 10]);
    expect(allPairs(rows, 'bitsPerCharacter', unplanned)[0].uneven).toEqual([]);
  });

  it('are compared at the latest end where all of them ended early', () => {
    const runs = [ended(a, 1, [6, 3]), ended(b, 1, [6, 5, 4, 3])];
    const { step, arms: rows } = standing({ arms, seeds: [1] }, runs);
    expect(step).toBe(30);
    expect(rows.map(({ n }) => n)).toEqual([1, 1]);
  });

  it('stay in the mean of their arm at their last value while other seeds go on', () => {
    const series = convergenceSeries([ended(a, 1, [6, 3]), whole(a, 2, [6, 5, 4])], 'bitsPerCharacter');
    expect(series.map(({ step, values, n }) => [step, values, n])).toEqual([
      [0, [6, 6], 2],
      [10, [3, 5], 2],
      [20, [3, 4], 2],
    ]);
    // Seconds and characters are of the seeds that did the step.
    expect(series[2].seconds).toBe(evaluation(20, 4).seconds);
    expect(series[2].characters).toBe(8000);
  });
});
