import type { OutputLayer, Vector } from '../../outputs/output-layer.ts';
import type { Score } from '../engine.ts';
import type { Kernels } from './kernels.ts';
import {
  Allocator,
  blockBytes,
  chunkDepth,
  readingRows,
  type Dimensions,
  type ParameterPlan,
} from './memory-plan.ts';
import type { LossPass, WeightAddresses } from './pass.ts';

/** Values of a row that `scoreRows` writes. */
const scoreValues = 5;

/** Reads text with the present weights, one sequence, some positions at a time. */
export class Reader {
  readonly #kernels: Kernels;
  readonly #floats: Float32Array;
  readonly #integers: Uint32Array;
  readonly #size: Dimensions;
  readonly #plan: ParameterPlan;
  readonly #weights: WeightAddresses;
  readonly #layer: OutputLayer | null;
  /** Row 0 is the state before. */
  readonly #hidden: number;
  readonly #logits: number;
  readonly #delta: number;
  readonly #inputs: number;
  readonly #targets: number;
  readonly #scores: number;
  readonly #loss: LossPass;
  readonly #blocks: number;

  constructor(
    kernels: Kernels,
    floats: Float32Array,
    size: Dimensions,
    plan: ParameterPlan,
    weights: WeightAddresses,
    layer: OutputLayer | null,
    loss: LossPass,
    memory: Allocator,
  ) {
    this.#kernels = kernels;
    this.#floats = floats;
    this.#integers = new Uint32Array(floats.buffer);
    this.#size = size;
    this.#plan = plan;
    this.#weights = weights;
    this.#layer = layer;
    this.#loss = loss;
    this.#hidden = memory.take((readingRows + 1) * size.hiddenStride);
    this.#logits = memory.take(readingRows * size.outputStride);
    this.#delta = memory.take(readingRows * size.outputStride);
    this.#inputs = memory.take(4 * readingRows);
    this.#targets = memory.take(4 * readingRows);
    this.#scores = memory.take(4 * scoreValues * readingRows);
    this.#blocks = memory.take(blockBytes(readingRows, size.H));
  }

  /** As `Network.predict`. */
  read(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    visit: (position: number, z: Vector, y: Vector) => void,
    interrupted: () => boolean,
  ): boolean {
    const { V, outputStride } = this.#size;
    const y = new Float32Array(V);
    return this.#chunks(inputs, hidden, interrupted, (position, rows) => {
      this.#logitsOf(rows);
      for (let r = 0; r < rows; r++) {
        const at = (this.#logits + r * outputStride) / 4;
        const z = this.#floats.subarray(at, at + V);
        this.#layer?.forward(z, y);
        visit(position + r, z, y);
      }
    });
  }

  /** As `Network.advance`. */
  advance(inputs: ArrayLike<number>, hidden: Float64Array, interrupted: () => boolean): boolean {
    return this.#chunks(inputs, hidden, interrupted, () => undefined);
  }

  /** As `Network.score`; for layers that have a kernel. */
  score(
    inputs: ArrayLike<number>,
    targets: ArrayLike<number>,
    hidden: Float64Array,
    visit: (score: Score) => void,
    interrupted: () => boolean,
  ): number | null {
    const { V, outputStride } = this.#size;
    let loss = 0;
    const finished = this.#chunks(inputs, hidden, interrupted, (position, rows) => {
      this.#logitsOf(rows);
      for (let r = 0; r < rows; r++) this.#integers[this.#targets / 4 + r] = targets[position + r];
      loss += this.#loss(this.#logits, this.#delta, outputStride, this.#targets, rows);
      this.#kernels.scoreRows(this.#logits, outputStride, rows, V, this.#targets, this.#scores);
      for (let r = 0; r < rows; r++) {
        const at = this.#scores / 4 + scoreValues * r;
        visit({
          sum: this.#floats[at],
          squares: this.#floats[at + 1],
          target: this.#floats[at + 2],
          before: this.#floats[at + 3],
          negative: this.#floats[at + 4] !== 0,
        });
      }
    });
    return finished ? loss : null;
  }

  /** Computes the states of some positions after the other; `hidden` is changed at the end only. */
  #chunks(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    interrupted: () => boolean,
    read: (position: number, rows: number) => void,
  ): boolean {
    const { H, hiddenStride } = this.#size;
    const state = this.#floats.subarray(this.#hidden / 4, this.#hidden / 4 + H);
    state.set(hidden);
    for (let position = 0; position < inputs.length; position += readingRows) {
      const rows = Math.min(readingRows, inputs.length - position);
      for (let r = 0; r < rows; r++) this.#integers[this.#inputs / 4 + r] = inputs[position + r];
      if (!this.#statesOf(rows, interrupted)) return false;
      read(position, rows);
      const last = (this.#hidden + rows * hiddenStride) / 4;
      state.set(this.#floats.subarray(last, last + H));
    }
    hidden.set(state);
    return true;
  }

  #statesOf(rows: number, interrupted: () => boolean): boolean {
    const { H, hiddenPanels, hiddenStride, hiddenWidth } = this.#size;
    const { Wxh, bh, Whh } = this.#plan;
    const { parameters } = this.#weights;
    const k = this.#kernels;
    for (let r = 0; r < rows; r++) {
      if (interrupted()) return false;
      const from = this.#hidden + r * hiddenStride;
      const to = from + hiddenStride;
      k.gather(
        parameters + Wxh,
        hiddenWidth,
        parameters + bh,
        this.#inputs + 4 * r,
        1,
        to,
        hiddenStride,
        hiddenWidth,
      );
      k.vectorProduct(from, parameters + Whh, 32 * H, to, hiddenPanels, H, r % 2 === 1);
      k.tanhRows(to, hiddenStride, 1, hiddenWidth);
    }
    return true;
  }

  #logitsOf(rows: number): void {
    const { H, hiddenStride, outputPanels, outputStride, outputWidth } = this.#size;
    const { Why, by } = this.#plan;
    const { parameters } = this.#weights;
    const k = this.#kernels;
    k.spread(parameters + by, this.#logits, outputStride, rows, outputWidth);
    k.packRows(this.#hidden + hiddenStride, hiddenStride, rows, H, this.#blocks);
    for (let at = 0; at < H; at += chunkDepth)
      k.product(
        this.#blocks + 24 * at,
        24 * H,
        parameters + Why + 32 * at,
        32 * H,
        this.#logits,
        outputStride,
        32,
        rows,
        outputPanels,
        Math.min(chunkDepth, H - at),
        true,
      );
  }
}
