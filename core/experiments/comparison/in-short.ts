import { counted, fixed, listed } from '../../words/number-format.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { bestArms, isFlattered, isLevel, leadOf, ranking, type Lead, isLost } from './lead.ts';
import type { PairedDifference } from './paired-difference.ts';
import { standingDigits } from './printed-numbers.ts';
import type { ArmStanding } from './standing.ts';
import {
  flatteredWords,
  marginWords,
  restWords,
  verdictText,
  verdictWords,
  type LabelOf,
} from './verdict-words.ts';

/** Who stands where on one yardstick, in words. */
interface InShort {
  /** Whose mean is best, with the values. */
  readonly means: string;
  /** The two arms with the best means seed by seed, and the verdict; empty where there are no two. */
  readonly text: string;
  /** What the verdict rests on. */
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
): InShort {
  const ranked = ranking(arms, yardstick);
  const [first, second] = ranked;
  const lost = arms.filter(isLost);
  if (!first)
    return {
      means: lost.length > 0 ? lostWords(lost, arms, label) : 'No arm has a value.',
      text: '',
      why: '',
    };
  const digits = standingDigits(arms, yardstickById(yardstick), pairs);
  const value = (row: ArmStanding) =>
    `${label(row.armId)} (${fixed(row.yardsticks[yardstick].mean, digits)})`;
  if (!second) {
    const others =
      lost.length === arms.length - 1 ? lostWords(lost, arms, label) : 'No other arm has a value.';
    const alone = arms.length === 1 ? 'There is one arm.' : others;
    return { means: `${value(first)}. ${alone}`, text: '', why: '' };
  }
  const best = bestArms(arms, yardstick);
  const flattered = ranked.filter((row) => isFlattered(row, arms, yardstick));
  const means =
    best.length > 1
      ? `${listed(best.map(value))} are equal: they share the best mean.`
      : `${value(first)} has the best mean${flattered.includes(second) ? '' : `, ${value(second)} the next`}.`;
  const left = flattered.map(
    (row) =>
      ` ${row.diverged} of ${counted(row.runs, 'seed')} of ${label(row.armId)} diverged: the mean of the others, ${fixed(row.yardsticks[yardstick].mean, digits)}, is not compared.`,
  );
  const gone = lost.length > 0 ? ` ${lostWords(lost, arms, label)}` : '';
  const lead = leadOf(pairs, first, second);
  return {
    means: means + left.join('') + gone,
    text: leadText(lead, label),
    why: verdictWords(lead.pair, label),
  };
}

/** `All runs of A and B diverged.` */
const lostWords = (lost: readonly ArmStanding[], arms: readonly ArmStanding[], label: LabelOf): string =>
  `All runs of ${lost.length > 1 && lost.length === arms.length ? 'every arm' : listed(lost.map(({ armId }) => label(armId)))} diverged.`;

function leadText(lead: Lead, label: LabelOf): string {
  const { ahead, behind, pair, by, interval } = lead;
  const [a, b] = [label(ahead.armId), label(behind.armId)];
  const { verdict, summary } = pair;
  const decided = verdictText(pair, label);
  if (summary.n === 0 || verdict.kind === 'none') return `${a} and ${b}: ${decided}.`;
  if (ahead.diverged > behind.diverged)
    return `${flatteredWords(pair, ahead, label, marginWords(pair, by, interval))}: ${decided}.`;
  if (verdict.kind === 'practically-equal')
    return by === 0 && pair.differences.every((d) => d === 0)
      ? `${a} and ${b} are equal in every one of the ${counted(summary.n, 'seed')} that both have.`
      : `${a} and ${b} are practically equal: they differ ${marginWords(pair, by, interval)}.`;
  if (isLevel(lead))
    return `${a} and ${b} are equal on average over the seeds that both have ${restWords(pair, interval)}: ${decided}.`;
  const split = verdict.kind === 'too-few-seeds' && verdict.ahead === null;
  return `${a} is ahead of ${b} ${split ? 'on average ' : ''}${marginWords(pair, by, interval)}: ${decided}.`;
}
