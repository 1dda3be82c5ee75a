import { describe, expect, it } from 'vitest';
import type { Batch, Clipping, Network, NetworkSpec, StepResult } from '../../../core/network/engine.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import { parameterNames, type ParameterName, type Weights } from '../../../core/network/weights.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import { runCase } from '../../../core/probes/gradient-case.ts';

const never = () => false;
const layer = outputLayer('softmax-cross-entropy');

/** SGD with η = 1 and nothing clipped: what a step takes from the weights is the gradient itself. */
function specOf(changes: Partial<NetworkSpec> = {}): NetworkSpec {
  const shape = changes.shape ?? { vocabulary: 6, hidden: 5, biases: true };
  return {
    shape,
    length: 4,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 1,
    clipping: { kind: 'off' },
    weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(5, 'weights')),
    ...changes,
  };
}

function batchOf(spec: NetworkSpec, seed: number, reset = 1): Batch {
  const random = stream(seed, 'source');
  const indices = () =>
    Uint32Array.from({ length: spec.batch * spec.length }, () => random.below(spec.shape.vocabulary));
  return { inputs: indices(), targets: indices(), resets: new Uint8Array(spec.batch).fill(reset) };
}

function row(spec: NetworkSpec, { inputs, targets, resets }: Batch, b: number): Batch {
  const part = (all: Uint32Array) => all.slice(b * spec.length, (b + 1) * spec.length);
  return { inputs: part(inputs), targets: part(targets), resets: resets.slice(b, b + 1) };
}

const flat = (weights: Weights) =>
  (Object.keys(weights) as ParameterName[]).flatMap((name) => [...(weights[name] ?? [])]);

/** Does a step and gives its gradient, as the change of the weights over the rate. */
function gradientOf(network: Network, batch: Batch): { gradient: number[]; result: StepResult } {
  const before = flat(network.readWeights());
  const result = network.trainStep(batch, never)!;
  expect(result.fault).toBeNull();
  const after = flat(network.readWeights());
  return { gradient: before.map((w, i) => (w - after[i]) / network.spec.rate), result };
}

const l2 = (values: readonly number[]) => Math.hypot(...values);
const distance = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return l2(a.map((value, i) => value - b[i]));
};
const hiddenOf = (network: Network) => [...network.lastStep()!.hidden].slice(-network.spec.shape.hidden);

describe('a step', () => {
  it('over B sequences has the mean of their losses and of their gradients', () => {
    const spec = specOf({ batch: 3 });
    const batch = batchOf(spec, 1);
    const { gradient, result } = gradientOf(referenceEngine.create(spec), batch);
    const alone = [0, 1, 2].map((b) =>
      gradientOf(referenceEngine.create({ ...spec, batch: 1 }), row(spec, batch, b)),
    );
    const mean = gradient.map((_, i) => alone.reduce((sum, each) => sum + each.gradient[i], 0) / 3);
    expect(distance(gradient, mean)).toBeLessThan(1e-14);
    expect(l2(gradient)).toBeGreaterThan(0.1);
    expect(result.loss).toBeCloseTo(alone.reduce((sum, each) => sum + each.result.loss, 0) / 3, 13);
    expect(result.gradientNorm).toBeCloseTo(l2(gradient), 13);
  });

  it('has the norm of each matrix before clipping', () => {
    for (const biases of [true, false]) {
      const spec = specOf({ shape: { vocabulary: 6, hidden: 5, biases }, batch: 2 });
      const network = referenceEngine.create(spec);
      const before = network.readWeights();
      const { gradientNorms, gradientNorm } = network.trainStep(batchOf(spec, 2), never)!;
      const after = network.readWeights();
      expect(Object.keys(gradientNorms)).toEqual(parameterNames(spec.shape));
      for (const name of parameterNames(spec.shape))
        expect(gradientNorms[name]).toBeCloseTo(
          l2([...before[name]!].map((w, i) => w - after[name]![i])),
          13,
        );
      expect(gradientNorm).toBeCloseTo(l2(Object.values(gradientNorms)), 13);
    }
  });

  it('shows its tensors: row (b, t), δ not divided by B, and targets of its own', () => {
    const spec = specOf({ batch: 2 });
    const { vocabulary: V, hidden: H } = spec.shape;
    const network = referenceEngine.create(spec);
    expect(network.lastStep()).toBeNull();
    const batch = batchOf(spec, 3);
    network.trainStep(batch, never);
    const { delta, outputs, hidden, targets } = network.lastStep()!;
    expect([delta.length, outputs.length, hidden.length]).toEqual([2 * 4 * V, 2 * 4 * V, 2 * 4 * H]);
    expect(targets).toEqual(batch.targets);
    batch.targets.fill(0);
    // δ = y − t for a matched layer.
    for (const [at, target] of targets.entries())
      for (let k = 0; k < V; k++)
        expect(delta[at * V + k]).toBeCloseTo(outputs[at * V + k] - (k === target ? 1 : 0), 15);
    const alone = referenceEngine.create({ ...spec, batch: 1 });
    alone.trainStep(row(spec, { ...batch, targets }, 1), never);
    expect([...delta].slice(4 * V)).toEqual([...alone.lastStep()!.delta]);
    expect([...hidden].slice(4 * H)).toEqual([...alone.lastStep()!.hidden]);
  });

  it.each([1, 3])('carries the hidden state, but no gradient, into the next chunk, B = %d', (B) => {
    const spec = specOf({ batch: B, rate: 0.5 });
    const { vocabulary: V, hidden: H } = spec.shape;
    const network = referenceEngine.create(spec);
    const first = batchOf(spec, 4);
    const second = batchOf(spec, 5, 0);
    network.trainStep(first, never);
    const ends = Array.from({ length: B }, (_, b) =>
      network.lastStep()!.hidden.slice((b * 4 + 3) * H, (b * 4 + 4) * H),
    );
    const weights = network.readWeights();
    const { gradient, result } = gradientOf(network, second);
    // The second chunk alone, its first state a constant: no step of the first one can have had a gradient from it.
    const alone = ends.map((end, b) => {
      const { inputs, targets } = row(spec, second, b);
      const found = runCase({
        layer,
        shape: { vocabulary: V, hidden: H, biases: true },
        given: parameterNames(spec.shape),
        weights,
        h0: Float64Array.from(end),
        inputs,
        targets,
      });
      expect(l2(found.dh0)).toBeGreaterThan(1e-3);
      return { loss: found.loss, gradient: Object.values<number[][] | number[]>(found.gradients).flat(2) };
    });
    const mean = gradient.map((_, i) => alone.reduce((sum, each) => sum + each.gradient[i], 0) / B);
    expect(distance(gradient, mean)).toBeLessThan(1e-13);
    expect(result.loss).toBeCloseTo(alone.reduce((sum, each) => sum + each.loss, 0) / B, 12);
  });

  it('in two chunks without learning has the loss of one long one; a reset starts from 0, row by row', () => {
    const spec = specOf({ batch: 2, rate: 0, length: 4 });
    const [a, b] = [batchOf(spec, 6), batchOf(spec, 7, 0)];
    const lossOf = (second: Batch) => {
      const network = referenceEngine.create(spec);
      return network.trainStep(a, never)!.loss + network.trainStep(second, never)!.loss;
    };
    const long = specOf({ batch: 1, rate: 0, length: 8 });
    const joined = (key: 'inputs' | 'targets', r: number) =>
      Uint32Array.from([...row(spec, a, r)[key], ...row(spec, b, r)[key]]);
    const longLoss = (r: number) =>
      referenceEngine
        .create(long)
        .trainStep(
          { inputs: joined('inputs', r), targets: joined('targets', r), resets: Uint8Array.of(1) },
          never,
        )!.loss;
    const shortLoss = (batch: Batch, r: number) =>
      referenceEngine
        .create({ ...spec, batch: 1 })
        .trainStep({ ...row(spec, batch, r), resets: Uint8Array.of(1) }, never)!.loss;
    expect(lossOf(b)).toBeCloseTo((longLoss(0) + longLoss(1)) / 2, 12);
    const reset = { ...b, resets: Uint8Array.of(0, 1) };
    expect(lossOf(reset)).toBeCloseTo((longLoss(0) + shortLoss(a, 1) + shortLoss(b, 1)) / 2, 12);
    expect(Math.abs(lossOf(reset) - lossOf(b))).toBeGreaterThan(1e-3);
  });

  it('starts from a hidden state of 0 even where the first batch forgets to say so', () => {
    const spec = specOf();
    const losses = [0, 1].map(
      (reset) => referenceEngine.create(spec).trainStep(batchOf(spec, 8, reset), never)!.loss,
    );
    expect(losses[0]).toBe(losses[1]);
  });

  it.each(outputLayers.map((each) => each.id))('works with T = 1 and with V = 1, %s', (id) => {
    const trained = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
    for (const [vocabulary, hidden, length] of [
      [6, 5, 1],
      [1, 5, 3],
      [1, 1, 1],
    ])
      for (const biases of [true, false]) {
        const shape = { vocabulary, hidden, biases };
        const spec = specOf({
          shape,
          length,
          layer: trained,
          rate: 0.01,
          weights: initialWeights(
            shape,
            { initial: 'uniform', outputBias: 'zero' },
            trained,
            stream(1, 'weights'),
          ),
        });
        const network = referenceEngine.create(spec);
        for (let step = 0; step < 5; step++) {
          const result = network.trainStep(batchOf(spec, step, step === 0 ? 1 : 0), never)!;
          expect(result.fault).toBeNull();
          expect(Number.isFinite(result.loss)).toBe(true);
        }
        // −ln 1: one character is no news to a softmax.
        if (id === 'softmax-cross-entropy' && vocabulary === 1)
          expect(network.trainStep(batchOf(spec, 9), never)).toMatchObject({ loss: 0, gradientNorm: 0 });
      }
  });
});

describe('the same again', () => {
  const steps = (spec: NetworkSpec, count: number) => {
    const network = referenceEngine.create(spec);
    const results = Array.from({ length: count }, (_, i) =>
      network.trainStep(batchOf(spec, i, i ? 0 : 1), never),
    );
    return { results, weights: network.readWeights() };
  };

  it.each(optimizers.map((each) => [each.id, each] as const))('same spec, same bits, with %s', (id, each) => {
    const spec = specOf({ batch: 2, rate: 0.05, optimizer: { id, settings: each.defaults } });
    expect(steps(spec, 10)).toEqual(steps(spec, 10));
  });

  it('learns what there is to learn, with every layer', () => {
    for (const { id } of outputLayers) {
      const trained = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
      const spec = specOf({
        layer: trained,
        length: 6,
        rate: 0.02,
        optimizer: { id: 'adam', settings: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
        clipping: { kind: 'norm', threshold: 5 },
      });
      const network = referenceEngine.create(spec);
      const cycle = { inputs: Uint32Array.of(0, 1, 2, 3, 4, 5), targets: Uint32Array.of(1, 2, 3, 4, 5, 0) };
      for (let step = 0; step < 1500; step++)
        network.trainStep({ ...cycle, resets: Uint8Array.of(step ? 0 : 1) }, never);
      const guesses: number[] = [];
      network.predict(
        cycle.inputs,
        new Float64Array(5),
        (_, _z, y) => guesses.push(y.indexOf(Math.max(...y))),
        never,
      );
      expect(guesses, id).toEqual([1, 2, 3, 4, 5, 0]);
    }
  });

  it('a step interrupted at any point leaves no trace', () => {
    const adam = { id: 'adam', settings: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } };
    const spec = specOf({
      batch: 2,
      rate: 0.05,
      optimizer: adam,
      clipping: { kind: 'norm', threshold: 0.5 },
    });
    const batches = [0, 1, 2, 3, 4].map((i) => batchOf(spec, i, i === 0 || i === 3 ? 1 : 0));
    const whole = referenceEngine.create(spec);
    let asked = 0;
    const results = batches.map((batch) =>
      whole.trainStep(batch, () => {
        asked++;
        return false;
      }),
    );
    // At least once per time step, forward and back.
    const perStep = asked / batches.length;
    expect(perStep).toBeGreaterThanOrEqual(2 * spec.batch * spec.length);

    for (let k = 0; k < perStep; k++) {
      const network = referenceEngine.create(spec);
      const again = batches.map((batch, i) => {
        if (i === 2 || i === 3) {
          const before = network.readWeights();
          let left = k;
          expect(network.trainStep(batch, () => left-- === 0)).toBeNull();
          expect(network.readWeights()).toEqual(before);
          // What the given-up step has overwritten is not shown as a step.
          expect(network.lastStep()).toBeNull();
        }
        return network.trainStep(batch, never);
      });
      expect(again).toEqual(results);
      expect(network.readWeights()).toEqual(whole.readWeights());
      expect(network.lastStep()).toEqual(whole.lastStep());
    }
  });

  it('a step whose loss is not defined leaves no trace either, and says where', () => {
    const undefinedLayer = outputLayer('linear-cross-entropy');
    const shape = { vocabulary: 2, hidden: 3, biases: true };
    const inside = (by: number): Weights => ({
      Wxh: Float64Array.from({ length: 6 }, (_, i) => i / 10),
      Whh: new Float64Array(9).fill(0.1),
      Why: Float64Array.of(0, 0, 0, 0, 0, 0.9),
      bh: new Float64Array(3),
      by: Float64Array.of(0.5, by),
    });
    const spec = specOf({ shape, layer: undefinedLayer, rate: 0.001, weights: inside(0.4) });
    const network = referenceEngine.create(spec);
    const fine = batchOf(spec, 1);
    // Input 1 drives the third hidden unit up, and output 1 with it, past 1 at the second step.
    const out = { ...fine, inputs: Uint32Array.of(0, 1, 1, 1), resets: Uint8Array.of(0) };
    const before = network.readWeights();
    const strong = referenceEngine.create({
      ...spec,
      weights: { ...inside(0.4), Wxh: Float64Array.of(0, 0, 0, 0, 0, 5) },
    });
    expect(() => strong.trainStep(out, never)).toThrow(
      expect.objectContaining({
        code: 'outside-domain',
        message: expect.stringMatching(/^At step 1: .*output 1 is 1\./) as string,
      }) as Error,
    );
    expect(strong.lastStep()).toBeNull();
    expect(strong.readWeights().by).toEqual(before.by);
  });
});

describe('clipping', () => {
  const spec = specOf({ batch: 2 });
  const batch = batchOf(spec, 1);
  const plain = gradientOf(referenceEngine.create(spec), batch);
  const clippedBy = (clipping: Clipping) => gradientOf(referenceEngine.create({ ...spec, clipping }), batch);

  it('by norm scales by c / (‖g‖ + 10⁻⁶), as clip_grad_norm_ does', () => {
    const { gradient, result } = clippedBy({ kind: 'norm', threshold: 0.25 });
    const scale = 0.25 / (plain.result.gradientNorm + 1e-6);
    expect(scale).toBeLessThan(1);
    expect(
      distance(
        gradient,
        plain.gradient.map((g) => g * scale),
      ),
    ).toBeLessThan(1e-14);
    expect(l2(gradient)).toBeLessThan(0.25);
    expect(result.clipped).toBe(true);
    // Norms are those before.
    expect(result.gradientNorm).toBe(plain.result.gradientNorm);
    expect(result.gradientNorms).toEqual(plain.result.gradientNorms);
  });

  it('by norm leaves what is within, bit for bit', () => {
    const { gradient, result } = clippedBy({ kind: 'norm', threshold: plain.result.gradientNorm + 2e-6 });
    expect(result.clipped).toBe(false);
    expect(gradient).toEqual(plain.gradient);
    // Between ‖g‖ and ‖g‖ + 10⁻⁶ PyTorch scales already, by a millionth.
    expect(clippedBy({ kind: 'norm', threshold: plain.result.gradientNorm }).result.clipped).toBe(true);
  });

  it('by value limits each entry alone', () => {
    const c = 0.05;
    const { gradient, result } = clippedBy({ kind: 'value', threshold: c });
    expect(result.clipped).toBe(true);
    expect(
      distance(
        gradient,
        plain.gradient.map((g) => Math.max(-c, Math.min(c, g))),
      ),
    ).toBeLessThan(1e-14);
    expect(gradient.some((g) => g < -c / 2) && gradient.some((g) => g > c / 2)).toBe(true);
    const wide = clippedBy({ kind: 'value', threshold: 100 });
    expect(wide.result.clipped).toBe(false);
    expect(wide.gradient).toEqual(plain.gradient);
  });

  it('off clips nothing', () => {
    expect(clippedBy({ kind: 'off' }).result.clipped).toBe(false);
  });
});

describe('a value that is not finite', () => {
  /** The layer as it is, until `spoil` says how δ and E are to be spoiled. */
  function spoilable() {
    const control: { spoil: ((delta: Float64Array, loss: number) => number) | null } = { spoil: null };
    const spoiled: OutputLayer = {
      ...layer,
      lossAndDelta(z, target, y, delta) {
        const loss = layer.lossAndDelta(z, target, y, delta);
        return control.spoil ? control.spoil(delta as Float64Array, loss) : loss;
      },
    };
    return { control, spoiled };
  }

  it.each<[string, string, (delta: Float64Array, loss: number) => number, Clipping['kind'], number]>([
    ['a loss that is NaN', 'loss', () => NaN, 'norm', 0.1],
    ['a loss that is infinite', 'loss', () => Infinity, 'off', 0.1],
    ['a δ that is NaN under clipping by norm', '∂E/∂Wxh', (d, loss) => ((d[1] = NaN), loss), 'norm', 0.1],
    ['a δ that is NaN under clipping by value', '∂E/∂Wxh', (d, loss) => ((d[1] = NaN), loss), 'value', 0.1],
    ['a δ that is infinite', '∂E/∂Wxh', (d, loss) => ((d[1] = Infinity), loss), 'value', 0.1],
    ['a gradient whose squares overflow', '∂E/∂Wxh', (d, loss) => ((d[1] = 1e200), loss), 'norm', 0.1],
    ['an update that overflows', 'Wxh', (d, loss) => ((d[1] = 1e120), loss), 'off', 1e250],
  ])('%s is named, and weights and hidden state stay as they were', (_, where, spoil, kind, rate) => {
    const { control, spoiled } = spoilable();
    const clipping: Clipping = kind === 'off' ? { kind } : { kind, threshold: 1 };
    const steady =
      rate > 1
        ? { ...specOf({ layer: spoiled, clipping }), rate }
        : specOf({ layer: spoiled, clipping, rate });
    const network = referenceEngine.create(steady);
    // At a rate of 10²⁵⁰ no step can be kept, so there only the faulty one is taken.
    if (rate < 1) expect(network.trainStep(batchOf(steady, 1), never)!.fault).toBeNull();
    const before = network.readWeights();
    control.spoil = spoil;
    const result = network.trainStep(batchOf(steady, 2, 0), never)!;
    expect(result.fault).toEqual({ where });
    expect(network.readWeights()).toEqual(before);
    if (rate > 1) return;
    // The next step goes on as if the faulty one had never been tried.
    control.spoil = null;
    const after = network.trainStep(batchOf(steady, 3, 0), never);
    const other = referenceEngine.create(steady);
    other.trainStep(batchOf(steady, 1), never);
    expect(after).toEqual(other.trainStep(batchOf(steady, 3, 0), never));
    expect(network.readWeights()).toEqual(other.readWeights());
  });

  it('keeps the hidden state before an update that overflows', () => {
    // δ = 0 keeps the first step in bounds at any rate; it only moves the hidden state.
    const { control, spoiled } = spoilable();
    const spec = specOf({ layer: spoiled, rate: 1e250 });
    const run = (faulty: boolean) => {
      const network = referenceEngine.create(spec);
      control.spoil = (delta, loss) => (delta.fill(0), loss);
      network.trainStep(batchOf(spec, 1), never);
      if (faulty) {
        control.spoil = (delta, loss) => (delta.fill(1e120), loss);
        expect(network.trainStep(batchOf(spec, 2, 0), never)!.fault).not.toBeNull();
        control.spoil = (delta, loss) => (delta.fill(0), loss);
      }
      return network.trainStep(batchOf(spec, 3, 0), never)!.loss;
    };
    expect(run(true)).toBe(run(false));
  });

  it('names the matrix: by alone when all else has no gradient, Why when Wxh and Whh have none', () => {
    const { control, spoiled } = spoilable();
    control.spoil = (delta, loss) => (delta.fill(1e200), loss);
    const shape = { vocabulary: 6, hidden: 5, biases: true };
    const zero = {
      Wxh: new Float64Array(30),
      Whh: new Float64Array(25),
      Why: new Float64Array(30),
      bh: new Float64Array(5),
      by: new Float64Array(6),
    };
    const where = (weights: Weights) => {
      const spec = specOf({ shape, layer: spoiled, weights });
      return referenceEngine.create(spec).trainStep(batchOf(spec, 1), never)!.fault?.where;
    };
    expect(where(zero)).toBe('∂E/∂by');
    expect(where({ ...zero, bh: new Float64Array(5).fill(0.5) })).toBe('∂E/∂Why');
    // Every norm is finite here, about 10¹⁵⁴; only all of them together overflow. The largest is that of by.
    control.spoil = (delta, loss) => (delta.fill(1.1e153), loss);
    expect(where({ ...zero, bh: new Float64Array(5).fill(1) })).toMatch(/^∂E\/∂W?/);
  });

  it('is never reached in silence at an absurd rate, with any layer and optimiser', () => {
    for (const { id } of outputLayers)
      for (const each of optimizers) {
        const trained = trainingLayerOf([], id, defaultClamp(outputLayer(id)));
        const spec = specOf({
          layer: trained,
          rate: 1e300,
          optimizer: { id: each.id, settings: each.defaults },
          clipping: { kind: 'norm', threshold: 5 },
        });
        const network = referenceEngine.create(spec);
        for (let step = 0; step < 50; step++) {
          const before = network.readWeights();
          const { fault } = network.trainStep(batchOf(spec, step, 0), never)!;
          const after = flat(network.readWeights());
          expect(after.every(Number.isFinite), `${id}, ${each.id}, step ${step}`).toBe(true);
          if (fault) {
            expect(after).toEqual(flat(before));
            break;
          }
        }
      }
  });
});

describe('weights', () => {
  it('are read back as they were given, each in its usual shape', () => {
    for (const biases of [true, false]) {
      const shape = { vocabulary: 6, hidden: 5, biases };
      const spec = specOf({
        shape,
        weights: initialWeights(
          shape,
          { initial: 'normal', outputBias: 'uniform-output' },
          layer,
          stream(2, 'weights'),
        ),
      });
      const read = referenceEngine.create(spec).readWeights();
      expect(read).toEqual(spec.weights);
      const again = referenceEngine.create({ ...spec, weights: read });
      expect(again.trainStep(batchOf(spec, 1), never)).toEqual(
        referenceEngine.create(spec).trainStep(batchOf(spec, 1), never),
      );
    }
  });

  it('are copies on both sides', () => {
    const spec = specOf();
    const network = referenceEngine.create(spec);
    const first = network.readWeights();
    for (const name of parameterNames(spec.shape)) {
      first[name]!.fill(9);
      spec.weights[name]!.fill(8);
    }
    const { Wxh, Whh, Why, bh, by } = network.readWeights();
    for (const values of [Wxh, Whh, Why, bh!, by!]) expect([8, 9]).not.toContain(values[0]);
  });
});

describe('prediction', () => {
  const spec = specOf({ length: 7 });
  const { hidden: H } = spec.shape;
  const batch = batchOf(spec, 1);

  it('gives the outputs of the forward pass in training, bit for bit, and hands over the hidden state', () => {
    const network = referenceEngine.create(spec);
    const seen: number[] = [];
    const hidden = new Float64Array(H);
    const positions: number[] = [];
    expect(
      network.predict(
        batch.inputs,
        hidden,
        (position, z, y) => {
          positions.push(position);
          const outputs = new Float64Array(z.length);
          layer.forward(z, outputs);
          expect(outputs).toEqual(y);
          seen.push(...y);
        },
        never,
      ),
    ).toBe(true);
    expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6]);
    network.trainStep(batch, never);
    expect(seen).toEqual([...network.lastStep()!.outputs]);
    expect([...hidden]).toEqual(hiddenOf(network));
  });

  it('in pieces is the same as in one, whatever their lengths', () => {
    const network = referenceEngine.create(spec);
    const read = (cuts: readonly number[]) => {
      const hidden = new Float64Array(H);
      const seen: number[] = [];
      for (const [i, cut] of cuts.entries())
        network.predict(
          batch.inputs.slice(cuts[i - 1] ?? 0, cut),
          hidden,
          (_, _z, y) => seen.push(...y),
          never,
        );
      return [...seen, ...hidden];
    };
    const whole = read([7]);
    for (const cuts of [
      [1, 7],
      [2, 7],
      [3, 4, 7],
      [1, 2, 3, 4, 5, 6, 7],
      [0, 7, 7],
    ])
      expect(read(cuts)).toEqual(whole);
  });

  it('leaves training alone: weights, carried state, last step', () => {
    const run = (peek: boolean) => {
      const network = referenceEngine.create(spec);
      network.trainStep(batch, never);
      const last = structuredClone(network.lastStep());
      if (peek) network.predict([1, 2, 3], new Float64Array(H).fill(0.5), () => undefined, never);
      expect(network.lastStep()).toEqual(last);
      return [network.trainStep(batchOf(spec, 2, 0), never), network.readWeights()];
    };
    expect(run(true)).toEqual(run(false));
  });

  it('interrupted at any point leaves the hidden state as it was', () => {
    const network = referenceEngine.create(spec);
    for (let k = 0; k < 7; k++) {
      const hidden = new Float64Array(H).fill(0.25);
      let left = k;
      let visits = 0;
      expect(
        network.predict(
          batch.inputs,
          hidden,
          () => visits++,
          () => left-- === 0,
        ),
      ).toBe(false);
      expect(visits).toBe(k);
      expect([...hidden]).toEqual(Array<number>(H).fill(0.25));
    }
  });
});
