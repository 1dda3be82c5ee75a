import { lossKernels } from '../../outputs/layer-kernel.ts';
import {
  instantiate,
  setTile,
  tiles,
  type KernelBuild,
  type Tile,
  type Kernels,
  type KernelUse,
} from './kernels.ts';
import { firstAddress } from './memory-layout.ts';
import { sharedMemory } from './web-assembly.ts';

/** A kernel with arguments that are odd in some way. What it reads and writes lies within a page. */
type Case = readonly [name: keyof Kernels, ...values: (number | boolean)[]];

/**
 * Places of a page: panels that are laid out in passing, which tiles of another width lay out otherwise, operands, sums,
 * small integers, what an optimiser remembers, and steps of programs.
 */
const places = { panels: firstAddress, A: 4608, B: 13312, C: 19456, D: 25600, sums: 26624 } as const;
const { panels: panel, A, B, C, D, sums: scratch } = places;
const [targets, state, program, end] = [26688, 26752, 27008, 28160] as const;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Steps of row programs that have a kernel, each with a program of its own: to D + 128 from D, D + 256 and D + 384. */
const programSteps = range(0, 29);
const stepIntegers = 9;
const programAt = (step: number) => program + 4 * stepIntegers * step;

/** Every kernel, over odd numbers of rows, panels and values. */
export function selfTestCases(): readonly Case[] {
  const layer = [A, B, 96, targets, 5, 21, 96] as const;
  const narrow = [A, B, 64, targets, 3, 16, 64] as const;
  return [
    ...range(1, 6).flatMap((rows): Case[] => [
      ['product', A, 24 * 13, B, 32 * 13, C, 160, 32, rows, 5, 13, rows % 2 === 0],
      ['productOfRows', A, 24 * 7, B, 160, C, 32, 512, rows, 3, 7, rows % 2 === 1, panel],
      ['packRows', A, 96, rows, 21, C],
      ['packColumns', A, 96, rows, 5, C],
    ]),
    ['product', A, 24 * 9, B, 32 * 9, C, 160, 32, 17, 4, 9, true],
    ...range(1, 17).map((panels): Case => ['vectorProduct', A, B, 32 * 11, C, panels, 11, panels % 2 === 0]),
    ...[1, 4, 8, 19].map((rows): Case => ['transpose', A, 32 * rows + 64, 3, rows, C, 32 * 25, 21]),
    ['packPanel', A, 96, 7, C],
    ['gather', A, 96, B, targets, 5, C, 96, 96],
    ['scatterAdd', C, 96, targets, 5, A, 96, 96],
    ['spread', A, C, 96, 3, 96],
    ['tanhRows', C, 96, 3, 96],
    ['slopeRows', A, C, 96, 3, 96],
    ...[3, 9].map((rows): Case => ['columnSums', A, 96, rows, 96, C]),
    ...[8, 16, 2072].flatMap((count): Case[] => [
      ['squares', A, count, scratch],
      ['products', A, B, count, scratch],
      ['largest', A, count, scratch],
      ['add', A, B, count],
    ]),
    ...[1, 2].flatMap((batch): Case[] => [
      ['forwardStates', A, 96, batch, B, 32 * 21, 3, 21, 96, 1, 4],
      ['backwardStates', A, C, 96, batch, B, 32 * 21, 3, 21, 96, 0, 4],
    ]),
    ['clearRows', A, 96, targets, 5],
    ['copyRows', A, B, 96, targets, 5],
    ['addRows', A, B, 96, targets, 5],
    ['squaresOfRows', A, 96, targets, 5, scratch],
    ['productsOfRows', 0.5, A, B, 96, targets, 5, scratch],
    ['largestOfRows', A, 96, targets, 5, scratch],
    ['copy', A, C, 96],
    ['clear', A, 96],
    ['countBeyond', A, 96, 3, 21, 0.5],
    ['scoreRows', A, 96, 3, 21, targets, C],
    ['scorePowers', A, 96, 3, 21, targets, C],
    ...lossKernels.flatMap((name): Case[] => [
      [name, ...layer, 0.01],
      [name, ...narrow, 0.01],
    ]),
    ['sgd', A, B, 40, 0.5, 0.3, 0.1],
    ['sgdRows', A, B, 96, targets, 5, 0.5, 0.3, 0.1],
    ['momentum', A, B, C, 40, 0.5, 0.3, 0.1, 0.9],
    ['adagrad', A, B, state, 40, 0.5, 0.3, 0.1, 1e-8],
    ['adagradRows', A, B, C, 96, targets, 5, 0.5, 0.3, 0.1, 1e-8],
    ['rmsprop', A, B, state, 40, 0.5, 0.3, 0.1, 0.9, 0.1, 1e-8],
    ['adam', A, B, C, state, 40, 0.5, 0.3, 0.1, 0.5, 0.9, 0.1, 0.99, 0.01, 1e-8],
    ...programSteps.map((step): Case => [
      'rowProgram',
      ...[A, B, 96, targets, 2, 21, 96, programAt(step), 1, D, D + 128, -1, D, -1, D + 128],
    ]),
    ['roofline', 3, 0.5, C],
    ['rooflinePairs', 3, 0.5, C],
  ];
}

/** Numbers of either sign at A and B, above 0 behind them. */
function fill(memory: SharedArrayBuffer): void {
  const floats = new Float32Array(memory);
  const integers = new Int32Array(memory);
  let random = 1;
  for (let i = A / 4; i < end / 4; i++) {
    random = (Math.imul(random, 1664525) + 1013904223) | 0;
    const value = (random >> 8) / 2 ** 23;
    floats[i] = i < C / 4 ? value : Math.abs(value) + 0.01;
    if (i >= targets / 4 && i < state / 4) integers[i] = (random >>> 8) % 16;
  }
  for (const step of programSteps)
    integers.set([step, 96, D + 128, D, -1, D + 256, -1, D + 384, -1], programAt(step) / 4);
}

/** Whether all bits are the same, but for those of what is not a number, which may have any. */
function same(ours: SharedArrayBuffer, theirs: SharedArrayBuffer): boolean {
  const [a, b] = [new Int32Array(ours), new Int32Array(theirs)];
  for (let i = A / 4; i < end / 4; i++)
    if (a[i] !== b[i] && !((a[i] & 0x7fffffff) > 0x7f800000 && (b[i] & 0x7fffffff) > 0x7f800000))
      return false;
  return true;
}

/**
 * Holds the kernels as they are used against others that were made in another way, bit by bit.
 * @returns names of the kernels that differ
 */
export function differingKernels(
  build: KernelBuild,
  use: KernelUse,
  reference: KernelUse,
): readonly string[] {
  const [ours, theirs] = [sharedMemory(1), sharedMemory(1)];
  const [tested, trusted] = [instantiate(build, ours, use), instantiate(build, theirs, reference)];
  const differing = new Set<string>();
  // A copy of what they begin with stands behind it, to be put back by a kernel.
  const copy = 32768;
  const bytes = end - A;
  for (const [kernels, { buffer }] of [
    [tested, ours],
    [trusted, theirs],
  ] as const) {
    fill(buffer);
    kernels.copy(A, copy, bytes);
  }
  for (const tile of Object.keys(tiles) as Tile[]) {
    setTile(tested, tile);
    // Rows in the same blocks, in narrow tiles.
    trusted.prepare(tiles[tile].rows, 1);
    for (const [name, ...values] of selfTestCases()) {
      // Only products are made in tiles.
      if (tile !== '6x8' && !/product/i.test(name)) continue;
      const [answer, expected] = [tested, trusted].map((kernels) => {
        kernels.copy(copy, A, bytes);
        return (kernels[name] as (...values: unknown[]) => number | undefined)(...values);
      });
      if (!Object.is(answer, expected) || !same(ours.buffer, theirs.buffer)) differing.add(name);
    }
  }
  return [...differing];
}
