import type { Experiment } from './experiment.ts';
import type { YardstickId } from '../yardsticks/registry.ts';

/** What is declared about a comparison before its first run, so that the data cannot choose what they are asked. */
export interface Plan {
  /** Paired seeds. */
  readonly seeds: number;
  /** The primary yardstick: the one that decides. */
  readonly yardstick: YardstickId;
  /** Smallest differences that matter, in the unit of each yardstick; only those that are not the usual ones, else null. */
  readonly smallest: Smallest | null;
  /** Seeds are added until every pair is decided, up to so many in all; null where the number of seeds is fixed. */
  readonly untilDecided: number | null;
}

export type Smallest = Readonly<Partial<Record<YardstickId, number>>>;

/** Seeds that were added to an experiment after its runs had ended and could be looked at. */
export interface SeedAddition {
  /** `hand`: somebody looked and asked for more; `until-decided`: judged by the e-process, which allows looking. */
  readonly by: 'hand' | 'until-decided';
  /** Paired seeds there were before. */
  readonly after: number;
  /** Seeds added and trained to their end. */
  readonly added: number;
  /** Seeds that were asked for and given up while they trained: their runs are in no record. */
  readonly givenUp: number;
}

/** Seeds up to which more are added while a pair is undecided, when nobody names another limit. */
export const usualMost = 40;

/** The plan of an experiment of so many seeds when nobody says otherwise. */
export const usualPlan = (seeds: number): Plan => ({
  seeds,
  yardstick: 'bitsPerCharacter',
  smallest: null,
  untilDecided: null,
});

/** The yardstick that decides: the declared one; bits per character where none was. */
export const primaryYardstick = ({ plan }: Pick<Experiment, 'plan'>): YardstickId =>
  plan?.yardstick ?? 'bitsPerCharacter';

/** Smallest differences without those that nobody set; null where none is left. */
export const withoutUsual = (
  smallest: Readonly<Partial<Record<YardstickId, number | undefined>>>,
): Smallest | null => {
  const set = Object.entries(smallest).filter(([, value]) => value !== undefined);
  return set.length > 0 ? (Object.fromEntries(set) as Smallest) : null;
};

/** An experiment on so many seeds from `first` on, planned to be so. One that was not planned stays it. */
export function withSeeds<E extends Pick<Experiment, 'plan'>>(experiment: E, count: number, first: number) {
  const { plan } = experiment;
  return {
    seeds: Array.from({ length: count }, (_, i) => first + i),
    plan: plan && { ...plan, seeds: count },
  };
}

/**
 * A changed experiment without the record of seeds that were added to the one before it: it is another experiment, and
 * nobody has looked at its runs.
 */
export const withoutStaleAdditions = (before: Experiment, next: Experiment): Experiment =>
  next.additions.length > 0 && JSON.stringify(next.additions) === JSON.stringify(before.additions)
    ? { ...next, additions: [] }
    : next;
