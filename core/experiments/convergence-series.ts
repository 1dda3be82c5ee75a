import type { Evaluation, RunRecord } from './run.ts';
import { mean, tInterval } from './statistics.ts';

/** What an evaluation measures. */
export type EvaluationMetric = Exclude<keyof Evaluation, 'step' | 'characters' | 'seconds'>;

/** One point of an arm's curve over its seeds. */
export interface ConvergencePoint {
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
  const curves = runs.map((run) => ({
    run,
    at: new Map(run.evaluations.map((evaluation) => [evaluation.step, evaluation])),
  }));
  type Curve = (typeof curves)[number];
  const there = ({ run, at }: Curve, step: number): Evaluation | undefined =>
    at.get(step) ?? (run.early && step > run.early.step ? run.evaluations.at(-1) : undefined);
  const needed = curves.filter(
    ({ run: { status, evaluations } }) =>
      evaluations.length > 0 && status !== 'diverged' && status !== 'failed',
  );
  return [...new Set(curves.flatMap(({ at }) => [...at.keys()]))]
    .filter((step) => needed.every((curve) => there(curve, step)))
    .sort((a, b) => a - b)
    .map((step) => {
      const values = curves.flatMap((curve) => there(curve, step)?.[metric] ?? []);
      const measured = curves.flatMap(({ at }) => at.get(step) ?? []);
      const { n, mean: centre, interval } = tInterval(values);
      return {
        step,
        characters: measured[0]!.characters,
        seconds: mean(measured.map(({ seconds }) => seconds)),
        mean: centre,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        n,
        values,
      };
    });
}
