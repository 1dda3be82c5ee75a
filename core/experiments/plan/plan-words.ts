import { fewestForSignificance } from '../statistics/sign-flip.ts';
import { compact } from '../../words/compact.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { eBound, fewestForEProcess } from '../statistics/e-process.ts';
import type { Experiment, Plan, SeedAddition } from '../experiment.ts';
import { isUntilDecided, pairsOf, primaryYardstick } from './plan.ts';
import { hasEnded, type RunRecord } from '../run.ts';
import { openPairs } from '../comparison/until-decided.ts';

/** What was declared before the first run, and what became of it, in sentences that stand by themselves. */
interface PlanWords {
  readonly declared: string;
  /**
   * `added`: all that is other than declared are seeds that were added after looking, by a rule that allows it or before
   * there could be a verdict. Null where nothing was declared, and while runs are still to end.
   */
  readonly outcome: 'kept' | 'added' | 'other' | null;
  readonly kept: boolean | null;
  /** What became of it, and how often the data were looked at where seeds were added. */
  readonly course: readonly string[];
}

type Planned = Pick<Experiment, 'arms' | 'seeds' | 'plan' | 'additions'>;
type Ended = Pick<RunRecord, 'armId' | 'seed' | 'status'>;

/** Seeds all of whose runs ended by themselves: a run that diverged has, one that was stopped has not. */
export function wholeSeeds({ arms, seeds }: Planned, runs: readonly Ended[]): number {
  const ended = new Set(
    runs.filter(({ status }) => hasEnded(status)).map(({ armId, seed }) => `${armId}/${seed}`),
  );
  return seeds.filter((seed) => arms.every(({ id }) => ended.has(`${id}/${seed}`))).length;
}

function declaredWords({ plan, arms }: Planned, say: Say): string {
  if (!plan) return say`Nothing was declared before the first run.`;
  const primary = yardstickById(plan.yardstick);
  const set = Object.keys(plan.smallest ?? {});
  // The usual ones of the others are nothing that anybody declared.
  const least = yardsticks
    .filter(({ id }) => id === plan.yardstick || set.includes(id))
    .map(({ id, label, smallest }) => say`${plan.smallest?.[id] ?? smallest} in ${say.of(label)}`);
  const number =
    plan.untilDecided === null
      ? say.counted(plan.seeds, 'paired seed')
      : say`paired seeds one by one until every pair is decided, from ${plan.seeds} to at most ${plan.untilDecided}`;
  const label = say.of(primary.label);
  const judge = arms.length > 1 ? say`${label} decides` : say`the yardstick is ${label}`;
  return say`Declared before the first run: ${number}; ${judge}; the smallest difference that matters is ${say.names(least)}.`;
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
  const pairs = pairsOf(experiment.arms.length);
  if (!isUntilDecided(experiment) || pairs === 0) return null;
  const seeds = wholeSeeds(experiment, runs);
  const fewest = fewestForEProcess(pairs);
  return { seeds, looks: Math.max(0, seeds - fewest + 1), fewest, pairs, bound: eBound(pairs) };
}

function judgedWords(
  experiment: Planned,
  { seeds, looks, fewest, pairs, bound: most }: Looks,
  say: Say,
): string {
  const label = say.of(yardstickById(primaryYardstick(experiment)).label);
  const bound = say`the bound is ${most} (20 for each of ${say.counted(pairs, 'pair')})`;
  const times =
    looks === 0
      ? say`${say.counted(seeds, 'seed')} cannot decide yet: ${fewest} are needed`
      : say`${say.counted(seeds, 'seed')} in ${label}, of which the first ${fewest} are the fewest that can decide, so that ${looks === 1 ? say`one look` : say`${looks} looks`} could`;
  return say`Judged by the e-process, which allows looking after every seed: ${times}; ${bound}.`;
}

function additionWords({ by, after, added, givenUp }: SeedAddition, say: Say): string {
  const gave = givenUp > 0 ? say` (${givenUp} more begun and given up)` : '';
  if (added + givenUp === 0) return say`none after ${after}, until decided`;
  if (added === 0) return say`after ${after}, ${say.counted(givenUp, 'seed')} begun and given up`;
  return by === 'hand'
    ? say`${added} after ${after}${gave}`
    : say`${added} after ${after}, until decided${gave}`;
}

/** What became of the plan. */
function courseWords(
  experiment: Experiment,
  runs: readonly RunRecord[],
  say: Say,
): { outcome: 'kept' | 'added' | 'other'; course: string[] } {
  const { plan, seeds, additions } = experiment;
  const whole = wholeSeeds(experiment, runs);
  // Only a plan that goes on until decided asks, and a live screen asks it often.
  const open = isUntilDecided(experiment) ? openPairs(experiment, runs).length : 0;
  const looks = looksOf(experiment, runs);
  const hand = additions.filter(({ by }) => by === 'hand');
  const added =
    additions.length > 0 &&
    say`Seeds were added while looking at the results: ${say.series(additions.map((each) => additionWords(each, say)))}.`;
  const byHand =
    hand.length > 0 &&
    !looks &&
    say`The data were looked at ${hand.length === 1 ? say`once` : say`${hand.length} times`} before seeds were added, when there were fewer than ${fewestForSignificance}: there was no verdict yet, so none can have decided when to stop.`;
  const changed =
    looks !== null &&
    (!plan || plan.untilDecided === null) &&
    say.sentences([
      plan
        ? say`A fixed number of seeds was planned; it was given up for a rule that allows adding.`
        : say`A fixed number of seeds was given up for a rule that allows adding.`,
      additions.some(({ after }) => after >= fewestForSignificance)
        ? say`There was a verdict by the tests before: each rule errs in at most 5 % of comparisons, both together in at most 10 %.`
        : '',
    ]);
  const missing = seeds.length - whole;
  const unfinished =
    missing > 0 &&
    say`${whole} of ${say.counted(seeds.length, 'seed')} ended by themselves in every output layer.`;
  const other = plan ? otherThanPlanned(plan, experiment, open, say) : [];
  const left = looks && open > 0 && missing === 0 && other.length === 0 && leftOpen(seeds.length, open, say);
  const abandoned = additions.some(({ givenUp }) => givenUp > 0);
  const asDeclared = byHand || changed ? 'added' : 'kept';
  const outcome = unfinished || other.length > 0 || abandoned ? 'other' : asDeclared;
  const judged = looks && judgedWords(experiment, looks, say);
  return { outcome, course: compact([unfinished, ...other, added, byHand, changed, judged, left]) };
}

const leftOpen = (seeds: number, open: number, say: Say) =>
  say`It ended at ${say.counted(seeds, 'seed')} with ${say.counted(open, 'pair')} undecided.`;

/** In what the number of seeds is another than was planned. */
function otherThanPlanned(
  { seeds: planned, untilDecided }: Plan,
  { seeds: { length }, additions }: Planned,
  open: number,
  say: Say,
): string[] {
  const were = (n: number) => (n === 1 ? say`${n} was planned` : say`${n} were planned`);
  if (untilDecided === null)
    return additions.length === 0 && length !== planned
      ? [say`${say.counted(length, 'seed')} were run where ${were(planned)}.`]
      : [];
  return compact([
    length > untilDecided &&
      say`${say.counted(length, 'seed')} were run where at most ${were(untilDecided)}.`,
    additions.some(({ by, added }) => by === 'hand' && added > 0) &&
      say`Seeds were added by hand where they were to be added until decided.`,
    length < untilDecided && open > 0 && leftOpen(length, open, say),
  ]);
}

/** @param runs records of all runs, ended or not; none where nothing has begun */
export function planWords(
  experiment: Experiment,
  runs: readonly RunRecord[],
  say: Say = inEnglish,
): PlanWords {
  const declared = declaredWords(experiment, say);
  const begun = runs.some(({ status }) => status !== 'waiting');
  if (!begun) return { declared, outcome: null, kept: null, course: [] };
  const found = courseWords(experiment, runs, say);
  const under = runs.some(({ status }) => status === 'training');
  const outcome = experiment.plan === null || under ? null : found.outcome;
  const kept = outcome === null ? null : outcome === 'kept';
  return { declared, outcome, kept, course: under ? [] : found.course };
}

/** What became of a plan, in a sentence; empty where its course says it all. */
export const outcomeWords = (outcome: PlanWords['outcome'], say: Say): string =>
  outcome === 'kept'
    ? say`The plan was kept.`
    : outcome === 'other'
      ? say`The plan was not kept as it was declared.`
      : '';

/** All of it as one paragraph. */
export function planText(experiment: Experiment, runs: readonly RunRecord[], say: Say = inEnglish): string {
  const { declared, outcome, course } = planWords(experiment, runs, say);
  return say.sentences([declared, outcomeWords(outcome, say), ...course]);
}

/** Why so many seeds are the fewest where they are added until every one of these pairs is decided. */
export const whyEProcess = (pairs: number, fewest: number, say: Say = inEnglish): string =>
  pairs === 1
    ? say`A seed doubles the evidence at most, and one pair asks for ${20} times: that takes ${fewest} seeds.`
    : say`A seed doubles the evidence at most, and ${pairs} pairs ask for ${20 * pairs} times: that takes ${fewest} seeds.`;
