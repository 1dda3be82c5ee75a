import { fixed } from '../../words/number-format.ts';
import { LabError } from '../../errors.ts';
import type {
  Batch,
  Crew,
  LastStep,
  Network,
  NetworkSpec,
  StepFigures,
  StepLook,
  StepResult,
} from '../engine.ts';
import { normScale } from '../clipping.ts';
import { cosine } from '../cosine.ts';
import { updateRatio } from '../update-ratio.ts';
import type { NetworkState } from '../state.ts';
import { YardstickSums, type YardstickReading } from '../yardstick-sums.ts';
import { parameterNames, type ParameterName, type Weights } from '../weights.ts';
import { Board, type Task } from './board.ts';
import { instantiate, type KernelBuild, type Kernels } from './kernels.ts';
import { firstAddress, Layout, share, type RunSpec } from './memory-layout.ts';
import { Part } from './part.ts';
import { exportState, importState } from './state-transfer.ts';
import { readingSums } from './reading-sums.ts';
import { stepSaturation } from './step-saturation.ts';
import { fastOptimizer } from './update.ts';
import { pageBytes, sharedMemory, type WasmMemory } from './web-assembly.ts';
import { WeightPanels } from './weight-panels.ts';

const mostBytes = 65535 * pageBytes;

/** The network in float32 on the kernels. All its numbers lie in one memory, laid out when it is made. */
export class FastNetwork implements Network {
  readonly spec: Network['spec'];
  readonly #run: RunSpec;
  readonly #build: KernelBuild;
  readonly #memory: WasmMemory;
  readonly #floats: Float32Array;
  readonly #integers: Uint32Array;
  readonly #kernels: Kernels;
  readonly #layout: Layout;
  readonly #board: Board;
  readonly #parts: readonly Part[];
  readonly #names: readonly ParameterName[];
  readonly #weights: WeightPanels;
  /** Only for layers with a kernel that leaves what is read: what others compute is not known here. */
  readonly score?: NonNullable<Network['score']>;
  #looked = false;
  /** Norm of the sum over the sequences that was kept; NaN unless it is that of the step before. */
  #keptNorm = NaN;
  /** Parts whose followers do them in the present step, as bits. */
  #called = 0;
  readonly #marks: Uint32Array;
  #mark = 0;

  /** @param parts threads that the sequences of a batch are dealt out to; until they join, this one does all */
  constructor(spec: NetworkSpec, build: KernelBuild, parts = 1) {
    const optimizer = fastOptimizer(spec.optimizer);
    const { weights, ...rest } = spec;
    this.spec = rest;
    this.#names = parameterNames(spec.shape);
    this.#build = build;
    this.#run = { ...rest, parts: Math.max(1, Math.min(parts, spec.batch, Board.mostParts)) };
    // Twice over the same layout: once to know how much memory it takes, once in it.
    const { bytes } = new Layout({} as Kernels, new Float32Array(0), this.#run, optimizer, spec.layer);
    if (bytes > mostBytes)
      throw new LabError(
        'too-large-for-memory',
        `One run of this network takes ${fixed(bytes / 1e9, 1)} GB in float32; a run may take 4.2 GB.`,
        'Choose fewer hidden units, a shorter sequence or a smaller batch.',
      );
    const pages = Math.ceil(bytes / pageBytes);
    this.#memory = sharedMemory(pages);
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#integers = new Uint32Array(this.#memory.buffer);
    const kernels = instantiate(build, this.#memory);
    this.#kernels = kernels;
    if (kernels.ownMemory() > firstAddress)
      throw new RangeError('The kernels keep more than was left to them.');
    this.#layout = new Layout(kernels, this.#floats, this.#run, optimizer, spec.layer);
    this.#board = new Board(this.#memory.buffer, this.#layout.board);
    this.#parts = this.#layout.passes.map(
      (_, part) => new Part(kernels, this.#floats, this.#layout, this.#run, optimizer, part, this.#board),
    );
    this.#marks = new Uint32Array(spec.shape.vocabulary);
    const { size, plan, parameters } = this.#layout;
    this.#weights = new WeightPanels(this.#floats, size, plan, spec.shape.biases, parameters);
    this.#weights.write(weights);
    const { reader } = this.#layout;
    if (spec.layer.kernel && readingSums(spec.layer) !== null)
      this.score = (...args) => reader.score(...args);
    this.#together('turn', never);
  }

  /** Threads that a step is dealt out to; results depend on it by rounding. */
  get threads(): number {
    return this.#run.parts;
  }

  /** For the other threads of this run; null when there are none. The layer does not travel: it has methods. */
  get crew(): Crew | null {
    if (this.#run.parts === 1) return null;
    const { shape, length, batch, parts, optimizer, rate, clipping } = this.#run;
    return {
      memory: this.#memory,
      build: this.#build,
      spec: { shape, length, batch, parts, optimizer, rate, clipping },
    };
  }

  readWeights(): Weights {
    return this.#weights.read();
  }

  readState(): Float64Array {
    const { carried, size } = this.#layout;
    return Float64Array.from(this.#floats.subarray(carried / 4, carried / 4 + size.H));
  }

  exportState(): NetworkState {
    const { shape, batch } = this.spec;
    const { step: updates } = this.#board;
    const facts = { biases: shape.biases, batch, updates, keptNorm: this.#keptNorm };
    return exportState(this.#floats, this.#layout, facts);
  }

  importState(state: NetworkState): void {
    const { shape, batch } = this.spec;
    importState(this.#floats, this.#layout, { biases: shape.biases, batch }, state);
    this.#board.step = state.updates;
    this.#keptNorm = state.kept?.norm ?? NaN;
    this.#together('turn', never);
  }

  /** Every part does a task: the followers that are in this step do theirs, this thread all others. */
  #together(task: Task, interrupted: () => boolean): void {
    const called = this.#called;
    let followers = 0;
    if (called !== 0) this.#board.call(task, called);
    for (let i = 0; i < this.#parts.length; i++)
      if (called & (1 << i)) followers++;
      else this.#parts[i].do(task, interrupted);
    this.#board.waitForDone(followers);
  }

  trainStep(batch: Batch, interrupted: () => boolean, look?: StepLook): StepResult | null {
    this.#looked = false;
    // Who joins later waits for the next step: an update goes over what the same part has found when it summed up.
    this.#called = this.#board.joined;
    this.#load(batch);
    this.#together('gradient', interrupted);
    let loss = 0;
    for (let part = 0; part < this.#parts.length; part++) {
      const own = this.#board.loss(part);
      if (own === null) return null;
      loss += own;
    }
    this.#looked = true;
    return this.#update(loss / this.spec.batch, look);
  }

  /** Row of sequence b at time t: the pass it belongs to, and its row there. */
  #place(b: number, t: number): { pass: Layout['passes'][number]; row: number } {
    const { passes } = this.#layout;
    const { batch, parts } = this.#run;
    let part = 0;
    while (share(batch, part, parts)[1] <= b) part++;
    const pass = passes[part];
    return { pass, row: t * pass.batch + b - share(batch, part, parts)[0] };
  }

  /** Puts indices and the states before the first step in place. */
  #load({ inputs, targets, resets }: Batch): void {
    const { length: T, batch: B } = this.spec;
    const { size, carried, touched } = this.#layout;
    const { hiddenStride } = size;
    for (let b = 0; b < B; b++) {
      const { pass, row } = this.#place(b, 0);
      for (let t = 0; t < T; t++) {
        this.#integers[pass.inputs / 4 + row + t * pass.batch] = inputs[b * T + t];
        this.#integers[pass.targets / 4 + row + t * pass.batch] = targets[b * T + t];
      }
      const to = pass.hidden + row * hiddenStride;
      if (resets[b]) this.#kernels.clear(to, hiddenStride);
      else this.#kernels.copy(carried + b * hiddenStride, to, hiddenStride);
    }
    this.#mark++;
    let count = 0;
    for (const x of inputs)
      if (this.#marks[x] !== this.#mark) {
        this.#marks[x] = this.#mark;
        this.#integers[touched / 4 + count++] = x;
      }
    this.#board.touched = count;
  }

  /** The figure of a parameter, summed over the parts. */
  #sum(name: ParameterName): number {
    let sum = 0;
    for (let part = 0; part < this.#parts.length; part++) sum += this.#board.figure(part, name);
    return sum;
  }

  /** Clipping and update. Weights and carried state change only if everything is finite. */
  #update(loss: number, look?: StepLook): StepResult {
    const { clipping, batch: B } = this.spec;
    this.#together('reduce', never);
    const gradientNorms: Partial<Record<ParameterName, number>> = {};
    let sum = 0;
    for (const name of this.#names) {
      const squares = this.#sum(name);
      gradientNorms[name] = Math.sqrt(squares) / B;
      sum += squares;
    }
    const gradientNorm = Math.sqrt(sum) / B;
    const result = { loss, gradientNorm, gradientNorms, clipped: false };
    if (!Number.isFinite(loss)) return { ...result, fault: { where: 'loss' } };
    for (const name of this.#names)
      if (!Number.isFinite(gradientNorms[name])) return { ...result, fault: { where: `∂E/∂${name}` } };

    const figures = this.#look(look, Math.sqrt(sum));
    let scale = 1 / B;
    let limit = Infinity;
    let clipped = false;
    if (clipping.kind === 'norm') {
      const factor = normScale(gradientNorm, clipping.threshold);
      clipped = factor < 1;
      scale *= factor;
    } else if (clipping.kind === 'value') {
      limit = clipping.threshold;
      clipped = this.#parts.some((part) => part.largest() / B > limit);
    }
    this.#board.setUpdate(scale, limit);
    this.#board.step++;
    this.#together('update', never);
    for (const name of this.#names)
      if (this.#sum(name) < this.#parts.length) {
        for (const part of this.#parts) part.restore();
        return { ...result, clipped, fault: { where: name } };
      }
    this.#together('turn', never);
    this.#carry();
    const done = { ...result, clipped, fault: null };
    return figures ? { ...done, figures: { ...figures, updateRatios: this.#updateRatios() } } : done;
  }

  /** After the sums and before the update: an optimiser without a kernel clips the gradient in place. */
  #look(look: StepLook | undefined, norm: number): Omit<StepFigures, 'updateRatios'> | null {
    const keptNorm = this.#keptNorm;
    this.#keptNorm = look === 'keep' ? norm : NaN;
    if (look === 'keep') {
      const { kept, plan } = this.#layout;
      this.#kernels.clear(kept + plan.Wxh, plan.bytes - plan.Wxh);
      for (const part of this.#parts) part.keep();
    }
    if (look !== 'measure') return null;
    const product = this.#parts.reduce((sum, part) => sum + part.product(), 0);
    // The kept gradient has done its work: its place takes the weights before the update.
    const { parameters, kept, plan } = this.#layout;
    this.#kernels.copy(parameters, kept, plan.bytes);
    const saturation = stepSaturation(this.#kernels, this.#floats, this.#layout, this.spec);
    return { ...saturation, cosine: cosine(product, norm, keptNorm), training: this.#training() };
  }

  /** ‖ΔW‖ / ‖W‖ of the update that was just made; what pads the matrices is 0 before and after it. */
  #updateRatios(): StepFigures['updateRatios'] {
    const { parameters, kept, plan } = this.#layout;
    return Object.fromEntries(
      plan.parts.map(([name, at, bytes]) => [
        name,
        updateRatio(this.#floats, (parameters + at) / 4, this.#floats, (kept + at) / 4, bytes / 4),
      ]),
    );
  }

  /** The yardsticks over all rows of the step, before its weights are changed. */
  #training(): YardstickReading {
    const { passes, reader, size } = this.#layout;
    const sums = new YardstickSums(this.spec.layer, size.V);
    for (const { outputs, targets, hidden, batch, rows } of passes)
      reader.scoreStep(outputs, targets, hidden + batch * size.hiddenStride, rows, sums);
    return sums.reading;
  }

  /** The last states are where the next step goes on from. */
  #carry(): void {
    const { length: T, batch: B } = this.spec;
    const { carried, size } = this.#layout;
    for (let b = 0; b < B; b++) {
      const { pass, row } = this.#place(b, T);
      this.#kernels.copy(
        pass.hidden + row * size.hiddenStride,
        carried + b * size.hiddenStride,
        size.hiddenStride,
      );
    }
  }

  lastStep(): LastStep | null {
    if (!this.#looked) return null;
    const { V, H, hiddenStride, outputStride } = this.#layout.size;
    const { length: T, batch: B } = this.spec;
    const delta = new Float32Array(B * T * V);
    const outputs = new Float32Array(B * T * V);
    const hidden = new Float32Array(B * T * H);
    const targets = new Uint32Array(B * T);
    const row = (at: number, width: number) => this.#floats.subarray(at / 4, at / 4 + width);
    for (let b = 0; b < B; b++)
      for (let t = 0; t < T; t++) {
        const { pass, row: r } = this.#place(b, t);
        const to = b * T + t;
        delta.set(row(pass.delta + r * outputStride, V), to * V);
        outputs.set(row(pass.outputs + r * outputStride, V), to * V);
        hidden.set(row(pass.hidden + (r + pass.batch) * hiddenStride, H), to * H);
        targets[to] = this.#integers[pass.targets / 4 + r];
      }
    return { delta, outputs, hidden, targets };
  }

  readonly predict: Network['predict'] = (...all) => this.#layout.reader.read(...all);

  readonly advance: Network['advance'] = (...all) => this.#layout.reader.advance(...all);
}

/** From the sums on, a step is too short to be given up. */
const never = () => false;
