import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { eBound, fewestForEProcess } from '../statistics/e-process.ts';
import type { Experiment } from '../experiment.ts';
import { isUntilDecided, primaryYardstick } from './plan.ts';
import { type SeedAddition } from './declared-plan.ts';
import type { RunRecord } from '../run.ts';
import { pairsOf } from '../comparison/until-decided.ts';

/** What was declared before the first run, and what became of it, in sentences that stand by themselves. */
export interface PlanWords {
  readonly declared: string;
  /** Null where nothing was declared, and while runs are still to end. */
  readonly kept: boolean | null;
  /** What became of it, and how often the data were looked at where seeds were added. */
  readonly course: readonly string[];
}

type Planned = Pick<Experiment, 'arms' | 'seeds' | 'plan' | 'additions'>;
type Ended = Pick<RunRecord, 'armId' | 'seed' | 'status'>;

const seedsWords = (n: number, what = 'seed') => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Seeds all of whose runs ended by themselves: a run that diverged has, one that was stopped has not. */
export function wholeSeeds({ arms, seeds }: Planned, runs: readonly Ended[]): number {
  const ended = new Set(
    runs
      .filter(({ status }) => status === 'finished' || status === 'diverged' || status === 'failed')
      .map(({ armId, seed }) => `${armId}/${seed}`),
  );
  return seeds.filter((seed) => arms.every(({ id }) => ended.has(`${id}/${seed}`))).length;
}

function declaredWords({ plan, arms }: Planned): string {
  if (!plan) return 'Nothing was declared before the first run.';
  const primary = yardstickById(plan.yardstick);
  const set = Object.keys(plan.smallest ?? {});
  // The usual ones of the others are nothing that anybody declared.
  const least = yardsticks
    .filter(({ id }) => id === plan.yardstick || set.includes(id))
    .map(({ id, label, smallest }) => `${plan.smallest?.[id] ?? smallest} in ${label}`);
  const number =
    plan.untilDecided === null
      ? seedsWords(plan.seeds, 'paired seed')
      : `paired seeds one by one until every pair is decided, from ${plan.seeds} to at most ${plan.untilDecided}`;
  return `Declared before the first run: ${number}; ${arms.length > 1 ? `${primary.label} decides` : `the yardstick is ${primary.label}`}; the smallest difference that matters is ${least.join(', ')}.`;
}

/** How the e-process looked at the data: at how many seeds, how often, and what it must reach. */
export interface Looks {
  readonly seeds: number;
  /** After each seed from `fewest` on. */
  readonly looks: number;
  readonly fewest: number;
  readonly pairs: number;
  readonly bound: number;
}

/** Null where the e-process is not what judges. */
export function looksOf(experiment: Planned, runs: readonly Ended[]): Looks | null {
  if (!isUntilDecided(experiment)) return null;
  const seeds = wholeSeeds(experiment, runs);
  const pairs = pairsOf(experiment.arms.length);
  const fewest = fewestForEProcess(pairs);
  return { seeds, looks: Math.max(0, seeds - fewest + 1), fewest, pairs, bound: eBound(pairs) };
}

function judgedWords(experiment: Planned, { seeds, looks, fewest, pairs, bound: most }: Looks): string {
  const { label } = yardstickById(primaryYardstick(experiment));
  const bound = `the bound is ${most} (20 for each of ${seedsWords(pairs, 'pair')})`;
  const times =
    looks === 0
      ? `${seedsWords(seeds)} cannot decide yet: ${fewest} are needed`
      : `${seedsWords(seeds)} were looked at in ${label}, ${looks === 1 ? 'once' : `${looks} times`}, after each seed from number ${fewest} on`;
  return `Judged by the e-process, which allows looking after every seed: ${times}; ${bound}.`;
}

function additionWords({ by, after, added, givenUp }: SeedAddition): string {
  const gave = givenUp > 0 ? ` (${givenUp} more begun and given up)` : '';
  if (added + givenUp === 0) return `none after ${after}, until decided`;
  if (added === 0) return `after ${after}, ${seedsWords(givenUp)} begun and given up`;
  return by === 'hand' ? `${added} after ${after}${gave}` : `${added} after ${after}, until decided${gave}`;
}

/** What became of the plan. */
function courseWords(experiment: Planned, runs: readonly Ended[]): { kept: boolean; course: string[] } {
  const { plan, seeds, additions } = experiment;
  const whole = wholeSeeds(experiment, runs);
  const looks = looksOf(experiment, runs);
  const judged = looks ? [judgedWords(experiment, looks)] : [];
  const hand = additions.filter(({ by }) => by === 'hand');
  const abandoned = additions.some(({ givenUp }) => givenUp > 0);
  const added =
    additions.length > 0
      ? [`Seeds were added while looking at the results: ${additions.map(additionWords).join('; ')}.`]
      : [];
  const byHand =
    hand.length > 0 && !looks
      ? [
          `The data were looked at ${hand.length === 1 ? 'once' : `${hand.length} times`} before seeds were added, without the e-process: who adds seeds until a verdict pleases errs in more than 5 % of comparisons.`,
        ]
      : [];
  const changed =
    plan && plan.untilDecided === null && judged.length > 0
      ? ['A fixed number of seeds was planned; it was given up for a rule that allows adding.']
      : [];
  const missing = seeds.length - whole;
  const unfinished =
    missing > 0 ? [`${whole} of ${seedsWords(seeds.length)} ended by themselves in every arm.`] : [];
  const other =
    plan && plan.untilDecided === null && additions.length === 0 && seeds.length !== plan.seeds
      ? [
          `${seedsWords(seeds.length)} were run where ${plan.seeds} ${plan.seeds === 1 ? 'was' : 'were'} planned.`,
        ]
      : [];
  const kept = [byHand, changed, unfinished, other].every((list) => list.length === 0) && !abandoned;
  return { kept, course: [...unfinished, ...other, ...added, ...byHand, ...changed, ...judged] };
}

/**
 * @param runs records of all runs, ended or not; none where nothing has begun
 */
export function planWords(experiment: Planned, runs: readonly Ended[]): PlanWords {
  const declared = declaredWords(experiment);
  const begun = runs.some(({ status }) => status !== 'waiting');
  if (!begun) return { declared, kept: null, course: [] };
  const { kept, course } = courseWords(experiment, runs);
  const under = runs.some(({ status }) => status === 'training');
  return { declared, kept: experiment.plan === null || under ? null : kept, course: under ? [] : course };
}

/** All of it as one paragraph, with whether the plan was kept in words. */
export function planText(experiment: Planned, runs: readonly Ended[]): string {
  const { declared, kept, course } = planWords(experiment, runs);
  const outcome =
    kept === null ? [] : [kept ? 'The plan was kept.' : 'The plan was not kept as it was declared.'];
  return [declared, ...outcome, ...course].join(' ');
}
