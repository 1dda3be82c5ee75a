import { compact } from '../../words/compact.ts';
import type { Arm, Experiment, Stopping } from '../experiment.ts';
import type { EarlyStop, Evaluation } from '../run.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { sense, yardstickById, type YardstickId, type Yardsticks } from '../../yardsticks/registry.ts';
import { withoutEmpty } from './declared.ts';

/** What rules go by: the tuning part, where it was read. */
const ruled = (evaluation: Evaluation): Yardsticks => evaluation.tuning ?? evaluation;

type Budgeted = Pick<Experiment, 'steps' | 'stopping' | 'model'>;

/** The most steps that a run of an arm takes: those of the experiment, or of a smaller budget; at least 1. */
export function stepsOf({ steps, stopping, model }: Budgeted, armId: string): number {
  const budget = stopping?.budget;
  const limit = budget?.arms.find((each) => each.armId === armId)?.limit ?? budget?.limit ?? null;
  if (!budget || limit === null) return steps;
  const affordable = budget.unit === 'steps' ? limit : Math.floor(limit / (model.length * model.batch));
  return Math.min(steps, Math.max(1, affordable));
}

/**
 * Whether a run ends at its newest evaluation although steps are left, and by which rule: a function of its evaluations
 * alone, so neither a pause nor the number of threads can change it.
 * @param evaluations of one run, in order
 */
export function earlyStop(
  experiment: Budgeted,
  armId: string,
  evaluations: readonly Evaluation[],
): EarlyStop | null {
  const newest = evaluations.at(-1);
  const { stopping, steps } = experiment;
  if (!newest || !stopping || newest.step >= steps) return null;
  const { target, plateau } = stopping;
  const stop = (rule: EarlyStop['rule']) => ({ rule, step: newest.step });
  if (target && sense(target.yardstick) * (ruled(newest)[target.yardstick] - target.value) <= 0)
    return stop('target');
  if (plateau && isPlateau(plateau, evaluations)) return stop('plateau');
  return newest.step >= stepsOf(experiment, armId) ? stop('budget') : null;
}

/** The best of the last so many evaluations is no more than the tolerance better than the best of all before them. */
function isPlateau(
  { yardstick, evaluations: patience, tolerance }: NonNullable<Stopping['plateau']>,
  evaluations: readonly Evaluation[],
): boolean {
  if (evaluations.length <= patience) return false;
  const sign = sense(yardstick);
  // A value that is not a number is no progress.
  const best = (list: readonly Evaluation[]) =>
    list.reduce(
      (least, each) =>
        Math.min(least, Number.isNaN(ruled(each)[yardstick]) ? Infinity : sign * ruled(each)[yardstick]),
      Infinity,
    );
  const before = best(evaluations.slice(0, -patience));
  const since = best(evaluations.slice(-patience));
  return !(before - since > tolerance);
}

/** The rules for some arms: a budget of an arm that is gone is none. */
export function stoppingAmong(stopping: Stopping | null, arms: readonly Arm[]): Stopping | null {
  if (!stopping?.budget) return stopping;
  const { budget } = stopping;
  const own = budget.arms.filter(({ armId }) => arms.some(({ id }) => id === armId));
  return withoutEmpty({
    ...stopping,
    budget: own.length === 0 && budget.limit === null ? null : { ...budget, arms: own },
  });
}

/** Why a run ended before its last step, in words that follow its name. */
export function earlyStopWords(
  { rule, step }: EarlyStop,
  stopping: Stopping | null,
  say: Say = inEnglish,
): string {
  const label = (id: YardstickId) => say.of(yardstickById(id).label);
  if (rule === 'target' && stopping?.target)
    return say`ended at step ${step}: ${label(stopping.target.yardstick)} reached ${stopping.target.value}`;
  if (rule === 'plateau' && stopping?.plateau) {
    const { yardstick, evaluations, tolerance } = stopping.plateau;
    return say`ended at step ${step}: ${label(yardstick)} was not better by more than ${tolerance} over ${evaluations} evaluations`;
  }
  return say`ended at step ${step}: its budget was used up`;
}

/** The rules of an experiment in one sentence; empty where there are none. */
export function stoppingWords(stopping: Stopping | null, say: Say = inEnglish): string {
  if (!stopping) return '';
  const { target, plateau, budget } = stopping;
  const label = (id: YardstickId) => say.of(yardstickById(id).label);
  const unit = budget && say.of(budget.unit);
  const limits = compact([
    budget?.limit != null && say`${budget.limit} ${unit!}`,
    ...(budget?.arms.map(({ armId, limit }) => say`${limit} ${unit!} for ${armId}`) ?? []),
  ]);
  const rules = compact([
    target && say`its ${label(target.yardstick)} is ${target.value} or better`,
    plateau &&
      say`its ${label(plateau.yardstick)} has not become better by more than ${plateau.tolerance} over ${plateau.evaluations} evaluations`,
    limits.length > 0 && say`its budget is used up (${say.names(limits)})`,
  ]);
  return say`A run ends early once ${rules.join(say`, or once `)}; the others go on.`;
}
