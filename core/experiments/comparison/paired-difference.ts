import { sense, yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import { bcaInterval, type BcaInterval } from '../statistics/bca-interval.ts';
import { improvement, type Improvement } from '../statistics/improvement.ts';
import { fewestForBca } from '../statistics/interval-coverage.ts';
import { signFlipTest, type SignFlip } from '../statistics/sign-flip.ts';
import type { Experiment } from '../experiment.ts';
import type { RunRecord } from '../run.ts';
import { standing, type ArmStanding, type Standing } from './standing.ts';
import { mean, tInterval, type Summary } from '../statistics/mean-interval.ts';
import { isWithout, lacksReading } from './unread.ts';
import {
  judgePairs,
  verdictRule,
  type Evidence,
  type Planned,
  type Side,
  type VerdictRule,
} from './verdict.ts';

/** Two arms on one yardstick, seed by seed: a seed's initial weights and data order are the same for both. */
export interface MeasuredPair {
  readonly a: string;
  readonly b: string;
  readonly yardstick: YardstickId;
  /** Seeds of the experiment. */
  readonly runs: number;
  /** Seeds in which both arms have a finite value. */
  readonly seeds: readonly number[];
  /** Value of a minus value of b, one per seed. */
  readonly differences: readonly number[];
  /** Seeds in which one arm has no finite value. */
  readonly unpaired: readonly number[];
  /** Seeds whose two values are of different steps: one of the runs ended early. */
  readonly uneven: readonly number[];
  /** Seeds in which each arm diverged, or has a value that is not finite where others have one. */
  readonly diverged: Readonly<Record<Side, number>>;
  /** The arms whose outputs are not read as probabilities, where the yardstick is made of them. */
  readonly unread: readonly Side[];
  readonly summary: Summary;
  /** Correlation of the two arms over the seeds, which pairing uses; NaN where an arm does not vary. */
  readonly correlation: number;
  /** What the variance of the mean difference would be with unpaired seeds, as a multiple of what it is; NaN for none. */
  readonly pairingGain: number;
  /** Bootstrap interval of the mean difference, where it is offered; the verdict uses the t interval. */
  readonly bca: BcaInterval | null;
  readonly signFlip: SignFlip | null;
  readonly improvement: Improvement | null;
}

/** A pair with the verdict on it, which depends on the other pairs of the experiment: they are tested together. */
export interface PairedDifference extends MeasuredPair, Evidence {
  readonly rule: VerdictRule;
}

/** Two arms seed by seed, without a verdict. */
function pairedDifference(a: ArmStanding, b: ArmStanding, yardstick: YardstickId): MeasuredPair {
  const others = new Map(b.seeds.map((standing) => [standing.seed, standing]));
  const seeds: number[] = [];
  const unpaired: number[] = [];
  const uneven: number[] = [];
  const values: Record<Side, number[]> = { a: [], b: [] };
  for (const { seed, evaluation, early } of a.seeds) {
    const there = others.get(seed);
    const [own, other] = [evaluation?.[yardstick], there?.evaluation?.[yardstick]];
    if (!Number.isFinite(own) || !Number.isFinite(other)) {
      unpaired.push(seed);
      continue;
    }
    seeds.push(seed);
    if ((early ?? there!.early) && evaluation!.step !== there!.evaluation!.step) uneven.push(seed);
    values.a.push(own!);
    values.b.push(other!);
  }
  const differences = values.a.map((value, i) => value - values.b[i]);
  const summary = tInterval(differences);
  const [sa, sb] = [tInterval(values.a).sd, tInterval(values.b).sd];
  return {
    a: a.armId,
    b: b.armId,
    yardstick,
    runs: a.runs,
    seeds,
    differences,
    unpaired,
    uneven,
    diverged: { a: lost(a, yardstick), b: lost(b, yardstick) },
    unread: (['a', 'b'] as const).filter((side) => lacksReading({ a, b }[side], yardstick)),
    summary,
    correlation: correlation(values.a, values.b),
    pairingGain: (sa ** 2 + sb ** 2) / summary.sd ** 2,
    bca: differences.length >= fewestForBca ? bcaInterval(differences) : null,
    signFlip: signFlipTest(differences),
    improvement: improvement(values.a, values.b, sense(yardstick) > 0),
  };
}

/** Seeds in which an arm ran off. A value that is not finite counts, but not one that the arm cannot have. */
const lost = ({ seeds }: ArmStanding, yardstick: YardstickId): number =>
  seeds.filter(
    ({ status, evaluation }) =>
      status === 'diverged' ||
      (evaluation !== null && !isWithout(evaluation, yardstick) && !Number.isFinite(evaluation[yardstick])),
  ).length;

/**
 * Every pair of arms on one yardstick, in the order of the arms, with the verdict on each by the one rule of the lab.
 * @param experiment whose plan says how pairs are judged
 */
export function allPairs(
  arms: readonly ArmStanding[],
  yardstick: YardstickId,
  experiment: Planned,
): PairedDifference[] {
  const measured = arms.flatMap((a, i) => arms.slice(i + 1).map((b) => pairedDifference(a, b, yardstick)));
  const rule = verdictRule(experiment, yardstick);
  const judged = judgePairs(measured, sense(yardstick), rule);
  return measured.map((pair, i) => ({ ...pair, ...judged[i], rule }));
}

/** How the arms of an experiment stand, and every pair of them on every yardstick: of many arms and seeds, minutes of work. */
export interface Compared {
  readonly standing: Standing;
  readonly pairs: readonly PairedDifference[];
}

/** Compares runs on all yardsticks. */
export function compared(experiment: Experiment, runs: readonly RunRecord[]): Compared {
  const table = standing(experiment, runs);
  return { standing: table, pairs: yardsticks.flatMap(({ id }) => allPairs(table.arms, id, experiment)) };
}

const otherSide = { a: 'b', b: 'a' } as const;

/** The same pair the other way round: the value of b minus the value of a. */
export function reversed(pair: PairedDifference): PairedDifference {
  const { summary, bca, improvement: found, verdict, eProcess, diverged } = pair;
  const flip = <I extends { readonly low: number; readonly high: number }>(interval: I): I => ({
    ...interval,
    low: -interval.high,
    high: -interval.low,
  });
  return {
    ...pair,
    a: pair.b,
    b: pair.a,
    differences: pair.differences.map((d) => -d),
    diverged: { a: diverged.b, b: diverged.a },
    unread: pair.unread.map((side) => otherSide[side]),
    summary: { ...summary, mean: -summary.mean, interval: summary.interval && flip(summary.interval) },
    bca: bca && flip(bca),
    improvement: found && {
      ...found,
      probability: 1 - found.probability,
      interval: found.interval && { low: 1 - found.interval.high, high: 1 - found.interval.low },
      better: found.worse,
      worse: found.better,
    },
    eProcess: eProcess && {
      ...eProcess,
      reached: eProcess.reached && { ...eProcess.reached, sign: eProcess.reached.sign === 1 ? -1 : 1 },
    },
    verdict:
      verdict.kind === 'better'
        ? { ...verdict, side: otherSide[verdict.side] }
        : verdict.kind === 'none'
          ? { ...verdict, lost: verdict.lost.map((side) => otherSide[side]) }
          : 'ahead' in verdict
            ? { ...verdict, ahead: verdict.ahead && otherSide[verdict.ahead] }
            : verdict,
  };
}

/** The same pair in that order in which its mean difference is not negative: sentences tell distances without a sign. */
export const asDistance = (pair: PairedDifference): PairedDifference =>
  pair.summary.mean < 0 ? reversed(pair) : pair;

/** The judged pair of two arms, as the first minus the second. */
export function pairOf(pairs: readonly PairedDifference[], a: string, b: string): PairedDifference {
  const found = pairs.find((pair) => pair.a === a && pair.b === b);
  return found ?? reversed(pairs.find((pair) => pair.a === b && pair.b === a)!);
}

/** Pearson's correlation of two lists of equal length; NaN where one does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((each, i) => {
    const [p, q] = [each - x, b[i] - y];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  });
  return ab / Math.sqrt(aa * bb);
}
