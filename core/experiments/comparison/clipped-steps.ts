import type { Experiment } from '../experiment.ts';
import type { RunRecord } from '../run.ts';
import { clippedCount, stepsIn } from '../thinning.ts';

/** Share of the steps of some runs in which clipping changed the gradient; NaN before the first step. */
export function clippedShare(runs: readonly Pick<RunRecord, 'series'>[]): number {
  let steps = 0;
  let clipped = 0;
  for (const { series } of runs) {
    steps += stepsIn(series);
    clipped += clippedCount(series);
  }
  return clipped / steps;
}

/**
 * Share of the steps of an arm, over all its runs, in which clipping changed the gradient: one threshold cuts deeper where
 * gradients are larger. Null where nothing is clipped, and before the first step.
 */
export function clippedSteps(
  { clipping }: Pick<Experiment, 'clipping'>,
  runs: readonly RunRecord[],
  armId: string,
): number | null {
  if (clipping.kind === 'off') return null;
  const share = clippedShare(runs.filter((run) => run.armId === armId));
  return Number.isNaN(share) ? null : share;
}
