import { instantiate, type KernelBuild, type KernelUse } from '../../network/fast/kernels.ts';
import { webAssembly } from '../../network/fast/web-assembly.ts';

/** Where the operands of a measured product lie, in a memory of 16 pages. */
const places = { a: 8192, b: 65536, c: 524288 };
const size = { rows: 18, depth: 256, panels: 8 };
const turns = 2000;
const rounds = 30;
/** A pair that is one operation does nearly twice as much. */
const twice = 1.4;

/** What one core does on registers alone, in operations per second: with 128-bit operations, and with pairs of them. */
export interface Rooflines {
  readonly single: number;
  readonly pairs: number;
}

/**
 * The best of some rounds: what else the machine does only makes a round slower. Takes about 3 ms where the kernels are
 * compiled in full.
 * @param seconds of a clock
 */
function bestSeconds(calls: readonly (() => void)[]): number[] {
  const best = calls.map(() => Infinity);
  for (let round = 0; round < rounds; round++)
    for (const [i, call] of calls.entries()) {
      const begun = performance.now();
      call();
      best[i] = Math.min(best[i]!, (performance.now() - begun) / 1000);
    }
  return best;
}

function measuredKernels(build: KernelBuild, use: KernelUse) {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  return instantiate(build, new webAssembly.Memory({ initial: 16, maximum: 16, shared: true }), use);
}

/** 12 accumulators of 4 numbers, a multiplication and an addition each. */
const operationsPerTurn = 12 * 4 * 2;

export function rooflines(build: KernelBuild, use: KernelUse): Rooflines {
  const k = measuredKernels(build, use);
  const [single, pairs] = bestSeconds([
    () => void k.roofline(turns, 0.001, places.c),
    () => void k.rooflinePairs(turns, 0.001, places.c),
  ]);
  return { single: (turns * operationsPerTurn) / single!, pairs: (2 * turns * operationsPerTurn) / pairs! };
}

/** The bits and the tiles with which the kernels of a module are fastest here. */
export function measuredUse(build: KernelBuild, use: KernelUse): KernelUse {
  const k = measuredKernels(build, use);
  const { rows, depth, panels } = size;
  const product = (panelsAtOnce: number) => () => {
    k.prepare(panelsAtOnce);
    const [stride, panel] = [32 * panels + 64, 32 * depth];
    k.product(places.a, 24 * depth, places.b, panel, places.c, stride, 32, rows, panels, depth, true);
  };
  const [one, two] = bestSeconds([product(1), product(2)]);
  const { single, pairs } = rooflines(build, use);
  return { ...use, bits: pairs > twice * single ? 256 : 128, panels: two! < one! ? 2 : 1 };
}
