import { bcaInterval, type BcaInterval } from './bca-interval.ts';
import { holm } from './holm.ts';
import { improvement, type Improvement } from './improvement.ts';
import { sense, type YardstickId } from '../yardsticks/registry.ts';
import { fewestForSignificance, signFlipTest, type SignFlip } from './sign-flip.ts';
import type { ArmStanding } from './standing.ts';
import { tInterval, type Summary } from './statistics.ts';

export type Verdict = 'a-better' | 'b-better' | 'not-decided';

/** Two arms on one yardstick, seed by seed: a seed's initial weights and data order are the same for both. */
export interface PairedDifference {
  readonly a: string;
  readonly b: string;
  readonly yardstick: YardstickId;
  /** Seeds in which both arms have a value. */
  readonly seeds: readonly number[];
  /** Value of a minus value of b, one per seed. */
  readonly differences: readonly number[];
  /** Seeds in which one arm has no value. */
  readonly unpaired: readonly number[];
  /** Seeds whose two values are of different steps: one of the runs ended early. */
  readonly uneven: readonly number[];
  readonly summary: Summary;
  /** Bootstrap interval of the mean difference, beside the t interval that the verdict uses. */
  readonly bca: BcaInterval | null;
  readonly signFlip: SignFlip | null;
  /** p of the sign-flip test after Holm's correction for all pairs on this yardstick; null where a pair stands alone. */
  readonly holm: number | null;
  readonly improvement: Improvement | null;
  readonly verdict: Verdict;
  /** What the verdict rests on, in one sentence. */
  readonly words: string;
}

const significance = 0.05;

/**
 * Compares two arms seed by seed. *Better* needs a 95 % t interval without 0 and, from 6 pairs on, a sign-flip test
 * of p ≤ 0.05 as well; below that the test cannot tell and the words say so.
 */
export function pairedDifference(a: ArmStanding, b: ArmStanding, yardstick: YardstickId): PairedDifference {
  const others = new Map(b.seeds.map((standing) => [standing.seed, standing]));
  const seeds: number[] = [];
  const unpaired: number[] = [];
  const uneven: number[] = [];
  const differences: number[] = [];
  const values: { a: number[]; b: number[] } = { a: [], b: [] };
  for (const { seed, evaluation, early } of a.seeds) {
    const there = others.get(seed);
    const other = there?.evaluation;
    if (evaluation && other) {
      seeds.push(seed);
      if ((early ?? there.early) && evaluation.step !== other.step) uneven.push(seed);
      values.a.push(evaluation[yardstick]);
      values.b.push(other[yardstick]);
      differences.push(evaluation[yardstick] - other[yardstick]);
    } else unpaired.push(seed);
  }
  const summary = tInterval(differences);
  const signFlip = signFlipTest(differences);
  const base = {
    a: a.armId,
    b: b.armId,
    yardstick,
    seeds,
    differences,
    unpaired,
    uneven,
    summary,
    bca: bcaInterval(differences),
    signFlip,
    holm: null,
    improvement: improvement(values.a, values.b, isLowerBetter(yardstick)),
  };
  return { ...base, ...judge(base) };
}

const isLowerBetter = (yardstick: YardstickId) => sense(yardstick) > 0;

/**
 * Every pair of arms on one yardstick, in the order of the arms, with the p values corrected for their number. A
 * verdict is about its own pair; where it would not outlast the correction its words say so.
 */
export function allPairs(arms: readonly ArmStanding[], yardstick: YardstickId): PairedDifference[] {
  const pairs = arms.flatMap((a, i) => arms.slice(i + 1).map((b) => pairedDifference(a, b, yardstick)));
  const corrected = holm(pairs.map(({ signFlip }) => signFlip?.p ?? null));
  const tests = corrected.filter((p) => p !== null).length;
  if (tests < 2) return pairs;
  return pairs.map((pair, i): PairedDifference => {
    const p = corrected[i]!;
    const fades = pair.verdict !== 'not-decided' && p !== null && p > significance;
    const words = fades
      ? `${pair.words} Among ${tests} pairs the correction of Holm takes its p above 0.05: it is decided by itself, not as one of so many.`
      : pair.words;
    return { ...pair, holm: p, words };
  });
}

function judge({
  yardstick,
  summary,
  signFlip,
  unpaired,
  uneven,
}: Omit<PairedDifference, 'verdict' | 'words'>): Pick<PairedDifference, 'verdict' | 'words'> {
  const { n, interval } = summary;
  const lost =
    (unpaired.length
      ? ` Seeds without a value in one of the arms, not in this comparison: ${unpaired.join(', ')}.`
      : '') +
    (uneven.length
      ? ` Runs ended early with seed ${uneven.join(', ')}: there the arms are compared at the end of each, after different numbers of steps.`
      : '');
  const undecided = (why: string) => ({ verdict: 'not-decided' as const, words: why + lost });
  if (n === 0) return undecided('No seed has a value in both arms.');
  if (n === 1) return undecided('One pair gives a difference but no interval.');
  if (!interval) return undecided('A difference is not a finite number, so there is no interval.');
  if (interval.low <= 0 && interval.high >= 0)
    return undecided('The 95 % interval of the difference contains 0.');
  const tested = n >= fewestForSignificance && signFlip !== null;
  if (tested && signFlip.p > significance)
    return undecided('The 95 % interval excludes 0, but the sign-flip test does not reach p ≤ 0.05.');
  return {
    verdict: interval.high < 0 === isLowerBetter(yardstick) ? 'a-better' : 'b-better',
    words:
      (tested
        ? 'The 95 % interval excludes 0 and the sign-flip test has p ≤ 0.05.'
        : n < fewestForSignificance
          ? `The 95 % t interval excludes 0; it takes the differences to be normal, and with ${n} pairs a sign-flip test cannot confirm it.`
          : 'The 95 % interval excludes 0; there are too many pairs for the exact sign-flip test.') + lost,
  };
}
