import { describe, expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
import { builtInFormulas } from '../../../core/formulas/built-in-formulas.ts';
import { chainOf } from '../../../core/formulas/chain.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { stream } from '../../../core/network/random.ts';
import { activationOf } from '../../../core/outputs/activations/registry.ts';
import { scaledTanh } from '../../../core/outputs/activations/scaled-tanh.ts';
import { compose } from '../../../core/outputs/compose.ts';
import * as losses from '../../../core/outputs/losses.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import type { Vector } from '../../../core/outputs/vector.ts';
import { readOutputs } from '../../../core/outputs/readings/registry.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';

const layers: readonly OutputLayer[] = outputLayers;

const isLoss = (each: unknown): each is losses.Loss => typeof each === 'object';

/** What each layer is by definition: its activation and its loss, joined by the chain rule. A loss in no list is the layer's own. */
function definition(layer: OutputLayer) {
  const gradient = layer.outputGradient!;
  const loss = Object.values(losses)
    .filter(isLoss)
    .find((each) => each.gradient === gradient);
  const own = { id: layer.loss, gradient, value: () => NaN };
  return { ...compose(activationOf(layer.activation), loss ?? own), known: loss !== undefined };
}

/** Layers whose loss is defined for every z. */
const total: readonly (readonly [string, OutputLayer])[] = layers.map((layer) =>
  layer.clamped ? ([`${layer.id} clamped`, layer.clamped(1e-3)] as const) : ([layer.id, layer] as const),
);

interface Run {
  readonly loss: number;
  readonly y: number[];
  readonly delta: number[];
}

function run(
  layer: Pick<OutputLayer, 'lossAndDelta'>,
  z: readonly number[],
  target: number,
  array: Float64ArrayConstructor | Float32ArrayConstructor = Float64Array,
): Run {
  const logits = array.from(z);
  const y = new array(z.length);
  const delta = new array(z.length);
  const loss = layer.lossAndDelta(logits, target, y, delta);
  expect([...logits], 'z is left alone').toEqual([...array.from(z)]);
  return { loss, y: [...y], delta: [...delta] };
}

function expectClose(actual: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries())
    expect(Math.abs(actual[i] - value), `[${i}] ${actual[i]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
}

const random = stream(20, 'sampling');
/** Points inside (−5, 5), or inside (0, 1) where the layer wants that. */
function randomPoints(V: number, [low, high]: readonly [number, number], count = 8): number[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: V }, () => low + (high - low) * random.uniform()),
  );
}

const specialPoints = [
  [0, 0, 0, 0],
  [1e-9, -1e-9, 0, 1e-9],
  [10, 0, 0, 0],
  [0, 0, 0, -10],
  [3, 3, 3, 3],
  [-7, 8, -9, 10],
  [0.5, 0.25, 0.125, 0.0625],
  [0.002, 0.5, 0.998, 0.004],
];

function pointsOf(layer: OutputLayer): number[][] {
  if (layer.clamped && !layer.formula.includes('tangent'))
    return [...randomPoints(4, [0.05, 0.95]), [0.5, 0.5, 0.5, 0.5], [0.01, 0.99, 0.3, 0.7]];
  return [...randomPoints(4, [-5, 5]), ...randomPoints(4, [0, 1]), ...specialPoints];
}

describe.each(layers.map((layer) => [layer.id, layer] as const))('%s', (_, layer) => {
  it('gives the numbers of its worked examples', () => {
    expect(layer.examples.length).toBeGreaterThan(0);
    for (const { z, target, loss, delta, origin, tolerance = 1e-12 } of layer.examples) {
      expect(origin).not.toBe('');
      const result = run(layer, z, target);
      expectClose([result.loss], [loss], tolerance);
      if (delta) expectClose(result.delta, delta, tolerance);
    }
  });

  it('is its activation and its loss joined by the chain rule', () => {
    for (const z of pointsOf(layer))
      for (let target = 0; target < z.length; target++) {
        const { known, ...parts } = definition(layer);
        const composed = run(parts, z, target);
        const fused = run(layer, z, target);
        expectClose(fused.y, composed.y, 1e-15);
        if (known) expectClose([fused.loss], [composed.loss], 1e-11);
        expectClose(fused.delta, composed.delta, 1e-11);
      }
  });

  it('is called matched exactly when δ = y − t', () => {
    const gaps = pointsOf(layer).map((z) => {
      const { y, delta } = run(layer, z, 1);
      return Math.max(...delta.map((d, i) => Math.abs(d - (y[i] - (i === 1 ? 1 : 0)))));
    });
    if (layer.match === 'matched') expect(Math.max(...gaps)).toBeLessThanOrEqual(1e-15);
    else expect(Math.max(...gaps)).toBeGreaterThan(0.1);
  });

  it('says what it is', () => {
    expect(layer.id).toBe(`${layer.activation}-${layer.loss}`);
    expect(layer.label).toMatch(new RegExp(` \\+ ${layer.loss}$`));
    expect(layer.formula).toMatch(/^E = /);
    expect(layer.delta).toMatch(/^δ = /);
    expect(layer.reference).not.toBe('');
  });

  it('has the bias at which every output is 1/V', () => {
    for (const V of [2, 3, 65, 1000]) {
      const z = new Float64Array(V).fill(layer.uniformBias(V));
      layer.forward(z, z);
      expectClose([...z], Array<number>(V).fill(1 / V), 1e-15);
    }
    // With one character y = 1; σ reaches that at no finite bias.
    const [, highest] = activationOf(layer.activation).range;
    const z = Float64Array.of(layer.uniformBias(1));
    layer.forward(z, z);
    if (highest > 1) expectClose([...z], [1], 1e-15);
    else expect(layer.uniformBias(1)).toBe(0);
  });
});

/** Every built-in layer, as it is written by hand, and every published loss, each with its loss as it is typed. */
const typed = [
  ...builtInFormulas.map((formula) => [formula.id, outputLayer(formula.id), formula] as const),
  ...formulaPresets.map((formula) => [formula.id, formulaLayer(formula), formula] as const),
];

it.each(typed)(
  '%s is its activation and its typed loss, E as well as δ',
  (_, layer: OutputLayer, formula) => {
    const chain = chainOf(formula);
    const activation = activationOf(formula.activation);
    const range = layer.clamped ? ([0.05, 0.95] as const) : ([-5, 5] as const);
    for (const point of randomPoints(4, range, 12))
      for (let target = 0; target < point.length; target++) {
        const z = Float64Array.from(point);
        const y = new Float64Array(4);
        activation.forward(z, y);
        const { gradient, direct } = chain.valuesAt(y, z, target);
        const delta = new Float64Array(4);
        activation.backward(y, gradient, delta);
        const result = run(layer, point, target);
        expectClose(result.y, [...y], 1e-15);
        expectClose([result.loss], [chain.lossAt(y, z, target)], 1e-11);
        expectClose(result.delta, [...delta.map((d, i) => d + (direct?.[i] ?? 0))], 1e-9);
      }
  },
);

describe.each(total)('%s, everywhere', (_, layer) => {
  it('has the δ that centred differences of E give', () => {
    const h = 1e-5;
    const points = pointsOf(layer);
    if (layer.clamped) points.push([-3, 4, 0.5, -0.001], [2000, -2000, 0, 1]);
    for (const z of points)
      for (let target = 0; target < z.length; target++) {
        const { delta } = run(layer, z, target);
        for (let i = 0; i < z.length; i++) {
          const at = (step: number) =>
            run(
              layer,
              z.map((value, k) => (k === i ? value + step : value)),
              target,
            ).loss;
          const measured = (at(h) - at(-h)) / (2 * h);
          // Rounding of E / h; and h²/6 · E‴, which for −ln y is h²/3 · y⁻³ = h²/3 · |δ|³.
          const rounding = (1e-15 * Math.max(1, Math.abs(at(0)))) / h;
          const curvature = layer.clamped ? (h * h * Math.abs(delta[i]) ** 3) / 2 : 1e-10;
          expect(
            Math.abs(measured - delta[i]),
            `z = ${z.join(' ')}, target ${target}, δ[${i}]`,
          ).toBeLessThanOrEqual(1e-8 * Math.abs(delta[i]) + rounding + curvature);
        }
      }
  });

  it('stays finite for logits of ±10³', () => {
    const extremes = [
      [1000, -1000, 0, 1000],
      [1000, 1000, 1000, 1000],
      [-1000, -1000, -1000, -1000],
      [-1000, 1000, -1000, -1000],
      [745, -745, 710, -710],
    ];
    for (const z of extremes)
      for (let target = 0; target < z.length; target++) {
        const { loss, y, delta } = run(layer, z, target);
        for (const value of [loss, ...y, ...delta]) expect(Number.isFinite(value)).toBe(true);
        const [low, high] = activationOf(layer.activation).range;
        for (const value of y) expect(value >= low && value <= high).toBe(true);
        // Beyond the clamp the loss goes on along its tangent, below 0 too.
        if (!layer.clamped) expect(loss).toBeGreaterThanOrEqual(0);
        const q = new Float64Array(z.length);
        readOutputs(layer, Float64Array.from(z), Float64Array.from(y), q);
        expectClose([q.reduce((a, b) => a + b)], [1], 1e-12);
      }
  });

  it('works with one character', () => {
    for (const value of [0, 0.5, 1000, -1000]) {
      const { loss, y, delta } = run(layer, [value], 0);
      expect([loss, ...y, ...delta].every(Number.isFinite)).toBe(true);
      if (activationOf(layer.activation).distribution) expect([loss, ...y, ...delta]).toEqual([0, 1, 0]);
      const q = new Float64Array(1);
      readOutputs(layer, Float64Array.of(value), Float64Array.from(y), q);
      expect([...q]).toEqual([1]);
    }
  });

  it('gives outputs that read as a distribution, in place too, and says when it clipped', () => {
    const points: number[][] = [...pointsOf(layer), [-1, -2, -3, -4], [0, 0, 0, 0], [1e-300, 0, 0, 0]];
    for (const z of points) {
      const logits = Float64Array.from(z);
      const y = new Float64Array(z.length);
      layer.forward(logits, y);
      const q = new Float64Array(z.length);
      const clipped = readOutputs(layer, logits, y, q);
      expect(Math.min(...q)).toBeGreaterThanOrEqual(0);
      expectClose([q.reduce((a, b) => a + b)], [1], 1e-14);
      expect(clipped).toBe(y.some((value) => value < 0));
      if (y.some((value) => value > 0))
        for (const [i, value] of y.entries()) expect(q[i] > 0).toBe(value > 0);
      else expect([...q]).toEqual(z.map(() => 1 / z.length));
      expect(readOutputs(layer, logits, y, y)).toBe(clipped);
      expect(y).toEqual(q);
    }
  });

  it('computes the same outputs forward, in place, and with the loss', () => {
    for (const z of pointsOf(layer)) {
      const y = new Float64Array(z.length);
      const logits = Float64Array.from(z);
      layer.forward(logits, y);
      expect([...logits]).toEqual(z);
      expect(run(layer, z, 2).y).toEqual([...y]);
      layer.forward(logits, logits);
      expect(logits).toEqual(y);
    }
  });

  it('agrees in float32 with float64', () => {
    for (const z of [...randomPoints(65, [-5, 5], 3), ...randomPoints(65, [0.05, 0.95], 3)]) {
      const single = [...Float32Array.from(z)];
      const wide = run(layer, single, 7);
      const narrow = run(layer, single, 7, Float32Array);
      expectClose(narrow.y, wide.y, 1e-6);
      expectClose(narrow.delta, wide.delta, 1e-6);
      expectClose([narrow.loss], [wide.loss], 1e-5);
    }
  });

  it('keeps no state: the same question gets the same answer after another one', () => {
    const first = run(layer, [0.1, 0.7, 0.2], 1);
    run(layer, [9, -9, 9], 0);
    expect(run(layer, [0.1, 0.7, 0.2], 1)).toEqual(first);
  });
});

describe('the scaled tanh', () => {
  it('is 1 at 1 and −1 at −1, and has the bias at which every output is 1/V', () => {
    const y = new Float64Array(2);
    scaledTanh.forward(Float64Array.from([1, -1]), y);
    expectClose([...y], [1, -1], 1e-5);
    for (const V of [1, 2, 65]) {
      const z = new Float64Array(1).fill(scaledTanh.uniformBias(V));
      scaledTanh.forward(z, z);
      expectClose([...z], [1 / V], 1e-15);
    }
  });

  it('has the slope that centred differences give', () => {
    const h = 1e-5;
    for (const z of [-4, -1, 0, 0.3, 2]) {
      const y = new Float64Array(3);
      scaledTanh.forward(Float64Array.from([z - h, z, z + h]), y);
      const delta = new Float64Array(1);
      scaledTanh.backward(y.subarray(1, 2), Float64Array.from([2]), delta);
      expectClose([...delta], [(y[2] - y[0]) / h], 1e-9);
    }
  });
});

describe('linear + cross-entropy', () => {
  const layer = outputLayer('linear-cross-entropy');

  it.each([
    [[0.5, 1, 0.5], 1, '1'],
    [[0, 0.5, 0.5], 0, '0'],
    [[0.5, 0.5, -0.25], 2, '−0.25'],
    [[0.5, 3, -2], 1, '3'],
    [[0.5, NaN, 0.5], 1, 'NaN'],
    [[0.5, 0.5, Infinity], 2, 'Infinity'],
  ])('refuses %j and names output %i', (z, output, value) => {
    for (let target = 0; target < z.length; target++) {
      let error: unknown = null;
      try {
        run(layer, z, target);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(LabError);
      const { code, message, next } = error as LabError;
      expect(code).toBe('outside-domain');
      expect(message).toContain(`output ${output} is ${value},`);
      expect(next).toMatch(/clamp/);
    }
  });

  it('leaves y and δ as they were when it refuses', () => {
    const y = Float64Array.of(7, 8);
    const delta = Float64Array.of(9, 10);
    expect(() => layer.lossAndDelta(Float64Array.of(0.5, 2), 0, y, delta)).toThrow(LabError);
    expect([...y, ...delta]).toEqual([7, 8, 9, 10]);
  });

  it('clamped, is the same inside [ε, 1 − ε], and goes on straight with slope at most 1/ε beyond', () => {
    for (const epsilon of [0.4, 0.1, 1e-3, 1e-6]) {
      const clamped = layer.clamped!(epsilon);
      expect(clamped.formula).toContain(String(epsilon));
      for (const z of randomPoints(5, [epsilon, 1 - epsilon])) {
        const plain = run(layer, z, 3);
        const other = run(clamped, z, 3);
        expectClose([other.loss], [plain.loss], 1e-12);
        expectClose(other.delta, plain.delta, 1e-12);
        expect(other.y).toEqual(plain.y);
      }
      // Target 0: E₀ = −ln ŷ with slope −1/ε below ε and −1/(1 − ε) above 1 − ε.
      const below = (y: number) => -Math.log(epsilon) - (y - epsilon) / epsilon;
      const above = (y: number) => -Math.log(1 - epsilon) - (y - 1 + epsilon) / (1 - epsilon);
      expectClose([run(clamped, [-2], 0).loss], [below(-2)], 1e-12);
      expectClose([run(clamped, [3], 0).loss], [above(3)], 1e-12);
      expectClose(run(clamped, [-2], 0).delta, [-1 / epsilon], 1e-12);
      expectClose(run(clamped, [3], 0).delta, [-1 / (1 - epsilon)], 1e-12);
      // No target: the mirror image, E_i = −ln(1 − ŷ).
      expectClose([run(clamped, [0.5, 3], 0).loss - Math.LN2], [below(1 - 3)], 1e-9);
      expectClose(run(clamped, [0.5, 3, -2], 0).delta, [-2, 1 / epsilon, 1 / (1 - epsilon)], 1e-9);
    }
  });
});

describe('the sizes that the lab is about, V = 65', () => {
  const V = 65;
  const size = (id: string, z: number[]) => Math.hypot(...run(outputLayer(id), z, 0).delta);
  const zero = Array<number>(V).fill(0);
  const oneWrong = zero.map((_, i) => (i === 1 ? 10 : 0));

  // science §3; the digits are those printed there.
  it.each([
    ['linear-quadratic', '1.00', '10.05'],
    ['sigmoid-quadratic', '1.01', '1.00'],
    ['sigmoid-cross-entropy', '4.03', '4.12'],
    ['softmax-cross-entropy', '0.99', '1.41'],
    ['softmax-quadratic', '0.015', '0.003'],
  ])('‖δ‖ of %s is %s at z = 0 and %s with one wrong logit of 10', (id, atZero, atWrong) => {
    const digits = (text: string) => text.split('.')[1].length;
    expect(size(id, zero).toFixed(digits(atZero))).toBe(atZero);
    expect(size(id, oneWrong).toFixed(digits(atWrong))).toBe(atWrong);
  });

  it.each([
    [-2, 9.5, 0.05],
    [-5, 150, 0.5],
    [-8, 2983, 0.5],
  ])('at z = %d and t = 1 cross-entropy pushes a sigmoid %d times as hard as quadratic', (z, times, half) => {
    const [strong] = run(outputLayer('sigmoid-cross-entropy'), [z], 0).delta;
    const [weak] = run(outputLayer('sigmoid-quadratic'), [z], 0).delta;
    expect(Math.abs(strong / weak - times)).toBeLessThanOrEqual(half);
    // By hand: the ratio is 1/σ′ = 1/(y(1 − y)) = 2 + 2 cosh z.
    expect(Math.abs(strong / weak / (2 + 2 * Math.cosh(z)) - 1)).toBeLessThan(1e-12);
  });

  it('|δ| of sigmoid + quadratic never passes 4/27, and reaches it at σ(z) = ⅓', () => {
    const layer = outputLayer('sigmoid-quadratic');
    for (let z = -40; z <= 40; z += 0.1)
      for (const target of [0, 1])
        expect(Math.abs(run(layer, [z, 0], target).delta[0])).toBeLessThanOrEqual(4 / 27);
    expectClose(run(layer, [-Math.LN2], 0).delta, [-4 / 27], 1e-15);
  });

  it('δ of softmax + quadratic is 1/V of softmax + cross-entropy at uniform outputs', () => {
    const quadraticDelta = run(outputLayer('softmax-quadratic'), zero, 5).delta;
    const { delta } = run(outputLayer('softmax-cross-entropy'), zero, 5);
    expectClose(
      quadraticDelta,
      delta.map((d) => d / V),
      1e-16,
    );
  });

  it('sigmoid + cross-entropy has δ = ½ at z = 0, where the stable form has no derivative', () => {
    expect(run(outputLayer('sigmoid-cross-entropy'), [0, 0], 1).delta).toEqual([0.5, -0.5]);
  });

  it('every δ of a softmax layer sums to 0: adding to all logits changes nothing', () => {
    for (const id of ['softmax-cross-entropy', 'softmax-quadratic'])
      for (const z of randomPoints(V, [-5, 5])) {
        const { delta, loss } = run(outputLayer(id), z, 3);
        expect(Math.abs(delta.reduce((a, b) => a + b))).toBeLessThan(1e-15 * V);
        const shifted = run(
          outputLayer(id),
          z.map((value) => value + 100),
          3,
        );
        expectClose([shifted.loss], [loss], 1e-12);
      }
  });
});

describe('the registry', () => {
  it('finds every layer by its name, and names are unique', () => {
    for (const layer of layers) expect(outputLayer(layer.id)).toBe(layer);
    expect(new Set(layers.map((layer) => layer.id)).size).toBe(layers.length);
  });

  it.each(['', 'hinge', 'Softmax-cross-entropy', 'toString', '__proto__'])('has no layer %j', (id) => {
    expect(() => outputLayer(id)).toThrow(
      expect.objectContaining({
        code: 'unknown-name',
        message: expect.stringContaining(layers.map((layer) => layer.id).join(', ')) as string,
      }) as Error,
    );
    expect(() => trainingLayerOf([], id, null)).toThrow(
      expect.objectContaining({ code: 'unknown-name' }) as Error,
    );
  });

  it('trains every layer with the clamp it starts with', () => {
    for (const layer of layers) {
      const trained = trainingLayerOf([], layer.id, defaultClamp(layer));
      expect(trained.id).toBe(layer.id);
      const y: Vector = new Float64Array(2);
      expect(() => trained.lossAndDelta(Float64Array.of(-3, 3), 0, y, new Float64Array(2))).not.toThrow();
    }
  });

  it.each([null, 0, -0.1, 0.5, 1, NaN, Infinity])(
    'does not train linear + cross-entropy with ε = %s',
    (clamp) => {
      expect(() => trainingLayerOf([], 'linear-cross-entropy', clamp)).toThrow(
        expect.objectContaining({ code: 'bad-experiment' }) as Error,
      );
    },
  );

  it('has no clamp for a layer that needs none', () => {
    for (const layer of layers.filter((each) => !each.clamped)) {
      expect(defaultClamp(layer)).toBeNull();
      expect(() => trainingLayerOf([], layer.id, 1e-3)).toThrow(
        expect.objectContaining({
          code: 'bad-experiment',
          message: expect.stringContaining(layer.id) as string,
        }) as Error,
      );
    }
  });
});
