import type { Command } from 'commander';
import { LabError } from '../../../errors.ts';
import { limits } from '../../../experiments/limits.ts';
import type { Plan } from '../../../experiments/experiment.ts';
import { withoutUsual, type Smallest } from '../../../experiments/plan/declared.ts';
import { pairsOf, usualMost, usualPlan } from '../../../experiments/plan/plan.ts';
import { usualYardstick, type YardstickId } from '../../../yardsticks/registry.ts';
import { fewestForEProcess } from '../../../experiments/statistics/e-process.ts';
import { list, named, whole, zeroOrMore } from './option-values.ts';
import { yardstickNames, yardstickOf } from './yardstick-names.ts';

export interface PlanOptions {
  readonly seeds?: number;
  readonly primary?: YardstickId;
  readonly smallest?: Smallest;
  /** True where no limit was named. */
  readonly untilDecided?: number | true;
}

/** Options by which a comparison is told beforehand what decides it. */
export const withPlanOptions = (command: Command): Command =>
  command
    .option(
      '--primary <yardstick>',
      `the yardstick that decides, declared before the first run: ${yardstickNames}`,
      yardstickOf,
      usualYardstick,
    )
    .option(
      '--smallest <yardstick=value,…>',
      'smallest difference that matters, such as bits=0.02,accuracy=0.005',
      smallest,
    )
    .option(
      '--until-decided [max]',
      `add paired seeds one by one until every pair is decided, up to max seeds (${usualMost}); begins with the fewest that can decide, or with --seeds`,
      whole(2, limits.seeds),
    );

function smallest(text: string, before: Smallest = {}): Smallest {
  const given = list(text).map((part): [YardstickId, number] => {
    const [name, value] = named(part, zeroOrMore, 'be YARDSTICK=VALUE, such as bits=0.02');
    return [yardstickOf(name), value];
  });
  return { ...before, ...Object.fromEntries(given) };
}

/** Paired seeds where none are asked for. */
const usualSeeds = 3;

/**
 * What a command line declares.
 * @throws LabError `bad-argument` where seeds are to be added until something is decided, and nothing can be
 */
export function planOf(options: PlanOptions, arms: number): Plan {
  const { seeds, primary = usualYardstick, smallest: least = {}, untilDecided } = options;
  const plan = { ...usualPlan(seeds ?? usualSeeds), yardstick: primary, smallest: withoutUsual(least) };
  if (untilDecided === undefined) return plan;
  const pairs = pairsOf(arms);
  if (pairs === 0)
    throw new LabError(
      'bad-argument',
      '--until-decided has nothing to decide: there is one output layer.',
      'Compare two output layers or more.',
    );
  const most = untilDecided === true ? usualMost : untilDecided;
  const fewest = fewestForEProcess(pairs);
  const first = seeds ?? fewest;
  if (most < Math.max(first, fewest))
    throw new LabError(
      'bad-argument',
      first > fewest
        ? `--until-decided ${most} is less than the ${first} seeds it would begin with.`
        : `--until-decided ${most} cannot decide: ${arms} arms take at least ${fewest} seeds.`,
      `Name ${Math.max(first, fewest)} or more.`,
    );
  return { ...plan, seeds: first, untilDecided: most };
}
