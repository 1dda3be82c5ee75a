import { setFlagsFromString } from 'node:v8';
import { afterAll, describe, expect, it } from 'vitest';
import { JoinedText } from '../../../core/corpora/parts.ts';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import {
  instantiate,
  kernelBuilds,
  tiles,
  kernelUse,
  useKernels,
  type KernelUse,
  type Kernels,
  type Tile,
} from '../../../core/network/fast/kernels.ts';
import { differingKernels, selfTestCases } from '../../../core/network/fast/self-test.ts';
import { webAssembly } from '../../../core/network/fast/web-assembly.ts';
import { BatchOrder } from '../../../core/network/batches.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { compileInFull } from '../../../core/node/engine/compile-in-full.ts';
import { wideFlag } from '../../../core/node/engine/wide-flag.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';

const builds = kernelBuilds();
const tileNames = Object.keys(tiles) as Tile[];
const flag = wideFlag({ v8: process.versions.v8, arch: process.arch, platform: process.platform });
const narrow: KernelUse = { bits: 128, tile: '6x8', apart: 'narrow in full' };

const before = kernelUse();
afterAll(() => useKernels(before));

/** The ways in which the kernels may be used here, each compiled in full. The first is what the others are held against. */
function waysToUse(build: (typeof builds)[number]): readonly (readonly [name: string, KernelUse])[] {
  const wide: KernelUse = { bits: 256, tile: '6x8', apart: 'wide in full' };
  if (flag) setFlagsFromString(flag.replace('--', '--no-'));
  compileInFull(build, narrow, flag);
  if (flag) {
    setFlagsFromString(flag);
    compileInFull(build, wide, flag);
  }
  const both = (name: string, use: KernelUse) =>
    tileNames.map((tile) => [`${name}, tiles of ${tile}`, { ...use, tile }] as const);
  return [...both('without the flag', narrow), ...(flag ? both('with it', wide) : [])];
}

if (!flag)
  process.stdout.write('  not tried here: pairs as one 256-bit operation; this V8 has no flag for it\n');

/** Odd ones: panels that are alone, rows that fill no tile, one row, a panel and a little. */
const shapes: readonly (readonly [V: number, H: number, T: number, B: number])[] = [
  [65, 100, 6, 1],
  [33, 37, 5, 7],
  [66, 72, 4, 16],
  [9, 8, 7, 3],
];

describe.each(builds)('build %s', (build) => {
  const ways = waysToUse(build);

  it('has no kernel that gives other bits', () => {
    for (const [name, use] of ways) expect(differingKernels(build, use, narrow), name).toEqual([]);
  });

  it('holds every kernel against another in the self-test', () => {
    const memory = new webAssembly!.Memory({ initial: 1, maximum: 1, shared: true });
    const kernels = instantiate(build, memory, narrow);
    const tested = new Set(selfTestCases().map(([name]) => name));
    const exported = Object.entries(kernels).filter(([, value]) => typeof value === 'function');
    const besides = new Set(['prepare', 'ownMemory']);
    expect([...tested].sort()).toEqual(
      exported
        .map(([name]) => name as keyof Kernels)
        .filter((name) => !besides.has(name))
        .sort(),
    );
  });

  it.each(outputLayers.map(({ id }) => id))('%s trains to the same bits in every way', (id) => {
    const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
    for (const [vocabulary, hidden, length, batch] of shapes)
      for (const { id: optimizerId, defaults, defaultRate } of optimizers) {
        const shape = { vocabulary, hidden, biases: true };
        const random = stream(5, 'source');
        const text = Uint32Array.from({ length: 600 }, () => random.below(vocabulary));
        const trained = ways.map(([, use]) => {
          useKernels(use);
          const network = fastEngineOn(build).create({
            ...{ shape, length, batch, layer, rate: defaultRate / 4 },
            optimizer: { id: optimizerId, settings: defaults },
            clipping: { kind: 'norm', threshold: 1 },
            weights: initialWeights(
              shape,
              { initial: 'uniform', outputBias: 'zero' },
              layer,
              stream(3, 'weights'),
            ),
          });
          const order = new BatchOrder(new JoinedText(text), length, batch, stream(4, 'order'));
          const losses = [];
          for (let step = 0; step < 3; step++) {
            losses.push(network.trainStep(order.current(), () => false)!.loss);
            order.advance();
          }
          const vectors = [Float64Array.from(losses), ...Object.values(network.readWeights())];
          return Buffer.concat(vectors.map((vector) => new Uint8Array(vector.buffer)));
        });
        for (const [i, [name]] of ways.entries())
          expect(trained[i].equals(trained[0]), `${optimizerId}, V ${vocabulary}: ${name}`).toBe(true);
      }
  });
});
