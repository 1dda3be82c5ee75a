import { type Evaluation, type RunRecord } from '../run.ts';
import { mean } from '../statistics/mean-interval.ts';
import { sense, type YardstickId } from '../../yardsticks/registry.ts';

/** When a run first reached a target, or that it has not. */
type TargetTime =
  | { readonly reached: true; readonly step: number; readonly characters: number; readonly seconds: number }
  /** `step`: as far as it was evaluated; null for a run that never was. */
  | { readonly reached: false; readonly step: number | null };

/** The first evaluation at which a yardstick is at the target or better. */
export function firstReaching(
  { evaluations }: Pick<RunRecord, 'evaluations'>,
  yardstick: YardstickId,
  target: number,
): Evaluation | undefined {
  const sign = sense(yardstick);
  return evaluations.find((each) => sign * each[yardstick] <= sign * target);
}

/**
 * When a run first reached a target. Between two evaluations nothing is known, so nothing is interpolated: the time is
 * right to one interval of evaluations, and late rather than early.
 */
export function timeToTarget(
  run: Pick<RunRecord, 'evaluations'>,
  yardstick: YardstickId,
  target: number,
): TargetTime {
  const first = firstReaching(run, yardstick, target);
  if (!first) return { reached: false, step: run.evaluations.at(-1)?.step ?? null };
  return { reached: true, step: first.step, characters: first.characters, seconds: first.seconds };
}

/** How an arm reached a target. */
interface ArmTimes {
  /** Mean of the steps; null where a run has not reached it: a mean of the others would flatter the arm. */
  readonly mean: number | null;
  readonly reached: number;
  readonly runs: number;
}

/** After how many steps the runs of an arm first reached a target. */
export function stepsToTarget(
  runs: readonly RunRecord[],
  armId: string,
  yardstick: YardstickId,
  target: number,
): ArmTimes {
  const times = runs.filter((run) => run.armId === armId).map((run) => timeToTarget(run, yardstick, target));
  const steps = times.flatMap((time) => (time.reached ? time.step : []));
  const all = times.length > 0 && steps.length === times.length;
  return { mean: all ? mean(steps) : null, reached: steps.length, runs: times.length };
}
