import type { Engine } from '../../core/network/engine.ts';
import { fastEngine, fastEngineOn } from '../../core/network/fast/fast-engine.ts';
import { kernelBuilds, type KernelBuild } from '../../core/network/fast/kernels.ts';
import { referenceEngine } from '../../core/network/reference-engine.ts';

/** An engine to measure, and the build of the kernels it runs on. */
export interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
  readonly build: KernelBuild | null;
}

/** The reference engine, and the fast one on every build that runs here. */
export const allEngines = (): NamedEngine[] => [
  { name: 'float64 reference', engine: referenceEngine, build: null },
  ...kernelBuilds().map((build) => ({ name: `float32 ${build}`, engine: fastEngineOn(build), build })),
];

/** The engine a run of that precision has here. */
export const engineOf = (precision: Engine['id']): Engine =>
  precision === 'float64' ? referenceEngine : fastEngine();
