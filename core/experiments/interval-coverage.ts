/** How often a 95 % interval held the true value in simulated experiments. */
export interface Coverage {
  /** Paired seeds. */
  readonly n: number;
  /** Student's t interval of the mean difference: differences normal, and log-normal (σ = 1). */
  readonly t: readonly [normal: number, logNormal: number];
  /** BCa bootstrap interval of the same. */
  readonly bca: readonly [normal: number, logNormal: number];
  /** Bootstrap interval of the probability of improvement, where it is ½, and where it is 0.76 (one standard deviation). */
  readonly improvement: readonly [even: number, ahead: number];
}

/** 4 000 experiments each, seeded; `npm run bench -- --only coverage` makes the table again. */
export const simulatedCoverage: readonly Coverage[] = [
  { n: 6, t: [0.95, 0.82], bca: [0.86, 0.78], improvement: [0.87, 0.87] },
  { n: 40, t: [0.95, 0.89], bca: [0.94, 0.91], improvement: [0.94, 0.94] },
];

/** An interval that covers less is not offered. */
export const leastCoverage = 0.9;

/** The fewest seeds of the table from which on an interval covers enough, under either law. */
const fewestFor = (interval: 'bca' | 'improvement'): number => {
  const rows = simulatedCoverage.toReversed();
  const first = rows.findIndex((row) => Math.min(...row[interval]) < leastCoverage);
  return first === 0 ? Infinity : (rows[first - 1] ?? rows.at(-1)!).n;
};

export const fewestForBca = fewestFor('bca');
export const fewestForImprovement = fewestFor('improvement');
