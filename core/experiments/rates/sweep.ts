import { inEnglish, type Say } from '../../words/said/say.ts';
import { sense } from '../../yardsticks/registry.ts';
import type { Experiment } from '../experiment.ts';
import { choosingPart } from '../text-split.ts';
import { rateAt } from './rate-grid.ts';
import type { BestPerArm, Basin, TriedRate } from './rate-tuning.ts';
import { laterSteps, placesOf, pointsAt, ranked, roundsSoFar } from './rounds.ts';
import type { SweepPlan, SweepPoint, SweepRun, SweepValue } from './sweep-plan.ts';
import { significant } from '../../words/number-format.ts';

export interface ArmSweep {
  readonly armId: string;
  /** Ascending rates; only those with a run. */
  readonly values: readonly SweepValue[];
  /** Null while no rate has a value of every seed. */
  readonly best: SweepValue | null;
  readonly basin: Basin | null;
  /** The best rate is the lowest or the highest that was tried: the true best may lie beyond. */
  readonly atEdge: 'low' | 'high' | null;
}

interface SweepBounds {
  /** First and last place, both included. */
  readonly first: number;
  readonly last: number;
}

/** Rates whose mean is within this share of the best one count as nearly as good. */
export const basinTolerance = 0.02;

/**
 * How wide a basin is, in words. One that holds a single rate has no factor of 1: its neighbours on the grid lie
 * outside, and where it ends between them nobody has tried.
 */
export function basinWidth({ factor, open }: Pick<Basin, 'factor' | 'open'>, say: Say = inEnglish): string {
  if (factor > 1) return `${significant(factor)}×`;
  return open ? say`not known` : say`narrower than the grid`;
}

/** Places that are added at once: an edge is left behind sooner than one by one. */
const extendBy = 2;

/**
 * Yardstick against rate for each arm, from the runs there are. A rate at which a seed diverged or failed cannot be the
 * best one: what is left of its seeds would flatter it.
 */
export function sweepCurves(plan: SweepPlan, runs: readonly SweepRun[]): ArmSweep[] {
  return plan.experiment.arms.map(({ id }) =>
    armSweep(
      plan,
      id,
      runs.filter((run) => run.armId === id),
    ),
  );
}

function armSweep(plan: SweepPlan, armId: string, runs: readonly SweepRun[]): ArmSweep {
  const rounds = roundsSoFar(plan, runs, placesOf(runs));
  // All rates are comparable in the first round; which is best is known when the last one is over.
  const [{ values }] = rounds;
  const last = rounds.at(-1)!;
  const through = !plan.rounds || (rounds.length === plan.rounds.length && last.over);
  const best = through ? (ranked(plan, last.values).at(0) ?? null) : null;
  if (!best) return { armId, values, best, basin: null, atEdge: null };
  const first = values.find(({ place }) => place === best.place)!;
  const atEdge =
    values.length === 1 ? null : first === values[0] ? 'low' : first === values.at(-1) ? 'high' : null;
  return { armId, values, best, basin: basinOf(values, first, plan), atEdge };
}

/** The unbroken stretch of rates around the best whose means are nearly as good. */
function basinOf(
  values: readonly SweepValue[],
  best: SweepValue,
  { seeds, yardstick }: Pick<SweepPlan, 'seeds' | 'yardstick'>,
): Basin {
  const sign = sense(yardstick);
  const bound = sign * best.summary.mean + basinTolerance * Math.abs(best.summary.mean);
  const good = (value: SweepValue | undefined) =>
    value !== undefined && value.values.length === seeds.length && sign * value.summary.mean <= bound;
  let first = values.indexOf(best);
  let last = first;
  while (good(values[first - 1]) && values[first - 1].place === values[first].place - 1) first--;
  while (good(values[last + 1]) && values[last + 1].place === values[last].place + 1) last++;
  const [low, high] = [values[first].rate, values[last].rate];
  return { low, high, factor: high / low, open: first === 0 || last === values.length - 1 };
}

/**
 * The part of the grid that belongs to the sweep, given what has been run: as planned, and wider by two rates as often as
 * everything within is done and the best rate of some arm lies at an end. Depends on the runs alone, so a sweep that was broken
 * off goes on where it was.
 */
export function sweepBounds(plan: SweepPlan, runs: readonly SweepRun[]): SweepBounds {
  let bounds: SweepBounds = { first: 0, last: plan.grid.count - 1 };
  for (;;) {
    const { first, last } = bounds;
    const inside = runs.filter(({ place }) => place >= first && place <= last);
    if (inside.length < pointsWithin(plan, bounds).length) return bounds;
    const curves = sweepCurves(plan, inside);
    // A single rate has no ends: it was asked for by itself.
    if (plan.grid.count === 1) return bounds;
    const wider = {
      first: curves.some(({ atEdge }) => atEdge === 'low')
        ? Math.max(first - extendBy, -plan.extension)
        : first,
      last: curves.some(({ atEdge }) => atEdge === 'high')
        ? Math.min(last + extendBy, plan.grid.count - 1 + plan.extension)
        : last,
    };
    if (wider.first === first && wider.last === last) return bounds;
    bounds = wider;
  }
}

/** Every run within some bounds: the middle rates first, where most is learned early, all arms side by side. */
function pointsWithin(
  { experiment, grid, seeds, steps }: SweepPlan,
  { first, last }: SweepBounds,
): SweepPoint[] {
  const middle = (first + last) / 2;
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b,
  );
  return places.flatMap((place) =>
    seeds.flatMap((seed) =>
      experiment.arms.map(({ id }) => ({ armId: id, place, rate: rateAt(grid, place), seed, steps })),
    ),
  );
}

/** Names a run within its sweep. */
export const sweepKey = ({
  armId,
  place,
  seed,
  steps,
}: Pick<SweepPoint, 'armId' | 'place' | 'seed' | 'steps'>): string => `${armId} ${place} ${seed} ${steps}`;

/** What is left to do of a sweep. */
interface SweepLeft {
  /** Runs that can be done now, in the order to do them; empty when the sweep is through. */
  readonly points: readonly SweepPoint[];
  /** Steps of later rounds, of which the runs are not known yet. */
  readonly laterSteps: number;
}

export function leftOf(plan: SweepPlan, runs: readonly SweepRun[]): SweepLeft {
  const done = new Set(runs.map(sweepKey));
  const missing = (points: readonly SweepPoint[]) => points.filter((point) => !done.has(sweepKey(point)));
  if (!plan.rounds) return { points: missing(pointsWithin(plan, sweepBounds(plan, runs))), laterSteps: 0 };
  const all = Array.from({ length: plan.grid.count }, (_, place) => place);
  const arms = plan.experiment.arms.map(({ id }) => {
    const last = roundsSoFar(
      plan,
      runs.filter(({ armId }) => armId === id),
      all,
    );
    const { places, steps, values, over } = last.at(-1)!;
    const ended = over && ranked(plan, values).length === 0;
    return {
      points: missing(pointsAt(plan, id, places, steps)),
      laterSteps: ended ? 0 : laterSteps(plan, last.length),
    };
  });
  return {
    points: arms.flatMap(({ points }) => points),
    laterSteps: arms.reduce((sum, arm) => sum + arm.laterSteps, 0),
  };
}

/** Runs still to be done, in the order to do them; empty when the sweep is through. */
export const missingPoints = (plan: SweepPlan, runs: readonly SweepRun[]): readonly SweepPoint[] =>
  leftOf(plan, runs).points;

/** The experiment that one run of a sweep trains: one arm at one rate with one seed, evaluated before and after. */
export function sweepExperiment(
  { experiment }: SweepPlan,
  { armId, rate, seed, steps }: SweepPoint,
): Experiment {
  const arm = experiment.arms.find(({ id }) => id === armId)!;
  return {
    ...experiment,
    arms: [{ ...arm, rate }],
    seeds: [seed],
    steps,
    evaluation: { ...experiment.evaluation, every: steps },
    // Rates are compared after the same steps.
    stopping: null,
    plan: null,
    additions: [],
  };
}

const tried = (values: readonly SweepValue[]): TriedRate[] =>
  values.map(({ rate, values: each, diverged }) => ({
    rate,
    values: each.filter(Number.isFinite),
    diverged,
  }));

/** Best rates as an experiment keeps them; null while an arm has none. */
export function tuningOf(plan: SweepPlan, runs: readonly SweepRun[]): BestPerArm | null {
  const curves = sweepCurves(plan, runs);
  const best = curves.flatMap(({ armId, values, best: found, basin, atEdge }) =>
    found && basin
      ? [{ armId, rate: found.rate, value: found.summary.mean, basin, atEdge, tried: tried(values) }]
      : [],
  );
  if (best.length < curves.length) return null;
  const { experiment, grid, seeds, steps, rounds, yardstick } = plan;
  const trained = runs.reduce((sum, run) => sum + run.steps, 0);
  const part = choosingPart(experiment.corpus);
  return {
    kind: 'best-per-arm',
    grid,
    seeds,
    steps,
    rounds,
    trained,
    yardstick,
    part,
    best,
  };
}

/** A sweep of an experiment. @param seeds how many tuning seeds */
export const sweepOf = (
  experiment: Experiment,
  {
    grid,
    seeds,
    ...rest
  }: Omit<SweepPlan, 'format' | 'version' | 'experiment' | 'seeds'> & { seeds: number },
): SweepPlan => ({
  ...{ format: 'loss-lab-sweep', version: 1, experiment, grid, seeds: tuningSeeds(experiment, seeds) },
  ...rest,
});

/** Tuning seeds that the experiment does not report: as many as asked for, counted on from a number far from small seeds. */
export function tuningSeeds(experiment: Pick<Experiment, 'seeds'>, count: number): number[] {
  const seeds: number[] = [];
  for (let seed = 10_001; seeds.length < count; seed++)
    if (!experiment.seeds.includes(seed)) seeds.push(seed);
  return seeds;
}
