import { fixed, grouped, significant } from '../../words/number-format.ts';
import { phrases, type Phrase } from '../../words/said/phrases.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { bestArms, isFlattered, isLevel, isLost, leadOf, ranking, type Lead } from './lead.ts';
import { pairOf, type PairedDifference } from './paired-difference.ts';
import { tellingDigits } from './printed-numbers.ts';
import type { ArmStanding } from './standing.ts';
import type { RunRecord } from '../run.ts';
import { stepsToTarget } from './steps-to-target.ts';
import { distance, type LabelOf } from './verdict-words.ts';

/** How one paired seed came out for the arm ahead. */
type SeedMark = 'ahead' | 'level' | 'behind';

/** A number behind the sentence, with what it is and what it rests on. */
interface HeadlineFact {
  readonly id: 'lead' | 'seeds' | 'target';
  readonly value: string;
  readonly what: string;
  readonly under: string;
}

/** Whether training goes on, was held, or has ended; `stopped`: by the user, before its end. */
type Moment = 'training' | 'paused' | 'stopped' | 'ended';

/** What came out, as one sentence whose verb carries how sure it is, and the numbers behind it. */
export interface Headline {
  readonly sentence: readonly Phrase[];
  readonly facts: readonly HeadlineFact[];
  /** One mark for each paired seed, and how many it takes until there can be a verdict; null without a pair. */
  readonly seeds: {
    readonly marks: readonly SeedMark[];
    readonly fewest: number;
    readonly ahead: string;
  } | null;
  /** The two arms that it speaks of; null where there are none. */
  readonly pair: { readonly a: string; readonly b: string } | null;
}

interface Asked {
  readonly moment: Moment;
  readonly arms: readonly ArmStanding[];
  /** All judged pairs of the arms on the yardstick. */
  readonly pairs: readonly PairedDifference[];
  readonly yardstick: YardstickId;
  /** The step of the standing; null where the arms stand at different ones. */
  readonly step: number | null;
  readonly label: LabelOf;
  readonly say: Say;
}

/**
 * The answer before everything else, from the verdict rule alone: below the fewest seeds an arm *is ahead so far*; it
 * *learns best* only where the verdict is for it in every pair.
 */
export function headline(asked: Asked): Headline {
  const { arms, pairs, yardstick, label, say } = asked;
  const ranked = ranking(arms, yardstick);
  const [first, second] = ranked;
  const { said } = yardstickById(yardstick);
  const means = ranked.map((row) => row.yardsticks[yardstick].mean);
  const value = (row: ArmStanding) =>
    say.of(said.words(fixed(row.yardsticks[yardstick].mean, tellingDigits(said.digits, means))));
  const name = ({ armId }: ArmStanding): Phrase => ({ text: label(armId), armId });
  const none = { facts: [], seeds: null, pair: null };
  if (!first) return { ...none, sentence: lostSentence(asked) };
  if (!second || isFlattered(second, arms, yardstick)) {
    const others = arms.filter((row) => row !== first);
    const alone = others.length > 0 && others.every((row) => isLost(row) || row.diverged > 0);
    const end = alone
      ? say`{a} is the only one whose runs did not diverge: ${value(first)}`
      : say`{a} reaches ${value(first)}`;
    return { ...none, sentence: phrases(opening(asked, end), { a: name(first) }) };
  }
  const lead = leadOf(pairs, first, second);
  const all = { lead, value };
  const sentence =
    asked.moment === 'ended' ? verdictSentence(asked, all) : opening(asked, underWay(asked, lead));
  return {
    sentence: phrases(sentence, { a: name(lead.ahead), b: name(lead.behind) }),
    facts: [leadFact(lead, asked), seedsFact(lead, say)],
    seeds: seedMarks(lead),
    pair: { a: lead.ahead.armId, b: lead.behind.armId },
  };
}

interface Found {
  readonly lead: Lead;
  readonly value: (row: ArmStanding) => string;
}

/** Under way nothing is decided: an arm is in front, or was. */
function underWay({ moment, say }: Asked, lead: Lead): string {
  const was = moment === 'stopped';
  if (lead.pair.summary.n === 0) return say`no seed has a value in both {a} and {b}`;
  if (isLevel(lead)) return was ? say`{a} and {b} were level` : say`{a} and {b} are level`;
  return was ? say`{a} was in front` : say`{a} is in front`;
}

/** What is said under way, with when. */
function opening({ moment, step, say }: Pick<Asked, 'moment' | 'step' | 'say'>, said: string): string {
  const rest = moment === 'ended' || step === null ? said : say`${said} at step ${grouped(step)}`;
  return {
    training: say`Training: ${rest}`,
    paused: say`Paused: ${rest}`,
    stopped: say`Stopped: ${rest}`,
    ended: rest,
  }[moment];
}

function verdictSentence({ arms, pairs, yardstick, say }: Asked, { lead, value }: Found): string {
  const { ahead, behind, pair } = lead;
  const { verdict, summary } = pair;
  const score = value(ahead);
  const rest = arms.filter((row) => row !== ahead && row !== behind && !isLost(row));
  const of = (one: ArmStanding, other: ArmStanding) => pairOf(pairs, one.armId, other.armId);
  /** Those of which every two are practically equal. */
  const equals = [ahead, behind];
  for (const row of rest)
    if (equals.every((each) => of(each, row).verdict.kind === 'practically-equal')) equals.push(row);
  const decided = rest.every((row) => equals.includes(row) || isBetter(of(ahead, row)));
  if (summary.n === 0 || verdict.kind === 'none')
    return say`{a} and {b} cannot be compared: no seed has a value in both`;
  const ties = bestArms(arms, yardstick);
  if (verdict.kind === 'practically-equal') return equallyWell(score, equals.length - 2, decided, say);
  if (isLevel(lead) || (verdict.kind === 'too-few-seeds' && ties.length > 1))
    return say`{a} and {b} are level so far: ${score}`;
  // The arm with the better mean may be ahead in fewer seeds.
  if (verdict.kind === 'too-few-seeds')
    return verdict.ahead !== 'a'
      ? say`{a} and {b} take turns so far: ${score} on average`
      : say`{a} is ahead so far: ${score}`;
  if (verdict.kind === 'not-decided')
    return say`Not decided after ${say.counted(summary.n, 'seed')}: {a} or {b}, ${score}`;
  const best = rest.every((row) => isBetter(of(ahead, row)));
  return best
    ? say`{a} learns best: ${score}`
    : say`{a} learns better than {b}, not all others are decided: ${score}`;
}

/** @param more further arms that are practically equal to both; `decided`: so are all pairs with others */
function equallyWell(score: string, more: number, decided: boolean, say: Say): string {
  const who =
    more === 0 ? say`{a} and {b}` : more === 1 ? say`{a}, {b} and one more` : say`{a}, {b} and ${more} more`;
  return decided
    ? say`${who} learn equally well: ${score}`
    : say`${who} learn equally well, not all others are decided: ${score}`;
}

/** Whether the verdict is for the first arm of a pair. */
const isBetter = ({ verdict }: PairedDifference): boolean =>
  verdict.kind === 'better' && verdict.side === 'a';

function lostSentence({ arms, moment, label, say }: Asked): Phrase[] {
  const lost = arms.length > 0 && arms.every(isLost);
  const one = lost && arms.length === 1;
  const text = one
    ? say`Every run of ${label(arms[0].armId)} diverged`
    : lost
      ? say`Every run of every output layer diverged`
      : moment === 'ended'
        ? say`No output layer has a score`
        : opening({ moment, step: null, say }, say`nothing is scored yet`);
  return [{ text }];
}

function leadFact(lead: Lead, { label, say }: Asked): HeadlineFact {
  const { by, pair, interval, behind } = lead;
  const { yardstick, summary } = pair;
  const range = interval
    ? say`95 % t interval ${distance(pair, interval.low)} to ${distance(pair, interval.high)}, `
    : '';
  return {
    id: 'lead',
    value: distance(pair, by),
    what: say`${say.of(yardstickById(yardstick).name)} ahead of ${label(behind.armId)}`,
    under: `${range}${say.counted(summary.n, 'paired seed')}`,
  };
}

/**
 * How soon the arm ahead reached a target on average, and the quickest other one; null where a run of it has not: a mean
 * of the others would flatter it.
 * @param ahead id of the arm
 * @param others those that it is compared with
 */
export function targetFact(
  runs: readonly RunRecord[],
  { ahead, others }: { readonly ahead: string; readonly others: readonly string[] },
  { yardstick, target }: { readonly yardstick: YardstickId; readonly target: number },
  { label, say }: Pick<Asked, 'label' | 'say'>,
): HeadlineFact | null {
  const steps = (armId: string) => stepsToTarget(runs, armId, yardstick, target);
  const own = steps(ahead);
  if (own.mean === null || own.mean === 0) return null;
  const [quickest] = others
    .flatMap((armId) => {
      const { mean: needed } = steps(armId);
      return needed === null ? [] : [{ armId, needed }];
    })
    .sort((one, other) => one.needed - other.needed);
  return {
    id: 'target',
    value: grouped(own.mean),
    what:
      own.runs > 1
        ? say`steps on average to reach ${significant(target)}`
        : say`steps to reach ${significant(target)}`,
    under: !quickest
      ? say`no other one has in every seed`
      : quickest.needed < own.mean
        ? say`${label(quickest.armId)} gets there sooner, in ${grouped(quickest.needed)}`
        : say`${label(quickest.armId)} needs ${grouped(quickest.needed)}`,
  };
}

function seedsFact({ pair, ahead }: Lead, say: Say): HeadlineFact {
  const marks = marksOf(pair, ahead.armId);
  const won = marks.filter((mark) => mark === 'ahead').length;
  const { verdict } = pair;
  return {
    id: 'seeds',
    value: '',
    what: say`ahead in ${won} of ${say.counted(marks.length, 'seed')}`,
    under:
      verdict.kind === 'too-few-seeds'
        ? say`no verdict before ${verdict.fewest}`
        : verdict.kind === 'better'
          ? say`decided`
          : verdict.kind === 'practically-equal'
            ? say`too close to matter`
            : say`not decided`,
  };
}

/** Differences of a pair as seen from one of its arms. */
function marksOf(pair: PairedDifference, armId: string): SeedMark[] {
  const sign = (pair.a === armId ? 1 : -1) * (yardstickById(pair.yardstick).better === 'lower' ? -1 : 1);
  return pair.differences.map((d) => (d === 0 ? 'level' : sign * d > 0 ? 'ahead' : 'behind'));
}

function seedMarks({ pair, ahead }: Lead): Headline['seeds'] {
  const fewest = pair.verdict.kind === 'too-few-seeds' ? pair.verdict.fewest : pair.differences.length;
  return { marks: marksOf(pair, ahead.armId), fewest, ahead: ahead.armId };
}

/** What the verdict on a pair says of its second arm, of which the first is ahead: `behind in 3 of 3, undecided`. */
export function verdictAgainst(pair: PairedDifference, say: Say = inEnglish): string {
  const { verdict, summary } = pair;
  const behind = marksOf(pair, pair.b).filter((mark) => mark === 'behind').length;
  switch (verdict.kind) {
    case 'better':
      return verdict.side === 'a' ? say`worse, decided` : say`better, decided`;
    case 'practically-equal':
      return say`practically equal`;
    case 'none':
      return verdict.why === 'all-diverged' ? say`every run diverged` : say`no verdict`;
    default:
      return say`behind in ${behind} of ${summary.n}, undecided`;
  }
}
