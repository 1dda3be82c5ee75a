import { gigaflops } from '../../network/operations.ts';
import type { Model } from '../experiment.ts';
import type { RunRecord } from '../run.ts';
import { sampleQuantile } from '../statistics/mean-interval.ts';

/**
 * Characters a run trained on per second of its steps, steps · B · T / seconds. Evaluations, samples, pauses and other
 * runs of its thread take no part. Null before the first step, and where the steps took no time that can be measured.
 */
export function trainingRate(
  { steps, seconds }: Pick<RunRecord, 'steps' | 'seconds'>,
  { length, batch }: Pick<Model, 'length' | 'batch'>,
): number | null {
  return steps > 0 && seconds > 0 ? (steps * batch * length) / seconds : null;
}

/** How fast the runs of an arm trained. */
export interface ArmRate {
  /** Characters per second of one run: the median over seeds, the slowest and the fastest. */
  readonly charactersPerSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  /** Useful work at the median rate, in 10⁹ floating-point operations per second. */
  readonly gigaflops: number;
}

/** The rate of an arm from its runs, or null where none has one. */
export function armRate(
  runs: readonly Pick<RunRecord, 'steps' | 'seconds'>[],
  model: Model,
  vocabulary: number,
): ArmRate | null {
  const rates = runs.map((run) => trainingRate(run, model)).filter((rate) => rate !== null);
  if (rates.length === 0) return null;
  const charactersPerSecond = sampleQuantile(rates, 0.5);
  return {
    charactersPerSecond,
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    gigaflops: gigaflops(charactersPerSecond, { hidden: model.hidden, vocabulary }),
  };
}
