import type { ArmSweep } from '../../../core/experiments/rates/sweep.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';

/** What is to be said of an arm beside its numbers, in words. */
export function sweepRemarks({ best, basin, atEdge, values }: ArmSweep, say: Say = inEnglish): string[] {
  const diverged = values.reduce((sum, value) => sum + value.diverged, 0);
  const failed = values.reduce((sum, value) => sum + value.failed, 0);
  return [
    ...(best
      ? []
      : [
          diverged > 0
            ? say`no rate has a value of every seed: runs diverged`
            : say`no rate has a value of every seed yet`,
        ]),
    ...(atEdge
      ? [
          atEdge === 'low'
            ? say`at the low end of the grid: the true best may lie beyond`
            : say`at the high end of the grid: the true best may lie beyond`,
        ]
      : []),
    ...(basin?.open && !atEdge ? [say`the basin reaches the end of what was tried`] : []),
    ...(best && diverged > 0 ? [say`${say.counted(diverged, 'run')} diverged`] : []),
    ...(failed > 0 ? [say`${say.counted(failed, 'run')} failed`] : []),
  ];
}
