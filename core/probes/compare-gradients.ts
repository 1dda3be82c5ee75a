import { dot } from '../network/dot.ts';
import { symmetricHistogram, type Histogram } from '../network/histogram.ts';
import type { Parameters } from '../network/parameters.ts';
import type { ParameterName, Shape } from '../network/weights.ts';
import type { GradientCosines } from './probe.ts';
import { product, transposed } from './product.ts';
import type { ReadStretch } from './stretch.ts';

type PerMatrix<Value> = Partial<Record<ParameterName, Value>>;

interface ComparedGradients {
  /** ‖∂E/∂W‖ of each matrix, for each layer. */
  readonly norms: readonly PerMatrix<number>[];
  readonly histograms: readonly PerMatrix<Histogram>[];
  /** ∂E/∂W of a matrix for one layer, computed anew. */
  entries(name: ParameterName, layer: number): Float64Array;
  /** Cosines in the order of `places`, each the number of a layer here, or −1 for one that has no gradient. */
  cosines(places: readonly number[]): GradientCosines;
}

/**
 * ∂E/∂W of several layers at the same weights: norms, histograms, and the cosine between every two of them. One matrix
 * is held for all layers at a time, never all matrices: at 6 257 characters one of them has a million entries.
 * @param deltas δ of each layer, T × V
 * @param own Whyᵀ δ of each layer, T × H
 */
export function compareGradients(
  p: Parameters,
  forward: Forward,
  { inputs }: ReadStretch,
  deltas: readonly Float64Array[],
  own: readonly Float64Array[],
): ComparedGradients {
  const L = deltas.length;
  const atHidden = own.map((gradient) => throughTime(p, forward, gradient));
  const norms = deltas.map((): PerMatrix<number> => ({}));
  const histograms = deltas.map((): PerMatrix<Histogram> => ({}));
  const products: PerMatrix<Float64Array> = {};

  const entries = (name: ParameterName, l: number): Float64Array =>
    gradientOf(name, p.shape, forward, inputs, deltas[l], atHidden[l]);

  for (const [name] of p.views()) {
    const all = deltas.map((_, l) => entries(name, l));
    const dots = (products[name] = scalarProducts(all));
    all.forEach((gradient, l) => {
      norms[l][name] = Math.sqrt(dots[l * L + l]);
      const histogram = symmetricHistogram(gradient);
      if (histogram) histograms[l][name] = histogram;
    });
  }

  const cosinesOf = (names: readonly ParameterName[], places: readonly number[]) => {
    const product = (a: number, b: number) =>
      names.reduce((sum, name) => sum + products[name]![a * L + b], 0);
    return Float64Array.from({ length: places.length ** 2 }, (_, i) => {
      const a = places[Math.floor(i / places.length)];
      const b = places[i % places.length];
      if (a < 0 || b < 0) return NaN;
      // A gradient against itself: 1, without the rounding of a root.
      if (a === b) return product(a, a) > 0 ? 1 : NaN;
      return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
    });
  };
  return {
    norms,
    histograms,
    entries,
    cosines: (places) => {
      const names = Object.keys(products) as ParameterName[];
      return {
        all: cosinesOf(names, places),
        perMatrix: Object.fromEntries(names.map((name) => [name, cosinesOf([name], places)])),
      };
    },
  };
}

/**
 * ∂E/∂W of one matrix.
 * @param delta δ, T × V
 * @param du ∂E/∂u, T × H
 */
export function gradientOf(
  name: ParameterName,
  { hidden: H, vocabulary: V }: Shape,
  forward: Forward,
  inputs: Uint32Array,
  delta: Float64Array,
  du: Float64Array,
): Float64Array<ArrayBuffer> {
  switch (name) {
    case 'Why':
      // Σ_t δ_t h_tᵀ, as one product; likewise below.
      return product(transposed(delta, V), forward.hidden, H);
    case 'Whh':
      return product(transposed(du, H), before(forward, H), H);
    case 'Wxh':
      return columns(du, H, inputs, V);
    case 'bh':
      return rowSum(du, H);
    case 'by':
      return rowSum(delta, V);
  }
}

/**
 * ∂E/∂u_t of every step, T × H, by back-propagation through time; 0 comes back from after the last step.
 * @param own Whyᵀ δ, T × H
 */
export function throughTime(p: Parameters, { hidden }: Forward, own: Float64Array): Float64Array {
  const { hidden: H } = p.shape;
  const du = new Float64Array(own.length);
  const dhnext = new Float64Array(H);
  for (let t = own.length / H - 1; t >= 0; t--) {
    // ∂E/∂h = Whyᵀ δ + dhnext, ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h
    for (let i = 0, at = t * H; i < H; i++, at++) {
      const h = hidden[at];
      du[at] = (1 - h * h) * (own[at] + dhnext[i]);
    }
    // dhnext = Whhᵀ ∂E/∂u
    dhnext.fill(0);
    for (let i = 0; i < H; i++) {
      const d = du[t * H + i];
      for (let j = 0, at = i * H; j < H; j++, at++) dhnext[j] = dhnext[j] + d * p.Whh[at];
    }
  }
  return du;
}

/** h₋₁ of every step, T × H. */
function before({ before: first, hidden }: Forward, H: number): Float64Array {
  const states = new Float64Array(hidden.length);
  states.set(first);
  states.set(hidden.subarray(0, hidden.length - H), H);
  return states;
}

/** ∂E/∂Wxh, kept transposed as V × H: ∂E/∂u_t goes into the column of x_t. */
function columns(du: Float64Array, H: number, inputs: Uint32Array, V: number): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(V * H);
  inputs.forEach((x, t) => {
    for (let i = 0; i < H; i++) sum[x * H + i] += du[t * H + i];
  });
  return sum;
}

/** Σ_t a_t */
function rowSum(a: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(n);
  for (let i = 0; i < a.length; i++) sum[i % n] += a[i];
  return sum;
}

/** Numbers of every vector that are multiplied before the next ones: they stay in the processor's cache. */
const piece = 2048;

/** a · b of every two vectors, L × L. */
function scalarProducts(vectors: readonly Float64Array[]): Float64Array {
  const L = vectors.length;
  const sums = new Float64Array(L * L);
  const length = vectors[0]?.length ?? 0;
  for (let from = 0; from < length; from += piece) {
    const n = Math.min(piece, length - from);
    for (let a = 0; a < L; a++)
      for (let b = 0; b <= a; b++)
        sums[a * L + b] = sums[a * L + b] + dot(vectors[a], from, vectors[b], from, n);
  }
  for (let a = 0; a < L; a++) for (let b = 0; b < a; b++) sums[b * L + a] = sums[a * L + b];
  return sums;
}

/** The way forward, which all output layers share at the same weights: h and z of every step. */
export interface Forward {
  /** State before the first step, H values. */
  readonly before: Float64Array;
  /** T × H */
  readonly hidden: Float64Array;
  /** T × V */
  readonly logits: Float64Array;
}
