import type { OptimizerSettings } from '../../optimizers/optimizer.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { Clipping } from '../engine.ts';
import type { Shape } from '../weights.ts';
import type { Kernels } from './kernels.ts';
import { lossPass } from './loss-pass.ts';
import { Allocator, Dimensions, type ParameterPlan } from './memory-plan.ts';
import { Pass, type WeightAddresses } from './pass.ts';
import { Reader } from './reader.ts';
import type { FastOptimizer } from './update.ts';

/** Addresses begin here; below lie the constants of the kernels. */
export const firstAddress = 4096;

/** What decides the layout of a network in memory. */
interface LayoutSpec {
  readonly shape: Shape;
  readonly length: number;
  readonly batch: number;
  /** Into how many parts the sequences of a batch are dealt; each part has a thread. At most `batch`. */
  readonly parts: number;
}

/** What a network needs beside its layout. */
export interface RunSpec extends LayoutSpec {
  readonly layer: OutputLayer;
  readonly optimizer: { readonly id: string; readonly settings: OptimizerSettings };
  readonly rate: number;
  readonly clipping: Clipping;
}

/** Everything of a network that has an address. */
export class Layout implements WeightAddresses {
  readonly size: Dimensions;
  readonly plan: ParameterPlan;
  readonly parameters: number;
  readonly WhhT: number;
  readonly WhyT: number;
  /** What the optimiser remembers. */
  readonly state: readonly number[];
  /** bh, by and Wxh before an update, to return to. */
  readonly before: number;
  /** The gradient of a step that kept it. */
  readonly kept: number;
  /** B rows of H: the state each sequence carries from step to step. */
  readonly carried: number;
  /** Numbers the threads of a run leave for each other; see `Board`. */
  readonly board: number;
  /** Indices of the characters that occur in a step. */
  readonly touched: number;
  readonly passes: readonly Pass[];
  readonly reader: Reader;
  /** Bytes of memory in all. */
  readonly bytes: number;

  constructor(
    kernels: Kernels,
    floats: Float32Array,
    { shape, length, batch, parts }: LayoutSpec,
    optimizer: Pick<FastOptimizer, 'vectors'>,
    layer: OutputLayer | null,
  ) {
    const memory = new Allocator(firstAddress);
    const size = new Dimensions(shape, length);
    const plan = size.parameters(shape.biases);
    this.size = size;
    this.plan = plan;
    this.parameters = memory.take(plan.bytes);
    this.WhhT = memory.take(size.hiddenPanels * size.panel);
    this.WhyT = memory.take(size.hiddenWidth * size.V);
    this.state = Array.from({ length: optimizer.vectors }, () => memory.take(plan.bytes));
    this.before = memory.take(plan.bytes - plan.bh);
    this.kept = memory.take(plan.bytes);
    this.carried = memory.take(batch * size.hiddenStride);
    this.board = memory.take(4096);
    this.touched = memory.take(4 * Math.min(size.V, length * batch));
    this.passes = Array.from({ length: parts }, (_, part) => {
      const [from, to] = share(batch, part, parts);
      const loss = layer ? lossPass(kernels, floats, layer, size, memory) : () => 0;
      return new Pass(kernels, size, plan, this, to - from, loss, memory);
    });
    const loss = layer ? lossPass(kernels, floats, layer, size, memory) : () => 0;
    this.reader = new Reader(kernels, floats, size, plan, this, layer, loss, memory);
    this.bytes = memory.used;
  }
}

/** The part of `count` things that falls to one of `parts`: from, inclusive, and to, exclusive. */
export function share(count: number, part: number, parts: number): readonly [from: number, to: number] {
  return [Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts)];
}

/** Bytes that a network takes in float32, one thread; `stateVectors` as long as the parameters for its optimiser. */
export function fastNetworkBytes(spec: Omit<LayoutSpec, 'parts'>, stateVectors: number): number {
  const nothing = new Float32Array(0);
  return new Layout({} as Kernels, nothing, { ...spec, parts: 1 }, { vectors: stateVectors }, null).bytes;
}
