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
  /** One per seed that was evaluated at this step, in the order of the runs. */
  readonly values: readonly number[];
}

/**
 * The curve of one arm: mean and interval over its seeds, at the steps at which every seed was evaluated that had
 * not diverged or failed. A seed that diverged is in the mean up to its last evaluation, so n falls after it; a run
 * without any evaluation yet is not waited for.
 * @param runs the runs of one arm
 */
export function convergenceSeries(runs: readonly RunRecord[], metric: EvaluationMetric): ConvergencePoint[] {
  const byStep = new Map<number, Evaluation[]>();
  for (const run of runs)
    for (const evaluation of run.evaluations) {
      const there = byStep.get(evaluation.step);
      if (there) there.push(evaluation);
      else byStep.set(evaluation.step, [evaluation]);
    }
  const needed = runs
    .filter(
      ({ status, evaluations }) => evaluations.length > 0 && status !== 'diverged' && status !== 'failed',
    )
    .map((run) => new Set(run.evaluations.map(({ step }) => step)));
  return [...byStep]
    .filter(([step]) => needed.every((steps) => steps.has(step)))
    .sort(([a], [b]) => a - b)
    .map(([step, evaluations]) => {
      const values = evaluations.map((evaluation) => evaluation[metric]);
      const { n, mean: centre, interval } = tInterval(values);
      return {
        step,
        characters: evaluations[0]!.characters,
        seconds: mean(evaluations.map(({ seconds }) => seconds)),
        mean: centre,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        n,
        values,
      };
    });
}
