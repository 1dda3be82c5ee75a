import { norm } from '../network/clipping.ts';
import type { Parameters } from '../network/parameters.ts';
import type { GradientFlow } from './probe.ts';
import { product, rowMajor } from './product.ts';

/** ∂E_τ/∂h_τ = Whyᵀ δ_τ of every step, T × H: what the outputs of each step send back to its hidden state. */
export const fromOutputs = (p: Parameters, delta: Float64Array): Float64Array =>
  product(rowMajor(delta, p.shape.vocabulary), p.Why, p.shape.hidden);

/** What stands at one time on the way back: ∂E_τ/∂h_t of every τ ≥ t and every layer. */
interface OnTheWay {
  readonly t: number;
  /** ((T − t) · L) × H: rows of τ = t first, within them the layers in their order. */
  readonly rows: Float64Array;
}

/**
 * Gradients on their way back through time, each step's loss on its own (science: gradient probes; the picture is that
 * of RNNbow, 1907.12545): ∂E_τ/∂h_τ = Whyᵀ δ_τ and ∂E_τ/∂h_{t−1} = Whhᵀ ((1 − h_t ⊙ h_t) ⊙ ∂E_τ/∂h_t).
 * Their sum over τ ≥ t is ∂E/∂h_t of back-propagation. All layers and all τ go back together: one product a step.
 * @param hidden h, T × H
 * @param own Whyᵀ δ of each layer, T × H
 * @returns the times from T − 1 to 0
 */
function* backThroughTime(
  { Whh }: Parameters,
  hidden: Float64Array,
  own: readonly Float64Array[],
): Generator<OnTheWay> {
  const H = Math.sqrt(Whh.length);
  const L = own.length;
  let rows = new Float64Array(0);
  for (let t = hidden.length / H - 1; t >= 0; t--) {
    const arrived = rows;
    rows = new Float64Array(L * H + arrived.length);
    own.forEach((gradient, l) => rows.set(gradient.subarray(t * H, (t + 1) * H), l * H));
    rows.set(arrived, L * H);
    yield { t, rows };
    throughTanh(rows, hidden.subarray(t * H, (t + 1) * H));
    rows = product(rowMajor(rows, H), Whh, H);
  }
}

/** Norms of all gradients on the way back, for each layer. */
export function gradientFlows(
  p: Parameters,
  hidden: Float64Array,
  own: readonly Float64Array[],
  deltaNorms: readonly Float64Array[],
): GradientFlow[] {
  const { hidden: H } = p.shape;
  const T = hidden.length / H;
  const L = own.length;
  const triangles = own.map(() => new Float64Array(T * T).fill(NaN));
  for (const { t, rows } of backThroughTime(p, hidden, own))
    for (let tau = t; tau < T; tau++)
      for (let l = 0; l < L; l++) {
        const at = ((tau - t) * L + l) * H;
        triangles[l][tau * T + t] = norm(rows.subarray(at, at + H));
      }
  return triangles.map((triangle, l) => byLag(triangle, deltaNorms[l]));
}

/** Every row times 1 − h². */
function throughTanh(rows: Float64Array, h: Float64Array): void {
  const H = h.length;
  const slope = h.map((value) => 1 - value * value);
  for (let at = 0; at < rows.length; at += H)
    for (let j = 0; j < H; j++) rows[at + j] = rows[at + j] * slope[j];
}

/** Means along the diagonals of the triangle. */
function byLag(triangle: Float64Array, deltaNorms: Float64Array): GradientFlow {
  const T = deltaNorms.length;
  const lags = new Float64Array(T);
  const perDelta = new Float64Array(T);
  for (let k = 0; k < T; k++) {
    let sum = 0;
    let ratios = 0;
    let counted = 0;
    for (let tau = k; tau < T; tau++) {
      const size = triangle[tau * T + tau - k];
      sum += size;
      if (deltaNorms[tau] === 0) continue;
      ratios += size / deltaNorms[tau];
      counted++;
    }
    lags[k] = sum / (T - k);
    perDelta[k] = ratios / counted;
  }
  return { triangle, byLag: lags, byLagPerDelta: perDelta };
}
