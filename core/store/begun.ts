import type { RunProgress } from '../contract/lab-data.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { Curves, Evaluation, Glimpse } from '../experiments/run.ts';
import type { Checkpoint, RunBefore } from './checkpoint.ts';
import type { EvaluationLine } from './evaluation-lines.ts';
import { earlyStop, stepsOf } from '../experiments/plan/stopping.ts';

/** A run as it was found, whole up to its newest checkpoint. */
export interface FoundRun {
  readonly armId: string;
  readonly seed: number;
  readonly checkpoint: Checkpoint;
  readonly curves: Curves;
  readonly evaluations: readonly Evaluation[];
  readonly glimpse: Glimpse | null;
}

/**
 * How a run that was found goes on under an experiment, what is known of it by then, and the lines by which its evaluations
 * become those.
 */
export function begun(
  experiment: Experiment,
  { armId, seed, checkpoint, curves, evaluations, glimpse }: FoundRun,
): {
  record: RunProgress;
  before: RunBefore | null;
  /** Where a run that has ended stands. */
  rest: RunBefore | null;
  lines: EvaluationLine[];
} {
  const next = goingOn(experiment, armId, { checkpoint, evaluations });
  const { status, engine, divergence, early, evaluationDue } = next.checkpoint;
  const ended = status !== 'training' && !evaluationDue;
  const record: RunProgress = {
    armId,
    seed,
    status: ended ? status : 'training',
    engine,
    fromStep: 1,
    ...curves.series,
    gradients: curves.gradients,
    training: curves.training,
    evaluations: next.evaluations,
    glimpse,
    divergence,
    early,
    failure: null,
  };
  return {
    record,
    before: ended ? null : next,
    rest: ended ? next : null,
    lines: changed(evaluations, next.evaluations),
  };
}

function changed(before: readonly Evaluation[], after: readonly Evaluation[]): EvaluationLine[] {
  return before.flatMap((evaluation): EvaluationLine[] => {
    const now = after.find(({ step }) => step === evaluation.step);
    if (!now) return [{ gone: evaluation.step }];
    const same = now.zeroState === evaluation.zeroState && now.blocks === evaluation.blocks;
    return same ? [] : [{ evaluation: now, glimpse: null }];
  });
}

/**
 * A run as it goes on under an experiment that may have more steps than the one it was trained under: where that is so,
 * it is at the place where a run of the longer experiment passes by. The end was evaluated more fully, and perhaps off
 * the schedule; a rule that the last step had made needless is asked again.
 */
export function goingOn(experiment: Experiment, armId: string, before: RunBefore): RunBefore {
  const { checkpoint, evaluations } = before;
  const { steps, status, early } = checkpoint;
  const ended = status === 'finished' && (early === null || early.rule === 'budget');
  if (!ended || steps >= stepsOf(experiment, armId)) return before;
  const kept = evaluations
    .filter(({ step }) => step % experiment.evaluation.every === 0)
    .map(({ blocks: _, ...evaluation }) => ({ ...evaluation, zeroState: null }));
  const rule = kept.at(-1)?.step === steps ? earlyStop(experiment, armId, kept) : null;
  // A run that the longer experiment ends here as well keeps its last look.
  if (rule) return { ...before, checkpoint: { ...checkpoint, early: rule } };
  return {
    evaluations: kept,
    checkpoint: { ...checkpoint, status: 'training', early: null, evaluatedAt: kept.at(-1)?.step ?? -1 },
  };
}
