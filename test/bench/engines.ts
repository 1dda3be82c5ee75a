import { setFlagsFromString } from 'node:v8';
import type { Engine } from '../../core/network/engine.ts';
import { fastEngine, fastEngineOn } from '../../core/network/fast/fast-engine.ts';
import {
  kernelBuilds,
  kernelUse,
  useKernels,
  type KernelBuild,
  type KernelUse,
} from '../../core/network/fast/kernels.ts';
import { referenceEngine } from '../../core/network/reference-engine.ts';
import { compileInFull } from '../../core/node/engine/compile-in-full.ts';
import { setUpEngine } from '../../core/node/engine/set-up.ts';
import { rooflinePeer } from './roofline.ts';
import type { Peer } from './rounds.ts';

/** An engine to measure, and what its instructions do at most. */
export interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
  readonly roofline: Peer | null;
}

/** The fast engine as it is used with `use`, whatever the others of this thread are used with. */
function fastOne(build: KernelBuild, use: KernelUse): NamedEngine {
  const inUse = <Result>(work: () => Result): Result => {
    const before = kernelUse();
    useKernels(use);
    try {
      return work();
    } finally {
      useKernels(before);
    }
  };
  const engine = inUse(() => fastEngineOn(build));
  return {
    name: `float32 ${build}, ${use.bits} bits`,
    engine: { ...engine, create: (spec, threads) => inUse(() => engine.create(spec, threads)) },
    roofline: rooflinePeer(build, use),
  };
}

/** The kernels as they are without pairs, compiled beside those that this process uses. */
function narrowUse(build: KernelBuild): KernelUse {
  const { flag } = setUpEngine();
  const use: KernelUse = { bits: 128, tile: '6x8', apart: 'narrow beside wide' };
  if (flag) setFlagsFromString(flag.replace('--', '--no-'));
  compileInFull(build, use, flag);
  if (flag) setFlagsFromString(flag);
  return use;
}

/** The reference engine, and the fast one on every build that runs here: as it is used, and with 128 bits beside. */
export function allEngines(): NamedEngine[] {
  const use = kernelUse();
  const [chosen, ...others] = kernelBuilds();
  return [
    { name: 'float64 reference', engine: referenceEngine, roofline: null },
    ...(chosen && use.bits === 256 ? [fastOne(chosen, use)] : []),
    ...(chosen ? [fastOne(chosen, narrowUse(chosen))] : []),
    ...others.map((build) => fastOne(build, narrowUse(build))),
  ];
}

/** The engine a run of that precision has here. */
export const engineOf = (precision: Engine['id']): Engine =>
  precision === 'float64' ? referenceEngine : fastEngine();
