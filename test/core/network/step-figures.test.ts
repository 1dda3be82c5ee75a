import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { cosine } from '../../../core/network/cosine.ts';
import { dot } from '../../../core/network/dot.ts';
import type {
  Batch,
  Clipping,
  Engine,
  Network,
  NetworkSpec,
  StepFigures,
  StepLook,
} from '../../../core/network/engine.ts';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import { kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import { YardstickSums } from '../../../core/network/yardstick-sums.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { saturatedHidden, saturatedOutputs } from '../../../core/network/saturation.ts';
import type { Weights } from '../../../core/network/weights.ts';
import { optimizer, optimizers } from '../../../core/optimizers/registry.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import { formula } from '../formulas/definitions.ts';

const never = () => false;
const fastEngines = kernelBuilds().map((build) => [build, fastEngineOn(build)] as const);
const engines: readonly (readonly [string, Engine])[] = [['float64', referenceEngine], ...fastEngines];

/** The activation that no layer of the registry has, in a formula. */
const tanhFormula = formulaLayer(formula('tanh-scaled', '(t-y)^2/2'));

/** Every layer, and readings for which no sums are taken by a kernel, as formulas and plug-ins may have them. */
const readable: readonly OutputLayer[] = [
  ...outputLayers.map(({ id }) => trainingLayerOf([], id, defaultClamp(outputLayer(id)))),
  tanhFormula,
  { ...tanhFormula, reading: 'softmax' },
  { ...tanhFormula, reading: 'none' },
  { ...tanhFormula, reading: 'exponential' },
  { ...trainingLayerOf([], 'sigmoid-quadratic', null), reading: 'softmax' },
  {
    ...tanhFormula,
    reading: 'own',
    probabilities: (_y, q) => {
      q.fill(1 / q.length);
      return false;
    },
  },
];

interface Options {
  readonly layer?: string;
  readonly optimizer?: string;
  readonly clipping?: Clipping;
  readonly rate?: number;
  readonly biases?: boolean;
  /** Large weights saturate hidden units and outputs. */
  readonly gain?: number;
}

/** V = 60 with steps of 24 characters: most rows of Wxh have no gradient in a step, and other ones in each. */
function specOf(options: Options = {}): NetworkSpec {
  const id = options.layer ?? 'softmax-cross-entropy';
  const layer = id === tanhFormula.id ? tanhFormula : trainingLayerOf([], id, defaultClamp(outputLayer(id)));
  const shape = { vocabulary: 60, hidden: 19, biases: options.biases ?? true };
  const chosen = optimizer(options.optimizer ?? 'adagrad');
  const weights = initialWeights(
    shape,
    { initial: 'uniform', outputBias: 'zero' },
    layer,
    stream(3, 'weights'),
  );
  for (const matrix of Object.values(weights) as Float64Array[])
    for (let i = 0; i < matrix.length; i++) matrix[i] = matrix[i] * (options.gain ?? 1);
  return {
    shape,
    length: 6,
    batch: 4,
    layer,
    optimizer: { id: chosen.id, settings: chosen.defaults },
    rate: options.rate ?? 0.05,
    clipping: options.clipping ?? { kind: 'norm', threshold: 5 },
    weights,
  };
}

function batchOf(seed: number): Batch {
  const random = stream(seed, 'source');
  // Few characters often, as in a text.
  const indices = () => Uint32Array.from({ length: 24 }, () => Math.floor(60 * random.uniform() ** 3));
  return { inputs: indices(), targets: indices(), resets: new Uint8Array(4) };
}

/** Every third step is measured. */
const looks = (step: number): StepLook | undefined => ([undefined, 'keep', 'measure'] as const)[step % 3];

/** Figures of the measured ones of 30 steps. */
function measured(network: Network): StepFigures[] {
  const found: StepFigures[] = [];
  for (let step = 0; step < 30; step++) {
    const result = network.trainStep(batchOf(step), never, looks(step))!;
    expect(result.fault).toBeNull();
    expect(result.figures !== undefined).toBe(step % 3 === 2);
    if (result.figures) found.push(result.figures);
  }
  return found;
}

const close = (value: number, digits: number): unknown =>
  Number.isNaN(value) ? NaN : expect.closeTo(value, digits);

const flat = (weights: Weights): number[] =>
  (Object.values(weights) as Float64Array[]).flatMap((matrix) => [...matrix]);

describe('the product of two vectors', () => {
  it.each([0, 1, 3, 4, 5, 8, 11])('of %d numbers', (n) => {
    const a = Float64Array.from({ length: n }, (_, i) => i + 1);
    const b = Float64Array.from({ length: n }, (_, i) => 2 - i);
    const sum = a.reduce((total, x, i) => total + x * b[i], 0);
    expect(dot(a, 0, b, 0, n)).toBe(sum);
    expect(dot(Float64Array.of(9, ...a), 1, Float64Array.of(9, 9, ...b), 2, n)).toBe(sum);
  });

  it('gives a cosine that rounding does not carry past 1, and none with nothing', () => {
    expect(cosine(2.0000000001, 1, 2)).toBe(1);
    expect(cosine(-9, 1, 2)).toBe(-1);
    expect(cosine(0, 0, 1)).toBeNaN();
    // Norms whose product would be 0.
    expect(cosine(1e-300, 1e-200, 1e-100)).toBe(1);
  });
});

describe.each(engines)('%s', (_name, engine) => {
  it.each(optimizers.map(({ id }) => id))('looking changes no number of the training with %s', (id) => {
    for (const threads of [1, 3])
      for (const clipping of [
        { kind: 'off' },
        { kind: 'norm', threshold: 0.5 },
        { kind: 'value', threshold: 0.01 },
      ] as const) {
        const spec = specOf({ optimizer: id, clipping, rate: 0.01 });
        const [watched, alone] = [engine.create(spec, threads), engine.create(spec, threads)];
        for (let step = 0; step < 12; step++) {
          const seen = watched.trainStep(batchOf(step), never, looks(step))!;
          const { figures } = seen;
          expect(seen).toStrictEqual({
            ...alone.trainStep(batchOf(step), never)!,
            ...(figures && { figures }),
          });
        }
        expect(flat(watched.readWeights())).toEqual(flat(alone.readWeights()));
      }
  });

  it('the cosine is that of the gradients that SGD takes from the weights', () => {
    // η = 1: large enough that float32 weights show the gradient.
    const network = engine.create(specOf({ optimizer: 'sgd', rate: 1, clipping: { kind: 'off' } }));
    const step = (seed: number, look: StepLook) => {
      const before = flat(network.readWeights());
      const { figures } = network.trainStep(batchOf(seed), never, look)!;
      const after = flat(network.readWeights());
      return { figures, gradient: Float64Array.from(before, (w, i) => w - after[i]) };
    };
    const a = step(1, 'keep').gradient;
    const { gradient: b, figures } = step(2, 'measure');
    const product = (x: Float64Array, y: Float64Array) => dot(x, 0, y, 0, x.length);
    const expected = product(a, b) / Math.sqrt(product(a, a) * product(b, b));
    expect(Math.abs(expected)).toBeLessThan(0.99);
    expect(figures!.cosine).toBeCloseTo(expected, 5);
  });

  it.each(optimizers.map(({ id }) => id))(
    'is 1 where the same batch comes again at a tiny rate, %s',
    (id) => {
      for (const biases of [true, false]) {
        const network = engine.create(specOf({ optimizer: id, rate: 1e-12, biases }));
        // Once before, so that rows of Wxh hold what is left of other characters.
        network.trainStep(batchOf(7), never);
        const batch = { ...batchOf(1), resets: new Uint8Array(4).fill(1) };
        network.trainStep(batch, never, 'keep');
        expect(network.trainStep(batch, never, 'measure')!.figures!.cosine).toBeCloseTo(1, 6);
      }
    },
  );

  it('is of the gradients before clipping', () => {
    const cosineWith = (clipping: Clipping) => {
      const network = engine.create(specOf({ optimizer: 'sgd', rate: 1e-12, clipping }));
      network.trainStep(batchOf(1), never, 'keep');
      const { clipped, figures } = network.trainStep(batchOf(2), never, 'measure')!;
      expect(clipped).toBe(clipping.kind !== 'off');
      return figures!.cosine;
    };
    const free = cosineWith({ kind: 'off' });
    expect(cosineWith({ kind: 'norm', threshold: 1e-3 })).toBeCloseTo(free, 7);
    expect(cosineWith({ kind: 'value', threshold: 1e-4 })).toBeCloseTo(free, 7);
  });

  it('is none where the step before kept nothing, also when an earlier one did', () => {
    const network = engine.create(specOf());
    const cosineOf = (look?: StepLook) => network.trainStep(batchOf(1), never, look)!.figures?.cosine;
    expect(cosineOf('measure')).toBeNaN();
    cosineOf('keep');
    cosineOf();
    expect(cosineOf('measure')).toBeNaN();
    cosineOf('keep');
    expect(cosineOf('measure')).not.toBeNaN();
    expect(cosineOf('measure')).toBeNaN();
  });

  it('is the same after a step that was given up', () => {
    const spec = specOf();
    const [straight, held] = [engine.create(spec), engine.create(spec)];
    for (const network of [straight, held]) network.trainStep(batchOf(1), never, 'keep');
    let asked = 0;
    expect(held.trainStep(batchOf(2), () => ++asked > 4, 'measure')).toBeNull();
    const wanted = straight.trainStep(batchOf(2), never, 'measure');
    expect(held.trainStep(batchOf(2), never, 'measure')).toStrictEqual(wanted);
  });

  it.each([...outputLayers.map(({ id }) => id), tanhFormula.id])(
    '%s: saturation is that of the whole step',
    (id) => {
      for (const threads of [1, 3]) {
        const network = engine.create(specOf({ layer: id, gain: 4 }), threads);
        const { figures } = network.trainStep(batchOf(1), never, 'measure')!;
        const last = network.lastStep()!;
        expect(figures!.saturatedHidden).toBeCloseTo(saturatedHidden(last.hidden), 14);
        expect(figures!.saturatedHidden).toBeGreaterThan(0);
        const outputs = saturatedOutputs(last.outputs, last.targets, network.spec.layer.activation);
        expect(figures!.saturatedOutputs).toEqual(close(outputs?.saturated ?? NaN, 14));
        expect(figures!.saturatedWrong).toEqual(close(outputs?.wrong ?? NaN, 14));
        expect(Number.isNaN(figures!.saturatedOutputs)).toBe(id.startsWith('linear'));
      }
    },
  );

  it.each(readable.map((layer) => [`${layer.id}, read as ${layer.reading}`, layer] as const))(
    '%s: the yardsticks are those of its characters before its update',
    (_, layer) => {
      for (const threads of [1, 3]) {
        const network = engine.create({ ...specOf({ gain: 3 }), layer }, threads);
        const { length: T, batch: B, shape } = network.spec;
        network.trainStep(batchOf(1), never);
        const before = network.lastStep()!.hidden;
        const states = Array.from({ length: B }, (_, b) =>
          Float64Array.from(before.subarray(((b + 1) * T - 1) * shape.hidden, (b + 1) * T * shape.hidden)),
        );
        const batch = batchOf(2);
        const sums = new YardstickSums(layer, shape.vocabulary);
        states.forEach((state, b) => {
          const row = (list: Uint32Array) => list.subarray(b * T, (b + 1) * T);
          network.predict(
            row(batch.inputs),
            state,
            (t, z, y) => sums.add(z, y, row(batch.targets)[t]),
            never,
          );
        });
        const { training } = network.trainStep(batch, never, 'measure')!.figures!;
        const wanted = sums.reading;
        expect(wanted.accuracy).toBeLessThan(1);
        for (const key of Object.keys(wanted) as (keyof typeof wanted)[])
          expect(training[key], key).toEqual(close(wanted[key], engine === referenceEngine ? 12 : 4));
        expect(Number.isNaN(training.brier)).toBe(layer.reading === 'none');
      }
    },
  );

  it.each(optimizers.map(({ id }) => id))('the update of %s is the one that was made', (id) => {
    for (const threads of [1, 3])
      for (const clipping of [{ kind: 'norm', threshold: 0.01 }, { kind: 'off' }] as const) {
        const network = engine.create(specOf({ optimizer: id, clipping }), threads);
        for (let step = 0; step < 6; step++) {
          const before = network.readWeights();
          const { figures } = network.trainStep(batchOf(step), never, looks(step))!;
          const after = network.readWeights();
          if (!figures) continue;
          for (const [name, ratio] of Object.entries(figures.updateRatios)) {
            const [w, v] = [before, after].map((weights) => weights[name as 'Whh']);
            const moved = Math.hypot(...w.map((value, i) => v[i] - value));
            expect(ratio / (moved / Math.hypot(...w))).toBeCloseTo(1, 5);
          }
        }
      }
  });

  it('a step with a fault has no figures', () => {
    const network = engine.create(
      specOf({ layer: 'linear-quadratic', optimizer: 'sgd', rate: 1e30, clipping: { kind: 'off' } }),
    );
    for (let step = 0; step < 40; step++) {
      const { fault, figures } = network.trainStep(batchOf(step), never, 'measure')!;
      expect(figures === undefined).toBe(fault !== null);
      if (fault) return;
    }
    expect.fail('did not diverge');
  });
});

describe.each(fastEngines)('build %s against float64', (_build, fast) => {
  it.each([
    ['softmax-cross-entropy', 'adagrad'],
    ['sigmoid-quadratic', 'adam'],
    ['linear-quadratic', 'sgd'],
    [tanhFormula.id, 'adagrad'],
  ])('%s with %s: the same figures in a run, on one thread and dealt out', (layer, id) => {
    const spec = specOf({ layer, optimizer: id, rate: 0.01, gain: 2 });
    const expected = measured(referenceEngine.create(spec));
    for (const threads of [1, 3]) {
      const figures = measured(fast.create(spec, threads));
      figures.forEach(({ cosine, saturatedOutputs, saturatedWrong, saturatedHidden, updateRatios }, i) => {
        for (const [name, ratio] of Object.entries(expected[i].updateRatios))
          expect(updateRatios[name as keyof typeof updateRatios]! / ratio).toBeCloseTo(1, 2);
        expect(cosine).toBeCloseTo(expected[i].cosine, 4);
        // A unit at the very border may fall to the other side.
        expect(saturatedHidden).toBeCloseTo(expected[i].saturatedHidden, 2);
        expect(saturatedOutputs).toEqual(close(expected[i].saturatedOutputs, 2));
        expect(saturatedWrong).toEqual(close(expected[i].saturatedWrong, 2));
      });
    }
  });
});
