import cdf from '@stdlib/stats-base-dists-t-cdf';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { eEvidence, fewestForEProcess, type EEvidence } from '../statistics/e-process.ts';
import type { Experiment } from '../experiment.ts';
import { holm } from '../statistics/holm.ts';
import { isUntilDecided, smallestOf } from '../plan/plan.ts';
import { seedsToCallEqual, seedsToTell } from '../statistics/seeds-needed.ts';
import { fewestForSignificance, type SignFlip } from '../statistics/sign-flip.ts';
import type { Summary } from '../statistics/mean-interval.ts';

/** The first arm of a pair or the second. */
export type Side = 'a' | 'b';

/** By what a pair of arms is judged. */
export interface VerdictRule {
  /** Smallest difference that matters, in the unit of the yardstick (half the width of the ROPE). */
  readonly smallest: number;
  /** `tests`: n was fixed beforehand. `e-process`: seeds were added while looking, which only it allows. */
  readonly by: 'tests' | 'e-process';
  /** Scale on which an e-process starts: `smallest`, or the usual one where that is 0. */
  readonly scale: number;
}

/** What of an experiment says how its pairs are judged. */
export type Planned = Pick<Experiment, 'plan' | 'additions'>;

/** The rule of an experiment for a yardstick. Where seeds were added until decided, no yardstick has a fixed n. */
export function verdictRule(experiment: Planned, yardstick: YardstickId): VerdictRule {
  const smallest = smallestOf(experiment, yardstick);
  return {
    smallest,
    by: isUntilDecided(experiment) ? 'e-process' : 'tests',
    scale: smallest > 0 ? smallest : yardstickById(yardstick).smallest,
  };
}

/** Why a pair is not decided. */
type Undecided =
  /** p of the t test is not below 0.05 after Holm's correction. */
  | 't-test'
  | 'sign-flip'
  /** The e-process has not reached its bound, or has for the arm that is behind now. */
  | 'e-process'
  /** The mean difference is not above the smallest that matters. */
  | 'small'
  /** The arm ahead has more diverged seeds. */
  | 'diverged';

type Verdict =
  | { readonly kind: 'better'; readonly side: Side }
  /** The 95 % t interval lies inside the smallest difference that matters, and no seed diverged. */
  | { readonly kind: 'practically-equal' }
  | {
      readonly kind: 'not-decided';
      readonly why: readonly Undecided[];
      /** The arm ahead on average; null where the means are equal. */
      readonly ahead: Side | null;
    }
  | {
      readonly kind: 'too-few-seeds';
      /** The arm that is ahead in more seeds, and in how many; null where it is the same number. */
      readonly ahead: Side | null;
      readonly seeds: number;
      /** The fewest with which there is a verdict. */
      readonly fewest: number;
    }
  | {
      readonly kind: 'none';
      readonly why: 'no-values' | 'all-diverged';
      /** The arms all of whose seeds diverged. */
      readonly lost: readonly Side[];
    };

/** Whether more seeds may still decide. */
export const isOpen = ({ kind }: Verdict): boolean => kind === 'too-few-seeds' || kind === 'not-decided';

/** What is known of a pair before it is judged. */
export interface Judgeable {
  /** Value of a minus value of b, one per seed in which both are finite, in the order the seeds were run. */
  readonly differences: readonly number[];
  readonly summary: Summary;
  readonly signFlip: SignFlip | null;
  /** Seeds of the experiment, and in how many of them each arm diverged. */
  readonly runs: number;
  readonly diverged: Readonly<Record<Side, number>>;
}

/** What a verdict rests on, and the verdict. */
export interface Evidence {
  /** Two-sided p of the paired t test; null below two differences, and under an e-process. */
  readonly tTest: number | null;
  /** The same after Holm's correction for all pairs on the yardstick. */
  readonly holm: number | null;
  /** Pairs that are judged together, this one included: those that were tested, under an e-process all. */
  readonly pairs: number;
  /** Null unless the rule is by an e-process. */
  readonly eProcess: EEvidence | null;
  readonly verdict: Verdict;
}

/** A p value is significant below this. */
export const significance = 0.05;

/** Two-sided p of the t test of a mean of 0; null for fewer than two values. Values all alike are told apart from 0 alone. */
export function tTest({ n, mean, sd }: Pick<Summary, 'n' | 'mean' | 'sd'>): number | null {
  if (n < 2) return null;
  if (mean === 0) return 1;
  return 2 * cdf((-Math.abs(mean) / sd) * Math.sqrt(n), n - 1);
}

/**
 * The verdicts of the lab on all pairs of arms of an experiment on one yardstick. *Better*: at least 6 paired seeds, p < 0.05
 * of the paired t test after Holm's correction for all pairs and of the sign-flip test by itself, a mean difference above
 * the smallest that matters, and no more diverged seeds than the other arm. *Practically equal*: at least 6 paired seeds,
 * none diverged, and the 95 % t interval inside ± the smallest difference that matters. Else *not decided*. By an e-process,
 * it takes the place of both tests, and no pair is called practically equal.
 * @param sense 1 where less is better, −1 where more is
 */
export function judgePairs(pairs: readonly Judgeable[], sense: 1 | -1, rule: VerdictRule): Evidence[] {
  if (rule.by === 'e-process')
    return pairs.map((pair) => {
      const eProcess = eEvidence(pair.differences, rule.scale, pairs.length);
      const evidence = { tTest: null, holm: null, pairs: pairs.length, eProcess };
      return { ...evidence, verdict: judge(pair, sense, rule, evidence) };
    });
  const tests = pairs.map(({ summary }) => tTest(summary));
  const corrected = holm(tests);
  const tested = tests.filter((p) => p !== null).length;
  return pairs.map((pair, i) => {
    const evidence = { tTest: tests[i], holm: corrected[i], pairs: tested, eProcess: null };
    return { ...evidence, verdict: judge(pair, sense, rule, evidence) };
  });
}

function judge(
  pair: Judgeable,
  sense: 1 | -1,
  rule: VerdictRule,
  { holm: p, pairs, eProcess }: Omit<Evidence, 'verdict'>,
): Verdict {
  const { summary, signFlip, runs, diverged, differences } = pair;
  const { n, mean, interval } = summary;
  const lost = (['a', 'b'] as const).filter((side) => runs > 0 && diverged[side] === runs);
  if (lost.length > 0) return { kind: 'none', why: 'all-diverged', lost };
  if (n === 0) return { kind: 'none', why: 'no-values', lost };
  const fewest = eProcess ? fewestForEProcess(pairs) : fewestForSignificance;
  if (n < fewest) return tooFew(differences, sense, fewest);

  const { smallest } = rule;
  const isWithin = interval !== null && interval.low >= -smallest && interval.high <= smallest;
  if (!eProcess && isWithin && diverged.a + diverged.b === 0) return { kind: 'practically-equal' };
  const ahead = mean === 0 ? null : sense * mean < 0 ? 'a' : 'b';
  const why: Undecided[] = [];
  if (eProcess) {
    if (eProcess.reached?.sign !== Math.sign(mean)) why.push('e-process');
  } else {
    if (!(p! < significance)) why.push('t-test');
    if (!(signFlip!.p < significance)) why.push('sign-flip');
  }
  const isSmall = !(Math.abs(mean) > smallest);
  if (isSmall) why.push('small');
  const ranOff = ahead !== null && diverged[ahead] > diverged[ahead === 'a' ? 'b' : 'a'];
  if (ranOff) why.push('diverged');
  if (why.length === 0) return { kind: 'better', side: ahead! };
  return { kind: 'not-decided', why, ahead };
}

/** In how many seeds which arm is ahead. */
function tooFew(differences: readonly number[], sense: 1 | -1, fewest: number): Verdict {
  const a = differences.filter((d) => sense * d < 0).length;
  const b = differences.filter((d) => sense * d > 0).length;
  const ahead = a === b ? null : a > b ? 'a' : 'b';
  return { kind: 'too-few-seeds', ahead, seeds: Math.max(a, b), fewest };
}

/** How many paired seeds would decide a pair that is not. */
export interface NeededSeeds {
  /** To find a difference like the observed one, or, where that is too small to matter, to call it practically equal. */
  readonly for: 'better' | 'practically-equal';
  /** At 80 % power; null for more than are counted out. */
  readonly seeds: number | null;
}

/** Null for a pair that is decided, under an e-process, and where it is divergence that decides. */
export function seedsNeeded({
  summary: { n, mean, sd },
  verdict,
  diverged,
  rule,
  pairs,
}: Pick<Judgeable, 'summary' | 'diverged'> &
  Pick<Evidence, 'verdict' | 'pairs'> & { readonly rule: VerdictRule }): NeededSeeds | null {
  if (verdict.kind !== 'not-decided' || rule.by === 'e-process' || verdict.why.includes('diverged'))
    return null;
  if (!verdict.why.includes('small'))
    return { for: 'better', seeds: seedsToTell(Math.abs(mean) / sd, pairs, n + 1) };
  if (diverged.a + diverged.b > 0) return null;
  return { for: 'practically-equal', seeds: seedsToCallEqual({ mean, sd }, rule.smallest, n + 1) };
}
