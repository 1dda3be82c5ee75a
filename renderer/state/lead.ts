import { isLevel, leadOf, ranking, type Standing } from '../../core/contract/data.ts';

/** Who leads on bits per character, in words, and what that rests on. */
export interface LeadWords {
  readonly text: string;
  readonly why: string;
}

/**
 * The two arms with the best means, compared over the seeds that both have. Where seeds are missing, the arm with the
 * better mean may be behind seed by seed; then the sentence names the other one as ahead.
 * @returns null before two arms have learned and been evaluated
 */
export function leadWords({ arms }: Standing, label: (armId: string) => string): LeadWords | null {
  const [best, next] = ranking(arms, 'bitsPerCharacter');
  const learned = arms.some(({ seeds }) => seeds.some(({ evaluation }) => evaluation && evaluation.step > 0));
  if (!best || !next || !learned) return null;
  const lead = leadOf(best, next, 'bitsPerCharacter');
  const { ahead, behind, pair, by, interval } = lead;
  const { summary, verdict, words } = pair;
  if (summary.n === 0)
    return {
      text: `${label(best.armId)} has the best mean, ${label(next.armId)} the next: not decided.`,
      why: words,
    };
  const range = interval
    ? ` (95 % interval ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}, ${summary.n} paired seeds)`
    : '';
  if (isLevel(lead))
    return {
      text: `${label(best.armId)} and ${label(next.armId)} are equal on average over the seeds that both have${range}: not decided.`,
      why: words,
    };
  const decided = verdict === 'not-decided' ? 'not decided' : `${label(ahead.armId)} better`;
  return {
    text: `${label(ahead.armId)} is ahead of ${label(behind.armId)} by ${by.toFixed(3)} bits per character${range}: ${decided}.`,
    why: words,
  };
}
