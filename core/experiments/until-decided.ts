/** The bound that an e-process of one pair must reach: P(ever reached | neither arm better) ≤ 1/20. */
export const eBound = 20;

/** Pairs of so many arms. */
export const pairsOf = (arms: number): number => (arms * (arms - 1)) / 2;

/** The bound for each of m pairs that are judged together (a union bound over them). */
export const boundOf = (pairs: number): number => eBound * Math.max(1, pairs);

/** Fewest paired seeds that can decide: every factor is at most 2, and that of the first seed tells nothing yet. */
export const fewestUntilDecided = (pairs: number): number => 1 + Math.ceil(Math.log2(boundOf(pairs)));
