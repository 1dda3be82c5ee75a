import { pairedDifference, type Standing } from '../../core/contract/data.ts';

/** Who leads on bits per character, in words, and what that rests on. */
export interface Lead {
  readonly text: string;
  readonly why: string;
}

/**
 * The two arms with the best means, compared over the seeds that both have. Where seeds are missing, the arm with the
 * better mean may be behind seed by seed; then the sentence names the other one as ahead.
 * @returns null before two arms have learned and been evaluated
 */
export function leadOf({ step, arms }: Standing, label: (armId: string) => string): Lead | null {
  const mean = (row: Standing['arms'][number]) => row.yardsticks.bitsPerCharacter.mean;
  const ranked = arms.filter((row) => Number.isFinite(mean(row))).sort((a, b) => mean(a) - mean(b));
  if (ranked.length < 2 || !step) return null;
  const [a, b] = ranked;
  const pair = pairedDifference(a, b, 'bitsPerCharacter');
  if (pair.summary.n === 0)
    return {
      text: `${label(a.armId)} has the best mean, ${label(b.armId)} the next: not decided.`,
      why: pair.words,
    };
  const aLeads = pair.summary.mean <= 0;
  const [first, second] = aLeads ? [a, b] : [b, a];
  const { summary, verdict, words } = aLeads ? pair : pairedDifference(b, a, 'bitsPerCharacter');
  const interval = summary.interval
    ? ` (95 % interval ${(-summary.interval.high).toFixed(3)} to ${(-summary.interval.low).toFixed(3)}, ${summary.n} paired seeds)`
    : '';
  const decided =
    verdict === 'not-decided'
      ? 'not decided'
      : `${label((verdict === 'a-better' ? first : second).armId)} better`;
  const by = (-summary.mean).toFixed(3);
  return {
    text: `${label(first.armId)} is ahead of ${label(second.armId)} by ${by} bits per character${interval}: ${decided}.`,
    why: words,
  };
}
