import { norm } from '../network/clipping.ts';
import { symmetricHistogram, type Histogram } from '../network/histogram.ts';
import type { Parameters } from '../network/parameters.ts';
import type { ParameterName } from '../network/weights.ts';
import type { GradientCosines } from './probe.ts';
import type { Forward } from './run-probe.ts';
import type { ReadStretch } from './stretch.ts';

type PerMatrix<Value> = Partial<Record<ParameterName, Value>>;

export interface ComparedGradients {
  /** ‖W‖ of each matrix. */
  readonly weightNorms: PerMatrix<number>;
  /** ‖∂E/∂W‖ of each matrix, for each layer. */
  readonly norms: readonly PerMatrix<number>[];
  readonly histograms: readonly PerMatrix<Histogram>[];
  /** Cosines in the order of `places`, each the number of a layer here, or −1 for one that has no gradient. */
  cosines(places: readonly number[]): GradientCosines;
}

/**
 * ∂E/∂W of several layers at the same weights: norms, histograms, and the cosine between every two of them. One matrix
 * is held for all layers at a time, never all matrices: at 6 257 characters one of them has a million entries.
 * @param deltas δ of each layer, T × V
 */
export function compareGradients(
  p: Parameters,
  forward: Forward,
  { inputs }: ReadStretch,
  deltas: readonly Float64Array[],
): ComparedGradients {
  const L = deltas.length;
  const { hidden: H, vocabulary: V } = p.shape;
  const atHidden = deltas.map((delta) => throughTime(p, forward, delta));
  const norms = deltas.map((): PerMatrix<number> => ({}));
  const histograms = deltas.map((): PerMatrix<Histogram> => ({}));
  const weightNorms: PerMatrix<number> = {};
  const products: PerMatrix<Float64Array> = {};

  const entries = (name: ParameterName, l: number): Float64Array => {
    const du = atHidden[l]!;
    const delta = deltas[l]!;
    switch (name) {
      case 'Why':
        return outerSum(delta, V, forward.hidden, H);
      case 'Whh':
        return outerSum(du, H, before(forward, H), H);
      case 'Wxh':
        return columns(du, H, inputs, V);
      case 'bh':
        return rowSum(du, H);
      case 'by':
        return rowSum(delta, V);
    }
  };

  for (const [name, weights] of p.views()) {
    weightNorms[name] = norm(weights);
    const all = deltas.map((_, l) => entries(name, l));
    const dots = new Float64Array(L * L);
    all.forEach((gradient, l) => {
      norms[l]![name] = norm(gradient);
      const histogram = symmetricHistogram(gradient);
      if (histogram) histograms[l]![name] = histogram;
      for (let other = 0; other <= l; other++)
        dots[l * L + other] = dots[other * L + l] = dot(gradient, all[other]!);
    });
    products[name] = dots;
  }

  const cosinesOf = (names: readonly ParameterName[], places: readonly number[]) => {
    const product = (a: number, b: number) =>
      names.reduce((sum, name) => sum + products[name]![a * L + b]!, 0);
    return Float64Array.from({ length: places.length ** 2 }, (_, i) => {
      const a = places[Math.floor(i / places.length)]!;
      const b = places[i % places.length]!;
      if (a < 0 || b < 0) return NaN;
      // A gradient against itself: 1, without the rounding of a root.
      if (a === b) return product(a, a) > 0 ? 1 : NaN;
      return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
    });
  };
  return {
    weightNorms,
    norms,
    histograms,
    cosines: (places) => {
      const names = Object.keys(products) as ParameterName[];
      return {
        all: cosinesOf(names, places),
        perMatrix: Object.fromEntries(names.map((name) => [name, cosinesOf([name], places)])),
      };
    },
  };
}

/** ∂E/∂u_t of every step, T × H, by back-propagation through time; 0 comes back from after the last step. */
export function throughTime(p: Parameters, { hidden }: Forward, delta: Float64Array): Float64Array {
  const { hidden: H, vocabulary: V } = p.shape;
  const T = hidden.length / H;
  const du = new Float64Array(T * H);
  const dh = new Float64Array(H);
  const dhnext = new Float64Array(H);
  for (let t = T - 1; t >= 0; t--) {
    // ∂E/∂h = Whyᵀ δ + dhnext
    dh.set(dhnext);
    for (let k = 0; k < V; k++) {
      const d = delta[t * V + k]!;
      if (d === 0) continue;
      for (let j = 0, at = k * H; j < H; j++, at++) dh[j] += d * p.Why[at]!;
    }
    // ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h, dhnext = Whhᵀ ∂E/∂u
    dhnext.fill(0);
    for (let i = 0; i < H; i++) {
      const h = hidden[t * H + i]!;
      const d = (1 - h * h) * dh[i]!;
      du[t * H + i] = d;
      for (let j = 0, at = i * H; j < H; j++, at++) dhnext[j] += d * p.Whh[at]!;
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

/** Σ_t a_t b_tᵀ for a of T × n and b of T × m: n × m. */
function outerSum(a: Float64Array, n: number, b: Float64Array, m: number): Float64Array {
  const sum = new Float64Array(n * m);
  const T = a.length / n;
  for (let t = 0; t < T; t++)
    for (let i = 0; i < n; i++) {
      const factor = a[t * n + i]!;
      if (factor === 0) continue;
      for (let j = 0, at = i * m, from = t * m; j < m; j++, at++, from++) sum[at] += factor * b[from]!;
    }
  return sum;
}

/** ∂E/∂Wxh, kept transposed as V × H: ∂E/∂u_t goes into the column of x_t. */
function columns(du: Float64Array, H: number, inputs: Uint32Array, V: number): Float64Array {
  const sum = new Float64Array(V * H);
  inputs.forEach((x, t) => {
    for (let i = 0; i < H; i++) sum[x * H + i] += du[t * H + i]!;
  });
  return sum;
}

/** Σ_t a_t */
function rowSum(a: Float64Array, n: number): Float64Array {
  const sum = new Float64Array(n);
  for (let i = 0; i < a.length; i++) sum[i % n] += a[i]!;
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
