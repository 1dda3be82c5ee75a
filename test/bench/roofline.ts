import { instantiate, type KernelBuild } from '../../core/network/fast/kernels.ts';
import { webAssembly } from '../../core/network/fast/web-assembly.ts';
import type { Peer } from './rounds.ts';
import { secondsPerCall } from './timing.ts';

const turns = 100_000;
/** 12 accumulators of 4 lanes, a multiplication and an addition each. */
const operationsPerTurn = 12 * 8;

/** Floating-point operations per second that one core does on registers alone, with the instructions of a build. */
export function rooflinePeer(build: KernelBuild): Peer {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  const kernels = instantiate(build, new webAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
  const call = () => void kernels.roofline(turns, 0.001);
  return {
    name: `roofline ${build}`,
    measure: (seconds) => (turns * operationsPerTurn) / secondsPerCall(call, seconds),
  };
}
