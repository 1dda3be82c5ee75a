import { describe, expect, it } from 'vitest';
import type { Network, NetworkSpec } from '../../../core/network/engine.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { readAsProbabilities, readingRule, smoothing } from '../../../core/network/reading.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';

const never = () => false;
const fromZero = { kind: 'zero' } as const;
/** So many scored characters from a place on. */
const span = (from: number, characters: number) => ({ from, to: from + characters });

/**
 * A network of one hidden unit that stays 0, so that its logits are by at every position: what it says can be worked out
 * by hand.
 */
function saying(layer: OutputLayer, by: readonly number[]): Network {
  const V = by.length;
  const spec: NetworkSpec = {
    shape: { vocabulary: V, hidden: 1, biases: true },
    length: 1,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 0.1,
    clipping: { kind: 'off' },
    weights: {
      Wxh: new Float64Array(V),
      Whh: new Float64Array(1),
      Why: new Float64Array(V),
      bh: new Float64Array(1),
      by: Float64Array.from(by),
    },
  };
  return referenceEngine.create(spec);
}

function read(ending: string | OutputLayer, by: readonly number[], targets: readonly number[]) {
  const layer = typeof ending === 'string' ? outputLayer(ending) : ending;
  const text = Uint32Array.from([0, ...targets]);
  return evaluate(saying(layer, by), text, [span(1, targets.length)], fromZero, layer, never)!;
}

describe('the yardsticks', () => {
  it('are those worked out by hand for a softmax that always says ½, ¼, ¼', () => {
    // p = (1 − 10⁻⁴) q + 10⁻⁴/3
    const half = 0.9999 / 2 + 1e-4 / 3;
    const quarter = 0.9999 / 4 + 1e-4 / 3;
    const reading = read('softmax-cross-entropy', [Math.LN2, 0, 0], [0, 1, 0, 2]);
    expect(reading.bitsPerCharacter).toBeCloseTo(-(2 * Math.log2(half) + 2 * Math.log2(quarter)) / 4, 13);
    expect(reading.accuracy).toBe(0.5);
    expect(reading.top5Accuracy).toBe(1);
    const hit = (1 - half) ** 2 + 2 * quarter ** 2;
    const miss = half ** 2 + (1 - quarter) ** 2 + quarter ** 2;
    expect(reading.brier).toBeCloseTo((2 * hit + 2 * miss) / 4, 13);
    expect(reading.ownLoss).toBeCloseTo((2 * Math.log(2) + 2 * Math.log(4)) / 4, 13);
    expect(reading.clippedShare).toBe(0);
  });

  it('are log₂ V bits and 1 − 1/V Brier for uniform outputs, whatever the layer', () => {
    for (const [id, by] of [
      ['softmax-quadratic', 0],
      ['sigmoid-cross-entropy', -3],
      ['linear-quadratic', 0.2],
    ] as const) {
      const reading = read(id, Array<number>(8).fill(by), [3, 1, 4, 1, 5]);
      expect(reading.bitsPerCharacter).toBeCloseTo(3, 12);
      expect(reading.brier).toBeCloseTo(1 - 1 / 8, 12);
    }
  });

  it('give a tie to the smaller index, as argmax does', () => {
    const equal = Array<number>(7).fill(0);
    expect(read('softmax-cross-entropy', equal, [0]).accuracy).toBe(1);
    expect(read('softmax-cross-entropy', equal, [1]).accuracy).toBe(0);
    expect(read('softmax-cross-entropy', equal, [4]).top5Accuracy).toBe(1);
    expect(read('softmax-cross-entropy', equal, [5]).top5Accuracy).toBe(0);
    expect(read('softmax-cross-entropy', [0, 1, 1], [1, 2, 0, 1]).accuracy).toBe(0.5);
  });

  it('count the five largest, not four or six', () => {
    const by = [7, 1, 6, 2, 5, 3, 4];
    const inside = [0, 2, 4, 6, 5];
    for (let target = 0; target < 7; target++)
      expect(read('linear-quadratic', by, [target]).top5Accuracy).toBe(inside.includes(target) ? 1 : 0);
  });

  it('count no hit where the outputs are not numbers, as after a divergence', () => {
    // A softmax of a logit that has overflowed is NaN.
    const overflowing = read('softmax-cross-entropy', [Infinity, 0, 0], [0, 1, 2]);
    expect(overflowing).toMatchObject({ accuracy: 0, top5Accuracy: 0, bitsPerCharacter: NaN });
    expect(read('linear-quadratic', [NaN, 1, 0], [0, 1, 2])).toMatchObject({
      accuracy: 0,
      top5Accuracy: 2 / 3,
    });
  });

  it('rank y itself, also where outputs are clipped to be read as probabilities', () => {
    // All below 0: the reading is uniform, but −1 is still the largest output.
    const reading = read('linear-quadratic', [-3, -1, -2], [1, 1]);
    expect(reading.accuracy).toBe(1);
    expect(reading.bitsPerCharacter).toBeCloseTo(Math.log2(3), 12);
    expect(reading.clippedShare).toBe(1);
  });

  it('count the positions at which something was clipped', () => {
    // by + Why tanh(bh + Wxh x): input 0 keeps h at 0, input 1 pushes output 0 below 0.
    const layer = outputLayer('linear-quadratic');
    const network = referenceEngine.create({
      ...saying(layer, [0, 0]).spec,
      weights: {
        Wxh: Float64Array.of(0, 1),
        Whh: Float64Array.of(0),
        Why: Float64Array.of(-10, 0),
        bh: Float64Array.of(0),
        by: Float64Array.of(0.5, 0.5),
      },
    });
    const text = Uint32Array.of(0, 1, 0, 0, 1, 0);
    expect(evaluate(network, text, [span(1, 4)], fromZero, layer, never)!.clippedShare).toBe(1 / 4);
    expect(evaluate(network, text, [span(2, 4)], fromZero, layer, never)!.clippedShare).toBe(2 / 4);
  });

  it('never charge more bits than the smoothing allows', () => {
    const reading = read('softmax-cross-entropy', [1000, -1000], [1]);
    expect(reading.bitsPerCharacter).toBeCloseTo(-Math.log2(smoothing / 2), 9);
    expect(reading.ownLoss).toBe(2000);
    expect(Number.isFinite(reading.brier)).toBe(true);
  });

  it('have no own loss where it is not defined, and one where it is or is clamped', () => {
    expect(read('linear-cross-entropy', [0.5, 0.25], [0]).ownLoss).toBeCloseTo(
      Math.LN2 + Math.log(4 / 3),
      13,
    );
    const outside = read('linear-cross-entropy', [0.5, 1.25], [0, 1]);
    expect(outside.ownLoss).toBeNaN();
    expect(outside.accuracy).toBe(0.5);
    expect(Number.isFinite(outside.bitsPerCharacter)).toBe(true);
    const clamped = trainingLayerOf([], 'linear-cross-entropy', 1e-3);
    expect(Number.isFinite(read(clamped, [0.5, 1.25], [0, 1]).ownLoss)).toBe(true);
  });

  it('pass on what is no refusal of the layer', () => {
    const broken: OutputLayer = {
      ...outputLayer('linear-quadratic'),
      lossAndDelta() {
        throw new TypeError('broken');
      },
    };
    expect(() => read(broken, [0, 0], [0])).toThrow('broken');
  });

  it('score the character after each position, from the position asked for, with the state carried', () => {
    const layer = outputLayer('softmax-cross-entropy');
    // Output x + 1 after input x, so the counting text is foretold without a fault.
    const V = 5;
    const next = saying(layer, Array<number>(V).fill(0));
    const H = V;
    const identity = (rows: number, value: (row: number, column: number) => number) =>
      Float64Array.from({ length: rows * H }, (_, i) => value(Math.floor(i / H), i % H));
    const network = referenceEngine.create({
      ...next.spec,
      shape: { vocabulary: V, hidden: H, biases: false },
      weights: {
        Wxh: identity(H, (i, x) => (i === x ? 3 : 0)),
        Whh: new Float64Array(H * H),
        Why: identity(V, (k, j) => (k === (j + 1) % V ? 20 : 0)),
      },
    });
    const text = Uint32Array.of(4, 4, 1, 2, 3, 4, 0, 1, 1);
    const good = evaluate(network, text, [span(3, 5)], fromZero, layer, never)!;
    expect(good.accuracy).toBe(1);
    expect(good.bitsPerCharacter).toBeLessThan(0.001);
    expect(evaluate(network, text, [span(1, 8)], fromZero, layer, never)!.accuracy).toBe(5 / 8);
  });

  it('are nothing when interrupted', () => {
    let asked = 0;
    const layer = outputLayer('softmax-cross-entropy');
    expect(
      evaluate(
        saying(layer, [0, 0]),
        Uint32Array.of(0, 1, 0, 1),
        [span(1, 3)],
        fromZero,
        layer,
        () => ++asked > 2,
      ),
    ).toBeNull();
  });

  it('work with one character', () => {
    for (const id of [
      'softmax-cross-entropy',
      'softmax-quadratic',
      'sigmoid-quadratic',
      'linear-quadratic',
    ]) {
      const reading = read(id, [-2], [0, 0]);
      expect(reading.bitsPerCharacter).toBeCloseTo(0, 12);
      expect(reading.accuracy).toBe(1);
      expect(reading.brier).toBeCloseTo(0, 12);
    }
  });
});

describe('outputs read as probabilities', () => {
  it('are smoothed by ε, the one that the printed rule names', () => {
    const p = new Float64Array(4);
    const y = Float64Array.of(3, -1, 1, 0);
    expect(readAsProbabilities(outputLayer('linear-quadratic'), y, y, p)).toBe(true);
    const floor = 1e-4 / 4;
    expect([...p]).toEqual([0.9999 * 0.75 + floor, floor, 0.9999 * 0.25 + floor, floor]);
    expect(readingRule).toContain(`ε = ${smoothing}`);
  });
});
