import { numberOrText } from '../../../store/numbers.ts';
import { counted, fixed, rateWords } from '../../../words/number-format.ts';
import { yardstickById } from '../../../yardsticks/registry.ts';
import { tellingDigits } from '../../../experiments/comparison/printed-numbers.ts';
import {
  basinTolerance,
  basinWidth,
  missingPoints,
  sweepBounds,
  sweepCurves,
  tuningOf,
  type ArmSweep,
} from '../../../experiments/rates/sweep.ts';
import { originDifferences, RunOrigins } from '../../../experiments/run-origins.ts';
import type { SweepPlan, SweepRun } from '../../../experiments/rates/sweep-plan.ts';
import { rateAt } from '../../../experiments/rates/rate-grid.ts';
import { choosingPart } from '../../../experiments/text-split.ts';
import { sweepCsv } from '../../../reports/data/sweep-file.ts';
import { layerInfos } from '../../../layers/layer-info.ts';
import { clampLines } from './results.ts';
import { table } from './terminal.ts';

/** What made which runs of a sweep, where not all were made alike, as far as they say so; else nothing. */
export function sweepOrigins({ experiment }: SweepPlan, runs: readonly SweepRun[]) {
  const found = new RunOrigins();
  for (const { machine, labVersion, engine, ...key } of runs)
    if (machine !== undefined && labVersion !== undefined) found.add(key, { machine, labVersion, engine });
  const origins = found.list();
  return { experiment, origins: originDifferences(origins).length > 0 ? origins : [] };
}

/** What `sweep --json` prints, and `results.json` holds. */
export function sweepResults(plan: SweepPlan, runs: readonly SweepRun[]) {
  const { first, last } = sweepBounds(plan, runs);
  const { origins } = sweepOrigins(plan, runs);
  return {
    complete: missingPoints(plan, runs).length === 0,
    ...(origins.length > 0 && { origins }),
    yardstick: plan.yardstick,
    grid: {
      ...plan.grid,
      low: rateAt(plan.grid, first),
      high: rateAt(plan.grid, last),
      count: last - first + 1,
    },
    planned: plan.grid,
    seeds: plan.seeds,
    steps: plan.steps,
    part: choosingPart(plan.experiment.corpus),
    tuning: tuningOf(plan, runs),
    arms: sweepCurves(plan, runs).map(({ armId, best, basin, atEdge, values }) => ({
      id: armId,
      bestRate: best?.rate ?? null,
      value: best ? numberOrText(best.summary.mean) : null,
      basin,
      atEdge,
      rates: values.map(({ rate, summary, diverged, failed, values: found }) => ({
        rate,
        mean: numberOrText(summary.mean),
        halfWidth: summary.interval?.halfWidth ?? null,
        values: found.map(numberOrText),
        diverged,
        failed,
      })),
    })),
  };
}

/** Files of a sweep beside its plan and runs: all of them can be made again from those. */
export function sweepResultFiles(
  plan: SweepPlan,
  runs: readonly SweepRun[],
): { name: string; bytes: Uint8Array }[] {
  const files = [
    ['sweep.csv', sweepCsv(plan, runs)],
    ['results.json', `${JSON.stringify(sweepResults(plan, runs), null, 2)}\n`],
  ] as const;
  return files.map(([name, text]) => ({ name, bytes: Buffer.from(text, 'utf8') }));
}

function remark({ best, basin, atEdge, values }: ArmSweep): string {
  if (!best)
    return values.some(({ diverged }) => diverged > 0) ? 'runs diverged at every rate' : 'no value yet';
  return [
    ...(atEdge ? [`at the ${atEdge} end: the best may lie beyond`] : []),
    ...(basin?.open && !atEdge ? ['the basin reaches the end of what was tried'] : []),
  ].join('; ');
}

/** The table `sweep` prints. */
export function sweepTable(plan: SweepPlan, runs: readonly SweepRun[]): string {
  const { label, digits } = yardstickById(plan.yardstick);
  const { arms, layers } = plan.experiment;
  const infos = layerInfos(layers);
  const labelOf = (armId: string) => {
    const { layer } = arms.find(({ id }) => id === armId)!;
    return infos.find(({ id }) => id === layer)!.label;
  };
  const curves = sweepCurves(plan, runs);
  const shown = tellingDigits(
    digits,
    curves.flatMap(({ best }) => best?.summary.mean ?? []),
  );
  const rows = curves.map((arm) => {
    const { best, basin, values } = arm;
    const diverged = values.reduce((sum, value) => sum + value.diverged, 0);
    return [
      labelOf(arm.armId),
      best ? rateWords(best.rate) : '–',
      best ? fixed(best.summary.mean, shown) : '–',
      basin ? `${basin.low} … ${basin.high}` : '–',
      basin ? basinWidth(basin) : '–',
      String(diverged),
      remark(arm),
    ];
  });
  const { first, last } = sweepBounds(plan, runs);
  const [low, high] = [rateAt(plan.grid, first), rateAt(plan.grid, last)];
  const wider =
    last - first + 1 > plan.grid.count ? `, widened from ${plan.grid.low} … ${plan.grid.high}` : '';
  const left = missingPoints(plan, runs).length;
  return [
    `Best learning rate of each output layer by ${label} after ${plan.steps} steps on the ${choosingPart(plan.experiment.corpus)} part of the text, over ${counted(plan.seeds.length, 'tuning seed')} (${plan.seeds.join(', ')}); ${last - first + 1} rates from ${low} to ${high}${wider}.`,
    ...(left > 0 ? [`${left} runs are missing: this is not the end.`] : []),
    '',
    table(
      [
        'output layer',
        'best η',
        label,
        `basin (within ${100 * basinTolerance} %)`,
        'width',
        'diverged',
        'remarks',
      ],
      rows,
      new Set([1, 2, 4, 5]),
    ),
    ...clampLines(arms, labelOf),
  ].join('\n');
}
