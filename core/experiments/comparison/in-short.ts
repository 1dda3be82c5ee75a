import { fixed } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { bestArms, isFlattered, isLevel, leadOf, ranking, type Lead, isLost } from './lead.ts';
import { asDistance, type PairedDifference } from './paired-difference.ts';
import { standingDigits } from './printed-numbers.ts';
import type { ArmStanding } from './standing.ts';
import {
  flatteredWords,
  marginWords,
  restWords,
  verdictNote,
  verdictText,
  type LabelOf,
} from './verdict-words.ts';

/** Who stands where on one yardstick, in words. */
interface InShort {
  /** Whose mean is best, with the values. */
  readonly means: string;
  /** The two arms with the best means seed by seed, and the verdict; empty where there are no two. */
  readonly text: string;
  /** What the verdict rests on; empty where there are too few seeds for one. */
  readonly why: string;
}

/**
 * What came out on a yardstick, as the screen, the report and the command line say it alike.
 * @param pairs all judged pairs of the arms on it
 */
export function inShort(
  arms: readonly ArmStanding[],
  pairs: readonly PairedDifference[],
  yardstick: YardstickId,
  label: LabelOf,
  say: Say = inEnglish,
): InShort {
  const ranked = ranking(arms, yardstick);
  const [first, second] = ranked;
  const lost = arms.filter(isLost);
  if (!first)
    return {
      means: lost.length > 0 ? lostWords(lost, arms, label, say) : say`No output layer has a value.`,
      text: '',
      why: '',
    };
  const digits = standingDigits(arms, yardstickById(yardstick), pairs);
  const value = (row: ArmStanding) =>
    say`${label(row.armId)} (${fixed(row.yardsticks[yardstick].mean, digits)})`;
  if (!second) {
    const others =
      lost.length === arms.length - 1
        ? lostWords(lost, arms, label, say)
        : say`No other output layer has a value.`;
    const alone = arms.length === 1 ? say`There is one output layer.` : others;
    return { means: say.sentences([say`${value(first)}.`, alone]), text: '', why: '' };
  }
  const best = bestArms(arms, yardstick);
  const flattered = ranked.filter((row) => isFlattered(row, arms, yardstick));
  const means =
    best.length > 1
      ? say`${say.listed(best.map(value))} are equal: they share the best mean.`
      : flattered.includes(second)
        ? say`${value(first)} has the best mean.`
        : say`${value(first)} has the best mean, ${value(second)} the next.`;
  const left = flattered.map(
    (row) =>
      say`${row.diverged} of ${say.counted(row.runs, 'seed')} of ${label(row.armId)} diverged: the mean of the others, ${fixed(row.yardsticks[yardstick].mean, digits)}, is not compared.`,
  );
  const gone = lost.length > 0 ? lostWords(lost, arms, label, say) : '';
  const lead = leadOf(pairs, first, second);
  return {
    means: say.sentences([means, ...left, gone]),
    text: leadText(lead, label, say),
    why: verdictNote(asDistance(lead.pair), label, say),
  };
}

/** `All runs of A and B diverged.` */
function lostWords(
  lost: readonly ArmStanding[],
  arms: readonly ArmStanding[],
  label: LabelOf,
  say: Say,
): string {
  if (lost.length > 1 && lost.length === arms.length) return say`All runs of every output layer diverged.`;
  return say`All runs of ${say.listed(lost.map(({ armId }) => label(armId)))} diverged.`;
}

function leadText(lead: Lead, label: LabelOf, say: Say): string {
  const { ahead, behind, pair, by, interval } = lead;
  const [a, b] = [label(ahead.armId), label(behind.armId)];
  const { verdict, summary } = pair;
  const decided = verdictText(pair, label, say);
  if (summary.n === 0 || verdict.kind === 'none') return say`${a} and ${b}: ${decided}.`;
  if (ahead.diverged > behind.diverged)
    return say`${flatteredWords(pair, ahead, label, marginWords(pair, by, interval, say), say)}: ${decided}.`;
  if (verdict.kind === 'practically-equal')
    return by === 0 && pair.differences.every((d) => d === 0)
      ? say`${a} and ${b} are equal in every one of the ${say.counted(summary.n, 'seed')} that both have.`
      : say`${a} and ${b} are practically equal: they differ ${marginWords(pair, by, interval, say)}.`;
  if (isLevel(lead))
    return say`${a} and ${b} are equal on average over the seeds that both have ${restWords(pair, interval, say)}: ${decided}.`;
  const margin = marginWords(pair, by, interval, say);
  const split = verdict.kind === 'too-few-seeds' && verdict.ahead === null;
  return split
    ? say`${a} is ahead of ${b} on average ${margin}: ${decided}.`
    : say`${a} is ahead of ${b} ${margin}: ${decided}.`;
}
