import { yardsticks, type Evaluation, type RunRecord, type YardstickId } from './run.ts';

/** When a run first reached a target, or that it has not. */
export type TargetTime =
  | { readonly reached: true; readonly step: number; readonly characters: number; readonly seconds: number }
  /** `step`: as far as it was evaluated; null for a run that never was. */
  | { readonly reached: false; readonly step: number | null };

/**
 * The first evaluation at which a yardstick is at the target or better. Between two evaluations nothing is known, so
 * nothing is interpolated: the time is right to one interval of evaluations, and late rather than early.
 */
export function timeToTarget(
  { evaluations }: Pick<RunRecord, 'evaluations'>,
  yardstick: YardstickId,
  target: number,
): TargetTime {
  const lower = yardsticks.find(({ id }) => id === yardstick)!.better === 'lower';
  const there = (evaluation: Evaluation) =>
    lower ? evaluation[yardstick] <= target : evaluation[yardstick] >= target;
  const first = evaluations.find(there);
  if (!first) return { reached: false, step: evaluations.at(-1)?.step ?? null };
  return { reached: true, step: first.step, characters: first.characters, seconds: first.seconds };
}
