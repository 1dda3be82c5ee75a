import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { Evaluation } from '../run.ts';

/** What stands where an arm has no value for this reason. */
export const unreadRemark = 'no reading as probabilities';

/** Whether outputs were not read as probabilities at an evaluation: it has neither bits nor Brier score, and never will. */
export const isUnread = ({ clippedShare }: Pick<Evaluation, 'clippedShare'>): boolean =>
  Number.isNaN(clippedShare);

/** Whether an evaluation has no value on a yardstick, which is no sign that its run ran off. */
export const isWithout = (evaluation: Evaluation, yardstick: YardstickId): boolean =>
  (yardstickById(yardstick).ofProbabilities && isUnread(evaluation)) ||
  evaluation.unmeasured?.includes(yardstick) === true;

interface ArmSeeds {
  readonly seeds: readonly { readonly evaluation: Evaluation | null }[];
}

/** Whether the outputs of an arm are not read as probabilities. */
export const isUnreadArm = ({ seeds }: ArmSeeds): boolean =>
  seeds.some(({ evaluation }) => evaluation !== null && isUnread(evaluation));

/** Whether an arm has no value on a yardstick for that. */
export const lacksReading = (arm: ArmSeeds, yardstick: YardstickId): boolean =>
  yardstickById(yardstick).ofProbabilities && isUnreadArm(arm);
