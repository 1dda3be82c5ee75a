import type { Experiment } from './experiment.ts';
import { allPairs, type PairedDifference } from './paired-difference.ts';
import { primaryYardstick } from './plan.ts';
import type { RunRecord } from './run.ts';
import { standing } from './standing.ts';

/** The bound that an e-process of one pair must reach: P(ever reached | neither arm better) ≤ 1/20. */
export const eBound = 20;

/** Pairs of so many arms. */
export const pairsOf = (arms: number): number => (arms * (arms - 1)) / 2;

/** The bound for each of m pairs that are judged together (a union bound over them). */
export const boundOf = (pairs: number): number => eBound * Math.max(1, pairs);

/** Fewest paired seeds that can decide: every factor is at most 2, and that of the first seed tells nothing yet. */
export const fewestUntilDecided = (pairs: number): number => 1 + Math.ceil(Math.log2(boundOf(pairs)));

/**
 * How many seeds an experiment is to get next on its way to a decision of every pair, none where it needs no more.
 * @param runs records of all its seeds, ended
 * @param most seeds in all
 * @param threads cores to fill: seeds that train side by side are judged one after the other
 */
export function seedsToDecide(
  experiment: Experiment,
  runs: readonly RunRecord[],
  most: number,
  threads: number,
): number {
  const { arms, seeds } = experiment;
  const pairs = pairsOf(arms.length);
  const left = most - seeds.length;
  if (pairs === 0 || left <= 0) return 0;
  const missing = fewestUntilDecided(pairs) - seeds.length;
  if (missing > 0) return Math.min(missing, left);
  if (openPairs(experiment, runs).length === 0) return 0;
  return Math.min(Math.max(1, Math.floor(threads / arms.length)), left);
}

/** Pairs that may still be decided on the primary yardstick, and are not. */
export const openPairs = (experiment: Experiment, runs: readonly RunRecord[]): readonly PairedDifference[] =>
  allPairs(standing(experiment, runs).arms, primaryYardstick(experiment)).filter(
    ({ verdict }) => verdict === 'not-decided',
  );
