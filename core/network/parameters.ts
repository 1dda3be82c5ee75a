import { parameterCount, type ParameterName, type Shape, type Weights } from './weights.ts';

/**
 * All parameters (or all gradients) of a network as one flat vector with a view for each matrix, so that an optimiser
 * is one loop. Wxh is kept transposed, V × H: its column for a character, which is all a one-hot input touches,
 * is then contiguous.
 */
export class Parameters {
  readonly shape: Shape;
  readonly flat: Float64Array;
  /** V × H: the transpose of Wxh. */
  readonly WxhT: Float64Array;
  /** H × H */
  readonly Whh: Float64Array;
  /** V × H */
  readonly Why: Float64Array;
  /** H; all 0 and left alone in a network without biases. */
  readonly bh: Float64Array;
  /** V; likewise. */
  readonly by: Float64Array;

  constructor(shape: Shape) {
    const { vocabulary: V, hidden: H, biases } = shape;
    this.shape = shape;
    this.flat = new Float64Array(parameterCount(shape));
    let at = 0;
    const next = (size: number) => this.flat.subarray(at, (at += size));
    this.WxhT = next(V * H);
    this.Whh = next(H * H);
    this.Why = next(V * H);
    this.bh = biases ? next(H) : new Float64Array(H);
    this.by = biases ? next(V) : new Float64Array(V);
  }

  /** The view of each trained parameter, by name. */
  views(): [ParameterName, Float64Array][] {
    const matrices: [ParameterName, Float64Array][] = [
      ['Wxh', this.WxhT],
      ['Whh', this.Whh],
      ['Why', this.Why],
    ];
    return this.shape.biases ? [...matrices, ['bh', this.bh], ['by', this.by]] : matrices;
  }

  /** Copies weights in. @throws RangeError when a matrix has another size */
  write(weights: Weights): void {
    const { vocabulary: V, hidden: H, biases } = this.shape;
    for (let i = 0; i < H; i++) for (let x = 0; x < V; x++) this.WxhT[x * H + i] = weights.Wxh[i * V + x];
    this.Whh.set(weights.Whh);
    this.Why.set(weights.Why);
    if (biases) {
      if (weights.bh) this.bh.set(weights.bh);
      if (weights.by) this.by.set(weights.by);
    }
  }

  /** Copies of all matrices in their usual shape. */
  read(): Weights {
    const { vocabulary: V, hidden: H, biases } = this.shape;
    const Wxh = new Float64Array(H * V);
    for (let i = 0; i < H; i++) for (let x = 0; x < V; x++) Wxh[i * V + x] = this.WxhT[x * H + i];
    const matrices = { Wxh, Whh: this.Whh.slice(), Why: this.Why.slice() };
    return biases ? { ...matrices, bh: this.bh.slice(), by: this.by.slice() } : matrices;
  }
}
