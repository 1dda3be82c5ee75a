/**
 * How often the verdict rule calls an arm better in simulated experiments on four arms: seeded, made again by
 * `npm run bench -- --only verdicts`.
 */
export const simulatedVerdicts = {
  experiments: 6000,
  /** Paired seeds. */
  sizes: [6, 8, 10],
  /** Of arms that are equal: the share of experiments in which any is called better. */
  falseBetter: { normal: [0.043, 0.042, 0.042], logNormal: [0.012, 0.015, 0.013] },
  /** Of an arm that is ahead of the others by one and by two standard deviations of the differences: how often it is found. */
  power: { 1: [0.186, 0.347, 0.516], 2: [0.75, 0.96, 0.994] },
} as const;
