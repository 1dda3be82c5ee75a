import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { defaultEvaluation, followedEvaluation } from '../../../../core/experiments/plan/evaluation-plan.ts';

const before = defaultExperiment();

describe('the evaluation plan', () => {
  it('follows steps, length and batch as long as nobody has set it, and keeps the state it reads from', () => {
    let now: Experiment = { ...before, evaluation: { ...before.evaluation, start: 'zero' } };
    for (const change of [
      { model: { ...now.model, length: 5 } },
      { model: { ...now.model, length: 5, batch: 2 } },
      { steps: 60 },
    ]) {
      const next = { ...now, ...change };
      now = { ...next, evaluation: followedEvaluation(now, next) };
      expect(now.evaluation).toEqual({ ...defaultEvaluation(now.steps, now.model), start: 'zero' });
    }
    expect(now.evaluation.every).toBe(2);
  });

  it('stays where somebody has set it', () => {
    const own = { ...before, evaluation: { ...before.evaluation, every: 7 } };
    expect(followedEvaluation(own, { ...own, steps: 60 })).toEqual(own.evaluation);
  });
});
