/**
 * ln(1 − softmax(x)_i), the logarithm of what all others share. The largest entry m decides: everywhere else softmax is at
 * most ½ and 1 − softmax loses nothing, but at m it cancels. There ln Σ_{j≠m} e^{x_j} is computed apart.
 */
interface Shares {
  /** Place of the largest entry. */
  readonly m: number;
  /** ln Σ e^x and ln Σ_{j≠m} e^{x_j}; the second is −∞ for one entry alone. */
  readonly all: number;
  readonly others: number;
}

function sharesOf(x: Float64Array, a: number, n: number): Shares {
  let m = 0;
  for (let i = 1; i < n; i++) if (x[a + i] > x[a + m]) m = i;
  let second = -Infinity;
  for (let i = 0; i < n; i++) if (i !== m && x[a + i] > second) second = x[a + i];
  if (n === 1) return { m, all: x[a], others: -Infinity };
  let sum = 0;
  for (let i = 0; i < n; i++) if (i !== m) sum += Math.exp(x[a + i] - second);
  const others = second + Math.log(sum);
  return { m, all: x[a + m] + Math.log1p(Math.exp(others - x[a + m])), others };
}

/** Writes ln(1 − softmax(x)) of the n entries from a to the n entries from `to`. */
export function logrest(x: Float64Array, a: number, to: number, n: number): void {
  const { m, all, others } = sharesOf(x, a, n);
  for (let i = 0; i < n; i++) x[to + i] = i === m ? others - all : Math.log1p(-Math.exp(x[a + i] - all));
}

/**
 * What arrives at x when g arrives at ln(1 − softmax(x)): with p = softmax(x) and a_i = g_i p_i/(1 − p_i),
 *
 *     ∂/∂x_k = p_k Σ_{i≠k} a_i − g_k p_k
 *
 * where the summand of m, whose a_m may overflow, is g_m p_m e^{x_k − ln Σ_{j≠m} e^{x_j}}.
 */
export function logrestSlope(
  x: Float64Array,
  a: number,
  g: number,
  gMask: number,
  to: number,
  n: number,
): void {
  const { m, all, others } = sharesOf(x, a, n);
  let rest = 0;
  for (let i = 0; i < n; i++) {
    if (i === m) continue;
    const p = Math.exp(x[a + i] - all);
    rest += (x[g + (i & gMask)] * p) / (1 - p);
  }
  const atLargest = x[g + (m & gMask)] * Math.exp(x[a + m] - all);
  for (let k = 0; k < n; k++) {
    const p = Math.exp(x[a + k] - all);
    const gk = x[g + (k & gMask)];
    if (k === m) x[to + k] = p * rest - gk * p;
    else x[to + k] = p * (rest - (gk * p) / (1 - p)) - gk * p + atLargest * Math.exp(x[a + k] - others);
  }
}
