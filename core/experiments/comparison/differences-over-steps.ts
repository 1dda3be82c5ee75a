import type { RunRecord } from '../run.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';
import { tInterval } from '../statistics/mean-interval.ts';

/** The difference of two arms at one step. */
interface DifferencePoint {
  readonly step: number;
  /** Mean over the pairs, a minus b. */
  readonly mean: number;
  /** 95 % t interval of the mean; null for one pair or a value that is not finite. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** How two arms differ over training, seed by seed. */
export interface DifferenceSeries {
  /** Steps at which both runs of a seed were evaluated, ascending, with value of a minus value of b. */
  readonly seeds: readonly {
    readonly seed: number;
    readonly points: readonly { readonly step: number; readonly difference: number }[];
  }[];
  /** As far as every pair goes: with fewer pairs than before, a mean would jump for that reason alone. */
  readonly mean: readonly DifferencePoint[];
}

/**
 * Differences of two arms over training on one yardstick. Nothing is carried on: a pair ends where one of its runs does,
 * by divergence or early. A seed without a common evaluation has no pair.
 * @param a runs of one arm, one per seed
 * @param b runs of the other
 */
export function differenceSeries(
  a: readonly RunRecord[],
  b: readonly RunRecord[],
  yardstick: YardstickId,
): DifferenceSeries {
  const seeds = a.flatMap(({ seed, evaluations }) => {
    const other = b.find((run) => run.seed === seed);
    const there = new Map(other?.evaluations.map((each) => [each.step, each[yardstick]]));
    const points = evaluations.flatMap(({ step, [yardstick]: value }) => {
      const theirs = there.get(step);
      return theirs === undefined ? [] : [{ step, difference: value - theirs }];
    });
    return points.length > 0 ? [{ seed, points }] : [];
  });
  const pairs = seeds.map(({ points }) => new Map(points.map(({ step, difference }) => [step, difference])));
  const [first, ...others] = pairs;
  const common = [...(first?.keys() ?? [])].filter((step) => others.every((pair) => pair.has(step)));
  const mean = common.map((step): DifferencePoint => {
    const { mean: centre, interval, n } = tInterval(pairs.map((pair) => pair.get(step)!));
    return { step, mean: centre, low: interval?.low ?? null, high: interval?.high ?? null, n };
  });
  return { seeds, mean };
}
