import { compact } from '../../words/compact.ts';
import { fixed, grouped, signed, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { digitsOf, rangeText } from './difference-words.ts';
import type { PairedDifference } from './paired-difference.ts';
import { mostSeedsCounted } from '../statistics/seeds-needed.ts';
import { seedsNeeded, type NeededSeeds, type Side } from './verdict.ts';

/** The name of an arm. */
export type LabelOf = (armId: string) => string;

const nameOf = (pair: PairedDifference, label: LabelOf) => (side: Side) => label(pair[side]);

/** The verdict in a few words: `A better`, `practically equal`, `not decided`, `A ahead in 3 of 3 seeds; 6 are needed`. */
export function verdictText(pair: PairedDifference, label: LabelOf, say: Say = inEnglish): string {
  const { verdict, summary } = pair;
  const name = nameOf(pair, label);
  switch (verdict.kind) {
    case 'better':
      return say`${name(verdict.side)} better`;
    case 'practically-equal':
      return say`practically equal`;
    case 'not-decided':
      return say`not decided`;
    case 'too-few-seeds': {
      const seeds = say.counted(summary.n, 'seed');
      const who = verdict.ahead
        ? say`${name(verdict.ahead)} ahead in ${verdict.seeds} of ${seeds}`
        : verdict.seeds > 0
          ? say`each ahead in ${verdict.seeds} of ${seeds}`
          : say`equal in ${seeds}`;
      return say.series([who, say`${verdict.fewest} are needed`]);
    }
    case 'none':
      return say`no verdict`;
  }
}

/** For programs: `a-better`, `b-better`, or the kind of verdict. */
export const verdictId = ({ verdict }: PairedDifference): string =>
  verdict.kind === 'better' ? `${verdict.side}-better` : verdict.kind;

/** What the verdict on a pair rests on, and what is missing for one, in sentences. */
export function verdictWords(pair: PairedDifference, label: LabelOf, say: Say = inEnglish): string {
  if (pair.verdict.kind === 'none' && pair.unread.length > 0) {
    const names = pair.unread.map((side) => label(pair[side]));
    return say`The outputs of ${say.listed(names)} are not read as probabilities: there is nothing to compare.`;
  }
  return say.sentences([restsOn(pair, say), ...furtherWords(pair, label, say)]);
}

/** The same without what too few seeds cannot show: whoever tells of many pairs says that once. May be empty. */
export const verdictNote = (pair: PairedDifference, label: LabelOf, say: Say = inEnglish): string =>
  pair.verdict.kind === 'too-few-seeds'
    ? say.sentences(furtherWords(pair, label, say))
    : verdictWords(pair, label, say);

/** What too few seeds cannot show; empty where none of the pairs has too few. */
export function tooFewWords(pairs: readonly PairedDifference[], say: Say = inEnglish): string {
  const first = pairs.find(({ verdict }) => verdict.kind === 'too-few-seeds');
  return first ? restsOn(first, say) : '';
}

/** How many seeds would decide it, and which have no value. */
function furtherWords(pair: PairedDifference, label: LabelOf, say: Say): string[] {
  const needed = seedsNeeded(pair);
  return [
    ...(needed ? [seedsWords(needed, say), pairingWords(pair, say)] : []),
    ...lostWords(pair, label, say),
  ];
}

const smallestText = ({ rule: { smallest } }: PairedDifference) => `±${significant(smallest)}`;
const after = ({ pairs }: PairedDifference, say: Say) =>
  pairs > 1 ? say` after Holm’s correction among ${pairs} pairs` : '';

function restsOn(pair: PairedDifference, say: Say): string {
  const { verdict, eProcess, holm, signFlip, rule, summary } = pair;
  switch (verdict.kind) {
    case 'none':
      return verdict.why === 'all-diverged'
        ? say`Of an output layer all of whose seeds diverged there is nothing to compare.`
        : say`No seed has a value in both output layers.`;
    case 'too-few-seeds':
      return eProcess
        ? say`No fewer than ${verdict.fewest} seeds can reach the bound of ${grouped(eProcess.bound)}.`
        : say`With fewer than ${verdict.fewest} seeds the sign-flip test cannot reach 0.05, and t takes on trust that the differences are normal.`;
    case 'practically-equal':
      return say`The 95 % t interval ${rangeText(pair, summary.interval)} lies inside ${smallestText(pair)}, the smallest difference that matters.`;
    case 'better':
      return eProcess
        ? say`The e-process reached its bound of ${grouped(eProcess.bound)} after ${say.counted(eProcess.reached!.after, 'seed')}, and the difference is above ${significant(rule.smallest)}, the smallest that matters.`
        : say`t test p = ${significant(holm!)}${after(pair, say)}, sign-flip p = ${significant(signFlip!.p)}, and the difference is above ${significant(rule.smallest)}, the smallest that matters.`;
    case 'not-decided':
      return notDecided(pair, say);
  }
}

function notDecided(pair: PairedDifference, say: Say): string {
  const { verdict, eProcess, holm, signFlip } = pair;
  if (verdict.kind !== 'not-decided') return '';
  const has = (why: (typeof verdict.why)[number]) => verdict.why.includes(why);
  const reasons = compact([
    has('t-test') && say`t test p = ${significant(holm!)}${after(pair, say)}`,
    has('sign-flip') && say`sign-flip p = ${significant(signFlip!.p)}`,
    has('e-process') &&
      say`the e-process is at ${significant(eProcess!.value)} and must reach ${grouped(eProcess!.bound)}${eProcess!.reached ? say`, which it did for the output layer that is behind now` : ''}`,
    has('small') &&
      say`the mean difference is not above ${significant(pair.rule.smallest)}, the smallest that matters${eProcess ? '' : say`, and its 95 % t interval ${rangeText(pair, pair.summary.interval)} does not ${pair.diverged.a + pair.diverged.b > 0 ? say`count, for seeds diverged` : say`lie inside it`}`}`,
    has('diverged') && say`an output layer with more diverged seeds than the other is not called better`,
  ]);
  const told = say.series(reasons);
  return reasons.length > 1 ? say`Reasons: ${told}.` : say`Reason: ${told}.`;
}

/** How many seeds would decide it. */
function seedsWords(needed: NeededSeeds, say: Say): string {
  const { seeds, for: what } = needed;
  const number = seeds === null ? say`more than ${grouped(mostSeedsCounted)}` : say`about ${grouped(seeds)}`;
  const aim =
    what === 'better'
      ? say`to tell a difference of this size`
      : say`to call a difference this small practically equal`;
  return say`It would take ${number} seeds ${aim} with 80 % power.`;
}

/** What pairing has to do with it, where seeds are what is missing. */
function pairingWords({ correlation, pairingGain }: PairedDifference, say: Say): string {
  if (!Number.isFinite(correlation) || !Number.isFinite(pairingGain)) return '';
  const r = say`The output layers’ values correlate by ${fixed(correlation, 2)} over the seeds`;
  return pairingGain >= 1.05
    ? say`${r}: without pairing it would take ${fixed(pairingGain, 1)} times the seeds.`
    : say`${r}: pairing gains nothing here.`;
}

/** `4 of 8 seeds of A diverged.` and which seeds are not or not quite comparable. */
function lostWords(pair: PairedDifference, label: LabelOf, say: Say): string[] {
  const { diverged, runs, unpaired, uneven } = pair;
  return compact([
    ...(['a', 'b'] as const)
      .filter((side) => diverged[side] > 0)
      .map(
        (side) => say`${diverged[side]} of ${say.counted(runs, 'seed')} of ${label(pair[side])} diverged.`,
      ),
    unpaired.length > 0 &&
      say`Seeds without a value in one of the output layers, not in this comparison: ${say.names(unpaired)}.`,
    uneven.length > 0 &&
      say`Runs ended early with seed ${say.names(uneven)}: there the output layers are compared at the end of each, after different numbers of steps.`,
  ]);
}

/** The distinct notes on some verdicts, and the number of that on each pair; 0 where nothing is noted. */
export function verdictNotes(
  pairs: readonly PairedDifference[],
  label: LabelOf,
  say: Say = inEnglish,
): { readonly notes: readonly string[]; readonly number: (pair: PairedDifference) => number } {
  const words = new Map(pairs.map((pair) => [pair, verdictNote(pair, label, say)]));
  const notes = [...new Set(words.values())].filter((note) => note !== '');
  return { notes, number: (pair) => notes.indexOf(words.get(pair) ?? '') + 1 };
}

type Range = { readonly low: number; readonly high: number };

/** A distance, without a sign as long as it is positive. */
export const distance = (pair: PairedDifference, value: number) =>
  signed(value, digitsOf(pair)).replace('+', '');

/** `(95 % t interval 0.130 to 0.210, 6 paired seeds)`: what a distance rests on. */
export function restWords(pair: PairedDifference, interval: Range | null, say: Say = inEnglish): string {
  const seeds = say.counted(pair.summary.n, 'paired seed');
  return interval
    ? say`(95 % t interval ${distance(pair, interval.low)} to ${distance(pair, interval.high)}, ${seeds})`
    : say`(${seeds})`;
}

/** `by 0.170 bits per character (95 % t interval 0.130 to 0.210, 6 paired seeds)`: how far an arm is ahead. */
export function marginWords(
  pair: PairedDifference,
  by: number,
  interval: Range | null,
  say: Say = inEnglish,
): string {
  const amount = say.of(yardstickById(pair.yardstick).amount);
  return say`by ${distance(pair, by)} ${amount} ${restWords(pair, interval, say)}`;
}

/** `In the 4 seeds that both have A is ahead of B by …, which does not count, for 4 of 8 seeds of A diverged`. */
export function flatteredWords(
  pair: PairedDifference,
  { armId, diverged, runs }: { readonly armId: string; readonly diverged: number; readonly runs: number },
  label: LabelOf,
  margin: string,
  say: Say = inEnglish,
): string {
  const other = label(armId === pair.a ? pair.b : pair.a);
  return say`In the ${say.counted(pair.summary.n, 'seed')} that both have ${label(armId)} is ahead of ${other} ${margin}, which does not count, for ${diverged} of ${say.counted(runs, 'seed')} of it diverged`;
}
