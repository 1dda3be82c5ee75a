import type { RunRecord } from '../../experiments/run.ts';
import { mean, sampleQuantile } from '../../experiments/statistics/mean-interval.ts';

/** Global gradient norm before clipping, over all seeds of an arm. NaN where no step was done. */
export interface GradientSummary {
  /** Mean over the seeds of the first step. */
  readonly first: number;
  /** Median over all steps of all seeds. */
  readonly median: number;
  /** Mean over the seeds of the last step. */
  readonly last: number;
  /** Share of steps in which clipping changed the gradient. */
  readonly clippedShare: number;
  readonly steps: number;
}

export function gradientSummary(runs: readonly RunRecord[]): GradientSummary {
  const trained = runs.filter(({ series }) => series.gradientNorm.length > 0).map(({ series }) => series);
  const steps = trained.reduce((sum, { gradientNorm }) => sum + gradientNorm.length, 0);
  const all = new Float64Array(steps);
  let clipped = 0;
  let filled = 0;
  for (const series of trained) {
    all.set(series.gradientNorm, filled);
    filled += series.gradientNorm.length;
    for (const flag of series.clipped) clipped += flag;
  }
  return {
    first: mean(trained.map(({ gradientNorm }) => gradientNorm[0])),
    median: sampleQuantile(all, 0.5),
    last: mean(trained.map(({ gradientNorm }) => gradientNorm.at(-1)!)),
    clippedShare: clipped / steps,
    steps,
  };
}
