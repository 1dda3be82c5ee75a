import type { RunKey } from '../../contract/run-book.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { inShard, type Shard } from '../../experiments/plan/deal.ts';
import { missingPoints, sweepKey } from '../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint } from '../../experiments/rates/sweep-plan.ts';

/** The runs of a comparison that belong to a shard. */
export function runsOfShard({ arms, seeds }: Experiment, part: Shard): (run: RunKey) => boolean {
  const arm = new Map(arms.map(({ id }, i) => [id, i]));
  const group = new Map(seeds.map((seed, i) => [seed, i]));
  return ({ armId, seed }) => inShard(part, arm.get(armId)!, group.get(seed)!, arms.length);
}

/** The runs of one shard: of the grid as it is planned. Whether it must be wider is only seen when all parts are there. */
export function pointsOfShard(plan: SweepPlan, part: Shard): (point: SweepPoint) => boolean {
  const arms = plan.experiment.arms.length;
  const mine = missingPoints(plan, []).filter((_, i) => inShard(part, i % arms, Math.floor(i / arms), arms));
  const keys = new Set(mine.map(sweepKey));
  return (point) => keys.has(sweepKey(point));
}
