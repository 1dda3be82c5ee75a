import { sense } from '../../yardsticks/registry.ts';
import { tInterval } from '../statistics/mean-interval.ts';
import { rateAt } from './rate-grid.ts';
import type { SweepRound } from './rate-tuning.ts';
import type { SweepPlan, SweepPoint, SweepRun, SweepValue } from './sweep-plan.ts';

/** A round that an arm has begun. */
interface RoundSoFar {
  readonly steps: number;
  /** Ascending places of the rates that it trains. */
  readonly places: readonly number[];
  /** One for each of them that has a run. */
  readonly values: readonly SweepValue[];
  /** Whether all its runs have ended. */
  readonly over: boolean;
}

/** The rounds of a plan; where it names none there is one, of all its steps. */
export const roundsOf = ({ rounds, steps }: Pick<SweepPlan, 'rounds' | 'steps'>): readonly SweepRound[] =>
  rounds ?? [{ steps, keep: 1 }];

/**
 * The rounds that one arm has begun, in order. Depends on the runs alone, so that a sweep that was broken off goes on
 * where it was.
 * @param runs those of the arm
 * @param places of the first round, ascending
 */
export function roundsSoFar(
  plan: SweepPlan,
  runs: readonly SweepRun[],
  places: readonly number[],
): readonly [RoundSoFar, ...RoundSoFar[]] {
  const begun = (left: readonly SweepRound[], racing: readonly number[]): [RoundSoFar, ...RoundSoFar[]] => {
    const [{ steps, keep }, ...later] = left;
    const here = runs.filter((run) => run.steps === steps && racing.includes(run.place));
    const values = valuesOf(plan, here);
    const round = { steps, places: racing, values, over: here.length === racing.length * plan.seeds.length };
    const best = ranked(plan, values)
      .slice(0, keep)
      .map(({ place }) => place)
      .sort((a, b) => a - b);
    return later.length > 0 && round.over && best.length > 0 ? [round, ...begun(later, best)] : [round];
  };
  return begun(roundsOf(plan), places);
}

/** Places of the grid that have a run, ascending. */
export const placesOf = (runs: readonly SweepRun[]): number[] =>
  [...new Set(runs.map(({ place }) => place))].sort((a, b) => a - b);

function valuesOf({ yardstick, seeds, grid }: SweepPlan, runs: readonly SweepRun[]): SweepValue[] {
  return placesOf(runs).map((place) => {
    const here = runs.filter((run) => run.place === place);
    const values = seeds.flatMap((seed) => {
      const run = here.find((each) => each.seed === seed);
      return run?.status === 'finished' && run.evaluation ? [run.evaluation[yardstick]] : [];
    });
    return {
      place,
      rate: rateAt(grid, place),
      summary: tInterval(values),
      values,
      diverged: here.filter(({ status }) => status === 'diverged').length,
      failed: here.filter(({ status }) => status === 'failed').length,
    };
  });
}

/**
 * Rates from the best on; of equal ones the lower first. One at which a seed diverged or failed is not among them: what
 * is left of its seeds would flatter it.
 */
export function ranked(
  { seeds, yardstick }: Pick<SweepPlan, 'seeds' | 'yardstick'>,
  values: readonly SweepValue[],
): SweepValue[] {
  return values
    .filter(({ values: found, summary }) => found.length === seeds.length && Number.isFinite(summary.mean))
    .sort((a, b) => sense(yardstick) * (a.summary.mean - b.summary.mean) || a.place - b.place);
}

/** Runs of an arm at some places of the grid. */
export const pointsAt = (
  { grid, seeds }: SweepPlan,
  armId: string,
  places: readonly number[],
  steps: number,
): SweepPoint[] =>
  places.flatMap((place) => seeds.map((seed) => ({ armId, place, rate: rateAt(grid, place), seed, steps })));

/** Steps of the rounds of an arm that have not begun, where as many rates go on as may. */
export function laterSteps(plan: SweepPlan, begun: number): number {
  const rounds = roundsOf(plan);
  return rounds
    .slice(begun)
    .reduce((sum, { steps }, i) => sum + rounds[begun + i - 1].keep * plan.seeds.length * steps, 0);
}
