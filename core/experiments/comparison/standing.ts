import type { Experiment } from '../experiment.ts';
import { lastEvaluation, type EarlyStop, type Evaluation, type RunRecord } from '../run.ts';
import { ofYardsticks, sense, yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import { tInterval, type Summary } from '../statistics/mean-interval.ts';
import { isWithout } from './unread.ts';
import { firstReaching } from './steps-to-target.ts';

/**
 * Which evaluation of a run is compared: the one at the last step that all runs were evaluated at, its own last, its own
 * best so far by a yardstick, or the first that reached a target. The best one is chosen on the text that it is measured
 * on: it is optimistic.
 */
export type StandingRule =
  | 'common-step'
  | 'own-last'
  | { readonly kind: 'best'; readonly yardstick: YardstickId }
  | { readonly kind: 'at-target'; readonly yardstick: YardstickId; readonly target: number };

/** One seed of one arm in the standing table. */
interface SeedStanding {
  readonly seed: number;
  readonly status: RunRecord['status'] | 'missing';
  /** By which rule the run ended before its last step; null where it did not. */
  readonly early: EarlyStop | null;
  /**
   * The evaluation the comparison rests on: at the step of comparison, or at the end of a run that ended early before it.
   * Null for a run that was never evaluated there (it diverged before).
   */
  readonly evaluation: Evaluation | null;
  /** The last evaluation with finite yardsticks, for runs that have none at the step of comparison. */
  readonly lastFinite: Evaluation | null;
}

/** One arm in the standing table. Every seed of the experiment is counted in exactly one way. */
export interface ArmStanding {
  readonly armId: string;
  readonly seeds: readonly SeedStanding[];
  /** Seeds of the experiment. */
  readonly runs: number;
  /** Runs with a value: the n of every mean of this row. */
  readonly n: number;
  readonly diverged: number;
  readonly failed: number;
  /** Runs that ended early; they have a value, and are no less finished. */
  readonly early: number;
  readonly yardsticks: Readonly<Record<YardstickId, Summary>>;
}

export interface Standing {
  readonly rule: StandingRule;
  /** The common step; null under any other rule, and when nothing was evaluated yet. */
  readonly step: number | null;
  readonly arms: readonly ArmStanding[];
}

const ended = (run: RunRecord) => run.status === 'diverged' || run.status === 'failed';

/** Whether a run has a value at a step: it was evaluated there, or had ended early before. */
function standsAt({ early, evaluations }: RunRecord): (step: number) => boolean {
  const steps = new Set(evaluations.map(({ step }) => step));
  return (step) => steps.has(step) || (early !== null && step > early.step);
}

/**
 * The last step at which every run has a value that neither diverged nor failed nor still waits for its first
 * evaluation. A run that ended early keeps its last value from then on. When all runs diverged: the last step any of them was evaluated at.
 */
export function lastCommonStep(runs: readonly RunRecord[]): number | null {
  const evaluated = runs.filter((run) => run.evaluations.length > 0);
  const alive = evaluated.filter((run) => !ended(run));
  if (alive.length === 0)
    return evaluated.length ? Math.max(...evaluated.map((run) => lastEvaluation(run)!.step)) : null;
  const stand = alive.map(standsAt);
  const steps = new Set(alive.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)));
  const common = [...steps].filter((step) => stand.every((stands) => stands(step)));
  return common.length ? Math.max(...common) : null;
}

const isFinite = (evaluation: Evaluation) =>
  yardsticks.every(({ id }) => Number.isFinite(evaluation[id]) || isWithout(evaluation, id));

/** The evaluation with the best finite value of a yardstick, the first of equal ones; null where none is finite. */
function bestEvaluation({ evaluations }: RunRecord, yardstick: YardstickId): Evaluation | null {
  const sign = sense(yardstick);
  let best: Evaluation | null = null;
  for (const each of evaluations)
    if (Number.isFinite(each[yardstick]) && (!best || sign * (each[yardstick] - best[yardstick]) < 0))
      best = each;
  return best;
}

/**
 * Who stands where. A mean is over all seeds with a value at the step of comparison; a run that diverged before it
 * has none and is counted in `diverged`, with its last finite evaluation beside it. A run that ended early stands at its
 * end. A value that is not finite makes
 * the mean not finite. Nothing is left out without being counted.
 */
export function standing(
  experiment: Pick<Experiment, 'arms' | 'seeds'>,
  runs: readonly RunRecord[],
  rule: StandingRule = 'common-step',
): Standing {
  const step = rule === 'common-step' ? lastCommonStep(runs) : null;
  const ofKey = new Map(runs.map((run) => [`${run.armId}/${run.seed}`, run]));
  const at = (run: RunRecord): Evaluation | null => {
    if (rule === 'common-step') {
      if (run.early && step !== null && step > run.early.step) return lastEvaluation(run);
      return run.evaluations.find((each) => each.step === step) ?? null;
    }
    if (rule !== 'own-last' && rule.kind === 'at-target')
      return firstReaching(run, rule.yardstick, rule.target) ?? null;
    if (ended(run)) return null;
    return rule === 'own-last' ? lastEvaluation(run) : bestEvaluation(run, rule.yardstick);
  };
  const arms = experiment.arms.map(({ id }): ArmStanding => {
    const seeds = experiment.seeds.map((seed): SeedStanding => {
      const run = ofKey.get(`${id}/${seed}`);
      if (!run) return { seed, status: 'missing', early: null, evaluation: null, lastFinite: null };
      return {
        seed,
        status: run.status,
        early: run.early,
        evaluation: at(run),
        lastFinite: run.evaluations.findLast(isFinite) ?? null,
      };
    });
    const values = seeds.flatMap(({ evaluation }) => evaluation ?? []);
    return {
      armId: id,
      seeds,
      runs: seeds.length,
      n: values.length,
      diverged: seeds.filter(({ status }) => status === 'diverged').length,
      failed: seeds.filter(({ status }) => status === 'failed').length,
      early: seeds.filter(({ early }) => early !== null).length,
      yardsticks: ofYardsticks(({ id: yardstick }) => tInterval(values.map((value) => value[yardstick]))),
    };
  });
  return { rule, step, arms };
}
