import { fewestForSignificance } from '../statistics/sign-flip.ts';
import type { Experiment, Plan, SeedAddition } from '../experiment.ts';
import { limits } from '../limits.ts';
import { usualYardstick, yardstickById, type YardstickId } from '../../yardsticks/registry.ts';

/** Seeds up to which more are added while a pair is undecided, when nobody names another limit. */
export const usualMost = 40;

/** Pairs of so many arms. */
export const pairsOf = (arms: number): number => (arms * (arms - 1)) / 2;

/** The plan of an experiment of so many seeds when nobody says otherwise. */
export const usualPlan = (seeds: number): Plan => ({
  seeds,
  yardstick: usualYardstick,
  smallest: null,
  untilDecided: null,
});

/** The yardstick that decides: the declared one, or the usual one. */
export const primaryYardstick = ({ plan }: Pick<Experiment, 'plan'>): YardstickId =>
  plan?.yardstick ?? usualYardstick;

/** The smallest difference that matters on a yardstick: the declared one, or the usual one. */
export const smallestOf = ({ plan }: Pick<Experiment, 'plan'>, yardstick: YardstickId): number =>
  plan?.smallest?.[yardstick] ?? yardstickById(yardstick).smallest;

/** An experiment on so many seeds from `first` on, planned to be so. One that was not planned stays it. */
export function withSeeds<E extends Pick<Experiment, 'plan'>>(experiment: E, count: number, first: number) {
  const { plan } = experiment;
  return {
    seeds: Array.from({ length: count }, (_, i) => first + i),
    plan: plan && { ...plan, seeds: count },
  };
}

/**
 * A changed experiment without the record of seeds that were added to the one before it: it is another experiment,
 * nobody has looked at its runs, and what it has is what it plans.
 */
export const withoutStaleAdditions = (before: Experiment, next: Experiment): Experiment =>
  next.additions.length > 0 && JSON.stringify(next.additions) === JSON.stringify(before.additions)
    ? { ...next, additions: [], plan: next.plan && { ...next.plan, seeds: next.seeds.length } }
    : next;

/** Further seeds of an experiment: counted on from its largest, without those that its learning rates were tuned on. */
export function furtherSeeds(
  { seeds, tuning }: Pick<Experiment, 'seeds' | 'tuning'>,
  count: number,
): number[] {
  const taken = new Set([...seeds, ...(tuning?.kind === 'best-per-arm' ? tuning.seeds : [])]);
  const further: number[] = [];
  for (let seed = Math.max(...seeds) + 1; further.length < count; seed++) {
    // After the largest seed there is comes the smallest.
    if (seed > limits.seed) seed = 0;
    if (!taken.has(seed)) further.push(seed);
  }
  return further;
}

/**
 * An experiment with seeds that were added and have ended, and the record of it. What was added until decided, seed by
 * seed, is one addition.
 */
export function withAddition(
  experiment: Experiment,
  by: SeedAddition['by'],
  added: readonly number[],
  givenUp: number,
): Experiment {
  const { seeds, additions } = experiment;
  const last = additions.at(-1);
  const joined = by === 'until-decided' && last?.by === by;
  const addition: SeedAddition = {
    by,
    after: joined ? last.after : seeds.length,
    added: (joined ? last.added : 0) + added.length,
    givenUp: (joined ? last.givenUp : 0) + givenUp,
  };
  return {
    ...experiment,
    seeds: [...seeds, ...added],
    additions: [...(joined ? additions.slice(0, -1) : additions), addition],
  };
}

/**
 * Whether the e-process judges: seeds were, or are to be, added until every pair is decided, or were added by hand where
 * there could have been a verdict already, which asks for more until one pleases. Below 6 there was none to look at.
 */
export const isUntilDecided = ({ plan, additions }: Pick<Experiment, 'plan' | 'additions'>): boolean =>
  (plan !== null && plan.untilDecided !== null) ||
  additions.some(
    ({ by, after, added }) => by === 'until-decided' || (after >= fewestForSignificance && added > 0),
  );
