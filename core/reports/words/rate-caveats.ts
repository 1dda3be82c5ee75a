import type { Say } from '../../words/said/say.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gridRatio } from '../../experiments/rates/rate-grid.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { type TunedRate } from '../../experiments/rates/rate-tuning.ts';
import { grouped, significant } from '../../words/number-format.ts';
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
  return [
    ...(edge.length > 0
      ? [
          say`The best rate of ${say.listed(edge.map(({ label }) => label))} lay at the end of the grid: a better one may lie beyond, and the comparison may wrong that arm.`,
        ]
      : []),
    ...(open.length > 0
      ? [
          say`The basin of ${say.listed(open.map(({ label }) => label))} reaches the end of the grid: how wide it is, is not known.`,
        ]
      : []),
    ...(tuning.seeds.length < 3
      ? [
          say`The best rates rest on ${say.counted(tuning.seeds.length, 'tuning seed')}: neighbours on the grid, a factor of ${significant(gridRatio(tuning.grid))} away, may be as good.`,
        ]
      : []),
    ...(tuning.steps === steps
      ? []
      : [
          say`The rates were tuned on runs of ${say.counted(tuning.steps, 'step')} and are used for ${grouped(steps)}: the best ones for that length may be others.`,
        ]),
    ...(tuning.part === 'held-out'
      ? [
          say`The rates were chosen on the held-out part, on which the results are reported: they are flattered, each by the best of several tries. A tuning part of the text would mend it.`,
        ]
      : []),
    ...(shared.length > 0
      ? [
          shared.length > 1
            ? say`The rates were chosen on seeds ${say.listed(shared)}, which are reported too: their results are flattered.`
            : say`The rates were chosen on seed ${say.listed(shared)}, which is reported too: its results are flattered.`,
        ]
      : []),
  ];
}

/** What a policy leaves open that gives every arm a rate which is not known to be its best. */
export function ratePolicyCaveat(experiment: Experiment, say: Say): string[] {
  const policy = ratePolicy(experiment);
  if (policy === 'best per arm') return [];
  return [
    policy === 'same'
      ? say`All arms were given one learning rate, which suits some losses better than others: the order at the best rate of each may be another. A sweep would tell.`
      : say`The order holds for these learning rates; whether they are the best of each arm is not shown here.`,
  ];
}
