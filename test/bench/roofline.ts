import { instantiate, kernelUse, type KernelBuild } from '../../core/network/fast/kernels.ts';
import { webAssembly } from '../../core/network/fast/web-assembly.ts';
import type { Peer } from './rounds.ts';
import { secondsPerCall } from './timing.ts';

const turns = 100_000;
/** 12 accumulators of 4 lanes or a pair of 4, a multiplication and an addition each. */
const operationsPerTurn = { 128: 12 * 8, 256: 24 * 8 };
const scratch = 8192;

/** Floating-point operations per second that one core does on registers alone, as the kernels of a build are used. */
export function rooflinePeer(build: KernelBuild, use = kernelUse()): Peer {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  const kernels = instantiate(build, new webAssembly.Memory({ initial: 1, maximum: 1, shared: true }), use);
  const { bits } = use;
  const kernel = bits === 256 ? kernels.rooflinePairs : kernels.roofline;
  const call = () => void kernel(turns, 0.001, scratch);
  return {
    name: `roofline ${build}, ${bits} bits`,
    measure: (seconds) => (turns * operationsPerTurn[bits]) / secondsPerCall(call, seconds),
  };
}
