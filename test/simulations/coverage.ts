import { bcaInterval } from '../../core/experiments/statistics/bca-interval.ts';
import { improvement } from '../../core/experiments/statistics/improvement.ts';
import type { Coverage } from '../../core/experiments/statistics/interval-coverage.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import { stream, type Generator } from '../../core/network/random.ts';
import { laws, sample } from './laws.ts';

type Range = { readonly low: number; readonly high: number } | null;

/** Sizes of the table. */
export const coverageSizes = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80] as const;

const covers = (range: Range, value: number) => range !== null && range.low <= value && value <= range.high;

/** What is true of an experiment that is drawn, and the intervals made from it. */
interface Drawn {
  readonly intervals: Readonly<Record<'t' | 'bca', Range>>;
  readonly truth: number;
}

function differences(law: typeof laws.normal, n: number, generator: Generator): Drawn {
  const values = sample(law, n, generator);
  return { truth: law.mean, intervals: { t: tInterval(values).interval, bca: bcaInterval(values) } };
}

/** Φ(1/√2): how often the first of two normal arms wins that is one standard deviation of the differences ahead. */
const oneAhead = 0.7602499389065233;

/** Whether the interval of the probability of improvement holds the true one; the arms have half their variance in common. */
function improvementCovers(effect: number, truth: number, n: number, generator: Generator): boolean {
  const shared = sample(laws.normal, n, generator);
  const arm = (shift: number) => shared.map((common) => common + generator.normal() - shift);
  // Paired differences have a standard deviation of √2, those of different seeds one of 2.
  const found = improvement(arm(effect * Math.SQRT2), arm(0), true, 2)!;
  // Where resampling the seeds cannot say anything else there is none: it does not cover.
  return covers(found.interval, truth);
}

/** How often each 95 % interval held the true value. */
export function simulateCoverage(n: number, experiments: number, seed: number): Coverage {
  const generator = stream(seed + n, 'sampling');
  const counts = { t: [0, 0], bca: [0, 0], improvement: [0, 0] };
  for (let experiment = 0; experiment < experiments; experiment++) {
    [laws.normal, laws.logNormal].forEach((law, k) => {
      const { truth, intervals } = differences(law, n, generator);
      if (covers(intervals.t, truth)) counts.t[k]++;
      if (covers(intervals.bca, truth)) counts.bca[k]++;
    });
    if (improvementCovers(0, 0.5, n, generator)) counts.improvement[0]++;
    if (improvementCovers(1, oneAhead, n, generator)) counts.improvement[1]++;
  }
  const shares = ([first, second]: readonly number[]) => [first / experiments, second / experiments] as const;
  return { n, t: shares(counts.t), bca: shares(counts.bca), improvement: shares(counts.improvement) };
}
