import { norm } from '../network/clipping.ts';
import type { Parameters } from '../network/parameters.ts';
import type { GradientFlow } from './probe.ts';

/**
 * Gradients on their way back through time, each step's loss on its own (science: gradient probes; the picture is that
 * of RNNbow, 1907.12545): ∂E_τ/∂h_τ = Whyᵀ δ_τ and ∂E_τ/∂h_{t−1} = Whhᵀ ((1 − h_t ⊙ h_t) ⊙ ∂E_τ/∂h_t).
 * Their sum over τ ≥ t is ∂E/∂h_t of back-propagation. All layers and all τ go back together: one pass over Whh a step.
 * @param hidden h, T × H
 * @param deltas δ of each layer, T × V
 */
export function gradientFlows(
  p: Parameters,
  hidden: Float64Array,
  deltas: readonly Float64Array[],
): GradientFlow[] {
  const { hidden: H } = p.shape;
  const T = hidden.length / H;
  const L = deltas.length;
  const triangles = deltas.map(() => new Float64Array(T * T).fill(NaN));
  // Row (layer, τ) holds ∂E_τ/∂h_t for the present t; rows of one τ stand together, so those under way are the last.
  const rows = new Float64Array(L * T * H);
  const next = new Float64Array(L * T * H);
  for (let t = T - 1; t >= 0; t--) {
    for (let l = 0; l < L; l++) outputGradient(p, deltas[l]!, t, rows.subarray((t * L + l) * H));
    const first = t * L;
    for (let row = first; row < T * L; row++) {
      const l = row % L;
      const tau = (row - l) / L;
      triangles[l]![tau * T + t] = norm(rows.subarray(row * H, (row + 1) * H));
    }
    if (t === 0) break;
    throughTanh(rows, first, T * L, hidden.subarray(t * H, (t + 1) * H));
    timesMatrix(rows, first, T * L, p.Whh, next);
    rows.set(next.subarray(first * H), first * H);
  }
  return triangles.map((triangle, l) => byLag(triangle, deltas[l]!, T));
}

/** Whyᵀ δ_t */
function outputGradient(p: Parameters, delta: Float64Array, t: number, gradient: Float64Array): void {
  const { hidden: H, vocabulary: V } = p.shape;
  gradient.fill(0, 0, H);
  for (let k = 0; k < V; k++) {
    const d = delta[t * V + k]!;
    if (d === 0) continue;
    for (let j = 0, at = k * H; j < H; j++, at++) gradient[j] += d * p.Why[at]!;
  }
}

/** Rows `from` to `to`, each times 1 − h². */
function throughTanh(rows: Float64Array, from: number, to: number, h: Float64Array): void {
  const H = h.length;
  const slope = h.map((value) => 1 - value * value);
  for (let row = from; row < to; row++)
    for (let j = 0, at = row * H; j < H; j++, at++) rows[at] = rows[at]! * slope[j]!;
}

/** next = rows · W for W of H × H, which is Wᵀ times each row. Four rows go together: W is read once for all of them. */
function timesMatrix(
  rows: Float64Array,
  from: number,
  to: number,
  W: Float64Array,
  next: Float64Array,
): void {
  const H = Math.sqrt(W.length);
  next.fill(0, from * H, to * H);
  for (let row = from; row < to; row += 4) {
    const a = row * H;
    const b = Math.min(row + 1, to - 1) * H;
    const c = Math.min(row + 2, to - 1) * H;
    const d = Math.min(row + 3, to - 1) * H;
    // Rows that stand in for missing ones at the end are computed into nothing.
    const [wb, wc, wd] = [row + 1 < to ? 1 : 0, row + 2 < to ? 1 : 0, row + 3 < to ? 1 : 0];
    for (let i = 0; i < H; i++) {
      const ra = rows[a + i]!;
      const rb = wb * rows[b + i]!;
      const rc = wc * rows[c + i]!;
      const rd = wd * rows[d + i]!;
      for (let j = 0, at = i * H; j < H; j++, at++) {
        const w = W[at]!;
        next[a + j] += ra * w;
        next[b + j] += rb * w;
        next[c + j] += rc * w;
        next[d + j] += rd * w;
      }
    }
  }
}

/** Means along the diagonals of the triangle. */
function byLag(triangle: Float64Array, delta: Float64Array, T: number): GradientFlow {
  const V = delta.length / T;
  const sizes = Float64Array.from({ length: T }, (_, t) => norm(delta.subarray(t * V, (t + 1) * V)));
  const lags = new Float64Array(T);
  const perDelta = new Float64Array(T);
  for (let k = 0; k < T; k++) {
    let sum = 0;
    let ratios = 0;
    let counted = 0;
    for (let tau = k; tau < T; tau++) {
      const size = triangle[tau * T + tau - k]!;
      sum += size;
      if (sizes[tau]! === 0) continue;
      ratios += size / sizes[tau]!;
      counted++;
    }
    lags[k] = sum / (T - k);
    perDelta[k] = ratios / counted;
  }
  return { triangle, byLag: lags, byLagPerDelta: perDelta };
}
