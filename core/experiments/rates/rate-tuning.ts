import type { ChoosingPart } from '../../corpora/parts.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';
import type { RateGrid } from './rate-grid.ts';

/** The rates around the best one that are nearly as good. */
export interface Basin {
  readonly low: number;
  readonly high: number;
  /** high / low: how far the rate may be off. */
  readonly factor: number;
  /** Whether the basin reaches the end of what was tried: then it may be wider. */
  readonly open: boolean;
}

/** A round of a plan: the rates that are still in it are trained for so many steps, and the best ones go on. */
export interface SweepRound {
  readonly steps: number;
  /** Rates of each arm that the next round trains; 1 in the last round. */
  readonly keep: number;
}

/** Each arm at its best rate of one common grid. */
export interface BestPerArm {
  readonly kind: 'best-per-arm';
  readonly grid: RateGrid;
  /** Seeds of the sweep; none of them is reported. */
  readonly seeds: readonly number[];
  /** Steps of each run of the sweep; with rounds, of those in the last one. */
  readonly steps: number;
  /** Absent where every rate was trained for all steps. */
  readonly rounds?: readonly SweepRound[] | undefined;
  /** Steps of all its runs together; absent in experiments of earlier versions. */
  readonly trained?: number | undefined;
  readonly yardstick: YardstickId;
  /** The part of the text that the sweep read. */
  readonly part: ChoosingPart;
  readonly best: readonly TunedRate[];
}

/** Rates in inverse proportion to the norm of the first gradient. */
export interface NormMatched {
  readonly kind: 'norm-matched';
  /** The arm whose rate the others follow. */
  readonly reference: string;
  readonly best: readonly (Pick<TunedRate, 'armId' | 'rate'> & {
    /** ‖∂E/∂W‖ of the first step, over all parameters, before clipping, averaged over the seeds. */
    readonly norm: number;
  })[];
}

/** Where the rates of an experiment come from, when they were not typed in. */
export type RateTuning = BestPerArm | NormMatched;

/** What a sweep found at one rate. */
export interface TriedRate {
  readonly rate: number;
  /** The yardstick of each tuning seed that finished. */
  readonly values: readonly number[];
  readonly diverged: number;
}

export interface TunedRate {
  readonly armId: string;
  readonly rate: number;
  /** The yardstick there, averaged over the tuning seeds. */
  readonly value: number;
  readonly basin: Basin;
  /** The rate lay at the end of all that was tried. */
  readonly atEdge: 'low' | 'high' | null;
  /** All rates that were tried, ascending; absent in experiments of earlier versions. */
  readonly tried?: readonly TriedRate[] | undefined;
}
