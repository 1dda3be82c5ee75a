import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { tellingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { basinTolerance, basinWidth } from '../../experiments/rates/sweep.ts';
import { counted, fixed, grouped, listed, percent, significant } from '../../words/number-format.ts';
import type { Measured } from '../report-data.ts';

/** Where the learning rate of each arm comes from, as a table; one row per arm, in their order. */
interface RateRows {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Null where the rates were typed in: then they stand beside the arms, and there is no more to say. */
export function rateRows(report: Pick<Measured, 'experiment' | 'arms'>): RateRows | null {
  const { experiment, arms } = report;
  const { tuning } = experiment;
  const policy = ratePolicy(experiment);
  if (!tuning || policy === 'same' || policy === 'set per arm') return null;
  if (tuning.kind === 'norm-matched') {
    const reference = arms.find(({ arm }) => arm.id === tuning.reference)?.label ?? tuning.reference;
    return {
      caption: `Rates in inverse proportion to the norm of the first gradient (over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over ${counted(experiment.seeds.length, 'seed')}); ${reference} keeps its own.`,
      head: ['η', '‖∂E/∂W‖ first', 'η · ‖∂E/∂W‖'],
      rows: arms.map(({ arm }) => {
        const { norm } = tuning.best.find(({ armId }) => armId === arm.id)!;
        return [String(arm.rate), significant(norm, 4), significant(arm.rate * norm, 4)];
      }),
    };
  }
  const { grid, seeds, steps, yardstick } = tuning;
  const { label, digits } = yardstickById(yardstick);
  const shown = tellingDigits(
    digits,
    tuning.best.map(({ value }) => value),
  );
  return {
    caption: `Best of one common grid of ${grid.count} rates, ${significant(grid.low)} … ${significant(grid.high)}, by ${label} after ${grouped(steps)} steps, over ${counted(seeds.length, 'tuning seed')} (${listed(seeds)}). The basin holds the rates within ${percent(basinTolerance)} of the best.`,
    head: ['η', `${label} in the sweep`, 'basin', 'width', 'remarks'],
    rows: arms.map(({ arm }) => {
      const { value, basin, atEdge } = tuning.best.find(({ armId }) => armId === arm.id)!;
      return [
        String(arm.rate),
        fixed(value, shown),
        `${significant(basin.low)} … ${significant(basin.high)}`,
        basinWidth(basin),
        atEdge ? `at the ${atEdge} end of what was tried` : basin.open ? 'the basin may be wider' : '',
      ];
    }),
  };
}
