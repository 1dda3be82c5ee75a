import { signFlipTest } from '../../core/experiments/statistics/sign-flip.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import { judgePairs, type Judgeable, type VerdictRule } from '../../core/experiments/comparison/verdict.ts';
import { fewestForEProcess } from '../../core/experiments/statistics/e-process.ts';
import { stream, type Generator } from '../../core/network/random.ts';
import { laws, sample, type Law } from './laws.ts';

/** No difference is too small to matter: all protection comes from the tests. */
const tests: VerdictRule = { smallest: 0, by: 'tests', scale: 0.2 };
const anytime: VerdictRule = { ...tests, by: 'e-process' };

/** The pairs of arms with these values, one list per arm. */
function pairsOf(values: readonly (readonly number[])[], rule: VerdictRule): Judgeable[] {
  return values.flatMap((a, i) =>
    values.slice(i + 1).map((b): Judgeable => {
      const differences = a.map((value, k) => value - b[k]);
      return {
        differences,
        summary: tInterval(differences),
        signFlip: rule.by === 'tests' ? signFlipTest(differences) : null,
        runs: differences.length,
        diverged: { a: 0, b: 0 },
      };
    }),
  );
}

/** Arms whose differences have a standard deviation of 1, the first `shift` of these ahead (lower) of the others. */
function drawArms(law: Law, shifts: readonly number[], n: number, generator: Generator): number[][] {
  const scale = 1 / (Math.SQRT2 * law.sd);
  return shifts.map((shift) => sample(law, n, generator).map((value) => scale * value + shift));
}

const share = (times: number, of: () => boolean): number => {
  let count = 0;
  for (let i = 0; i < times; i++) if (of()) count++;
  return count / times;
};

/** The share of experiments on four equal arms in which the rule calls any arm better. */
export function falseBetter(law: Law, n: number, experiments: number, seed: number): number {
  const generator = stream(seed, 'sampling');
  return share(experiments, () => {
    const values = drawArms(law, [0, 0, 0, 0], n, generator);
    return judgePairs(pairsOf(values, tests), 1, tests).some(({ verdict }) => verdict.kind === 'better');
  });
}

/**
 * The share of experiments in which the first of four arms, `effect` standard deviations of the differences ahead of the
 * second, is called better than it.
 * @param others whether the other two are equal to the second, or so far off that their pairs are decided anyhow
 */
export function power(effect: number, n: number, others: 'equal' | 'far', experiments: number, seed: number) {
  const generator = stream(seed, 'sampling');
  const shifts = others === 'equal' ? [-effect, 0, 0, 0] : [-effect, 0, 100, 200];
  return share(experiments, () => {
    const [first] = judgePairs(pairsOf(drawArms(laws.normal, shifts, n, generator), tests), 1, tests);
    return first.verdict.kind === 'better' && first.verdict.side === 'a';
  });
}

/** What came of adding seeds one by one until every pair was decided, to 40. */
export interface UntilDecided {
  /** Share of experiments in which an arm was called better, at whatever number of seeds. */
  readonly decided: number;
  /** Seeds at which it was, in the median of those experiments; NaN for none. */
  readonly median: number;
}

/**
 * @param shifts of the arms, in standard deviations of their differences; of two arms there is one pair
 */
export function untilDecided(
  law: Law,
  shifts: readonly number[],
  experiments: number,
  seed: number,
  most = 40,
): UntilDecided {
  const generator = stream(seed, 'sampling');
  const fewest = fewestForEProcess((shifts.length * (shifts.length - 1)) / 2);
  const seeds: number[] = [];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const values = drawArms(law, shifts, most, generator);
    for (let n = fewest; n <= most; n++) {
      const seen = values.map((list) => list.slice(0, n));
      const judged = judgePairs(pairsOf(seen, anytime), 1, anytime);
      if (!judged.some(({ verdict }) => verdict.kind === 'better')) continue;
      seeds.push(n);
      break;
    }
  }
  seeds.sort((a, b) => a - b);
  return { decided: seeds.length / experiments, median: seeds[seeds.length >> 1] ?? NaN };
}
