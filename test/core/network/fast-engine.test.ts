import { describe, expect, it } from 'vitest';
import { JoinedText } from '../../../core/corpora/parts.ts';
import type { Batch, Clipping, Engine, Network, NetworkSpec } from '../../../core/network/engine.ts';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import { kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { BatchOrder } from '../../../core/network/batches.ts';
import { evaluate, type Reading } from '../../../core/network/evaluate.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import { parameterNames, type ParameterName, type Shape } from '../../../core/network/weights.ts';
import { optimizer, optimizers } from '../../../core/optimizers/registry.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';

const never = () => false;
const builds = kernelBuilds();

/** An H, T, B, V that is odd in some way: not a multiple of a tile, a panel or a chunk, or the least there is. */
const shapes: readonly (readonly [V: number, H: number, T: number, B: number])[] = [
  [1, 1, 1, 1],
  [2, 3, 5, 1],
  [65, 100, 25, 1],
  [7, 8, 4, 2],
  [9, 17, 6, 3],
  [65, 31, 7, 4],
  [66, 33, 9, 7],
  [64, 64, 12, 16],
  [63, 128, 50, 5],
  [300, 13, 3, 64],
  [5, 11, 200, 2],
  [13, 600, 2, 6],
  [1200, 20, 4, 5],
  [6257, 24, 3, 3],
];

interface Options {
  readonly layer?: OutputLayer;
  readonly optimizer?: string;
  readonly clipping?: Clipping;
  readonly biases?: boolean;
  readonly rate?: number;
  readonly gain?: number;
}

function specOf(
  [vocabulary, hidden, length, batch]: readonly [number, number, number, number],
  { layer = outputLayer('softmax-cross-entropy'), clipping = { kind: 'off' }, ...rest }: Options = {},
): NetworkSpec {
  const shape: Shape = { vocabulary, hidden, biases: rest.biases ?? true };
  const chosen = optimizer(rest.optimizer ?? 'sgd');
  const weights = initialWeights(
    shape,
    { initial: 'uniform', outputBias: 'zero' },
    layer,
    stream(11, 'weights'),
  );
  const gain = rest.gain ?? 1;
  for (const matrix of Object.values(weights)) for (let i = 0; i < matrix.length; i++) matrix[i] *= gain;
  return {
    shape,
    length,
    batch,
    layer,
    optimizer: { id: chosen.id, settings: chosen.defaults },
    rate: rest.rate ?? 1,
    clipping,
    weights,
  };
}

function batchOf(spec: NetworkSpec, seed: number, reset = 0): Batch {
  const random = stream(seed, 'source');
  const indices = () =>
    Uint32Array.from({ length: spec.batch * spec.length }, () => random.below(spec.shape.vocabulary));
  const resets = Uint8Array.from({ length: spec.batch }, () => (reset || random.uniform() < 0.3 ? 1 : 0));
  return { inputs: indices(), targets: indices(), resets };
}

/** ‖a − b‖ / ‖b‖ */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / (size || 1));
}

/** The gradient of the next step, matrix by matrix: SGD with η = 1 takes it from the weights. */
function gradient(network: Network, batch: Batch): Record<string, Float64Array> {
  const before = network.readWeights();
  const result = network.trainStep(batch, never)!;
  expect(result.fault).toBeNull();
  const after = network.readWeights();
  return Object.fromEntries(
    parameterNames(network.spec.shape).map((name) => [
      name,
      before[name]!.map((w, i) => (w - after[name]![i]) / network.spec.rate),
    ]),
  );
}

if (!builds.includes('relaxed'))
  process.stdout.write(
    '  not tried here: the build with fused multiply-add; this Node has no relaxed SIMD\n',
  );

describe.each(builds.map((build) => [build, fastEngineOn(build)] as const))(
  'build %s',
  (_build, fast: Engine) => {
    const pair = (spec: NetworkSpec) => [fast.create(spec), referenceEngine.create(spec)] as const;

    describe.each(shapes)('V = %d, H = %d, T = %d, B = %d', (...shape) => {
      it.each(outputLayers.map(({ id }) => id))('%s has the gradients, loss and outputs of float64', (id) => {
        const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
        for (const biases of [true, false]) {
          // η = 64 so that the float32 difference of weights still shows the gradient.
          const spec = specOf(shape, { layer, biases, rate: 64 });
          const [a, b] = pair(spec);
          const batch = batchOf(spec, 1);
          const ours = gradient(a, batch);
          const theirs = gradient(b, batch);
          for (const name of parameterNames(spec.shape)) {
            // The difference of two float32 weights has their rounding error: |w| · 2⁻²⁴ / η for each entry.
            const weights = spec.weights[name]!;
            const rounding =
              (Math.hypot(...Array.from(weights.subarray(0, 50_000)).map(Math.abs)) * 2 ** -23) / 64;
            const size = Math.hypot(...theirs[name].subarray(0, 50_000));
            const limit = 1e-4 + (size > 0 ? (3 * rounding) / size : 0);
            expect(distance(ours[name], theirs[name]), `${name}`).toBeLessThan(limit);
          }
          const [x, y] = [a.lastStep()!, b.lastStep()!];
          expect(x.targets).toEqual(y.targets);
          expect(distance(x.hidden, y.hidden)).toBeLessThan(1e-5);
          expect(distance(x.outputs, y.outputs)).toBeLessThan(1e-5);
          expect(distance(x.delta, y.delta)).toBeLessThan(1e-5);
        }
      });
    });

    it.each(optimizers.map(({ id }) => id))('%s goes the way of float64 over 30 steps', (id) => {
      for (const clipping of [
        { kind: 'off' },
        { kind: 'norm', threshold: 0.5 },
        { kind: 'value', threshold: 0.02 },
      ] as const) {
        const rate = optimizer(id).defaultRate / 4;
        const spec = specOf([30, 21, 6, 5], { optimizer: id, clipping, rate });
        const [a, b] = pair(spec);
        for (let step = 0; step < 30; step++) {
          const batch = batchOf(spec, step, step === 0 ? 1 : 0);
          const [x, y] = [a.trainStep(batch, never)!, b.trainStep(batch, never)!];
          expect(x.fault).toBeNull();
          expect(x.loss).toBeCloseTo(y.loss, 3);
          expect(x.gradientNorm / y.gradientNorm).toBeCloseTo(1, 3);
          expect(Object.keys(x.gradientNorms)).toEqual(Object.keys(y.gradientNorms));
          for (const [name, norm] of Object.entries(y.gradientNorms))
            expect(x.gradientNorms[name as ParameterName]! / norm).toBeCloseTo(1, 3);
          expect(x.clipped).toBe(y.clipped);
        }
        const [ours, theirs] = [a.readWeights(), b.readWeights()];
        for (const name of parameterNames(spec.shape))
          expect(distance(ours[name]!, theirs[name]!), `${name}, ${clipping.kind}`).toBeLessThan(1e-3);
      }
    });

    it('reads text as float64 does, in one piece or in several', () => {
      const spec = specOf([40, 37, 5, 4]);
      const [a, b] = pair(spec);
      const text = batchOf({ ...spec, length: 150 }, 3).inputs.subarray(0, 150);
      const outputs = (network: Network, cuts: readonly number[]) => {
        const hidden = new Float64Array(37);
        const seen: number[] = [];
        let from = 0;
        for (const to of [...cuts, text.length]) {
          network.predict(text.subarray(from, to), hidden, (_at, z, y) => seen.push(...z, ...y), never);
          from = to;
        }
        return [...seen, ...hidden];
      };
      const whole = outputs(a, []);
      expect(distance(whole, outputs(b, []))).toBeLessThan(1e-5);
      expect(outputs(a, [1, 64, 65, 149])).toEqual(whole);
    });

    it.each(outputLayers.map(({ id }) => id))('%s has the yardsticks of float64', (id) => {
      const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
      for (const shape of [
        [37, 21, 5, 4],
        [1, 3, 5, 4],
        [6257, 8, 3, 4],
      ] as const) {
        const spec = specOf(shape, { layer, gain: 4 });
        const text = batchOf({ ...spec, length: 100 }, 3).inputs;
        const spans = [
          { from: 3, to: 203 },
          { from: 250, to: 350 },
        ];
        const state = Float64Array.from({ length: shape[1] }, (_, i) => Math.sin(i) / 2);
        const start = { kind: 'carried', state } as const;
        const [ours, theirs] = pair(spec).map((network) =>
          evaluate(network, text, spans, start, layer, never)!,
        );
        for (const key of Object.keys(theirs) as Exclude<keyof Reading, 'blocks'>[]) {
          // 300 characters are too few for blocks.
          if ((key as string) === 'blocks') continue;
          const limit = 1e-5 * Math.abs(theirs[key]) + (key === 'bitsPerCharacter' ? 1e-5 : 1e-7);
          // Two outputs that float32 cannot tell apart may change places, once in a while.
          const places = key.endsWith('ccuracy') || key === 'clippedShare' ? 2 / 300 : 0;
          expect(Math.abs(ours[key] - theirs[key]), `${key} at V = ${shape[0]}`).toBeLessThanOrEqual(
            limit + places,
          );
        }
      }
    });

    it.each(outputLayers.map(({ id }) => id))('%s trains like float64 over 200 steps', (id) => {
      const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
      const spec = specOf([12, 24, 8, 8], {
        layer,
        optimizer: 'adagrad',
        rate: 0.02,
        clipping: { kind: 'norm', threshold: 5 },
      });
      const random = stream(9, 'source');
      // A text with something to learn: every character is a fixed distance from the one before, most of the time.
      const text = new Uint32Array(2000);
      for (let i = 1; i < text.length; i++)
        text[i] = random.uniform() < 0.7 ? (text[i - 1] + 5) % 12 : random.below(12);
      const readings = pair(spec).map((network) => {
        const order = new BatchOrder(new JoinedText(text.subarray(0, 1500)), 8, 8, stream(4, 'order'));
        for (let step = 0; step < 200; step++) {
          expect(network.trainStep(order.current(), never)!.fault).toBeNull();
          order.advance();
        }
        const start = { kind: 'carried', state: network.readState() } as const;
        return evaluate(network, text, [{ from: 1500, to: 2000 }], start, layer, never)!;
      });
      const [ours, theirs] = readings;
      for (const key of ['bitsPerCharacter', 'brier', 'ownLoss'] as const)
        expect(Math.abs(ours[key] / theirs[key] - 1), key).toBeLessThan(0.01);
      for (const key of ['accuracy', 'top5Accuracy'] as const)
        expect(Math.abs(ours[key] - theirs[key]), key).toBeLessThan(0.01);
    });

    it('deals a batch out in parts with the result of one, up to rounding', () => {
      for (const [optimizerId, clipping] of [
        ['adagrad', { kind: 'norm', threshold: 0.5 }],
        ['adam', { kind: 'value', threshold: 0.02 }],
        ['sgd', { kind: 'off' }],
      ] as const) {
        const spec = specOf([65, 33, 6, 11], { optimizer: optimizerId, clipping, rate: 0.01 });
        const whole = fast.create(spec);
        for (const threads of [2, 3, 11]) {
          const dealt = fast.create(spec, threads);
          expect(dealt.threads).toBe(threads);
          expect(dealt.crew!.spec.parts).toBe(threads);
          const one = fast.create(spec);
          for (let step = 0; step < 8; step++) {
            const batch = batchOf(spec, step);
            const [a, b] = [dealt.trainStep(batch, never)!, one.trainStep(batch, never)!];
            expect(a.loss).toBeCloseTo(b.loss, 4);
            expect(a.clipped).toBe(b.clipped);
            expect(distance(dealt.lastStep()!.delta, one.lastStep()!.delta)).toBeLessThan(1e-3);
            expect(dealt.lastStep()!.targets).toEqual(batch.targets);
          }
          for (const [name, matrix] of Object.entries(one.readWeights()))
            expect(distance(dealt.readWeights()[name as ParameterName]!, matrix), name).toBeLessThan(1e-3);
        }
        expect(whole.crew).toBeNull();
      }
    });

    it('keeps nothing of a step that was given up, whenever that was', () => {
      const spec = specOf([20, 24, 6, 6], { optimizer: 'adam', rate: 0.01 });
      const undisturbed = fast.create(spec);
      const network = fast.create(spec);
      for (let step = 0; step < 4; step++) {
        const batch = batchOf(spec, step);
        for (let asked = 0; ; asked++) {
          let left = asked;
          const before = network.readWeights();
          const result = network.trainStep(batch, () => left-- === 0);
          if (result !== null) break;
          expect(network.lastStep()).toBeNull();
          expect(network.readWeights()).toEqual(before);
        }
        undisturbed.trainStep(batch, never);
      }
      expect(network.readWeights()).toEqual(undisturbed.readWeights());
    });

    it('takes a step with a fault back', () => {
      for (const [rate, gain] of [
        [1e38, 1],
        [3e38, 4],
      ] as const) {
        const spec = specOf([20, 24, 6, 6], { rate, gain });
        const network = fast.create(spec);
        const before = network.readWeights();
        let fault = null;
        let last = before;
        for (let step = 0; step < 5 && !fault; step++) {
          last = network.readWeights();
          fault = network.trainStep(batchOf(spec, step), never)!.fault;
        }
        expect(fault).not.toBeNull();
        expect(network.readWeights()).toEqual(last);
        for (const matrix of Object.values(last)) expect(matrix.every(Number.isFinite)).toBe(true);
      }
    });

    it('trains a layer that only exists as TypeScript', () => {
      const { kernel, ...layer } = outputLayer('sigmoid-quadratic');
      expect(kernel).toBeDefined();
      const spec = specOf([30, 21, 6, 5], { layer, rate: 0.5 });
      const [a, b] = pair(spec);
      const compiled = fast.create({ ...spec, layer: outputLayer('sigmoid-quadratic') });
      for (let step = 0; step < 5; step++) {
        const batch = batchOf(spec, step);
        const loss = b.trainStep(batch, never)!.loss;
        expect(a.trainStep(batch, never)!.loss).toBeCloseTo(loss, 4);
        expect(compiled.trainStep(batch, never)!.loss).toBeCloseTo(loss, 4);
      }
    });

    it.each(outputLayers.map(({ id }) => id))('%s stands logits of ±1000', (id) => {
      const layer = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
      const spec = specOf([9, 5, 2, 4], { layer, rate: 0 });
      for (const sign of [1, -1]) {
        const by = spec.weights.by!.map((_, k) => (k % 2 ? 1000 : -1000) * sign);
        const [a, b] = pair({ ...spec, weights: { ...spec.weights, by } });
        const batch = batchOf(spec, 1, 1);
        const [x, y] = [a.trainStep(batch, never)!, b.trainStep(batch, never)!];
        expect(x.fault).toBeNull();
        expect(Math.abs(x.loss - y.loss)).toBeLessThan(1e-5 * Math.abs(y.loss) + 1e-5);
        // A logit near 1000 is itself known to 2⁻¹⁵ only.
        expect(distance(a.lastStep()!.outputs, b.lastStep()!.outputs)).toBeLessThan(1e-4);
        expect(distance(a.lastStep()!.delta, b.lastStep()!.delta)).toBeLessThan(1e-4);
      }
    });
  },
);
