import { compact } from '../../words/compact.ts';
import type { Say } from '../../words/said/say.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gridRatio } from '../../experiments/rates/rate-grid.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import type { BestPerArm, TunedRate } from '../../experiments/rates/rate-tuning.ts';
import { basinTolerance } from '../../experiments/rates/sweep.ts';
import { mean, standardDeviation } from '../../experiments/statistics/mean-interval.ts';
import { grouped, percent, significant } from '../../words/number-format.ts';
import type { Measured } from '../report-data.ts';

/** What is weak about rates that were found by a procedure. */
export function rateCaveats({ experiment, arms }: Measured, say: Say): string[] {
  const { tuning, seeds, steps } = experiment;
  if (!tuning || arms.length < 2) return [];
  const policy = ratePolicy(experiment);
  if (policy === 'norm-matched')
    return [
      say`The rates were matched on the first gradients of the reported seeds. That makes the first steps of plain SGD equally long where nothing is clipped; an optimiser that divides by the size of past gradients takes its steps otherwise.`,
    ];
  if (policy !== 'best per arm' || tuning.kind !== 'best-per-arm') return [];
  const { best: tuned } = tuning;
  const named = (test: (best: TunedRate) => boolean) =>
    arms.filter(({ arm }) => tuned.some((best) => best.armId === arm.id && test(best)));
  const edge = named(({ atEdge }) => atEdge !== null);
  const open = named(({ atEdge, basin }) => atEdge === null && basin.open);
  const shared = tuning.seeds.filter((seed) => seeds.includes(seed));
  return compact([
    edge.length > 0 &&
      say`The best rate of ${say.listed(edge.map(({ label }) => label))} lay at the end of the grid: a better one may lie beyond, and the comparison may wrong that output layer.`,
    open.length > 0 &&
      say`The basin of ${say.listed(open.map(({ label }) => label))} reaches the end of the grid: how wide it is, is not known.`,
    tuning.seeds.length < 3 &&
      say.sentences([
        say`The best rates rest on ${say.counted(tuning.seeds.length, 'tuning seed')}: neighbours on the grid, a factor of ${significant(gridRatio(tuning.grid))} away, may be as good.`,
        spreadText(arms, tuning, say),
      ]),
    tuning.steps !== steps &&
      say`The rates were tuned on runs of ${say.counted(tuning.steps, 'step')} and are used for ${grouped(steps)}: the best ones for that length may be others.`,
    tuning.part === 'held-out' &&
      say`The rates were chosen on the held-out part, on which the results are reported: they are flattered, each by the best of several tries. A tuning part of the text would mend it.`,
    shared.length > 0 &&
      (shared.length > 1
        ? say`The rates were chosen on seeds ${say.listed(shared)}, which are reported too: their results are flattered.`
        : say`The rates were chosen on seed ${say.listed(shared)}, which is reported too: its results are flattered.`),
  ]);
}

/** What a policy leaves open that gives every arm a rate which is not known to be its best. */
export function ratePolicyCaveat(experiment: Experiment, say: Say): string[] {
  const policy = ratePolicy(experiment);
  if (policy === 'best per arm') return [];
  return [
    policy === 'same'
      ? say`All output layers were given one learning rate, which suits some losses better than others: the order at the best rate of each may be another. A sweep would tell.`
      : say`The order holds for these learning rates; whether they are the best of each output layer is not shown here.`,
  ];
}

/** Whether chance moves an arm further than a basin is deep: then another tuning seed may choose another rate. */
function spreadText(arms: Measured['arms'], { yardstick }: BestPerArm, say: Say): string {
  const shares = arms.flatMap(({ standing: { seeds } }) => {
    const values = seeds.flatMap(({ evaluation }) => (evaluation ? [evaluation[yardstick]] : []));
    return values.length > 1 ? [standardDeviation(values) / mean(values)] : [];
  });
  const most = Math.max(0, ...shares.filter(Number.isFinite));
  if (most === 0) return '';
  const spread = say`The reported seeds of an output layer differ by ${percent(most)} of its value at most (standard deviation)`;
  return most < basinTolerance
    ? say`${spread}, less than the ${percent(basinTolerance)} that bound a basin; the runs of a sweep, where they are shorter, may differ by more.`
    : say`${spread}, more than the ${percent(basinTolerance)} that bound a basin: another tuning seed may well choose another rate.`;
}
