import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../core/duels/duel-differences.ts';
import { drawnLines, givenLines, type Contestant } from '../../../core/duels/duel-lines.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { readAsProbabilities } from '../../../core/network/reading.ts';
import { startState } from '../../../core/network/reading-start.ts';
import { readingNetwork } from '../../../core/network/reading-network.ts';
import { atTemperature, inverseDistribution, sampleText } from '../../../core/network/sampling.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayers } from '../../../core/outputs/registry.ts';

const never = () => false;
const V = 7;
const vocabulary = Uint32Array.from({ length: V }, (_, i) => 97 + i);
const indexOf = (codePoint: number) => vocabulary.indexOf(codePoint);

/** A network of some size; large weights, so that no two characters are equally likely. */
function contestant(id: string, seed = 3, hidden = 5): Contestant {
  const layer = trainingLayerOf([], id, defaultClamp(outputLayers.find((each) => each.id === id)!));
  const shape = { vocabulary: V, hidden, biases: true };
  const initialScale = { Wxh: 3, Whh: 1, Why: 4 };
  const weights = initialWeights(
    shape,
    { initial: 'uniform', outputBias: 'zero', initialScale },
    layer,
    stream(seed, 'weights'),
  );
  // As if it had been trained: it reads from a state of its own.
  const state = Float64Array.from({ length: hidden }, (_, i) => Math.cos(seed + 2 * i));
  return { layer, network: readingNetwork(shape, layer, weights), start: { kind: 'carried', state } };
}

const every = () => outputLayers.map(({ id }) => contestant(id));
const reading = (temperature = 1, top = 3) => ({ vocabulary, temperature, top });
const prompt = Uint32Array.of(1, 4);

/** p after some indices, by the rule of the yardsticks, then at temperature. */
function distribution({ network, layer, start }: Contestant, read: readonly number[], temperature: number) {
  const p = new Float64Array(V);
  network.predict(
    read,
    startState(start, network.spec.shape.hidden),
    (_, z, y) => void readAsProbabilities(layer, z, y, p),
    never,
  );
  atTemperature(p, temperature);
  return p;
}

describe('arms that draw', () => {
  it('draw the text that one arm alone draws from the same seed', () => {
    const { lines } = drawnLines(every(), prompt, 40, 9, reading(0.8));
    for (const [i, { network, layer, start }] of every().entries()) {
      const alone = sampleText(network, layer, start, prompt, 40, 0.8, stream(9, 'sampling'), never)!;
      expect([...lines[i].characters]).toEqual([...alone].map((index) => vocabulary[index]));
    }
  });

  it('share one random number at each position, which lies in the interval of the drawn character', () => {
    const random = stream(2 ** 31, 'sampling');
    const { lines, randomNumbers, before } = drawnLines(every(), prompt, 60, 2 ** 31, reading(1.3));
    expect([...randomNumbers]).toEqual(Array.from({ length: 60 }, () => random.uniform()));
    expect(String.fromCodePoint(...before)).toBe('be');
    for (const [i, line] of lines.entries()) {
      const read = [...prompt];
      for (const [n, u] of randomNumbers.entries()) {
        const p = distribution(every()[i], read, 1.3);
        const drawn = inverseDistribution(p, u);
        expect(indexOf(line.characters[n])).toBe(drawn);
        expect(line.probability[n]).toBeCloseTo(p[drawn], 14);
        expect(line.from[n]).toBeLessThanOrEqual(u);
        expect(line.from[n] + line.probability[n]).toBeGreaterThan(u);
        read.push(drawn);
      }
    }
  });

  it('with equal weights and layer draw the same text bit for bit', () => {
    const equal = [contestant('softmax-cross-entropy'), contestant('softmax-cross-entropy')];
    const { lines } = drawnLines(equal, prompt, 50, 1, reading());
    expect(lines[1]).toEqual(lines[0]);
    expect(differences(lines, true).some(Boolean)).toBe(false);
  });

  it('differ by the layer alone where weights are equal', () => {
    const { lines } = drawnLines(
      [contestant('softmax-cross-entropy'), contestant('sigmoid-quadratic')],
      prompt,
      50,
      1,
      reading(),
    );
    const differs = differences(lines, true);
    expect(differs.some(Boolean)).toBe(true);
    for (const [n, mark] of differs.entries())
      expect(mark).toBe(lines[0].characters[n] === lines[1].characters[n] ? 0 : 1);
  });

  it('at temperature 0 take the likeliest, whatever the random numbers are', () => {
    const [one, other] = [5, 6].map((seed) => drawnLines(every(), prompt, 20, seed, reading(0)));
    expect(one.lines).toEqual(other.lines);
    for (const line of one.lines) {
      expect([...line.probability]).toEqual(new Array(20).fill(1));
      expect([...line.entropy].every((bits) => bits === 0)).toBe(true);
      expect(line.bitsPerCharacter).toBe(0);
      for (let n = 0; n < 20; n++) expect(line.topCharacters[n * 3]).toBe(line.characters[n]);
    }
  });

  it('at a very high temperature all draw the same: every character has 1/V', () => {
    const { lines, randomNumbers } = drawnLines(every(), prompt, 30, 4, reading(1e12));
    expect(differences(lines, true).some(Boolean)).toBe(false);
    for (const line of lines) {
      expect([...line.characters].map(indexOf)).toEqual([...randomNumbers].map((u) => Math.floor(u * V)));
      for (const p of line.probability) expect(p).toBeCloseTo(1 / V, 10);
      expect(line.meanEntropy).toBeCloseTo(Math.log2(V), 10);
    }
  });
});

describe('a text that all read', () => {
  const text = Uint32Array.from({ length: 41 }, (_, i) => (i * i + (i >> 1)) % V);
  const whole = { context: new Uint32Array(0), inputs: text.slice(0, -1), targets: text.slice(1) };

  it('costs each arm the bits of the evaluation', () => {
    const { lines, randomNumbers } = givenLines(every(), whole, reading());
    expect(randomNumbers).toHaveLength(0);
    for (const [i, { network, layer, start }] of every().entries()) {
      const { bitsPerCharacter } = evaluate(network, text, [{ from: 1, to: 41 }], start, layer, never)!;
      expect(lines[i].bitsPerCharacter).toBeCloseTo(bitsPerCharacter, 12);
      expect([...lines[i].characters].map(indexOf)).toEqual([...text.subarray(1)]);
    }
  });

  it('is read from where the context leads', () => {
    const [context, inputs, targets] = [text.slice(0, 12), text.slice(12, 40), text.slice(13)];
    const { lines, before } = givenLines(every(), { context, inputs, targets }, reading());
    const full = givenLines(every(), whole, reading()).lines;
    expect([...before].map(indexOf)).toEqual([...text.subarray(0, 13)]);
    for (const [i, line] of lines.entries())
      expect([...line.probability]).toEqual([...full[i].probability.subarray(12)]);
  });

  it('has an infinite price where the likeliest is all there is and another one comes', () => {
    const { lines } = givenLines([contestant('softmax-cross-entropy')], whole, reading(0));
    expect(lines[0].bitsPerCharacter).toBe(Infinity);
  });
});

describe('the likeliest characters', () => {
  it('are the first of the sorted distribution, with the mass of the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (top, tau) => {
          const arm = contestant('sigmoid-cross-entropy');
          const { lines } = drawnLines([arm], prompt, 6, 3, reading(tau, top));
          const line = lines[0];
          expect(line.top).toBe(Math.min(top, V));
          const read = [...prompt];
          for (let n = 0; n < 6; n++) {
            const p = distribution(arm, read, tau);
            const order = [...p.keys()].sort((a, b) => p[b] - p[a] || a - b).slice(0, line.top);
            const at = (values: Float64Array | Uint32Array) =>
              Array.from(values.subarray(n * line.top, (n + 1) * line.top));
            expect(at(line.topCharacters).map(indexOf)).toEqual(order);
            at(line.topProbability).forEach((value, k) => expect(value).toBeCloseTo(p[order[k]], 13));
            at(line.topFrom).forEach((from, k) =>
              expect(from).toBeCloseTo(
                p.subarray(0, order[k]).reduce((a, b) => a + b, 0),
                13,
              ),
            );
            const others = [...p].filter((_, i) => !order.includes(i)).reduce((a, b) => a + b, 0);
            expect(line.rest[n]).toBeCloseTo(others, 13);
            expect(line.entropy[n]).toBeCloseTo(
              -p.reduce((sum, each) => sum + each * Math.log2(each), 0),
              11,
            );
            read.push(indexOf(line.characters[n]));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of a text that all read mark where the arms expect another character', () => {
    const text = Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 0, 1);
    const given = { context: new Uint32Array(0), inputs: text.slice(0, -1), targets: text.slice(1) };
    const { lines } = givenLines(
      [contestant('softmax-cross-entropy', 3), contestant('softmax-cross-entropy', 4)],
      given,
      reading(),
    );
    const likeliest = (i: number, n: number) => lines[i].topCharacters[n * 3];
    expect([...differences(lines, false)]).toEqual(
      Array.from({ length: 8 }, (_, n) => (likeliest(0, n) === likeliest(1, n) ? 0 : 1)),
    );
    expect(differences(lines, true).some(Boolean)).toBe(false);
  });

  it('are all there is for one distinct character', () => {
    const layer = trainingLayerOf([], 'softmax-cross-entropy', null);
    const shape = { vocabulary: 1, hidden: 2, biases: false };
    const weights = { Wxh: new Float64Array(2), Whh: new Float64Array(4), Why: new Float64Array(2) };
    const start = { kind: 'zero' } as const;
    const alone = { layer, network: readingNetwork(shape, layer, weights), start };
    const { lines } = drawnLines([alone], Uint32Array.of(0), 3, 1, {
      vocabulary: Uint32Array.of(0x1f600),
      temperature: 1,
      top: 8,
    });
    expect(lines[0]).toMatchObject({ top: 1, bitsPerCharacter: 0, meanEntropy: 0 });
    expect([...lines[0].characters]).toEqual([0x1f600, 0x1f600, 0x1f600]);
  });
});
