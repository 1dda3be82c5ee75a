import { simplestTarget } from '../../../core/experiments/comparison/baseline-lines.ts';
import { withoutEmpty } from '../../../core/experiments/plan/declared.ts';
import { stepsOf } from '../../../core/experiments/plan/stopping.ts';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { EvaluatedBaselines } from '../../../core/corpora/baselines.ts';
import type { Experiment, Stopping } from '../../../core/experiments/experiment.ts';
import { usualYardstick, type YardstickId } from '../../../core/yardsticks/registry.ts';

type Budget = NonNullable<Stopping['budget']>;

const none: Stopping = { target: null, plateau: null, budget: null };

/** The rules with some of them changed; null where none is left. */
export const withRules = (stopping: Stopping | null, change: Partial<Stopping>): Stopping | null =>
  withoutEmpty({ ...(stopping ?? none), ...change });

/** A target to begin with, on the characters that rules read. */
export function firstTarget(
  yardstick: YardstickId,
  corpus: CorpusSummary | null,
  baselines: EvaluatedBaselines | null,
) {
  const read = baselines?.tuning ?? baselines?.heldOut ?? null;
  return { yardstick, value: simplestTarget(yardstick, corpus, read) };
}

export const firstPlateau = { yardstick: usualYardstick, evaluations: 5, tolerance: 0.001 } as const;

/** Characters of one step. */
const charactersPerStep = ({ model }: Experiment) => model.length * model.batch;

/** A budget that ends nothing yet: the steps of the experiment. */
export const firstBudget = ({ steps }: Experiment): Budget => ({ unit: 'steps', limit: steps, arms: [] });

/** The limit of an arm in the unit of the budget. */
export function limitOf(experiment: Experiment, budget: Budget, armId: string): number {
  const own = budget.arms.find((each) => each.armId === armId)?.limit ?? budget.limit;
  if (own !== null) return own;
  return stepsOf(experiment, armId) * (budget.unit === 'steps' ? 1 : charactersPerStep(experiment));
}

export function withLimit(budget: Budget, armId: string, limit: number): Budget {
  const others = budget.arms.filter((each) => each.armId !== armId);
  return { ...budget, arms: [...others, { armId, limit }] };
}

/** The same budget in the other unit; steps are whole, and at least one. */
export function inUnit(experiment: Experiment, budget: Budget, unit: Budget['unit']): Budget {
  if (unit === budget.unit) return budget;
  const per = charactersPerStep(experiment);
  const turned = (limit: number) =>
    unit === 'characters' ? limit * per : Math.max(1, Math.floor(limit / per));
  return {
    unit,
    limit: budget.limit === null ? null : turned(budget.limit),
    arms: budget.arms.map(({ armId, limit }) => ({ armId, limit: turned(limit) })),
  };
}
