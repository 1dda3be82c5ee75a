import type { Parameters } from '../network/parameters.ts';
import { dot } from '../network/dot.ts';
import { stepHidden } from '../network/recurrence.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { atStep } from '../outputs/where-defined.ts';

/** What E is a function of, beside the weights. */
export interface Sequence {
  /** h₋₁, H values. */
  readonly h0: Float64Array;
  /** T indices each. */
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * E of one sequence as a function of the weights, for thousands of evaluations that differ in one weight each. The
 * same sums as the forward pass of training; what a weight cannot reach is not computed anew.
 */
export class Energy {
  readonly #p: Parameters;
  readonly #layer: OutputLayer;
  readonly #sequence: Sequence;
  /** T × H and T × V: h and z at the weights of the last `whole`. */
  readonly #hidden: Float64Array;
  readonly #z: Float64Array;
  readonly #y: Float64Array;
  readonly #delta: Float64Array;

  constructor(p: Parameters, layer: OutputLayer, sequence: Sequence) {
    const { hidden: H, vocabulary: V } = p.shape;
    this.#p = p;
    this.#layer = layer;
    this.#sequence = sequence;
    this.#hidden = new Float64Array(sequence.inputs.length * H);
    this.#z = new Float64Array(sequence.inputs.length * V);
    this.#y = new Float64Array(V);
    this.#delta = new Float64Array(V);
  }

  /**
   * E at the present weights, all of it computed.
   * @throws LabError `outside-domain` of the output layer, with the step in front
   */
  whole(): number {
    const { hidden: H, vocabulary: V } = this.#p.shape;
    const { inputs, h0 } = this.#sequence;
    let previous = h0;
    inputs.forEach((x, t) => {
      const h = this.#hidden.subarray(t * H, (t + 1) * H);
      stepHidden(this.#p, x, previous, h);
      previous = h;
    });
    for (let k = 0; k < V; k++) this.#output(k);
    return this.#sum();
  }

  /** E where nothing has changed since the last `whole` but row k of Why, or by_k: they reach one output alone. */
  withOutput(k: number): number {
    const { vocabulary: V } = this.#p.shape;
    const before = Float64Array.from(this.#sequence.inputs, (_, t) => this.#z[t * V + k]);
    this.#output(k);
    try {
      return this.#sum();
    } finally {
      before.forEach((z, t) => (this.#z[t * V + k] = z));
    }
  }

  /** z_k of every step: a row of Why is read once for all of them. */
  #output(k: number): void {
    const { hidden: H, vocabulary: V } = this.#p.shape;
    const { Why, by } = this.#p;
    for (let t = 0; t < this.#sequence.inputs.length; t++)
      this.#z[t * V + k] = dot(Why, k * H, this.#hidden, t * H, H) + by[k];
  }

  #sum(): number {
    const { vocabulary: V } = this.#p.shape;
    let sum = 0;
    this.#sequence.targets.forEach((target, t) => {
      const z = this.#z.subarray(t * V, (t + 1) * V);
      try {
        sum += this.#layer.lossAndDelta(z, target, this.#y, this.#delta);
      } catch (error) {
        throw atStep(error, t);
      }
    });
    return sum;
  }
}
