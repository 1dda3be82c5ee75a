import { nameOf, type RunKey } from '../../../contract/run-book.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { dealt, type Shard } from '../../../experiments/plan/deal.ts';
import { missingPoints, sweepKey } from '../../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint } from '../../../experiments/rates/sweep-plan.ts';

/** Runs of a comparison by their places, as a plan counts them: seed by seed, the arms of a seed one after the other. */
export function runsAt({ arms, seeds }: Experiment, places: readonly number[]): (run: RunKey) => boolean {
  const all = seeds.flatMap((seed) => arms.map(({ id }) => nameOf({ armId: id, seed })));
  const own = new Set(places.map((place) => all[place]));
  return (run) => own.has(nameOf(run));
}

/** The runs of a comparison that belong to a shard. */
export const runsOfShard = (experiment: Experiment, { index, count }: Shard): ((run: RunKey) => boolean) => {
  const { arms, seeds } = experiment;
  return runsAt(experiment, dealt(arms.length * seeds.length, arms.length, count)[index - 1]);
};

/**
 * Runs of a sweep by their places in the grid as it is planned. Whether it must be wider is only seen when all parts are
 * there.
 * @param planned `missingPoints(plan, [])`
 */
export function pointsAt(
  planned: readonly SweepPoint[],
  places: readonly number[],
): (point: SweepPoint) => boolean {
  const own = new Set(places.map((place) => sweepKey(planned[place])));
  return (point) => own.has(sweepKey(point));
}

/** The runs of a sweep that belong to a shard. */
export function pointsOfShard(plan: SweepPlan, { index, count }: Shard): (point: SweepPoint) => boolean {
  const planned = missingPoints(plan, []);
  return pointsAt(planned, dealt(planned.length, plan.experiment.arms.length, count)[index - 1]);
}
