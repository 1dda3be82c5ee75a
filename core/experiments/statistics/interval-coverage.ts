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
  { n: 2, t: [0.95, 0.9], bca: [0.481, 0.405], improvement: [0.486, 0.507] },
  { n: 3, t: [0.946, 0.838], bca: [0.686, 0.589], improvement: [0.756, 0.445] },
  { n: 4, t: [0.948, 0.83], bca: [0.785, 0.692], improvement: [0.877, 0.793] },
  { n: 5, t: [0.951, 0.808], bca: [0.843, 0.731], improvement: [0.93, 0.888] },
  { n: 6, t: [0.951, 0.825], bca: [0.868, 0.768], improvement: [0.952, 0.873] },
  { n: 8, t: [0.946, 0.83], bca: [0.88, 0.803], improvement: [0.943, 0.875] },
  { n: 10, t: [0.954, 0.842], bca: [0.902, 0.825], improvement: [0.944, 0.912] },
  { n: 12, t: [0.955, 0.844], bca: [0.912, 0.841], improvement: [0.948, 0.92] },
  { n: 15, t: [0.948, 0.859], bca: [0.918, 0.861], improvement: [0.948, 0.932] },
  { n: 20, t: [0.952, 0.87], bca: [0.926, 0.878], improvement: [0.944, 0.928] },
  { n: 25, t: [0.949, 0.877], bca: [0.93, 0.885], improvement: [0.946, 0.946] },
  { n: 30, t: [0.956, 0.88], bca: [0.944, 0.895], improvement: [0.948, 0.938] },
  { n: 40, t: [0.944, 0.889], bca: [0.932, 0.897], improvement: [0.951, 0.941] },
  { n: 50, t: [0.95, 0.892], bca: [0.942, 0.899], improvement: [0.945, 0.943] },
  { n: 60, t: [0.95, 0.901], bca: [0.944, 0.909], improvement: [0.946, 0.941] },
  { n: 80, t: [0.948, 0.906], bca: [0.944, 0.913], improvement: [0.949, 0.948] },
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
