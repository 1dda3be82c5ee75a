import { convergenceColumns, valuesAt } from '../../../core/experiments/comparison/convergence-columns.ts';
import type { EvaluationMetric, RunRecord } from '../../../core/experiments/run.ts';
import { tInterval } from '../../../core/experiments/statistics/mean-interval.ts';

/** One point of an arm's curve over its seeds. */
interface ConvergencePoint {
  readonly step: number;
  readonly characters: number;
  /** Seconds of training, averaged over the seeds. */
  readonly seconds: number;
  /** Not finite when one of the values is not. */
  readonly mean: number;
  /** 95 % t interval of the mean; null for one seed or a value that is not finite. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** One per seed that has a value at this step, in the order of the runs. */
  readonly values: readonly number[];
}

/**
 * The curve of one arm: mean and interval over its seeds, at the steps at which every seed was evaluated that had
 * not diverged or failed. A seed that diverged is in the mean up to its last evaluation, so n falls after it. A seed that
 * ended early stays in it at its last value as long as others go on: without the best, or the worst, the mean would jump.
 * A run without any evaluation yet is not waited for.
 * @param runs the runs of one arm
 */
export function convergenceSeries(runs: readonly RunRecord[], metric: EvaluationMetric): ConvergencePoint[] {
  const columns = convergenceColumns(runs, metric);
  return Array.from(columns.step, (step, i) => {
    const values = valuesAt(columns, i);
    const { n, mean, interval } = tInterval(values);
    return {
      step,
      characters: columns.characters[i],
      seconds: columns.seconds[i],
      mean,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      n,
      values,
    };
  });
}
