import type { Arm } from '../../core/experiments/experiment.ts';
import type { OptimizerInfo } from '../../core/contract/lab-data.ts';

/** Arms under another optimiser, and what became of their learning rates, in words. */
interface OptimizerChange {
  readonly arms: Arm[];
  readonly words: string;
}

const listed = (rates: readonly number[]) => [...new Set(rates)].join(', ');

/**
 * A rate that is the usual one of the optimiser before becomes the usual one of the next, for the old one would mean
 * something else. Any other was set by somebody and stays. Either way it is said.
 */
export function underOptimizer(
  arms: readonly Arm[],
  before: OptimizerInfo,
  next: OptimizerInfo,
): OptimizerChange {
  const isUsual = ({ rate }: Arm) => rate === before.defaultRate;
  const kept = arms.filter((arm) => !isUsual(arm)).map(({ rate }) => rate);
  const usual = `usual with ${next.label}`;
  const moved = before.defaultRate !== next.defaultRate && kept.length < arms.length;
  const words = [
    ...(moved ? [`η is now ${next.defaultRate}, ${usual}, where it was ${before.defaultRate}.`] : []),
    ...(kept.length > 0
      ? [
          `η = ${listed(kept)} was set and stays${moved ? '' : `; ${next.defaultRate} is ${usual}`}. It means another size of step there.`,
        ]
      : []),
  ];
  return {
    arms: arms.map((arm) => (isUsual(arm) ? { ...arm, rate: next.defaultRate } : arm)),
    words: words.join(' '),
  };
}
