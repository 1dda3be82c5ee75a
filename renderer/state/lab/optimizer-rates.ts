import type { OptimizerInfo } from '../../../core/contract/lab-data.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';

/**
 * What becomes of learning rates under another optimiser, in words: a rate that somebody has set stays, whatever it is,
 * and one that is looked for is looked for anew.
 */
export function underOptimizer(
  { arms, search }: Pick<Experiment, 'arms' | 'search'>,
  before: OptimizerInfo,
  next: OptimizerInfo,
  say: Say = inEnglish,
): string {
  if (search !== null || before.id === next.id) return '';
  const rates = [...new Set(arms.map(({ rate }) => rate))];
  if (before.defaultRate === next.defaultRate && rates.length === 1 && rates[0] === next.defaultRate)
    return '';
  return say`η = ${say.names(rates)} stays as it was set; ${next.defaultRate} is usual with ${next.label}. It means another size of step there.`;
}
