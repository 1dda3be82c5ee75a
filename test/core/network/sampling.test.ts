import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { readAsProbabilities } from '../../../core/network/reading.ts';
import { referenceEngine } from '../../../core/network/reference-engine.ts';
import type { ReadingStart } from '../../../core/network/reading-start.ts';
import { atTemperature, inverseDistribution, sampleText } from '../../../core/network/sampling.ts';
import type { Network } from '../../../core/network/engine.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';

const never = () => false;
const layer = outputLayer('softmax-cross-entropy');
const sum = (p: Float64Array) => p.reduce((a, b) => a + b);

function network(vocabulary: number, hidden = 6): Network {
  const shape = { vocabulary, hidden, biases: true };
  return referenceEngine.create({
    shape,
    length: 1,
    batch: 1,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 0.1,
    clipping: { kind: 'off' },
    weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(8, 'weights')),
  });
}

describe('temperature', () => {
  const warmed = (temperature: number, ...p: number[]) => {
    const values = Float64Array.from(p);
    atTemperature(values, temperature);
    return values;
  };

  it('1 leaves the distribution bit for bit', () => {
    expect([...warmed(1, 0.1, 0.2, 0.7)]).toEqual([0.1, 0.2, 0.7]);
  });

  it('is p^{1/τ}, normalised', () => {
    // τ = ½: squares, 1 : 4 : 25 over 30.
    for (const [i, value] of [1 / 30, 4 / 30, 25 / 30].entries())
      expect(warmed(0.5, 0.125, 0.25, 0.625)[i]).toBeCloseTo(value, 15);
    // τ = 2: roots, 1 : 2 : 3 over 6.
    for (const [i, value] of [1 / 6, 2 / 6, 3 / 6].entries())
      expect(warmed(2, 1 / 14, 4 / 14, 9 / 14)[i]).toBeCloseTo(value, 15);
  });

  it('0 is the likeliest alone, the first of equals', () => {
    expect([...warmed(0, 0.2, 0.5, 0.3)]).toEqual([0, 1, 0]);
    expect([...warmed(0, 0.1, 0.3, 0.3, 0.3)]).toEqual([0, 1, 0, 0]);
    expect([...warmed(0, 1)]).toEqual([1]);
  });

  it.each([1e-3, 1e-10, 1e-300, 5e-324])(
    'τ = %d is finite, sums to 1 and gives all to the likeliest',
    (tau) => {
      for (const p of [
        [0.2, 0.5, 0.3],
        [1e-4, 0.9998, 1e-4],
        [1e-300, 1, 0],
        [0.3, 0.4],
      ]) {
        const q = warmed(tau, ...p);
        expect([...q].every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(sum(q)).toBe(1);
        expect(q[1]).toBe(1);
      }
      expect([...warmed(tau, 0.5, 0.5)]).toEqual([0.5, 0.5]);
    },
  );

  it('a large τ comes near to uniform, and 0 stays 0', () => {
    for (const value of warmed(1e9, 0.01, 0.9, 0.09)) expect(value).toBeCloseTo(1 / 3, 6);
    expect([...warmed(7, 0.5, 0, 0.5)]).toEqual([0.5, 0, 0.5]);
  });
});

describe('the inverse of the distribution function', () => {
  it('gives index i for u from the sum before p_i up to the sum with it', () => {
    const p = Float64Array.of(0.25, 0.5, 0.25);
    for (const [u, index] of [
      [0, 0],
      [0.2499, 0],
      [0.25, 1],
      [0.7499, 1],
      [0.75, 2],
      [1 - 2 ** -53, 2],
    ])
      expect(inverseDistribution(p, u)).toBe(index);
  });

  it('never gives what has probability 0, at no u', () => {
    const p = Float64Array.of(0, 0.5, 0, 0.5, 0);
    for (const u of [0, 0.4999, 0.5, 0.9999, 1 - 2 ** -53])
      expect([1, 3]).toContain(inverseDistribution(p, u));
    // Rounding: ten tenths are a little less than 1.
    const tenths = Float64Array.from({ length: 12 }, (_, i) => (i < 10 ? 0.1 : 0));
    expect(sum(tenths)).toBeLessThan(1);
    expect(inverseDistribution(tenths, 1 - 2 ** -53)).toBe(9);
  });

  it('has one answer for one character', () => {
    for (const u of [0, 0.5, 1 - 2 ** -53]) expect(inverseDistribution(Float64Array.of(1), u)).toBe(0);
    expect(inverseDistribution(Float64Array.of(1 - 2 ** -50), 1 - 2 ** -53)).toBe(0);
  });
});

describe('a sample', () => {
  const zero = { kind: 'zero' } as const;
  const draw = (
    prompt: number[],
    count: number,
    temperature: number,
    seed = 1,
    net = network(5),
    start: ReadingStart = zero,
  ) =>
    sampleText(
      net,
      layer,
      start,
      Uint32Array.from(prompt),
      count,
      temperature,
      stream(seed, 'sampling'),
      never,
    )!;

  it('is the same for the same seed, and another for another', () => {
    expect(draw([2], 50, 1)).toEqual(draw([2], 50, 1));
    expect(draw([2], 50, 1)).not.toEqual(draw([2], 50, 1, 2));
    expect(draw([2], 0, 1)).toEqual(new Uint32Array(0));
  });

  it('follows the network from its state: each character is drawn from its reading after all that went before', () => {
    const net = network(5);
    const prompt = [2, 0, 4];
    const state = Float64Array.of(0.9, -0.9, 0.5, 0, -0.5, 0.1);
    const drawn = draw(prompt, 30, 0.7, 9, net, { kind: 'carried', state });
    // A single character of a prompt lets more of the state be seen than three.
    expect(draw([2], 30, 0.7, 9, net, { kind: 'carried', state })).not.toEqual(draw([2], 30, 0.7, 9, net));
    const random = stream(9, 'sampling');
    const text = [...prompt];
    for (const each of drawn) {
      // From the beginning every time: what is carried between draws must amount to the same.
      const p = new Float64Array(5);
      net.predict(text, state.slice(), (_position, z, y) => readAsProbabilities(layer, z, y, p), never);
      atTemperature(p, 0.7);
      expect(each).toBe(inverseDistribution(p, random.uniform()));
      text.push(each);
    }
  });

  it('draws as often as the distribution says', () => {
    const net = network(5);
    const p = new Float64Array(5);
    net.predict([3], new Float64Array(6), (_position, z, y) => readAsProbabilities(layer, z, y, p), never);
    const n = 20_000;
    const random = stream(4, 'sampling');
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < n; i++)
      counts[sampleText(net, layer, zero, Uint32Array.of(3), 1, 1, random, never)![0]]++;
    // The seed is fixed; 4.5 standard errors of a share.
    for (const [i, count] of counts.entries())
      expect(Math.abs(count / n - p[i])).toBeLessThan(4.5 * Math.sqrt((p[i] * (1 - p[i])) / n));
  });

  it('at temperature 0 depends on no seed', () => {
    expect(draw([1, 2], 40, 0, 1)).toEqual(draw([1, 2], 40, 0, 2));
  });

  it('works with one character, and gives nothing when interrupted', () => {
    expect([...draw([0], 4, 1, 1, network(1))]).toEqual([0, 0, 0, 0]);
    let asked = 0;
    const stopped = sampleText(
      network(5),
      layer,
      zero,
      Uint32Array.of(1),
      9,
      1,
      stream(1, 'sampling'),
      () => ++asked > 4,
    );
    expect(stopped).toBeNull();
  });
});
