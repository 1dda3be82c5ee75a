import type { Experiment } from './experiment.ts';
import { lastEvaluation, yardsticks, type Evaluation, type RunRecord, type YardstickId } from './run.ts';
import { tInterval, type Summary } from './statistics.ts';

/** Where runs are compared: at the last step that all of them were evaluated at, or each at its own last evaluation. */
export type StandingRule = 'common-step' | 'own-last';

/** One seed of one arm in the standing table. */
export interface SeedStanding {
  readonly seed: number;
  readonly status: RunRecord['status'] | 'missing';
  /** The evaluation the comparison rests on; null for a run that was never evaluated there (it diverged before). */
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
  readonly yardsticks: Readonly<Record<YardstickId, Summary>>;
}

export interface Standing {
  readonly rule: StandingRule;
  /** The common step; null when the rule is `own-last` or nothing was evaluated yet. */
  readonly step: number | null;
  readonly arms: readonly ArmStanding[];
}

const ended = (run: RunRecord) => run.status === 'diverged' || run.status === 'failed';

/**
 * The last step at which every run was evaluated that neither diverged nor failed nor still waits for its first
 * evaluation. When all runs diverged: the last step any of them was evaluated at.
 */
export function lastCommonStep(runs: readonly RunRecord[]): number | null {
  const evaluated = runs.filter((run) => run.evaluations.length > 0);
  const alive = evaluated.filter((run) => !ended(run));
  if (alive.length === 0)
    return evaluated.length ? Math.max(...evaluated.map((run) => lastEvaluation(run)!.step)) : null;
  const [first, ...others] = alive.map((run) => new Set(run.evaluations.map(({ step }) => step)));
  const common = [...first!].filter((step) => others.every((steps) => steps.has(step)));
  return common.length ? Math.max(...common) : null;
}

const isFinite = (evaluation: Evaluation) => yardsticks.every(({ id }) => Number.isFinite(evaluation[id]));

/**
 * Who stands where. A mean is over all seeds with a value at the step of comparison; a run that diverged before it
 * has none and is counted in `diverged`, with its last finite evaluation beside it. A value that is not finite makes
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
    if (rule === 'common-step') return run.evaluations.find((each) => each.step === step) ?? null;
    return ended(run) ? null : lastEvaluation(run);
  };
  const arms = experiment.arms.map(({ id }): ArmStanding => {
    const seeds = experiment.seeds.map((seed): SeedStanding => {
      const run = ofKey.get(`${id}/${seed}`);
      if (!run) return { seed, status: 'missing', evaluation: null, lastFinite: null };
      return {
        seed,
        status: run.status,
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
      yardsticks: Object.fromEntries(
        yardsticks.map((yardstick) => [yardstick.id, tInterval(values.map((value) => value[yardstick.id]))]),
      ) as Record<YardstickId, Summary>,
    };
  });
  return { rule, step, arms };
}
