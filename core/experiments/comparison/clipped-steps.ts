import type { Experiment } from '../experiment.ts';
import type { RunRecord } from '../run.ts';

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
  let steps = 0;
  let clipped = 0;
  for (const run of runs) {
    if (run.armId !== armId) continue;
    steps += run.series.clipped.length;
    for (const flag of run.series.clipped) clipped += flag;
  }
  return steps === 0 ? null : clipped / steps;
}
