import type { Experiment } from '../experiment.ts';
import type { BestPerArm, Basin, TriedRate } from './rate-tuning.ts';
import { rateAt, type RateGrid } from './rate-grid.ts';
import { type Evaluation, type RunStatus } from '../run.ts';
import { sense, type YardstickId } from '../../yardsticks/registry.ts';
import { tInterval, type Summary } from '../statistics/mean-interval.ts';
import { choosingPart } from '../text-split.ts';

/** A learning-rate sweep: every arm of an experiment at every rate of one common grid, with seeds of its own. */
export interface SweepPlan {
  readonly format: 'loss-lab-sweep';
  readonly version: 1;
  /** What is tuned: text, model, optimiser and arms. The rates of its arms and its seeds are not used. */
  readonly experiment: Experiment;
  readonly grid: RateGrid;
  /** Seeds of the sweep; none of them is a seed of the experiment, so that nothing is chosen on what is reported. */
  readonly seeds: readonly number[];
  /** Steps of each run. */
  readonly steps: number;
  /** On what the best rate is chosen, after the last step. */
  readonly yardstick: YardstickId;
  /** Most rates that are added at either end while the best rate of an arm lies there. */
  readonly extension: number;
}

/** One run of a sweep. */
export interface SweepPoint {
  readonly armId: string;
  /** Place in the grid; below 0 or from `count` on where the grid was extended. */
  readonly place: number;
  readonly rate: number;
  readonly seed: number;
}

/** What became of it. */
export interface SweepRun extends SweepPoint {
  readonly status: Extract<RunStatus, 'finished' | 'diverged' | 'failed'>;
  /** At the last step; for a run that diverged, of its last finite weights; null where nothing was evaluated. */
  readonly evaluation: Evaluation | null;
  /** The step at which a run diverged, else null. */
  readonly divergedAt: number | null;
  /** Seconds of training, arithmetic only. */
  readonly seconds: number;
  readonly engine: string | null;
}

/** The yardstick of an arm at one rate. */
interface SweepValue {
  readonly place: number;
  readonly rate: number;
  /** Over the seeds that finished. */
  readonly summary: Summary;
  /** One per seed that finished, in the order of the seeds. */
  readonly values: readonly number[];
  readonly diverged: number;
  readonly failed: number;
}

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
export function basinWidth({ factor, open }: Pick<Basin, 'factor' | 'open'>): string {
  if (factor > 1) return `${Number(factor.toPrecision(3))}×`;
  return open ? 'not known' : 'narrower than the grid';
}

/** Places that are added at once: an edge is left behind sooner than one by one. */
const extendBy = 2;

const lowerIsBetter = (yardstick: YardstickId) => sense(yardstick) > 0;

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
  const { yardstick, seeds, grid } = plan;
  const places = [...new Set(runs.map(({ place }) => place))].sort((a, b) => a - b);
  const values = places.map((place): SweepValue => {
    const here = runs.filter((run) => run.place === place);
    const found = seeds.flatMap((seed) => {
      const run = here.find((each) => each.seed === seed);
      return run?.status === 'finished' && run.evaluation ? [run.evaluation[yardstick]] : [];
    });
    return {
      place,
      rate: rateAt(grid, place),
      summary: tInterval(found),
      values: found,
      diverged: here.filter(({ status }) => status === 'diverged').length,
      failed: here.filter(({ status }) => status === 'failed').length,
    };
  });
  const sign = lowerIsBetter(yardstick) ? 1 : -1;
  const whole = values.filter(
    ({ values: v, summary }) => v.length === seeds.length && Number.isFinite(summary.mean),
  );
  const best = whole.reduce<SweepValue | null>(
    (least, each) => (!least || sign * each.summary.mean < sign * least.summary.mean ? each : least),
    null,
  );
  if (!best) return { armId, values, best, basin: null, atEdge: null };
  const atEdge =
    values.length === 1 ? null : best === values[0] ? 'low' : best === values.at(-1) ? 'high' : null;
  return { armId, values, best, basin: basinOf(values, best, seeds.length, sign), atEdge };
}

/** The unbroken stretch of rates around the best whose means are nearly as good. */
function basinOf(values: readonly SweepValue[], best: SweepValue, seeds: number, sign: number): Basin {
  const bound = sign * best.summary.mean + basinTolerance * Math.abs(best.summary.mean);
  const good = (value: SweepValue | undefined) =>
    value !== undefined && value.values.length === seeds && sign * value.summary.mean <= bound;
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
function pointsWithin({ experiment, grid, seeds }: SweepPlan, { first, last }: SweepBounds): SweepPoint[] {
  const middle = (first + last) / 2;
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b,
  );
  return places.flatMap((place) =>
    seeds.flatMap((seed) =>
      experiment.arms.map(({ id }) => ({ armId: id, place, rate: rateAt(grid, place), seed })),
    ),
  );
}

/** Names a run within its sweep. */
export const sweepKey = ({ armId, place, seed }: Pick<SweepPoint, 'armId' | 'place' | 'seed'>): string =>
  `${armId} ${place} ${seed}`;

/** Runs still to be done, in the order to do them; empty when the sweep is through. */
export function missingPoints(plan: SweepPlan, runs: readonly SweepRun[]): SweepPoint[] {
  const done = new Set(runs.map(sweepKey));
  return pointsWithin(plan, sweepBounds(plan, runs)).filter((point) => !done.has(sweepKey(point)));
}

/** The experiment that one run of a sweep trains: one arm at one rate with one seed, evaluated before and after. */
export function sweepExperiment(
  { experiment, steps }: SweepPlan,
  { armId, rate, seed }: SweepPoint,
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
  const { experiment, grid, seeds, steps, yardstick } = plan;
  return { kind: 'best-per-arm', grid, seeds, steps, yardstick, part: choosingPart(experiment.corpus), best };
}

/** Tuning seeds that the experiment does not report: as many as asked for, counted on from a number far from small seeds. */
export function tuningSeeds(experiment: Pick<Experiment, 'seeds'>, count: number): number[] {
  const seeds: number[] = [];
  for (let seed = 10_001; seeds.length < count; seed++)
    if (!experiment.seeds.includes(seed)) seeds.push(seed);
  return seeds;
}
