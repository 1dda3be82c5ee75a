// Whoever imports this file needs the declaration too, and an ambient module cannot be imported.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./kernels-module.d.ts" />
import type { lossKernels } from '../../outputs/layer-kernel.ts';
import { plain, relaxed } from './kernels/index.ts?kernels';
import { neededWebAssembly, webAssembly, type WasmMemory, type WasmModule } from './web-assembly.ts';

/** C (+)= A · B. */
type Product = (
  a: number,
  aBlock: number,
  b: number,
  bPanelOrStride: number,
  c: number,
  cStride: number,
  cPanel: number,
  rows: number,
  panels: number,
  depth: number,
  accumulate: boolean,
) => void;

/** Rows of logits that become outputs. */
type LossRows = [
  z: number,
  delta: number,
  stride: number,
  targets: number,
  rows: number,
  vocabulary: number,
  width: number,
];

/** A layer: E summed over the rows. Only kernels of training forms read `epsilon`. */
type LossKernel = (...args: [...LossRows, epsilon?: number | undefined]) => number;

/** The product of the recurrence, at steps from `first` to before `end`. */
type Recurrence = [
  stride: number,
  batch: number,
  weights: number,
  panel: number,
  panels: number,
  depth: number,
  width: number,
  first: number,
  end: number,
];

/** Some rows of a table, all of one width. */
type Rows = [width: number, indices: number, rows: number];

/** What every optimiser is told of a step. */
type Step = [scale: number, limit: number, rate: number];

/**
 * What the compiled module offers. Its sources in `kernels/` say what each does. Addresses, strides, distances between
 * blocks or panels, and widths are in bytes; rows, panels, depths and counts are numbers of them.
 */
export interface Kernels extends Readonly<Record<(typeof lossKernels)[number], LossKernel>> {
  packRows(from: number, stride: number, rows: number, depth: number, to: number): void;
  packColumns(from: number, stride: number, columns: number, depth: number, to: number): void;
  packPanel(from: number, stride: number, rows: number, to: number): void;
  transpose(
    from: number,
    fromPanel: number,
    panels: number,
    rows: number,
    to: number,
    toPanel: number,
    limit: number,
  ): void;
  readonly product: Product;
  productOfRows(...args: [...Parameters<Product>, scratch: number]): void;
  vectorProduct(
    a: number,
    b: number,
    bPanel: number,
    c: number,
    panels: number,
    depth: number,
    backwards: boolean,
  ): void;
  ownMemory(): number;
  prepare(rows: number, panels: number): void;
  gather(
    table: number,
    stride: number,
    bias: number,
    indices: number,
    rows: number,
    to: number,
    toStride: number,
    width: number,
  ): void;
  scatterAdd(
    table: number,
    stride: number,
    indices: number,
    rows: number,
    from: number,
    fromStride: number,
    width: number,
  ): void;
  forwardStates(hidden: number, ...args: Recurrence): void;
  backwardStates(slopes: number, hidden: number, ...args: Recurrence): void;
  spread(bias: number, to: number, stride: number, rows: number, width: number): void;
  tanhRows(at: number, stride: number, rows: number, width: number): void;
  slopeRows(at: number, hidden: number, stride: number, rows: number, width: number): void;
  columnSums(from: number, stride: number, rows: number, width: number, to: number): void;
  squares(at: number, count: number, scratch: number): number;
  copy(from: number, to: number, bytes: number): void;
  clear(at: number, bytes: number): void;
  products(a: number, b: number, count: number, scratch: number): number;
  largest(at: number, count: number, scratch: number): number;
  add(a: number, b: number, count: number): void;
  clearRows(table: number, ...rows: Rows): void;
  copyRows(from: number, to: number, ...rows: Rows): void;
  addRows(a: number, b: number, ...rows: Rows): void;
  squaresOfRows(table: number, ...args: [...Rows, scratch: number]): number;
  productsOfRows(sum: number, a: number, b: number, ...args: [...Rows, scratch: number]): number;
  largestOfRows(table: number, ...args: [...Rows, scratch: number]): number;
  countBeyond(at: number, stride: number, rows: number, count: number, limit: number): number;
  scoreRows(y: number, stride: number, rows: number, vocabulary: number, targets: number, to: number): void;
  scorePowers(y: number, stride: number, rows: number, vocabulary: number, targets: number, to: number): void;
  rowProgram(
    ...args: [
      ...LossRows,
      code: number,
      steps: number,
      logits: number,
      y: number,
      yMask: number,
      delta: number,
      deltaMask: number,
      loss: number,
    ]
  ): number;
  sgd(w: number, g: number, count: number, ...step: Step): number;
  sgdRows(w: number, g: number, ...args: [...Rows, ...Step]): number;
  momentum(w: number, g: number, v: number, count: number, ...args: [...Step, mu: number]): number;
  adagrad(w: number, g: number, s: number, count: number, ...args: [...Step, epsilon: number]): number;
  adagradRows(w: number, g: number, s: number, ...args: [...Rows, ...Step, epsilon: number]): number;
  rmsprop(
    w: number,
    g: number,
    s: number,
    count: number,
    ...args: [...Step, alpha: number, rest: number, epsilon: number]
  ): number;
  adam(
    w: number,
    g: number,
    mean: number,
    squares: number,
    count: number,
    scale: number,
    limit: number,
    size: number,
    root: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
  ): number;
  roofline(count: number, factor: number, scratch: number): number;
  rooflinePairs(count: number, factor: number, scratch: number): number;
}

/** Which build of the kernels: with fused multiply-add (relaxed SIMD), or without. */
export type KernelBuild = 'relaxed' | 'plain';

/**
 * Tiles by rows and columns. With 16 registers 6×8 fits; with pairs in one register 6×16 does too; with the 28 that V8 gives
 * away on ARM64 5×16 does, where 6×16 leaves one of its sums in memory.
 */
export const tiles = {
  '6x8': { rows: 6, panels: 1 },
  '6x16': { rows: 6, panels: 2 },
  '5x16': { rows: 5, panels: 2 },
} as const;
export type Tile = keyof typeof tiles;

/** How a process uses the kernels. No number depends on it: every sum is made in the same order. */
export interface KernelUse {
  /** Bits of a register: 256 where the JavaScript engine makes one operation of a pair. */
  readonly bits: 128 | 256;
  /** The largest tile of a product. */
  readonly tile: Tile;
  /** Compiled apart from what was compiled before: what a JavaScript engine has compiled it keeps for the same bytes. */
  readonly apart?: string;
  /** What a record of a run says beside. */
  readonly note?: string;
}

const bytes = { relaxed, plain };
const compiled = new Map<string, WasmModule>();
let present: KernelUse = { bits: 128, tile: '6x8' };

/** How the kernels are used in this thread. */
export const kernelUse = (): KernelUse => present;

/** For all networks of this thread that are made from now on. */
export function useKernels(use: KernelUse): void {
  present = use;
}

let accepted: readonly KernelBuild[] | null = null;

/** The builds that this JavaScript engine accepts, the faster one first; empty where it has no SIMD. */
export const kernelBuilds = (): readonly KernelBuild[] =>
  (accepted ??= (['relaxed', 'plain'] as const).filter(
    (build) => webAssembly?.validate(bytes[build]) ?? false,
  ));

/** The bytes of a build; with a name, as a section that means nothing to the machine, other bytes. */
export function kernelBytes(build: KernelBuild, apart = ''): Uint8Array<ArrayBuffer> {
  if (!apart) return bytes[build];
  const name = Array.from(apart, (unit) => unit.charCodeAt(0) & 127);
  return Uint8Array.from([...bytes[build], 0, name.length + 1, name.length, ...name]);
}

/** Has products made in tiles of that size from now on. */
export function setTile(kernels: Kernels, tile: Tile): void {
  kernels.prepare(tiles[tile].rows, tiles[tile].panels);
}

/** The kernels over a memory. Each build is compiled once for a thread. */
export function instantiate(build: KernelBuild, memory: WasmMemory, use = present): Kernels {
  const api = neededWebAssembly();
  const key = `${build} ${use.apart ?? ''}`;
  const module = compiled.get(key) ?? new api.Module(kernelBytes(build, use.apart));
  compiled.set(key, module);
  const imports = { env: { memory, abort: () => undefined } };
  const kernels = new api.Instance(module, imports).exports as Kernels;
  setTile(kernels, use.tile);
  return kernels;
}
