import { optimizer } from '../optimizers/registry.ts';
import type { OptimizerState } from '../optimizers/optimizer.ts';
import type { Vector } from '../outputs/vector.ts';
import { allFinite, clip, norm } from './clipping.ts';
import { cosine } from './cosine.ts';
import { dot } from './dot.ts';
import type {
  Batch,
  Engine,
  LastStep,
  Network,
  NetworkSpec,
  StepFigures,
  StepLook,
  StepResult,
} from './engine.ts';
import { Parameters } from './parameters.ts';
import { backward, forward, logits, stepHidden, tapeOver, type Tape } from './recurrence.ts';
import { updateRatio } from './update-ratio.ts';
import { saturatedHidden, saturatedOutputs } from './saturation.ts';
import type { NetworkState } from './state.ts';
import type { ParameterName, Weights } from './weights.ts';
import { YardstickSums } from './yardstick-sums.ts';

/** The network in float64, written to be read beside the equations; the measure for every faster engine. */
class ReferenceNetwork implements Network {
  readonly spec: Network['spec'];
  readonly threads = 1;
  readonly crew = null;
  readonly #parameters: Parameters;
  readonly #gradients: Parameters;
  /** The parameters before the update, to return to when it turns out not to be finite. */
  readonly #before: Float64Array;
  /** The gradient of a step that kept it. */
  readonly #kept: Float64Array;
  /** Its norm; NaN unless it is that of the step before. */
  #keptNorm = NaN;
  readonly #state: OptimizerState;
  readonly #tapes: Tape[];
  readonly #hidden: Float64Array;
  readonly #outputs: Float64Array;
  readonly #delta: Float64Array;
  /** B·H: the hidden state each row carries from step to step. */
  readonly #carried: Float64Array;
  readonly #z: Float64Array;
  #targets: Uint32Array | null = null;

  constructor(spec: NetworkSpec) {
    const { shape, length: T, batch: B } = spec;
    const { hidden: H, vocabulary: V } = shape;
    const { weights, ...rest } = spec;
    this.spec = rest;
    this.#parameters = new Parameters(shape);
    this.#parameters.write(weights);
    this.#gradients = new Parameters(shape);
    this.#before = new Float64Array(this.#parameters.flat.length);
    this.#kept = new Float64Array(this.#parameters.flat.length);
    this.#state = optimizer(spec.optimizer.id).init(this.#parameters.flat, spec.optimizer.settings);
    this.#hidden = new Float64Array(B * T * H);
    this.#outputs = new Float64Array(B * T * V);
    this.#delta = new Float64Array(B * T * V);
    this.#carried = new Float64Array(B * H);
    this.#z = new Float64Array(V);
    const row = (all: Float64Array, b: number) =>
      all.subarray((b * all.length) / B, ((b + 1) * all.length) / B);
    this.#tapes = Array.from({ length: B }, (_, b) =>
      tapeOver(T, row(this.#hidden, b), row(this.#outputs, b), row(this.#delta, b)),
    );
  }

  readWeights(): Weights {
    return this.#parameters.read();
  }

  readState(): Float64Array {
    return this.#carried.slice(0, this.spec.shape.hidden);
  }

  exportState(): NetworkState {
    const read = (vector: Vector) => {
      const matrices = new Parameters(this.spec.shape);
      matrices.flat.set(vector);
      return matrices.read();
    };
    const norm = this.#keptNorm;
    return {
      updates: this.#state.step,
      weights: this.readWeights(),
      optimizer: Object.values(this.#state.vectors).map(read),
      carried: this.#carried.slice(),
      kept: Number.isNaN(norm) ? null : { norm, gradient: read(this.#kept) },
    };
  }

  importState({ updates, weights, optimizer, carried, kept }: NetworkState): void {
    const flat = (matrices: Weights) => {
      const parameters = new Parameters(this.spec.shape);
      parameters.write(matrices);
      return parameters.flat;
    };
    this.#parameters.write(weights);
    this.#state.step = updates;
    Object.values(this.#state.vectors).forEach((vector, i) => vector.set(flat(optimizer[i])));
    this.#carried.set(carried);
    this.#keptNorm = kept?.norm ?? NaN;
    if (kept) this.#kept.set(flat(kept.gradient));
  }

  trainStep(batch: Batch, interrupted: () => boolean, look?: StepLook): StepResult | null {
    // The tapes are overwritten from here on; until the step is through, there is no last one to look at.
    this.#targets = null;
    const { layer, shape } = this.spec;
    const sums = look === 'measure' ? new YardstickSums(layer, shape.vocabulary) : null;
    const loss = this.#gradient(batch, sums, interrupted);
    if (loss === null) return null;
    this.#targets = batch.targets.slice();
    return this.#update(loss, look, sums);
  }

  /** E, averaged over the rows, and its gradient; null when interrupted. */
  #gradient(
    { inputs, targets, resets }: Batch,
    sums: YardstickSums | null,
    interrupted: () => boolean,
  ): number | null {
    const { length: T, batch: B, layer, shape } = this.spec;
    const H = shape.hidden;
    const g = this.#gradients;
    const dhnext = new Float64Array(H);
    g.flat.fill(0);
    let loss = 0;
    for (let b = 0; b < B; b++) {
      const tape = this.#tapes[b];
      const x = inputs.subarray(b * T, (b + 1) * T);
      if (resets[b]) tape.before.fill(0);
      else tape.before.set(this.#carried.subarray(b * H, (b + 1) * H));
      const rowLoss = forward(
        this.#parameters,
        layer,
        x,
        targets.subarray(b * T, (b + 1) * T),
        tape,
        this.#z,
        interrupted,
        sums ? (z, y, target) => sums.add(z, y, target) : undefined,
      );
      if (rowLoss === null) return null;
      loss += rowLoss;
      // Truncated: the state is carried into the chunk, no gradient comes back from the next one.
      dhnext.fill(0);
      if (!backward(this.#parameters, x, tape, g, dhnext, interrupted)) return null;
    }
    for (let i = 0; i < g.flat.length; i++) g.flat[i] = g.flat[i] / B;
    return loss / B;
  }

  /** Clipping and update. Weights and carried state change only if everything is finite. */
  #update(loss: number, look: StepLook | undefined, sums: YardstickSums | null): StepResult {
    const { optimizer: chosen, rate, clipping, batch: B, shape, length: T } = this.spec;
    const gradientNorms: Partial<Record<ParameterName, number>> = {};
    for (const [name, view] of this.#gradients.views()) gradientNorms[name] = norm(view);
    const gradientNorm = norm(this.#gradients.flat);
    const result = { loss, gradientNorm, gradientNorms, clipped: false };
    if (!Number.isFinite(loss)) return { ...result, fault: { where: 'loss' } };
    for (const [name] of this.#gradients.views())
      if (!Number.isFinite(gradientNorms[name])) return { ...result, fault: { where: `∂E/∂${name}` } };
    // Each matrix may have a finite norm while the sum of their squares overflows: the largest is named.
    if (!Number.isFinite(gradientNorm)) {
      const norms = Object.entries(gradientNorms) as [ParameterName, number][];
      const [name] = norms.reduce((largest, each) => (each[1] > largest[1] ? each : largest));
      return { ...result, fault: { where: `∂E/∂${name}` } };
    }

    const figures = this.#look(look, gradientNorm, sums);
    const { flat } = this.#parameters;
    const clipped = clip(this.#gradients.flat, gradientNorm, clipping);
    this.#before.set(flat);
    optimizer(chosen.id).update(flat, this.#gradients.flat, this.#state, rate, chosen.settings);
    for (const [name, view] of this.#parameters.views())
      if (!allFinite(view)) {
        flat.set(this.#before);
        return { ...result, clipped, fault: { where: name } };
      }
    const H = shape.hidden;
    for (let b = 0; b < B; b++) this.#carried.set(this.#tapes[b].hidden[T - 1], b * H);
    return {
      ...result,
      clipped,
      fault: null,
      ...(figures && { figures: { ...figures, updateRatios: this.#updateRatios() } }),
    };
  }

  /** Before clipping, which changes the gradient in place. */
  #look(
    look: StepLook | undefined,
    gradientNorm: number,
    sums: YardstickSums | null,
  ): Omit<StepFigures, 'updateRatios'> | null {
    const keptNorm = this.#keptNorm;
    this.#keptNorm = look === 'keep' ? gradientNorm : NaN;
    if (look === 'keep') this.#kept.set(this.#gradients.flat);
    if (!sums) return null;
    const shares = saturatedOutputs(this.#outputs, this.#targets!, this.spec.layer.activation);
    return {
      saturatedOutputs: shares?.saturated ?? NaN,
      saturatedWrong: shares?.wrong ?? NaN,
      saturatedHidden: saturatedHidden(this.#hidden),
      cosine: cosine(dot(this.#gradients.flat, 0, this.#kept, 0, this.#kept.length), gradientNorm, keptNorm),
      training: sums.reading,
    };
  }

  /** ‖ΔW‖ / ‖W‖ of the update that was just made. */
  #updateRatios(): StepFigures['updateRatios'] {
    const { flat } = this.#parameters;
    const ratio = (view: Float64Array): number => {
      const from = (view.byteOffset - flat.byteOffset) / flat.BYTES_PER_ELEMENT;
      return updateRatio(flat, from, this.#before, from, view.length);
    };
    return Object.fromEntries(Array.from(this.#parameters.views(), ([name, view]) => [name, ratio(view)]));
  }

  lastStep(): LastStep | null {
    if (!this.#targets) return null;
    return { delta: this.#delta, outputs: this.#outputs, hidden: this.#hidden, targets: this.#targets };
  }

  readonly predict: Network['predict'] = (inputs, hidden, visit, interrupted) => {
    const z = this.#z;
    const y = new Float64Array(z.length);
    return this.#states(inputs, hidden, interrupted, (t, h) => {
      logits(this.#parameters, h, z);
      this.spec.layer.forward(z, y);
      visit(t, z, y);
    });
  };

  readonly advance: Network['advance'] = (inputs, hidden, interrupted) =>
    this.#states(inputs, hidden, interrupted, () => undefined);

  /** Calls back with the state after each input; `hidden` is changed at the end only. */
  #states(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    interrupted: () => boolean,
    visit: (t: number, h: Float64Array) => void,
  ): boolean {
    let previous = hidden.slice();
    let h = new Float64Array(hidden.length);
    for (let t = 0; t < inputs.length; t++) {
      if (interrupted()) return false;
      stepHidden(this.#parameters, inputs[t], previous, h);
      visit(t, h);
      [previous, h] = [h, previous];
    }
    hidden.set(previous);
    return true;
  }
}

export const referenceEngine: Engine = {
  id: 'float64',
  label: 'float64, reference engine',
  create: (spec) => new ReferenceNetwork(spec),
};
