import type { Experiment } from '../experiments/experiment.ts';
import { earlyStop, stepsOf } from '../experiments/plan/stopping.ts';
import type { RunBefore } from './checkpoint.ts';

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
