import { clippedShare } from '../../experiments/comparison/clipped-steps.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { stepsIn } from '../../experiments/thinning.ts';
import { mean, sampleQuantile } from '../../experiments/statistics/mean-interval.ts';

/** Global gradient norm before clipping, over all seeds of an arm. NaN where no step was done. */
export interface GradientSummary {
  /** Mean over the seeds of the first step. */
  readonly first: number;
  /** Median over all steps of all seeds; of runs that are thinned, over the steps that have a row. */
  readonly median: number;
  /** Mean over the seeds of the last step. */
  readonly last: number;
  /** Share of steps in which clipping changed the gradient. */
  readonly clippedShare: number;
  readonly steps: number;
}

export function gradientSummary(runs: readonly RunRecord[]): GradientSummary {
  const trained = runs.filter(({ series }) => series.gradientNorm.length > 0).map(({ series }) => series);
  const all = new Float64Array(trained.reduce((sum, { gradientNorm }) => sum + gradientNorm.length, 0));
  let filled = 0;
  for (const series of trained) {
    all.set(series.gradientNorm, filled);
    filled += series.gradientNorm.length;
  }
  return {
    first: mean(trained.map(({ gradientNorm }) => gradientNorm[0])),
    median: sampleQuantile(all, 0.5),
    last: mean(trained.map(({ gradientNorm }) => gradientNorm.at(-1)!)),
    clippedShare: clippedShare(runs),
    steps: trained.reduce((sum, series) => sum + stepsIn(series), 0),
  };
}
