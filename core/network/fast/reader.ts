import type { OutputLayer } from '../../outputs/output-layer.ts';
import { readingOf, readOutputs } from '../../outputs/readings/registry.ts';
import type { Network } from '../engine.ts';
import { scoreValues, type YardstickSums } from '../yardstick-sums.ts';
import type { Kernels } from './kernels.ts';
import {
  Allocator,
  blockBytes,
  chunkDepth,
  readingRows,
  stepsAtOnce,
  type Dimensions,
  type ParameterPlan,
} from './memory-plan.ts';
import type { LossPass, WeightAddresses } from './pass.ts';
import { readingSums } from './reading-sums.ts';

/** Sigmoid outputs whose sum is below this are too far down for float32: a kernel ends at e^−80. */
const smallestSum = 1e-20;

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

  readonly read: Network['predict'] = (inputs, hidden, visit, interrupted) => {
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
  };

  readonly advance: Network['advance'] = (inputs, hidden, interrupted) =>
    this.#chunks(inputs, hidden, interrupted, () => undefined);

  /** For layers with a kernel whose outputs, or their powers, are summed to be read. */
  readonly score: NonNullable<Network['score']> = (inputs, targets, hidden, sums, interrupted) => {
    const { outputStride } = this.#size;
    let loss = 0;
    const finished = this.#chunks(inputs, hidden, interrupted, (position, rows) => {
      this.#logitsOf(rows);
      this.#put(targets, position, rows, this.#targets);
      loss += this.#loss(this.#logits, this.#delta, outputStride, this.#targets, rows);
      this.#scoreRows(this.#logits, this.#targets, this.#hidden + this.#size.hiddenStride, rows, sums);
    });
    return finished ? loss : null;
  };

  /**
   * Adds the predictions of a training step to the yardsticks, from what it has left: rows of outputs, their targets and
   * the states they were made from. The weights must still be those of the step.
   */
  scoreStep(outputs: number, targets: number, hidden: number, rows: number, sums: YardstickSums): void {
    const { outputStride, hiddenStride } = this.#size;
    for (let row = 0; row < rows; row += readingRows) {
      const count = Math.min(readingRows, rows - row);
      const where = [targets + 4 * row, hidden + row * hiddenStride, count] as const;
      if (readingSums(this.#layer!) === null) this.#addRows(...where, sums);
      else this.#scoreRows(outputs + row * outputStride, ...where, sums);
    }
  }

  /** The sums over rows of outputs, for a layer whose outputs, or their powers, are summed to be read. */
  #scoreRows(outputs: number, targets: number, hidden: number, rows: number, sums: YardstickSums): void {
    const { V, outputStride } = this.#size;
    const layer = this.#layer!;
    const where = [outputs, outputStride, rows, V, targets, this.#scores] as const;
    this.#kernels.scoreRows(...where);
    if (readingSums(layer) === 'powers') this.#kernels.scorePowers(...where);
    if (layer.reading !== 'own' && readingOf(layer.reading).vanishes)
      this.#scoreFaintRows(targets, hidden, rows);
    sums.addScores(this.#floats, this.#scores / 4, rows);
  }

  /** Rows that are read by what no sums tell: their logits are made once more. */
  #addRows(targets: number, hidden: number, rows: number, sums: YardstickSums): void {
    const { V, outputStride } = this.#size;
    this.#logitsOf(rows, hidden);
    const y = new Float32Array(V);
    for (let r = 0; r < rows; r++) {
      const at = (this.#logits + r * outputStride) / 4;
      const z = this.#floats.subarray(at, at + V);
      this.#layer!.forward(z, y);
      sums.add(z, y, this.#integers[targets / 4 + r]);
    }
  }

  /** Rows whose outputs are all too far down are read from their logits, which the outputs stand in place of. */
  #scoreFaintRows(targets: number, hidden: number, rows: number): void {
    const sumAt = (r: number) => this.#scores / 4 + scoreValues * r;
    const faint: number[] = [];
    for (let r = 0; r < rows; r++) if (this.#floats[sumAt(r)] < smallestSum) faint.push(r);
    if (faint.length === 0) return;
    this.#logitsOf(rows, hidden);
    const { V, outputStride } = this.#size;
    const q = new Float64Array(V);
    for (const r of faint) {
      const z = this.#floats.subarray((this.#logits + r * outputStride) / 4).subarray(0, V);
      readOutputs(this.#layer!, z, z, q);
      const squares = q.reduce((sum, value) => sum + value * value, 0);
      this.#floats.set([1, squares, q[this.#integers[targets / 4 + r]]], sumAt(r));
    }
  }

  /** Computes the states of some positions after the other; `hidden` is changed at the end only. */
  #chunks(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    interrupted: () => boolean,
    read: (position: number, rows: number) => void,
  ): boolean {
    const { H, hiddenStride, hiddenWidth } = this.#size;
    const state = this.#floats.subarray(this.#hidden / 4, this.#hidden / 4 + H);
    state.set(hidden);
    for (let position = 0; position < inputs.length; position += readingRows) {
      const rows = Math.min(readingRows, inputs.length - position);
      this.#put(inputs, position, rows, this.#inputs);
      if (!this.#statesOf(rows, interrupted)) return false;
      read(position, rows);
      this.#kernels.copy(this.#hidden + rows * hiddenStride, this.#hidden, hiddenWidth);
    }
    hidden.set(state);
    return true;
  }

  /** Some indices from `position` on go to an address. */
  #put(indices: ArrayLike<number>, position: number, count: number, to: number): void {
    const integers = this.#integers;
    const at = to / 4;
    for (let i = 0; i < count; i++) integers[at + i] = indices[position + i];
  }

  #statesOf(rows: number, interrupted: () => boolean): boolean {
    const { H, hiddenPanels, hiddenStride, hiddenWidth, panel } = this.#size;
    const { Wxh, bh, Whh } = this.#plan;
    const { parameters } = this.#weights;
    const k = this.#kernels;
    const hidden = this.#hidden;
    // prettier-ignore
    k.gather(parameters + Wxh, hiddenWidth, parameters + bh, this.#inputs, rows, hidden + hiddenStride, hiddenStride, hiddenWidth);
    const steps = stepsAtOnce(H, 1);
    for (let first = 0; first < rows; first += steps) {
      if (interrupted()) return false;
      const end = Math.min(rows, first + steps);
      // prettier-ignore
      k.forwardStates(hidden, hiddenStride, 1, parameters + Whh, panel, hiddenPanels, H, hiddenWidth, first, end);
    }
    return true;
  }

  /** Logits of the present states, or of rows of states that lie elsewhere. */
  #logitsOf(rows: number, hidden = this.#hidden + this.#size.hiddenStride): void {
    const { H, hiddenStride, outputPanels, outputStride, outputWidth, panel } = this.#size;
    const { Why, by } = this.#plan;
    const { parameters } = this.#weights;
    const k = this.#kernels;
    k.spread(parameters + by, this.#logits, outputStride, rows, outputWidth);
    k.packRows(hidden, hiddenStride, rows, H, this.#blocks);
    for (let at = 0; at < H; at += chunkDepth)
      k.product(
        this.#blocks + 24 * at,
        24 * H,
        parameters + Why + 32 * at,
        panel,
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
