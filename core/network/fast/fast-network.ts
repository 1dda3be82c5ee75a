import { LabError } from '../../errors.ts';
import type { Vector } from '../../outputs/output-layer.ts';
import type { Batch, LastStep, Network, NetworkSpec, StepResult } from '../engine.ts';
import type { ParameterName, Weights } from '../weights.ts';
import { instantiate, type KernelBuild, type Kernels } from './kernels.ts';
import { lossPass } from './loss-pass.ts';
import { Allocator, Dimensions, type ParameterPlan } from './memory-plan.ts';
import { Pass } from './pass.ts';
import { Reader } from './reader.ts';
import { fastOptimizers, type FastOptimizer, type Stretch } from './update.ts';
import { pageBytes, webAssembly } from './web-assembly.ts';
import { WeightPanels } from './weight-panels.ts';

/** Addresses begin here; below lie the constants of the kernels. */
const firstAddress = 4096;
const mostBytes = 65535 * pageBytes;

/** Everything of a network that has an address. */
class Placement {
  readonly parameters: number;
  readonly WhhT: number;
  readonly WhyT: number;
  /** What the optimiser remembers. */
  readonly state: readonly number[];
  /** bh, by and Wxh before an update, to return to. */
  readonly before: number;

  constructor(size: Dimensions, plan: ParameterPlan, optimizer: FastOptimizer, memory: Allocator) {
    this.parameters = memory.take(plan.bytes);
    this.WhhT = memory.take(size.hiddenWidth * size.H);
    this.WhyT = memory.take(size.hiddenWidth * size.V);
    this.state = Array.from({ length: optimizer.vectors }, () => memory.take(plan.bytes));
    this.before = memory.take(plan.bytes - plan.bh);
  }
}

/** The network in float32 on the kernels. All its numbers lie in one memory, laid out when it is made. */
export class FastNetwork implements Network {
  readonly spec: NetworkSpec;
  readonly #kernels: Kernels;
  readonly #floats: Float32Array;
  readonly #integers: Uint32Array;
  readonly #size: Dimensions;
  readonly #plan: ParameterPlan;
  readonly #at: Placement;
  readonly #weights: WeightPanels;
  readonly #pass: Pass;
  readonly #reader: Reader;
  readonly #optimizer: FastOptimizer;
  /** B rows of H: the state each sequence carries from step to step. */
  readonly #carried: number;
  #steps = 0;
  #looked = false;
  /** Rows of Wxh whose gradient is not 0 in this step. */
  readonly #touched: Uint32Array;
  #touchedCount = 0;
  readonly #marks: Uint32Array;
  #mark = 0;

  constructor(spec: NetworkSpec, build: KernelBuild) {
    const optimizer = fastOptimizers[spec.optimizer.id];
    if (!optimizer || !webAssembly)
      throw new LabError(
        'bad-experiment',
        `The optimiser '${spec.optimizer.id}' has no float32 form.`,
        'Choose the precision float64.',
      );
    this.spec = spec;
    this.#optimizer = optimizer;
    const { shape, length, batch } = spec;
    const size = new Dimensions(shape, length);
    const plan = size.parameters(shape.biases);
    this.#size = size;
    this.#plan = plan;

    // Twice over the same plan: once to know how much memory it takes, once in it.
    const lay = (kernels: Kernels, floats: Float32Array) => {
      const memory = new Allocator(firstAddress);
      const at = new Placement(size, plan, optimizer, memory);
      const carried = memory.take(batch * size.hiddenStride);
      const loss = lossPass(kernels, floats, spec.layer, size);
      const pass = new Pass(kernels, floats, size, plan, at, batch, loss, memory);
      const reader = new Reader(kernels, floats, size, plan, at, spec.layer, memory);
      return { at, carried, pass, reader, bytes: memory.used };
    };
    const { bytes } = lay({} as Kernels, new Float32Array(0));
    if (bytes > mostBytes)
      throw new LabError(
        'too-large-for-memory',
        `One run of this network takes ${(bytes / 1e9).toFixed(1)} GB in float32; a run may take 4.2 GB.`,
        'Choose fewer hidden units, a shorter sequence or a smaller batch.',
      );
    const pages = Math.ceil(bytes / pageBytes);
    const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Uint32Array(memory.buffer);
    this.#kernels = instantiate(build, memory);
    if (this.#kernels.ownMemory() > firstAddress)
      throw new RangeError('The kernels keep more than was left to them.');
    const { at, carried, pass, reader } = lay(this.#kernels, this.#floats);
    this.#at = at;
    this.#carried = carried;
    this.#pass = pass;
    this.#reader = reader;
    this.#touched = new Uint32Array(Math.min(shape.vocabulary, length * batch));
    this.#marks = new Uint32Array(shape.vocabulary);
    this.#weights = new WeightPanels(this.#floats, size, plan, shape.biases, at.parameters);
    this.#weights.write(spec.weights);
    this.#transpose();
  }

  readWeights(): Weights {
    return this.#weights.read();
  }

  trainStep(batch: Batch, interrupted: () => boolean): StepResult | null {
    this.#looked = false;
    this.#load(batch);
    const { biases } = this.spec.shape;
    const loss = this.#pass.forward(interrupted);
    if (loss === null) return null;
    this.#clearTouched();
    if (!this.#pass.backward(biases, interrupted)) return null;
    this.#looked = true;
    return this.#update(loss / this.spec.batch);
  }

  /** Puts indices and the states before the first step in place. */
  #load({ inputs, targets, resets }: Batch): void {
    const { length: T, batch: B } = this.spec;
    const pass = this.#pass;
    const { hiddenStride } = this.#size;
    for (let b = 0; b < B; b++)
      for (let t = 0; t < T; t++) {
        const row = t * B + b;
        this.#integers[pass.inputs / 4 + row] = inputs[b * T + t];
        this.#integers[pass.targets / 4 + row] = targets[b * T + t];
      }
    this.#copy(this.#carried, pass.hidden, B * hiddenStride);
    for (let b = 0; b < B; b++) if (resets[b]) this.#fill(pass.hidden + b * hiddenStride, hiddenStride);
    this.#mark++;
    this.#touchedCount = 0;
    for (const x of inputs)
      if (this.#marks[x] !== this.#mark) {
        this.#marks[x] = this.#mark;
        this.#touched[this.#touchedCount++] = x;
      }
  }

  #fill(at: number, bytes: number): void {
    this.#floats.fill(0, at / 4, (at + bytes) / 4);
  }

  #copy(from: number, to: number, bytes: number): void {
    this.#floats.copyWithin(to / 4, from / 4, (from + bytes) / 4);
  }

  #clearTouched(): void {
    const { hiddenWidth } = this.#size;
    const base = this.#pass.gradients + this.#plan.Wxh;
    if (!this.#optimizer.sparse) this.#fill(base, hiddenWidth * this.#size.V);
    else for (const { at, bytes } of this.#rowsOfWxh()) this.#fill(this.#pass.gradients + at, bytes);
  }

  /** The stretches of Wxh that this step changes. */
  #rowsOfWxh(): Stretch[] {
    const { Wxh } = this.#plan;
    const { hiddenWidth, V } = this.#size;
    // A few long stretches are as good as all rows.
    if (!this.#optimizer.sparse || this.#touchedCount === V) return [{ at: Wxh, bytes: hiddenWidth * V }];
    return Array.from(this.#touched.subarray(0, this.#touchedCount), (x) => ({
      at: Wxh + x * hiddenWidth,
      bytes: hiddenWidth,
    }));
  }

  /** The stretches of each parameter that this step changes. */
  #stretches(): [ParameterName, Stretch[]][] {
    return this.#plan.parts.map(([name, at, bytes]) => [
      name,
      name === 'Wxh' ? this.#rowsOfWxh() : [{ at, bytes }],
    ]);
  }

  /** Clipping and update. Weights and carried state change only if everything is finite. */
  #update(loss: number): StepResult {
    const { clipping, batch: B, rate } = this.spec;
    const k = this.#kernels;
    const { gradients } = this.#pass;
    const stretches = this.#stretches();
    const gradientNorms: Partial<Record<ParameterName, number>> = {};
    let sum = 0;
    for (const [name, parts] of stretches) {
      let squares = 0;
      for (const { at, bytes } of parts) squares += k.squares(gradients + at, bytes / 4);
      gradientNorms[name] = Math.sqrt(squares) / B;
      sum += squares;
    }
    const gradientNorm = Math.sqrt(sum) / B;
    const result = { loss, gradientNorm, gradientNorms: inOrder(gradientNorms), clipped: false };
    if (!Number.isFinite(loss)) return { ...result, fault: { where: 'loss' } };
    for (const [name, norm] of Object.entries(result.gradientNorms))
      if (!Number.isFinite(norm)) return { ...result, fault: { where: `∂E/∂${name as ParameterName}` } };

    let scale = 1 / B;
    let limit = Infinity;
    let clipped = false;
    if (clipping.kind === 'norm') {
      const factor = clipping.threshold / (gradientNorm + 1e-6);
      clipped = factor < 1;
      if (clipped) scale *= factor;
    } else if (clipping.kind === 'value') {
      limit = clipping.threshold;
      for (const [, parts] of stretches)
        for (const { at, bytes } of parts)
          if (k.largest(gradients + at, bytes / 4) / B > limit) clipped = true;
    }

    const { parameters, state } = this.#at;
    this.#keep(stretches);
    this.#steps++;
    const { settings } = this.spec.optimizer;
    const vectors = [parameters, gradients, ...state];
    const update = this.#optimizer.prepare(k, vectors, this.#steps, rate, settings);
    for (const [name, parts] of stretches)
      for (const part of parts)
        if (!update(part, scale, limit)) {
          this.#restore(stretches);
          return { ...result, clipped, fault: { where: name } };
        }
    this.#transpose();
    const { hiddenStride, T } = this.#size;
    this.#copy(this.#pass.hidden + T * B * hiddenStride, this.#carried, B * hiddenStride);
    return { ...result, clipped, fault: null };
  }

  /** Whh and Why need no copy: their transposes hold them until the step is through. */
  #keep(stretches: readonly [ParameterName, Stretch[]][]): void {
    for (const [name, parts] of stretches)
      if (name !== 'Whh' && name !== 'Why')
        for (const { at, bytes } of parts)
          this.#copy(this.#at.parameters + at, this.#at.before + at - this.#plan.bh, bytes);
  }

  #restore(stretches: readonly [ParameterName, Stretch[]][]): void {
    for (const [name, parts] of stretches)
      if (name !== 'Whh' && name !== 'Why')
        for (const { at, bytes } of parts)
          this.#copy(this.#at.before + at - this.#plan.bh, this.#at.parameters + at, bytes);
    const { H, V, hiddenPanels } = this.#size;
    const { parameters, WhhT, WhyT } = this.#at;
    this.#kernels.transpose(WhhT, hiddenPanels, H, parameters + this.#plan.Whh, H);
    this.#kernels.transpose(WhyT, hiddenPanels, V, parameters + this.#plan.Why, H);
  }

  #transpose(): void {
    const { H, V, hiddenPanels, outputPanels } = this.#size;
    const { parameters, WhhT, WhyT } = this.#at;
    this.#kernels.transpose(parameters + this.#plan.Whh, hiddenPanels, H, WhhT, H);
    this.#kernels.transpose(parameters + this.#plan.Why, outputPanels, H, WhyT, V);
  }

  lastStep(): LastStep | null {
    if (!this.#looked) return null;
    const { V, H, hiddenStride, outputStride } = this.#size;
    const { hidden, outputs, delta } = this.#pass;
    const { batch: B } = this.spec;
    return {
      delta: this.#inBatchOrder(delta, outputStride, V),
      outputs: this.#inBatchOrder(outputs, outputStride, V),
      hidden: this.#inBatchOrder(hidden + B * hiddenStride, hiddenStride, H),
      targets: this.#targets(),
    };
  }

  /** A copy whose row (b, t) stands at b · T + t, from rows in order of time. */
  #inBatchOrder(at: number, stride: number, width: number): Float32Array {
    const { length: T, batch: B } = this.spec;
    const result = new Float32Array(B * T * width);
    for (let b = 0; b < B; b++)
      for (let t = 0; t < T; t++) {
        const from = (at + (t * B + b) * stride) / 4;
        result.set(this.#floats.subarray(from, from + width), (b * T + t) * width);
      }
    return result;
  }

  #targets(): Uint32Array {
    const { length: T, batch: B } = this.spec;
    const at = this.#pass.targets / 4;
    return Uint32Array.from(
      { length: B * T },
      (_, i) => this.#integers[at + (i % T) * B + Math.floor(i / T)],
    );
  }

  predict(
    inputs: ArrayLike<number>,
    hidden: Float64Array,
    visit: (position: number, z: Vector, y: Vector) => void,
    interrupted: () => boolean,
  ): boolean {
    return this.#reader.read(inputs, hidden, visit, interrupted, this.#integers);
  }
}

const order: readonly ParameterName[] = ['Wxh', 'Whh', 'Why', 'bh', 'by'];

/** The same figures in the order in which parameters are always named. */
function inOrder(
  norms: Readonly<Partial<Record<ParameterName, number>>>,
): Partial<Record<ParameterName, number>> {
  return Object.fromEntries(order.filter((name) => name in norms).map((name) => [name, norms[name]]));
}
