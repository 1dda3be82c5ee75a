import { describe, expect, it } from 'vitest';
import { formerSplit } from '../../../core/corpora/corpus.ts';
import { textParts } from '../../../core/corpora/parts.ts';
import { norm } from '../../../core/network/clipping.ts';
import type { Clipping } from '../../../core/network/engine.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { Parameters } from '../../../core/network/parameters.ts';
import { stream } from '../../../core/network/random.ts';
import { backward, forward, newTape } from '../../../core/network/recurrence.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import { parameterNames, type Shape, type Weights } from '../../../core/network/weights.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import { checkLayer } from '../../../core/probes/check-layer.ts';
import { faults } from '../../../core/probes/faults.ts';
import type { LayerGradients, ProbedLayer } from '../../../core/probes/probe.ts';
import { readForward, runProbe, type ProbeInput } from '../../../core/probes/run-probe.ts';
import { readStretch, type ProbeText } from '../../../core/probes/stretch.ts';

/** A text in which every character occurs, the first ones most often. */
function textOf(V: number, characters = 600): ProbeText {
  const indices = Uint32Array.from(
    { length: characters },
    (_, i) => Math.floor(((i * i + 3 * i) % 97) ** 2 / 97) % V,
  );
  return {
    indices,
    vocabulary: Uint32Array.from({ length: V }, (_, i) => 0x4e00 + i),
    parts: textParts(characters, { ...formerSplit, heldOutShare: 1 / 6 }),
  };
}

const every: readonly ProbedLayer[] = outputLayers.map((layer) => ({
  layer: layer.id,
  clamp: defaultClamp(layer),
  rate: 0.1,
}));

function weightsFor(shape: Shape): Weights {
  const options = {
    initial: 'uniform',
    outputBias: 'zero',
    initialScale: { Wxh: 1, Whh: 1, Why: 1 },
  } as const;
  return initialWeights(shape, options, outputLayer('softmax-cross-entropy'), stream(3, 'weights'));
}

/** A state that training might carry. */
const startFor = (H: number) =>
  ({ kind: 'carried', state: Float64Array.from({ length: H }, (_, i) => Math.cos(i + 1)) }) as const;

interface Case {
  readonly V: number;
  readonly H: number;
  readonly T: number;
  readonly biases?: boolean;
  readonly context?: number;
  readonly rows?: number;
  readonly layers?: readonly ProbedLayer[];
}

function inputFor({ V, H, T, biases = true, context = 7, rows = V, layers = every }: Case): ProbeInput {
  const shape = { vocabulary: V, hidden: H, biases };
  return {
    moment: { kind: 'run', armId: 'a', seed: 1, step: 4 },
    weights: { kind: 'given', weights: weightsFor(shape), steps: 4, start: startFor(H) },
    shape,
    text: textOf(V),
    stretch: { part: 'training', start: 20, length: T, context },
    layers,
    own: [],
    rows,
  };
}

const probeOf = (input: ProbeInput) => runProbe(input, () => 0);
const able = (input: ProbeInput) =>
  probeOf(input).layers.map((layer) => {
    expect(layer.refusal).toBeNull();
    return layer as LayerGradients & { probed: ProbedLayer };
  });

/** The network's own forward and backward pass over the same stretch: what training would do. */
function byTraining(input: ProbeInput, { layer, clamp }: ProbedLayer) {
  const { shape } = input;
  if (input.weights.kind !== 'given') throw new Error('These weights are drawn elsewhere.');
  const p = new Parameters(shape);
  p.write(input.weights.weights);
  const read = readStretch(input.text, input.stretch);
  const tape = newTape(read.inputs.length, shape.hidden, shape.vocabulary);
  tape.before.set(readForward(p, read, input.weights.start).before);
  const never = () => false;
  const trained = trainingLayerOf([], layer, clamp);
  const loss = forward(
    p,
    trained,
    read.inputs,
    read.targets,
    tape,
    new Float64Array(shape.vocabulary),
    never,
  )!;
  const g = new Parameters(shape);
  backward(p, read.inputs, tape, g, new Float64Array(shape.hidden), never);
  return { p, read, tape, loss, g };
}

const shapes: readonly Case[] = [
  { V: 9, H: 7, T: 6 },
  { V: 9, H: 7, T: 6, biases: false },
  { V: 5, H: 3, T: 1 },
  { V: 1, H: 4, T: 3 },
  { V: 33, H: 16, T: 12, context: 0 },
  { V: 6, H: 1, T: 5 },
];

describe.each(shapes)('a probe at V $V, H $H, T $T', (each) => {
  const input = inputFor(each);
  const layers = able(input);

  it.each(every.map((probed, i) => [probed.layer, i] as const))(
    'has the loss, δ and gradient norms that training has: %s',
    (_, i) => {
      const { loss, tape, g } = byTraining(input, every[i]);
      const found = layers[i];
      expect(found.loss).toBeCloseTo(loss, 10);
      const { rows } = probeOf(input);
      rows.forEach((index, row) =>
        tape.delta.forEach((delta, t) =>
          expect(Math.abs(found.delta[row * each.T + t] - delta[index])).toBeLessThan(
            1e-10 * (1 + Math.abs(delta[index])),
          ),
        ),
      );
      for (const [name, view] of g.views()) {
        const expected = norm(view);
        expect(Math.abs(found.norms[name]! - expected)).toBeLessThan(1e-9 * Math.max(1e-6, expected));
      }
      expect(Object.keys(found.norms)).toEqual([...parameterNames(input.shape)]);
      expect(found.gradientNorm).toBeCloseTo(norm(g.flat), 8);
    },
  );

  it('has cosines of the gradients themselves', () => {
    const { cosines } = probeOf(input);
    const gradients = every.map((probed) => byTraining(input, probed).g.flat);
    const L = every.length;
    for (let a = 0; a < L; a++)
      for (let b = 0; b < L; b++) {
        const [x, y] = [gradients[a], gradients[b]];
        const expected = x.reduce((sum, value, i) => sum + value * y[i], 0) / (norm(x) * norm(y));
        if (Number.isFinite(expected)) expect(cosines.all[a * L + b]).toBeCloseTo(expected, 9);
        else expect(cosines.all[a * L + b]).toBeNaN();
      }
  });
});

describe('gradient flow through time', () => {
  const input = inputFor({ V: 9, H: 7, T: 6 });

  it('adds up over τ to the gradient of back-propagation', () => {
    // ∂E/∂h_t is linear in the losses of the single steps: with all but E_τ taken away, back-propagation gives
    // ∂E_τ/∂h_t, whose norms are the triangle and whose sum over τ is ∂E/∂h_t.
    for (const [i, probed] of every.entries()) {
      const { triangle } = able(input)[i].flow;
      const { p, read, tape } = byTraining(input, probed);
      const T = read.inputs.length;
      const H = input.shape.hidden;
      const atHidden = (only: number | null): Float64Array[] => {
        const result: Float64Array[] = [];
        const next = new Float64Array(H);
        for (let t = T - 1; t >= 0; t--) {
          const dh = next.slice();
          if (only === null || only === t)
            tape.delta[t].forEach((d, k) => {
              for (let j = 0; j < H; j++) dh[j] += d * p.Why[k * H + j];
            });
          result[t] = dh;
          next.fill(0);
          for (let a = 0; a < H; a++) {
            const du = (1 - tape.hidden[t][a] ** 2) * dh[a];
            for (let j = 0; j < H; j++) next[j] += du * p.Whh[a * H + j];
          }
        }
        return result;
      };
      const whole = atHidden(null);
      const parts = Array.from({ length: T }, (_, tau) => atHidden(tau));
      for (let t = 0; t < T; t++) {
        for (let tau = t; tau < T; tau++)
          expect(triangle[tau * T + t] / Math.max(1e-300, norm(parts[tau][t]))).toBeCloseTo(1, 8);
        for (let tau = 0; tau < t; tau++) expect(triangle[tau * T + t]).toBeNaN();
        for (let j = 0; j < H; j++) {
          const sum = parts.reduce((total, part) => total + part[t][j], 0);
          expect(sum).toBeCloseTo(whole[t][j], 9);
        }
      }
    }
  });

  it('is averaged along its diagonals, also against the size of δ', () => {
    const [found] = able(input);
    const { triangle, byLag, byLagPerDelta } = found.flow;
    const T = 6;
    for (let k = 0; k < T; k++) {
      const along = Array.from({ length: T - k }, (_, i) => triangle[(i + k) * T + i]);
      expect(byLag[k]).toBeCloseTo(along.reduce((a, b) => a + b) / along.length, 12);
      const ratios = along.map((value, i) => value / found.deltaNorms[i + k]);
      expect(byLagPerDelta[k]).toBeCloseTo(ratios.reduce((a, b) => a + b) / ratios.length, 12);
    }
  });
});

describe('the rows of a map', () => {
  it('are the most frequent characters and every target; the rest is summed', () => {
    const input = inputFor({ V: 33, H: 5, T: 8, rows: 4 });
    const probe = probeOf(input);
    const full = probeOf({ ...input, rows: 33 });
    const [some, all] = [probe.layers[0] as LayerGradients, full.layers[0] as LayerGradients];
    expect(probe.rows.length + probe.folded).toBe(33);
    expect(probe.rows.length).toBeLessThan(33);
    expect(full.folded).toBe(0);
    const T = 8;
    const counts = new Uint32Array(33);
    for (const index of input.text.indices) counts[index]++;
    for (let i = 1; i < full.rows.length; i++)
      expect(counts[full.rows[i - 1]]).toBeGreaterThanOrEqual(counts[full.rows[i]]);
    expect([...full.rows].slice(0, 4)).toEqual([...probe.rows].slice(0, 4));
    // The likeliest are those of all outputs, whether they have rows or not.
    expect(probe.likeliest).toEqual(full.likeliest);
    full.likeliest.forEach((point, t) => {
      const column = Array.from(full.rows, (_, row) => full.logits[row * T + t]);
      expect(full.characters[column.indexOf(Math.max(...column))]).toBe(point);
    });
    for (let t = 0; t < T; t++) {
      expect(input.text.vocabulary[probe.rows[probe.targetRows[t]]]).toBe(probe.targets[t]);
      let sum = 0;
      full.rows.forEach((index, row) => {
        if (!probe.rows.includes(index)) sum += all.delta[row * T + t];
      });
      expect(some.delta[probe.rows.length * T + t]).toBeCloseTo(sum, 12);
    }
  });

  it('count the logits of targets and others over the same bins', () => {
    const { targetLogits, otherLogits } = probeOf(inputFor({ V: 9, H: 7, T: 6 }));
    const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b);
    expect(total(targetLogits.counts)).toBe(6);
    expect(total(otherLogits.counts)).toBe(6 * 8);
    expect([targetLogits.low, targetLogits.high]).toEqual([otherLogits.low, otherLogits.high]);
  });
});

describe('a probe', () => {
  it('has the share of δ that comes from the targets', () => {
    const input = inputFor({ V: 9, H: 7, T: 6 });
    const { tape, read } = byTraining(input, every[2]);
    let [own, all] = [0, 0];
    tape.delta.forEach((delta, t) => {
      own += delta[read.targets[t]] ** 2;
      all += delta.reduce((sum, d) => sum + d * d, 0);
    });
    expect(able(input)[2].targetShare).toBeCloseTo(own / all, 12);
  });

  describe.each(optimizers.map((each) => [each.id, each] as const))('the first update of %s', (_, each) => {
    it.each<Clipping>([
      { kind: 'off' },
      { kind: 'norm', threshold: 0.02 },
      { kind: 'value', threshold: 0.01 },
    ])('is the one that training makes, clipping $kind', (clipping) => {
      const base = inputFor({ V: 9, H: 7, T: 6, context: 0 });
      const { shape, stretch, text } = base;
      const weights = weightsFor(shape);
      // Both begin at h = 0.
      const input: ProbeInput = {
        ...base,
        weights: { kind: 'given', weights, steps: 0, start: { kind: 'zero' } },
      };
      const optimizer = { id: each.id, settings: {} };
      const found = able({ ...input, update: { optimizer, clipping } });
      const read = readStretch(text, stretch);
      found.forEach(({ probed, updateRatios }) => {
        const network = referenceEngine.create({
          shape,
          length: 6,
          batch: 1,
          layer: trainingLayerOf([], probed.layer, probed.clamp),
          optimizer: { id: each.id, settings: each.defaults },
          rate: 0.1,
          clipping,
          weights,
        });
        const batch = { inputs: read.inputs, targets: read.targets, resets: Uint8Array.of(1) };
        const { figures } = network.trainStep(batch, () => false, 'measure')!;
        for (const [name, ratio] of Object.entries(figures!.updateRatios))
          expect(updateRatios![name as keyof typeof updateRatios]).toEqual(
            Number.isNaN(ratio) ? NaN : expect.closeTo(ratio, 12),
          );
      });
    });
  });

  it('is told of layers with a rate alone', () => {
    const input = inputFor({ V: 9, H: 7, T: 6 });
    const [free] = able({ ...input, layers: [{ layer: 'linear-quadratic', clamp: null, rate: null }] });
    expect(free.updateRatios).toBeNull();
  });

  it('lets a layer refuse, and goes on with the others', () => {
    const layers = [
      { layer: 'softmax-cross-entropy', clamp: null, rate: null },
      { layer: 'linear-cross-entropy', clamp: null, rate: null },
      { layer: 'linear-quadratic', clamp: null, rate: null },
    ];
    const { layers: found, cosines } = probeOf(inputFor({ V: 9, H: 7, T: 6, layers }));
    expect(found.map(({ refusal }) => refusal?.code ?? null)).toEqual([null, 'outside-domain', null]);
    expect(found[1].refusal!.message).toMatch(/^At step \d+: /);
    expect(cosines.all[1]).toBeNaN();
    expect(cosines.all[4]).toBeNaN();
    expect(cosines.all[2]).toBeGreaterThan(-1);
  });

  it('refuses a stretch beyond its part of the text, and an unknown layer', () => {
    const input = inputFor({ V: 9, H: 7, T: 6 });
    const beyond = (stretch: ProbeInput['stretch']) => () => probeOf({ ...input, stretch });
    expect(beyond({ part: 'training', start: 494, length: 6, context: 0 })).toThrow(/training part has 500/);
    expect(beyond({ part: 'training', start: 493, length: 6, context: 0 })).not.toThrow();
    expect(beyond({ part: 'held-out', start: 94, length: 6, context: 0 })).toThrow(/held-out part has 100/);
    expect(() => probeOf({ ...input, layers: [{ layer: 'nope', clamp: null, rate: null }] })).toThrow(
      /No output layer/,
    );
  });

  it('draws fresh weights as a run of that seed does', () => {
    const input = inputFor({ V: 9, H: 7, T: 6 });
    const fresh = {
      kind: 'fresh',
      initial: { initial: 'uniform', outputBias: 'zero', initialScale: { Wxh: 1, Whh: 1, Why: 1 } },
      layer: 'softmax-cross-entropy',
      clamp: null,
      seed: 3,
    } as const;
    const { weights } = input;
    if (weights.kind !== 'given') throw new Error('These weights are drawn elsewhere.');
    const fromZero = { ...input, weights: { ...weights, start: { kind: 'zero' } as const } };
    expect(probeOf({ ...input, weights: fresh })).toMatchObject({ start: 'zero' });
    expect(probeOf({ ...input, weights: fresh }).layers).toEqual(probeOf(fromZero).layers);
    expect(probeOf(input)).toMatchObject({ start: 'carried' });
    expect(probeOf(input).layers).not.toEqual(probeOf(fromZero).layers);
  });

  it('reads the context from the state of the weights, also what stands before a part of the text', () => {
    const input = inputFor({ V: 9, H: 7, T: 6, context: 7 });
    const at = (stretch: Partial<ProbeInput['stretch']>) => ({
      ...input,
      stretch: { ...input.stretch, ...stretch },
    });
    const { context } = readStretch(input.text, at({ part: 'held-out', start: 2 }).stretch);
    expect([...context]).toEqual([...input.text.indices.subarray(495, 502)]);
    const p = new Parameters(input.shape);
    p.write(weightsFor(input.shape));
    const start = startFor(7);
    const read = readStretch(input.text, at({ start: 0 }).stretch);
    expect(read.context).toHaveLength(0);
    expect([...readForward(p, read, start).before]).toEqual([...start.state]);
  });
});

describe('a gradient check', () => {
  const input = inputFor({ V: 9, H: 7, T: 6 });
  const check = (layer: ProbedLayer, fault: (typeof faults)[number]['id'] | null, at = input) =>
    checkLayer({ ...at, layer, fault });

  it.each(every)('finds the gradient good without a fault: $layer', (layer) => {
    expect(check(layer, null)).toMatchObject({ verdict: 'good', fault: null, length: 6, steps: 4 });
  });

  it('finds it good after some training too', () => {
    const { shape, text } = input;
    const network = referenceEngine.create({
      shape,
      length: 6,
      batch: 1,
      layer: outputLayer('softmax-cross-entropy'),
      optimizer: { id: 'adagrad', settings: { epsilon: 1e-10 } },
      rate: 0.1,
      clipping: { kind: 'norm', threshold: 5 },
      weights: weightsFor(shape),
    });
    for (let step = 0; step < 30; step++) {
      const at = (step * 6) % 400;
      network.trainStep(
        {
          inputs: Uint32Array.from(text.indices.subarray(at, at + 6)),
          targets: Uint32Array.from(text.indices.subarray(at + 1, at + 7)),
          resets: Uint8Array.of(step === 0 ? 1 : 0),
        },
        () => false,
      );
    }
    const trained: ProbeInput = {
      ...input,
      weights: {
        kind: 'given',
        weights: network.readWeights(),
        steps: 30,
        start: { kind: 'carried', state: network.readState() },
      },
    };
    for (const layer of every) expect(check(layer, null, trained).verdict).toBe('good');
  });

  it.each(faults.flatMap(({ id }) => every.map((layer) => [id, layer.layer, layer] as const)))(
    'catches %s in %s',
    (fault, _, layer) => {
      const harmless = fault === 'drop-slope' && layer.layer.startsWith('linear');
      expect(check(layer, fault).verdict).toBe(harmless ? 'good' : 'wrong');
    },
  );
});
