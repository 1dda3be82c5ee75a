import type { ArmSweep } from '../../../core/experiments/rates/sweep.ts';

/** What is to be said of an arm beside its numbers, in words. */
export function sweepRemarks({ best, basin, atEdge, values }: ArmSweep): string[] {
  const diverged = values.reduce((sum, value) => sum + value.diverged, 0);
  const failed = values.reduce((sum, value) => sum + value.failed, 0);
  return [
    ...(best ? [] : [`no rate has a value of every seed${diverged > 0 ? ': runs diverged' : ' yet'}`]),
    ...(atEdge ? [`at the ${atEdge} end of the grid: the true best may lie beyond`] : []),
    ...(basin?.open && !atEdge ? ['the basin reaches the end of what was tried'] : []),
    ...(best && diverged > 0 ? [`${diverged} ${diverged === 1 ? 'run' : 'runs'} diverged`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'run' : 'runs'} failed`] : []),
  ];
}
