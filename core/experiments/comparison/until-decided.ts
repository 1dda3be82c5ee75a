import { fewestForEProcess } from '../statistics/e-process.ts';
import type { Experiment } from '../experiment.ts';
import { allPairs, type PairedDifference } from './paired-difference.ts';
import { pairsOf, primaryYardstick, usualPlan } from '../plan/plan.ts';
import type { RunRecord } from '../run.ts';
import { standing } from './standing.ts';
import { isOpen } from './verdict.ts';

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
  const missing = fewestForEProcess(pairs) - seeds.length;
  if (missing > 0) return Math.min(missing, left);
  // However it was planned: tests that were made before say nothing about seeds that are added while looking.
  const plan = { ...(experiment.plan ?? usualPlan(seeds.length)), untilDecided: most };
  if (openPairs({ ...experiment, plan }, runs).length === 0) return 0;
  return Math.min(Math.max(1, Math.floor(threads / arms.length)), left);
}

/** Pairs that may still be decided on the primary yardstick, and are not. */
export const openPairs = (experiment: Experiment, runs: readonly RunRecord[]): readonly PairedDifference[] =>
  allPairs(standing(experiment, runs).arms, primaryYardstick(experiment), experiment).filter(({ verdict }) =>
    isOpen(verdict),
  );
