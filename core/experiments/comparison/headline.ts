import type { AnswerWords } from '../../words/answer-en.ts';
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
  readonly words: AnswerWords;
}

/**
 * The answer before everything else, from the verdict rule alone: below the fewest seeds an arm *is ahead so far*; it
 * *learns best* only where the verdict is for it in every pair.
 */
export function headline(asked: Asked): Headline {
  const { arms, pairs, yardstick, label, words } = asked;
  const ranked = ranking(arms, yardstick);
  const [first, second] = ranked;
  const { said } = yardstickById(yardstick);
  const means = ranked.map((row) => row.yardsticks[yardstick].mean);
  const score = words.scores[yardstick] ?? said.words;
  const value = (row: ArmStanding) =>
    score(fixed(row.yardsticks[yardstick].mean, tellingDigits(said.digits, means)));
  const name = ({ armId }: ArmStanding): Phrase => ({ text: label(armId), armId });
  const none = { facts: [], seeds: null, pair: null };
  if (!first) return { ...none, sentence: lostSentence(asked) };
  if (!second || isFlattered(second, arms, yardstick)) {
    const others = arms.filter((row) => row !== first);
    const alone = others.length > 0 && others.every((row) => isLost(row) || row.diverged > 0);
    const end = alone ? words.onlyOne(value(first)) : words.reaches(value(first));
    const a = name(first);
    return { ...none, sentence: opening(asked, phrases(end, { a, b: a })) };
  }
  const lead = leadOf(pairs, first, second);
  const all = { lead, value, name };
  const sentence =
    asked.moment === 'ended' ? verdictSentence(asked, all) : opening(asked, underWay(asked, all));
  return {
    sentence,
    facts: [leadFact(lead, asked), seedsFact(lead, words)],
    seeds: seedMarks(lead),
    pair: { a: lead.ahead.armId, b: lead.behind.armId },
  };
}

interface Found {
  readonly lead: Lead;
  readonly value: (row: ArmStanding) => string;
  readonly name: (row: ArmStanding) => Phrase;
}

/** Under way nothing is decided: an arm is in front, or was. */
function underWay({ moment, words }: Asked, { lead, name }: Found): Phrase[] {
  const names = { a: name(lead.ahead), b: name(lead.behind) };
  const was = moment === 'stopped';
  if (lead.pair.summary.n === 0) return phrases(words.noneInBoth, names);
  if (isLevel(lead)) return phrases(was ? words.wereLevel : words.areLevel, names);
  return phrases(was ? words.wasInFront : words.isInFront, names);
}

function opening({ moment, step, words }: Asked, rest: readonly Phrase[]): Phrase[] {
  const at = moment === 'ended' || step === null ? [] : [{ text: words.atStep(grouped(step)) }];
  const begin = words.openings[moment];
  return [...(begin === '' ? [] : [{ text: begin }]), ...rest, ...at];
}

function verdictSentence({ arms, pairs, yardstick, words }: Asked, { lead, value, name }: Found): Phrase[] {
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
  const sentence = (): string => {
    if (summary.n === 0 || verdict.kind === 'none') return words.notCompared;
    const ties = bestArms(arms, yardstick);
    if (verdict.kind === 'practically-equal') return words.equallyWell(score, equals.length - 2, !decided);
    if (isLevel(lead) || (verdict.kind === 'too-few-seeds' && ties.length > 1))
      return words.levelSoFar(score);
    // The arm with the better mean may be ahead in fewer seeds.
    if (verdict.kind === 'too-few-seeds')
      return verdict.ahead !== 'a' ? words.takeTurns(score) : words.aheadSoFar(score);
    if (verdict.kind === 'not-decided') return words.notDecided(summary.n, score);
    const best = rest.every((row) => isBetter(of(ahead, row)));
    return best ? words.best(score) : words.better(score);
  };
  return phrases(sentence(), { a: name(ahead), b: name(behind) });
}

/** Whether the verdict is for the first arm of a pair. */
const isBetter = ({ verdict }: PairedDifference): boolean =>
  verdict.kind === 'better' && verdict.side === 'a';

function lostSentence({ arms, moment, label, words }: Asked): Phrase[] {
  if (arms.length > 0 && arms.every(isLost))
    return [{ text: arms.length === 1 ? words.everyRunOf(label(arms[0].armId)) : words.everyRun }];
  return [{ text: moment === 'ended' ? words.noScore : `${words.openings[moment]}${words.nothingScored}` }];
}

function leadFact(lead: Lead, { label, words }: Asked): HeadlineFact {
  const { by, pair, interval, behind } = lead;
  const { yardstick, summary } = pair;
  const range = interval ? words.interval(distance(pair, interval.low), distance(pair, interval.high)) : '';
  return {
    id: 'lead',
    value: Number.isFinite(by) ? significant(by, by < 1 ? 2 : 3) : '–',
    what: words.aheadOf(words.scales[yardstick] ?? yardstickById(yardstick).name, label(behind.armId)),
    under: `${range}${words.pairedSeeds(summary.n)}`,
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
  { label, words }: Pick<Asked, 'label' | 'words'>,
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
    what: words.toReach(significant(target), own.runs),
    under: quickest ? words.otherNeeds(label(quickest.armId), grouped(quickest.needed)) : words.nextHasNot,
  };
}

function seedsFact({ pair, ahead }: Lead, words: AnswerWords): HeadlineFact {
  const marks = marksOf(pair, ahead.armId);
  const won = marks.filter((mark) => mark === 'ahead').length;
  const { verdict } = pair;
  return {
    id: 'seeds',
    value: '',
    what: words.aheadIn(won, marks.length),
    under:
      verdict.kind === 'too-few-seeds'
        ? words.noVerdictBefore(verdict.fewest)
        : verdict.kind === 'better'
          ? words.decided
          : verdict.kind === 'practically-equal'
            ? words.tooClose
            : words.open,
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
