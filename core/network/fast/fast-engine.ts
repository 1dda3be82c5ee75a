import { LabError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import { follow } from './crew.ts';
import { FastNetwork } from './fast-network.ts';
import { kernelBuilds, kernelUse, type KernelBuild } from './kernels.ts';

const labels: Readonly<Record<KernelBuild, string>> = {
  relaxed: 'float32, WASM SIMD with fused multiply-add',
  plain: 'float32, WASM SIMD',
};

/** The float32 engine on one build of the kernels, used as this thread uses them now. */
export function fastEngineOn(build: KernelBuild): Engine {
  const { bits, tile, note } = kernelUse();
  return {
    id: 'float32',
    label: `${labels[build]}, ${bits} bits${note ? ` (${note})` : ''}, tiles of ${tile.replace('x', ' × ')}`,
    create: (spec, threads) => new FastNetwork(spec, build, threads),
    follow,
  };
}

/**
 * The float32 engine on the fastest build that this JavaScript engine accepts.
 * @throws LabError `bad-experiment` where it has no WASM SIMD
 */
export function fastEngine(): Engine {
  const [build] = kernelBuilds();
  if (!build)
    throw new LabError(
      'bad-experiment',
      'This JavaScript engine has no WebAssembly SIMD, which float32 needs.',
      'Choose the precision float64.',
    );
  return fastEngineOn(build);
}

/** The float32 engine on the build that a label names, where this JavaScript engine accepts it; else as `fastEngine`. */
export function fastEngineLike(label: string): Engine {
  const [named] = kernelBuilds().filter((build) => label.startsWith(`${labels[build]},`));
  return named ? fastEngineOn(named) : fastEngine();
}
