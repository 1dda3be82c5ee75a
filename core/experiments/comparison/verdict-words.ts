import { counted, fixed, grouped, listed, signed, significant } from '../../words/number-format.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { digitsOf, rangeText } from './difference-words.ts';
import type { PairedDifference } from './paired-difference.ts';
import { mostSeedsCounted } from '../statistics/seeds-needed.ts';
import { seedsNeeded, type NeededSeeds, type Side } from './verdict.ts';

/** The name of an arm. */
export type LabelOf = (armId: string) => string;

const nameOf = (pair: PairedDifference, label: LabelOf) => (side: Side) => label(pair[side]);

/** The verdict in a few words: `A better`, `practically equal`, `not decided`, `A ahead in 3 of 3 seeds; 6 are needed`. */
export function verdictText(pair: PairedDifference, label: LabelOf): string {
  const { verdict, summary } = pair;
  const name = nameOf(pair, label);
  switch (verdict.kind) {
    case 'better':
      return `${name(verdict.side)} better`;
    case 'practically-equal':
      return 'practically equal';
    case 'not-decided':
      return 'not decided';
    case 'too-few-seeds': {
      const of = `in ${verdict.seeds} of ${counted(summary.n, 'seed')}`;
      const who = verdict.ahead
        ? `${name(verdict.ahead)} ahead ${of}`
        : verdict.seeds > 0
          ? `each ahead ${of}`
          : `equal in ${counted(summary.n, 'seed')}`;
      return `${who}; ${verdict.fewest} are needed`;
    }
    case 'none':
      return 'no verdict';
  }
}

/** For programs: `a-better`, `b-better`, or the kind of verdict. */
export const verdictId = ({ verdict }: PairedDifference): string =>
  verdict.kind === 'better' ? `${verdict.side}-better` : verdict.kind;

/** What the verdict on a pair rests on, and what is missing for one, in sentences. */
export function verdictWords(pair: PairedDifference, label: LabelOf): string {
  if (pair.verdict.kind === 'none' && pair.unread.length > 0) {
    const names = pair.unread.map((side) => label(pair[side]));
    return `The outputs of ${listed(names)} are not read as probabilities: there is nothing to compare.`;
  }
  const needed = seedsNeeded(pair);
  return [
    restsOn(pair),
    ...(needed ? [seedsWords(needed), pairingWords(pair)] : []),
    ...lostWords(pair, label),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const smallestText = ({ rule: { smallest } }: PairedDifference) => `±${significant(smallest)}`;
const after = ({ pairs }: PairedDifference) =>
  pairs > 1 ? ` after Holm’s correction among ${pairs} pairs` : '';

function restsOn(pair: PairedDifference): string {
  const { verdict, eProcess, holm, signFlip, rule, summary } = pair;
  switch (verdict.kind) {
    case 'none':
      return verdict.why === 'all-diverged'
        ? 'Of an arm all of whose seeds diverged there is nothing to compare.'
        : 'No seed has a value in both arms.';
    case 'too-few-seeds':
      return eProcess
        ? `No fewer than ${verdict.fewest} seeds can reach the bound of ${grouped(eProcess.bound)}.`
        : `With fewer than ${verdict.fewest} seeds the sign-flip test cannot reach 0.05, and t takes on trust that the differences are normal.`;
    case 'practically-equal':
      return `The 95 % t interval ${rangeText(pair, summary.interval)} lies inside ${smallestText(pair)}, the smallest difference that matters.`;
    case 'better':
      return eProcess
        ? `The e-process reached its bound of ${grouped(eProcess.bound)} after ${counted(eProcess.reached!.after, 'seed')}, and the difference is above ${significant(rule.smallest)}, the smallest that matters.`
        : `t test p = ${significant(holm!)}${after(pair)}, sign-flip p = ${significant(signFlip!.p)}, and the difference is above ${significant(rule.smallest)}, the smallest that matters.`;
    case 'not-decided':
      return notDecided(pair);
  }
}

function notDecided(pair: PairedDifference): string {
  const { verdict, eProcess, holm, signFlip } = pair;
  if (verdict.kind !== 'not-decided') return '';
  const has = (why: (typeof verdict.why)[number]) => verdict.why.includes(why);
  const reasons = [
    ...(has('t-test') ? [`t test p = ${significant(holm!)}${after(pair)}`] : []),
    ...(has('sign-flip') ? [`sign-flip p = ${significant(signFlip!.p)}`] : []),
    ...(has('e-process')
      ? [
          `the e-process is at ${significant(eProcess!.value)} and must reach ${grouped(eProcess!.bound)}${eProcess!.reached ? ', which it did for the arm that is behind now' : ''}`,
        ]
      : []),
    ...(has('small')
      ? [
          `the mean difference is not above ${significant(pair.rule.smallest)}, the smallest that matters${eProcess ? '' : `, and its 95 % t interval ${rangeText(pair, pair.summary.interval)} does not ${pair.diverged.a + pair.diverged.b > 0 ? 'count, for seeds diverged' : 'lie inside it'}`}`,
        ]
      : []),
    ...(has('diverged') ? ['an arm with more diverged seeds than the other is not called better'] : []),
  ];
  return `${reasons.length > 1 ? 'Reasons' : 'Reason'}: ${reasons.join('; ')}.`;
}

/** How many seeds would decide it. */
function seedsWords(needed: NeededSeeds): string {
  const { seeds, for: what } = needed;
  const number = seeds === null ? `more than ${grouped(mostSeedsCounted)}` : `about ${grouped(seeds)}`;
  const aim =
    what === 'better'
      ? 'to tell a difference of this size'
      : 'to call a difference this small practically equal';
  return `It would take ${number} seeds ${aim} with 80 % power.`;
}

/** What pairing has to do with it, where seeds are what is missing. */
function pairingWords({ correlation, pairingGain }: PairedDifference): string {
  if (!Number.isFinite(correlation) || !Number.isFinite(pairingGain)) return '';
  const r = `The arms’ values correlate by ${fixed(correlation, 2)} over the seeds`;
  return pairingGain >= 1.05
    ? `${r}: without pairing it would take ${fixed(pairingGain, 1)} times the seeds.`
    : `${r}: pairing gains nothing here.`;
}

/** `4 of 8 seeds of A diverged.` and which seeds are not or not quite comparable. */
function lostWords(pair: PairedDifference, label: LabelOf): string[] {
  const { diverged, runs, unpaired, uneven } = pair;
  return [
    ...(['a', 'b'] as const)
      .filter((side) => diverged[side] > 0)
      .map((side) => `${diverged[side]} of ${counted(runs, 'seed')} of ${label(pair[side])} diverged.`),
    ...(unpaired.length > 0
      ? [`Seeds without a value in one of the arms, not in this comparison: ${unpaired.join(', ')}.`]
      : []),
    ...(uneven.length > 0
      ? [
          `Runs ended early with seed ${uneven.join(', ')}: there the arms are compared at the end of each, after different numbers of steps.`,
        ]
      : []),
  ];
}

/** The distinct sentences behind some verdicts, and the number of the sentence of each pair. */
export function verdictNotes(
  pairs: readonly PairedDifference[],
  label: LabelOf,
): { readonly notes: readonly string[]; readonly number: (pair: PairedDifference) => number } {
  const words = new Map(pairs.map((pair) => [pair, verdictWords(pair, label)]));
  const notes = [...new Set(words.values())];
  return { notes, number: (pair) => notes.indexOf(words.get(pair)!) + 1 };
}

type Range = { readonly low: number; readonly high: number };

/** A distance, without a sign as long as it is positive. */
const distance = (pair: PairedDifference, value: number) => signed(value, digitsOf(pair)).replace('+', '');

/** `(95 % t interval 0.130 to 0.210, 6 paired seeds)`: what a distance rests on. */
export function restWords(pair: PairedDifference, interval: Range | null): string {
  const range = interval
    ? `95 % t interval ${distance(pair, interval.low)} to ${distance(pair, interval.high)}, `
    : '';
  return `(${range}${counted(pair.summary.n, 'paired seed')})`;
}

/** `by 0.170 bits per character (95 % t interval 0.130 to 0.210, 6 paired seeds)`: how far an arm is ahead. */
export function marginWords(pair: PairedDifference, by: number, interval: Range | null): string {
  return `by ${distance(pair, by)} ${yardstickById(pair.yardstick).amount} ${restWords(pair, interval)}`;
}

/** `In the 4 seeds that both have A is ahead of B by …, which does not count, for 4 of 8 seeds of A diverged`. */
export function flatteredWords(
  pair: PairedDifference,
  { armId, diverged, runs }: { readonly armId: string; readonly diverged: number; readonly runs: number },
  label: LabelOf,
  margin: string,
): string {
  const other = label(armId === pair.a ? pair.b : pair.a);
  return `In the ${counted(pair.summary.n, 'seed')} that both have ${label(armId)} is ahead of ${other} ${margin}, which does not count, for ${diverged} of ${counted(runs, 'seed')} of it diverged`;
}
