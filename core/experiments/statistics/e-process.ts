/**
 * The e-process for symmetry: evidence against "the difference of two arms is symmetric about 0" that may be looked at after
 * every seed. M_n = ½ Σ_{s = ±1} Π_i exp(s λ_i d_i) / cosh(λ_i d_i), with λ_i chosen from the differences before i, is a
 * martingale of mean 1 under any such law (de la Peña 1999, Annals of Probability 27), so that P(ever M_n ≥ 20) ≤ 0.05,
 * whenever one stops (Ville).
 */
interface EProcess {
  /** Differences seen, those of 0 included. */
  readonly n: number;
  /** ln Π exp(s λ_i d_i) / cosh(λ_i d_i) for s = +1 and s = −1. */
  readonly plus: number;
  readonly minus: number;
  /** Differences other than 0, and the sum of their squares. */
  readonly told: number;
  readonly squares: number;
  /** λ of the first difference that is not 0. */
  readonly first: number;
}

/**
 * Before the first difference.
 * @param smallest smallest difference that matters, above 0: it sets the scale before anything is seen
 */
export const startEProcess = (smallest: number): EProcess => ({
  n: 0,
  plus: 0,
  minus: 0,
  told: 0,
  squares: 0,
  first: 1 / (5 * smallest),
});

/** ln(exp(x) / cosh(x)) = ln 2 − ln(1 + e^(−2x)), without overflow. */
const logFactor = (x: number): number =>
  Math.LN2 - (x < 0 ? -2 * x + Math.log1p(Math.exp(2 * x)) : Math.log1p(Math.exp(-2 * x)));

/** After one more difference, which must be finite. One of 0 tells nothing: its factor is 1. */
export function extendEProcess(before: EProcess, difference: number): EProcess {
  const n = before.n + 1;
  if (difference === 0) return { ...before, n };
  const { plus, minus, told, squares, first } = before;
  const lambda = told === 0 ? first : 2 / Math.sqrt(squares / told);
  const x = lambda * difference;
  return {
    n,
    plus: plus + logFactor(x),
    minus: minus + logFactor(-x),
    told: told + 1,
    squares: squares + difference * difference,
    first,
  };
}

/** M_n: how many times better a lasting difference explains what was seen than none does. 1 at the start. */
export const eValue = ({ plus, minus }: EProcess): number => (Math.exp(plus) + Math.exp(minus)) / 2;

/** What M must reach for one of m pairs to be decided, so that all m together err in at most 5 % of experiments: 20 m. */
export const eBound = (pairs: number): number => 20 * pairs;

/** The fewest seeds that can reach the bound: a factor is at most 2, so M_n ≤ 2^(n − 1). 6 for one pair, 8 for six. */
export const fewestForEProcess = (pairs: number): number => 1 + Math.ceil(Math.log2(eBound(pairs)));

/** Where an e-process stands after some differences, and whether it has ever reached its bound. */
export interface EEvidence {
  readonly value: number;
  readonly bound: number;
  /** After how many differences the bound was first reached, and the sign of the difference then; null while it is not. */
  readonly reached: { readonly after: number; readonly sign: 1 | -1 } | null;
}

/**
 * @param differences in the order in which the seeds were run
 * @param pairs pairs of arms that are decided together
 */
export function eEvidence(differences: readonly number[], smallest: number, pairs: number): EEvidence {
  const bound = eBound(pairs);
  let state = startEProcess(smallest);
  let reached: EEvidence['reached'] = null;
  for (const difference of differences) {
    state = extendEProcess(state, difference);
    if (!reached && eValue(state) >= bound)
      reached = { after: state.n, sign: state.plus > state.minus ? 1 : -1 };
  }
  return { value: eValue(state), bound, reached };
}
