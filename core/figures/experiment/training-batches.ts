import { gradientEvery, type RunRecord } from '../../experiments/run.ts';
import { onOneGrid, secondsAt } from '../../experiments/thinning.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';
import { smooth } from '../thin.ts';

/** How the yardsticks of training batches are drawn beside those of held-out text. */
interface TrainingChoice {
  /** Recorded steps of the moving average; 1 smooths nothing. */
  readonly span: number;
  /** Characters of a step, B · T. */
  readonly charactersPerStep: number;
}

/** One yardstick of the training batches of an arm at full length: its mean over the seeds at every recorded step. */
export type TrainingColumns = Readonly<Record<'step' | 'characters' | 'seconds' | 'mean', Float64Array>>;

/** As many recorded steps as reach as far as so many evaluations, for the same smoothing; at least 1. */
export const recordedSpan = (evaluations: number, every: number): number =>
  evaluations === 1 ? 1 : Math.max(1, Math.round((evaluations * every) / gradientEvery));

/** A seed is waited for until it has ended, as on held-out text. */
const awaited = ({ status, early, training }: RunRecord) =>
  training.step.length > 0 && status !== 'diverged' && status !== 'failed' && early === null;

/**
 * Means over the runs of one arm, each smoothed by itself. All runs record the same steps, so the shortest that goes on
 * sets the end; a run that has ended before is in the mean up to its own end.
 */
export function trainingColumns(
  all: readonly RunRecord[],
  yardstick: YardstickId,
  { span, charactersPerStep }: TrainingChoice,
): TrainingColumns {
  const runs = onOneGrid(all);
  const going = runs.filter(awaited);
  const lengths = (going.length > 0 ? going : runs).map(({ training }) => training.step.length);
  const length = going.length > 0 ? Math.min(...lengths) : Math.max(0, ...lengths);
  const longest = runs.find(({ training }) => training.step.length >= length);
  const step = (longest?.training.step ?? new Float64Array(0)).subarray(0, length);
  const values = runs.map(({ training }) =>
    span > 1 ? smooth(training[yardstick], span) : training[yardstick],
  );
  const meanOf = (value: (k: number, i: number) => number) =>
    Float64Array.from(step, (at, i) => {
      let [sum, n] = [0, 0];
      runs.forEach(({ training }, k) => {
        if (training.step[i] !== at) return;
        sum += value(k, i);
        n++;
      });
      return sum / n;
    });
  return {
    step,
    characters: step.map((at) => at * charactersPerStep),
    seconds: meanOf((k, i) => secondsAt(runs[k].series, step[i])),
    mean: meanOf((k, i) => values[k][i]),
  };
}
