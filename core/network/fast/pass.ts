import { atStep } from '../../outputs/where-defined.ts';
import type { Kernels } from './kernels.ts';
import {
  Allocator,
  blockBytes,
  chunkDepth,
  cachedBytes,
  gradientRows,
  pieceRows,
  stepsAtOnce,
  type Dimensions,
  type ParameterPlan,
} from './memory-plan.ts';

/** The weights of a network in memory, in both orientations. */
export interface WeightAddresses {
  /** The parameters as one flat vector. */
  readonly parameters: number;
  /** Whh and Why transposed, in panels of 8 columns: what the backward pass multiplies by. */
  readonly WhhT: number;
  readonly WhyT: number;
}

/** How a layer turns logits into outputs, δ and E; see `LayerKernel`. */
export type LossPass = (z: number, delta: number, stride: number, targets: number, rows: number) => number;

/** From so many sequences on, rows of one time step fill the tiles of a product. */
const fewRows = 4;

/**
 * The forward and backward pass over some of the sequences of a batch: hidden states, outputs, δ, and the sum of the
 * gradients over these sequences. Rows are in order of time: row t · B + b.
 */
export class Pass {
  readonly rows: number;
  readonly batch: number;
  /** (T + 1) · B rows of H: row block 0 is the state before the first step. */
  readonly hidden: number;
  /** T · B rows of V. */
  readonly outputs: number;
  readonly delta: number;
  /** T · B indices each. */
  readonly inputs: number;
  readonly targets: number;
  /** 64 bytes for a kernel to leave sums at. */
  readonly scratch: number;
  /** Gradients, laid out as the parameters. */
  readonly gradients: number;

  readonly #kernels: Kernels;
  readonly #size: Dimensions;
  readonly #plan: ParameterPlan;
  readonly #weights: WeightAddresses;
  readonly #loss: LossPass;
  /** T · B rows of H: ∂E/∂h, then ∂E/∂u. */
  readonly #slopes: number;
  readonly #blocks: number;
  /**
   * Whether outputs are computed step by step, from the blocks that the recurrence has made: where a step fills its tiles
   * and Why stays in the cache.
   */
  readonly #stepwise: boolean;
  readonly #panel: number;
  /** Time steps of few sequences between two looks at whether to go on. */
  readonly #steps: number;

  constructor(
    kernels: Kernels,
    size: Dimensions,
    plan: ParameterPlan,
    weights: WeightAddresses,
    batch: number,
    loss: LossPass,
    memory: Allocator,
  ) {
    const { T, H, V, hiddenStride, outputStride } = size;
    this.#kernels = kernels;
    this.#size = size;
    this.#plan = plan;
    this.#weights = weights;
    this.#loss = loss;
    this.batch = batch;
    this.#stepwise = batch / Math.ceil(batch / 6) >= 5 && V * H * 4 <= cachedBytes;
    this.#steps = stepsAtOnce(H, batch);
    this.rows = T * batch;
    this.hidden = memory.take((T + 1) * batch * hiddenStride);
    this.outputs = memory.take(this.rows * outputStride);
    this.delta = memory.take(this.rows * outputStride);
    this.inputs = memory.take(4 * this.rows);
    this.targets = memory.take(4 * this.rows);
    this.gradients = memory.take(plan.bytes);
    this.scratch = memory.take(64);
    this.#slopes = memory.take(this.rows * hiddenStride);
    const summed = gradientRows(H, this.rows);
    const most = Math.max(batch, pieceRows(this.rows));
    this.#blocks = memory.take(Math.max(blockBytes(most, Math.max(H, chunkDepth)), blockBytes(H, summed)));
    this.#panel = memory.take(2 * 32 * summed);
  }

  /** E summed over the sequences, with outputs and δ; null when interrupted. */
  forward(interrupted: () => boolean): number | null {
    const { T, H, hiddenPanels, hiddenStride, hiddenWidth, outputStride, panel } = this.#size;
    const { batch: B, hidden, outputs } = this;
    const { Whh } = this.#plan;
    const { parameters } = this.#weights;
    const k = this.#kernels;
    let loss = 0;
    const step = B * hiddenStride;
    // Few rows are all gathered at once; many are gathered while their place is about to be used anyway.
    if (B < fewRows) {
      this.#gather(0, this.rows);
      const weights = parameters + Whh;
      for (let t = 0; t < T; t += this.#steps) {
        if (interrupted()) return null;
        const end = Math.min(T, t + this.#steps);
        // prettier-ignore
        k.forwardStates(hidden, hiddenStride, B, weights, panel, hiddenPanels, H, hiddenWidth, t, end);
      }
    } else
      for (let t = 0; t < T; t++) {
        if (interrupted()) return null;
        const from = hidden + t * step;
        const to = from + step;
        this.#gather(t * B, B);
        k.packRows(from, hiddenStride, B, H, this.#blocks);
        this.#multiply(B, H, parameters + Whh, hiddenPanels, to, hiddenStride, true);
        // The same blocks give the outputs of the step before.
        if (t > 0 && this.#stepwise)
          loss += this.#outputsFromBlocks(outputs + (t - 1) * B * outputStride, (t - 1) * B, B);
        k.tanhRows(to, hiddenStride, B, hiddenWidth);
      }
    if (this.#stepwise) {
      k.packRows(hidden + T * step, hiddenStride, B, H, this.#blocks);
      return loss + this.#outputsFromBlocks(outputs + (T - 1) * B * outputStride, (T - 1) * B, B);
    }
    const piece = pieceRows(this.rows);
    for (let row = 0; row < this.rows; row += piece) {
      if (interrupted()) return null;
      const rows = Math.min(piece, this.rows - row);
      k.packRows(hidden + step + row * hiddenStride, hiddenStride, rows, H, this.#blocks);
      loss += this.#outputsFromBlocks(outputs + row * outputStride, row, rows);
    }
    return loss;
  }

  /** u = Wxh x + bh for rows that are still to be added to. */
  #gather(row: number, rows: number): void {
    const { hiddenStride, hiddenWidth } = this.#size;
    const { parameters } = this.#weights;
    this.#kernels.gather(
      parameters + this.#plan.Wxh,
      hiddenWidth,
      parameters + this.#plan.bh,
      this.inputs + 4 * row,
      rows,
      this.hidden + (this.batch + row) * hiddenStride,
      hiddenStride,
      hiddenWidth,
    );
  }

  /** C (+)= A · B with A in the blocks. */
  #multiply(
    rows: number,
    depth: number,
    b: number,
    panels: number,
    to: number,
    stride: number,
    accumulate: boolean,
  ): void {
    for (let at = 0; at < depth; at += chunkDepth)
      this.#kernels.product(
        this.#blocks + 24 * at,
        24 * depth,
        b + 32 * at,
        this.#size.panel,
        to,
        stride,
        32,
        rows,
        panels,
        Math.min(chunkDepth, depth - at),
        accumulate || at > 0,
      );
  }

  /** z = Why h + by for the rows in the blocks, then y, δ and E. */
  #outputsFromBlocks(to: number, row: number, rows: number): number {
    const { H, outputPanels, outputStride, outputWidth } = this.#size;
    const { parameters } = this.#weights;
    this.#kernels.spread(parameters + this.#plan.by, to, outputStride, rows, outputWidth);
    this.#multiply(rows, H, parameters + this.#plan.Why, outputPanels, to, outputStride, true);
    try {
      return this.#loss(to, this.delta + row * outputStride, outputStride, this.targets + 4 * row, rows);
    } catch (error) {
      throw atStep(error, Math.floor(row / this.batch));
    }
  }

  /**
   * The gradients of E, summed over the sequences. That of Wxh is added to what stands there: the caller clears the rows
   * of the characters that occur.
   * @returns false when interrupted
   */
  backward(biases: boolean, interrupted: () => boolean): boolean {
    const {
      T,
      H,
      V,
      hiddenPanels,
      hiddenStride,
      hiddenWidth,
      outputPanels,
      outputStride,
      outputWidth,
      panel,
    } = this.#size;
    const { batch: B, rows, hidden, delta, gradients } = this;
    const { WhhT, WhyT } = this.#weights;
    const { Whh, Why, Wxh, bh, by } = this.#plan;
    const k = this.#kernels;
    const slopes = this.#slopes;
    const step = B * hiddenStride;

    // ∂E/∂h from the outputs: Whyᵀ δ.
    const piece = pieceRows(rows);
    for (let row = 0; row < rows; row += piece) {
      const count = Math.min(piece, rows - row);
      const to = slopes + row * hiddenStride;
      // Laid out and multiplied bit by bit: all of many outputs would not stay in the second cache.
      for (let at = 0; at < V; at += chunkDepth) {
        if (interrupted()) return false;
        const depth = Math.min(chunkDepth, V - at);
        k.packRows(delta + row * outputStride + 4 * at, outputStride, count, depth, this.#blocks);
        const weights = WhyT + 32 * at;
        // prettier-ignore
        k.product(this.#blocks, 24 * depth, weights, 32 * V, to, hiddenStride, 32, count, hiddenPanels, depth, at > 0);
      }
    }
    // ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h, and Whhᵀ ∂E/∂u goes back to the step before.
    if (B < fewRows) {
      for (let end = T; end > 0; end -= this.#steps) {
        if (interrupted()) return false;
        const first = Math.max(0, end - this.#steps);
        // prettier-ignore
        k.backwardStates(slopes, hidden, hiddenStride, B, WhhT, panel, hiddenPanels, H, hiddenWidth, first, end);
      }
    } else
      for (let t = T - 1; t >= 0; t--) {
        if (interrupted()) return false;
        const at = slopes + t * step;
        k.slopeRows(at, hidden + (t + 1) * step, hiddenStride, B, hiddenWidth);
        if (t === 0) break;
        k.packRows(at, hiddenStride, B, H, this.#blocks);
        this.#multiply(B, H, WhhT, hiddenPanels, at - step, hiddenStride, true);
      }
    // ∂E/∂Whh = Σ ∂E/∂u h₋ᵀ and ∂E/∂Why = Σ δ hᵀ, in the layout of the parameters.
    const summed = gradientRows(H, rows);
    for (let row = 0; row < rows; row += summed) {
      const count = Math.min(summed, rows - row);
      if (interrupted()) return false;
      this.#outer(
        hidden + row * hiddenStride,
        slopes + row * hiddenStride,
        hiddenStride,
        count,
        gradients + Whh,
        hiddenPanels,
        row > 0,
      );
      if (interrupted()) return false;
      this.#outer(
        hidden + step + row * hiddenStride,
        delta + row * outputStride,
        outputStride,
        count,
        gradients + Why,
        outputPanels,
        row > 0,
      );
    }
    if (biases) {
      k.clear(gradients + bh, hiddenWidth);
      k.clear(gradients + by, outputWidth);
      k.columnSums(slopes, hiddenStride, rows, hiddenWidth, gradients + bh);
      k.columnSums(delta, outputStride, rows, outputWidth, gradients + by);
    }
    k.scatterAdd(gradients + Wxh, hiddenWidth, this.inputs, rows, slopes, hiddenStride, hiddenWidth);
    return true;
  }

  /** (Σ over `rows` of h · columnᵀ)ᵀ for the panels of a gradient: rows of h from `from`, of the columns from `at`. */
  #outer(
    from: number,
    at: number,
    stride: number,
    rows: number,
    to: number,
    panels: number,
    accumulate: boolean,
  ): void {
    const { H, hiddenStride, panel } = this.#size;
    const k = this.#kernels;
    k.packColumns(from, hiddenStride, H, rows, this.#blocks);
    k.productOfRows(
      this.#blocks,
      24 * rows,
      at,
      stride,
      to,
      32,
      panel,
      H,
      panels,
      rows,
      accumulate,
      this.#panel,
    );
  }
}
