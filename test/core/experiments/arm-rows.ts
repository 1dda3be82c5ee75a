import { usualPlan } from '../../../core/experiments/plan/plan.ts';
import type { Plan } from '../../../core/experiments/experiment.ts';
import type { Planned } from '../../../core/experiments/comparison/verdict.ts';
import { standing, type ArmStanding } from '../../../core/experiments/comparison/standing.ts';
import type { YardstickId } from '../../../core/yardsticks/registry.ts';
import { evaluation, run } from '../reports/report-fixtures.ts';

/** What a run came to at step 10: a value of the yardstick, `null` where it diverged before, NaN where
 * its outputs are not read as probabilities, `'waiting'` before it began. */
export type Outcome = number | null | 'waiting';

/** The standing of arms a, b, c … that came to these values, one per seed; seeds count from 1. */
export function armRows(
  values: readonly (readonly Outcome[])[],
  yardstick: YardstickId = 'bitsPerCharacter',
): readonly ArmStanding[] {
  const arms = values.map((_, i) => ({
    id: String.fromCharCode(97 + i),
    layer: 'softmax-cross-entropy',
    rate: 0.1,
    clamp: null,
  }));
  const runs = values.flatMap((list, i) =>
    list.flatMap((value, k) => {
      const { id } = arms[i];
      if (value === 'waiting') return [];
      const at = [evaluation(0, 6)];
      if (value === null)
        return [run(id, k + 1, at, { status: 'diverged', divergence: { step: 5, where: 'loss', rate: 9 } })];
      return [
        run(id, k + 1, [
          ...at,
          evaluation(10, 3, { [yardstick]: value, ...(Number.isNaN(value) && { clippedShare: NaN }) }),
        ]),
      ];
    }),
  );
  return standing({ arms, seeds: values[0].map((_, k) => k + 1) }, runs).arms;
}

/** An experiment that declared nothing, and one that declared this. */
export const unplanned: Planned = { plan: null, additions: [] };
export const planned = (change: Partial<Plan>): Planned => ({
  plan: { ...usualPlan(6), ...change },
  additions: [],
});
