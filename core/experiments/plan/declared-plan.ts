import type { YardstickId } from '../../yardsticks/registry.ts';

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
export type Smallest = Readonly<Partial<Record<YardstickId, number>>>;
