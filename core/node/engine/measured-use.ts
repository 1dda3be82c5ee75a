import {
  instantiate,
  setTile,
  type KernelBuild,
  type KernelUse,
  type Tile,
} from '../../network/fast/kernels.ts';
import { sharedMemory } from '../../network/fast/web-assembly.ts';

/** Where the operands of a measured product lie, in a memory of 16 pages. */
const places = { blocks: 8192, b: 262144, c: 524288 };
/** As many rows as both 6 and 5 divide. */
const size = { rows: 30, depth: 256, panels: 8 };
const turns = 2000;
const rounds = 30;
/** A pair that is one operation does nearly twice as much. */
const twice = 1.4;
/** So much faster a tile must be to be taken in place of the one that is expected to win. */
const clearly = 1.05;

/** What one core does on registers alone, in operations per second: with 128-bit operations, and with pairs of them. */
interface Rooflines {
  readonly single: number;
  readonly pairs: number;
}

/**
 * The best of some rounds, in turn: what else the machine does only makes a round slower. Takes about 3 ms where the
 * kernels are compiled in full.
 * @returns seconds of each call
 */
function bestSeconds(calls: readonly (() => void)[]): number[] {
  const best = calls.map(() => Infinity);
  for (let round = 0; round < rounds; round++)
    for (const [i, call] of calls.entries()) {
      const begun = performance.now();
      call();
      best[i] = Math.min(best[i], (performance.now() - begun) / 1000);
    }
  return best;
}

const measuredKernels = (build: KernelBuild, use: KernelUse) => instantiate(build, sharedMemory(16), use);

/** 12 accumulators of 4 numbers, a multiplication and an addition each. */
const operationsPerTurn = 12 * 4 * 2;

export function rooflines(build: KernelBuild, use: KernelUse): Rooflines {
  const k = measuredKernels(build, use);
  const [single, pairs] = bestSeconds([
    () => void k.roofline(turns, 0.001, places.c),
    () => void k.rooflinePairs(turns, 0.001, places.c),
  ]);
  return { single: (turns * operationsPerTurn) / single, pairs: (2 * turns * operationsPerTurn) / pairs };
}

/** Of some tiles the fastest; the first, unless another is clearly faster. */
export function fastestTile(seconds: Readonly<Partial<Record<Tile, number>>>): Tile {
  const [expected, ...others] = Object.entries(seconds) as [Tile, number][];
  const [best, time] = others.reduce((a, b) => (b[1] < a[1] ? b : a), expected);
  return time * clearly < expected[1] ? best : expected[0];
}

/**
 * The tiles that may be fastest, the expected one first. Without pairs in one register x64 has 16 of them: a larger tile
 * than 6×8 cannot win there, whatever a measurement on a busy machine says.
 */
export function tilesToTry(arch: string, bits: KernelUse['bits']): readonly Tile[] {
  if (bits === 256) return ['6x16', '6x8'];
  return arch === 'arm64' ? ['6x8', '5x16', '6x16'] : ['6x8'];
}

/** The bits and the tile with which the kernels of a module are fastest here. */
export function measuredUse(build: KernelBuild, use: KernelUse): KernelUse {
  const k = measuredKernels(build, use);
  const { rows, depth, panels } = size;
  const { single, pairs } = rooflines(build, use);
  const bits = pairs > twice * single ? 256 : 128;
  const tried = tilesToTry(process.arch, bits);
  const [stride, panel] = [32 * panels + 64, 32 * depth + 256];
  const times = bestSeconds(
    tried.map((tile) => () => {
      setTile(k, tile);
      k.product(places.blocks, 24 * depth, places.b, panel, places.c, stride, 32, rows, panels, depth, true);
    }),
  );
  return { ...use, bits, tile: fastestTile(Object.fromEntries(tried.map((tile, i) => [tile, times[i]]))) };
}
