import { describe, expect, it } from 'vitest';
import { firstOf, type Span } from '../../../core/corpora/parts.ts';
import type { Network, NetworkSpec } from '../../../core/network/engine.ts';
import { engine } from '../../../core/network/engines.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { stream } from '../../../core/network/random.ts';
import type { ReadingStart } from '../../../core/network/reading-start.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';

const never = () => false;
const layer = outputLayer('softmax-cross-entropy');
const zero = { kind: 'zero' } as const;
const carried = (state: Float64Array) => ({ kind: 'carried', state }) as const;
const engines = ['float64', 'float32'] as const;

const base = {
  length: 4,
  batch: 3,
  layer,
  optimizer: { id: 'adagrad', settings: { epsilon: 1e-10, initialAccumulator: 0 } },
  rate: 0.1,
  clipping: { kind: 'norm', threshold: 5 },
} as const;

/** V = 3, H = 5, weights drawn; large enough that the state of a moment is felt for long. */
function drawn(precision: (typeof engines)[number], threads = 1): Network {
  const random = stream(5, 'weights');
  const values = (length: number, gain: number) =>
    Float64Array.from({ length }, () => gain * (2 * random.uniform() - 1));
  return engine(precision).create(
    {
      ...base,
      shape: { vocabulary: 3, hidden: 5, biases: false },
      weights: { Wxh: values(15, 1), Whh: values(25, 1), Why: values(15, 2) },
    },
    threads,
  );
}

const text = Uint32Array.from({ length: 400 }, (_, i) => (i * i + (i >> 2)) % 3);

/** −log₂ p of each character from `first` on, read in one go from a state. */
function bitsFrom(network: Network, first: number, to: number, state: Float64Array): number[] {
  return Array.from({ length: to - first - 1 }, (_, i) => {
    const span = { from: first + 1 + i, to: first + 2 + i };
    const hidden = state.slice();
    network.advance(text.subarray(first, first + i), hidden, never);
    // One character, from the state that the others have led to.
    const tail = Uint32Array.of(text[span.from - 1], text[span.from]);
    return evaluate(network, tail, [{ from: 1, to: 2 }], carried(hidden), layer, never)!.bitsPerCharacter;
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Which inputs a network is given, in their order: `advance` in brackets. */
function spied(network: Network): { network: Network; read: string[] } {
  const read: string[] = [];
  const written = (inputs: ArrayLike<number>) => Array.from(inputs).join(' ');
  return {
    read,
    network: {
      spec: network.spec,
      advance: (inputs: ArrayLike<number>) => read.push(`(${written(inputs)})`) > 0,
      predict: (inputs: ArrayLike<number>) => read.push(written(inputs)) > 0,
    } as unknown as Network,
  };
}

describe('what is read for a span', () => {
  const places = Uint32Array.from({ length: 300 }, (_, i) => i);
  const from = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i).join(' ');
  const readFor = (spans: readonly Span[], start: ReadingStart) => {
    const { network, read } = spied(drawn('float64'));
    evaluate(network, places, spans, start, layer, never);
    return read;
  };

  it('are the 100 characters before it, of which the last foretells its first', () => {
    const state = new Float64Array(5);
    expect(readFor([{ from: 200, to: 210 }], carried(state))).toEqual([
      `(${from(100, 198)})`,
      from(199, 208),
    ]);
    expect(
      readFor(
        [
          { from: 40, to: 42 },
          { from: 1, to: 3 },
        ],
        carried(state),
      ),
    ).toEqual([`(${from(0, 38)})`, '39 40', '()', '0 1']);
  });

  it('are none of another text, where the span is of one of its own', () => {
    const own = { from: 201, to: 204, begins: 200 };
    expect(readFor([own], carried(new Float64Array(5)))).toEqual(['()', '200 201 202']);
    const later = firstOf([{ from: 240, to: 260, begins: 200 }], 2);
    expect(readFor(later, carried(new Float64Array(5)))).toEqual([`(${from(200, 238)})`, '239 240']);
  });

  it('is that last character alone from h = 0', () => {
    expect(readFor([{ from: 200, to: 203 }], zero)).toEqual(['199 200 201']);
  });
});

describe.each(engines)('where reading starts, %s', (precision) => {
  const state = Float64Array.of(0.9, -0.9, 0.5, 0, -0.25);

  it('advances like a prediction, without outputs', () => {
    const network = drawn(precision);
    const [a, b] = [state.slice(), state.slice()];
    network.predict(text.subarray(0, 150), a, () => undefined, never);
    expect(network.advance(text.subarray(0, 150), b, never)).toBe(true);
    expect([...b]).toEqual([...a]);
    // Given up at the second look: the kernels look once in 64 characters.
    let left = 1;
    expect(network.advance(text.subarray(0, 150), b, () => left-- === 0)).toBe(false);
    expect([...b]).toEqual([...a]);
  });

  it('warms each span up on the 100 characters before it, on fewer where the text begins', () => {
    const network = drawn(precision);
    const spans = [
      { from: 31, to: 41 },
      { from: 240, to: 260 },
    ];
    // Read in one go from the place at which the warm-up begins, and scored behind it.
    const early = bitsFrom(network, 0, 41, state).slice(30);
    const late = bitsFrom(network, 140, 260, state).slice(99);
    expect([early.length, late.length]).toEqual([10, 20]);
    const { bitsPerCharacter } = evaluate(network, text, spans, carried(state), layer, never)!;
    expect(bitsPerCharacter).toBeCloseTo(mean([...early, ...late]), precision === 'float64' ? 12 : 5);
    // Each span starts from the state anew: their order does not matter, nor what else is read.
    const alone = evaluate(network, text, [spans[1]], carried(state), layer, never)!;
    expect(alone.bitsPerCharacter).toBeCloseTo(mean(late), precision === 'float64' ? 12 : 5);
  });

  it('from h = 0 reads nothing before a span but the character its first one is predicted from', () => {
    const network = drawn(precision);
    const spans = [{ from: 240, to: 260 }];
    const bits = bitsFrom(network, 239, 260, new Float64Array(5));
    const { bitsPerCharacter } = evaluate(network, text, spans, zero, layer, never)!;
    expect(bitsPerCharacter).toBeCloseTo(mean(bits), precision === 'float64' ? 12 : 5);
  });

  it.each([1, 2])(
    'is the state of the first stream, 0 before the first step, and reading changes neither it nor training, %d threads',
    (threads) => {
      const run = (reads: boolean) => {
        const network = drawn(precision, threads);
        const states = [network.readState()];
        for (let step = 0; step < 5; step++) {
          const at = (b: number, shift: number) => text.subarray(100 * b + 4 * step + shift);
          const rows = (shift: number) =>
            Uint32Array.from({ length: 12 }, (_, i) => at(Math.floor(i / 4), shift)[i % 4]);
          network.trainStep(
            { inputs: rows(0), targets: rows(1), resets: new Uint8Array(3).fill(step === 0 ? 1 : 0) },
            never,
          );
          const last = network.lastStep()!;
          expect([...network.readState()]).toEqual([...last.hidden].slice(3 * 5, 4 * 5));
          if (reads) {
            const start: ReadingStart = carried(network.readState());
            evaluate(network, text, [{ from: 300, to: 400 }], start, layer, never);
            network.readState().fill(7);
            start.state.fill(7);
          }
          states.push(network.readState());
        }
        return { states, weights: network.readWeights() };
      };
      const alone = run(false);
      expect([...alone.states[0]]).toEqual([0, 0, 0, 0, 0]);
      expect(run(true)).toEqual(alone);
    },
  );

  it('is nothing when the warm-up is interrupted', () => {
    // A warm-up of 99 characters has two looks or more.
    let left = 1;
    const spans = [{ from: 240, to: 260 }];
    expect(evaluate(drawn(precision), text, spans, carried(state), layer, () => left-- === 0)).toBeNull();
  });
});

/**
 * Two resting states by hand: one hidden unit with h = tanh(3 h − 1 + …) rests near +0.9 and near −1, and no input of 0.1
 * moves it from one to the other. From above, character x foretells the next of a cycle; from below, the one before.
 * h = 0 lies in the basin of the lower one.
 */
function twoBasins(precision: (typeof engines)[number]): Network {
  const H = 4;
  // Units 1 … 3 say which character was read; unit 0 is the switch that nothing but the beginning sets.
  const Wxh = new Float64Array(H * 3);
  for (let x = 0; x < 3; x++) Wxh[(x + 1) * 3 + x] = 1;
  const Whh = new Float64Array(H * H);
  Whh[0] = 3;
  const Why = new Float64Array(3 * H);
  for (let k = 0; k < 3; k++) {
    Why[k * H + 1 + ((k + 2) % 3)] = 20;
    // With the switch at −1 the wrong one wins: it is pulled up for output 0, down for the others.
    Why[k * H] = k === 0 ? -20 : 20;
  }
  const spec: NetworkSpec = {
    ...base,
    shape: { vocabulary: 3, hidden: H, biases: true },
    weights: {
      Wxh,
      Whh,
      Why,
      bh: Float64Array.of(-0.3, 0, 0, 0),
      by: Float64Array.of(20, -20, -20),
    },
  };
  return engine(precision).create(spec);
}

describe.each(engines)('a network with a second resting state, %s', (precision) => {
  const cycle = Uint32Array.from({ length: 3000 }, (_, i) => i % 3);
  const spans = [{ from: 500, to: 3000 }];

  it('is read in the one that its training is in: h = 0 leads to the other and stays there', () => {
    const network = twoBasins(precision);
    const resting = Float64Array.of(0.95, 0, 0, 0);
    const inTraining = evaluate(network, cycle, spans, carried(resting), layer, never)!;
    const fromZero = evaluate(network, cycle, spans, zero, layer, never)!;
    expect(inTraining).toMatchObject({ accuracy: 1 });
    expect(inTraining.bitsPerCharacter).toBeLessThan(0.01);
    expect(fromZero.accuracy).toBeCloseTo(1 / 3, 2);
    expect(fromZero.bitsPerCharacter).toBeGreaterThan(5);
    // No warm-up helps: it is the state that matters.
    const warmed = evaluate(network, cycle, spans, carried(new Float64Array(4)), layer, never)!;
    expect(warmed.bitsPerCharacter).toBeCloseTo(fromZero.bitsPerCharacter, 6);
  });
});

describe('the first characters of several spans', () => {
  it('are as many as asked for, in their order, or all there are', () => {
    const spans = [
      { from: 10, to: 14 },
      { from: 20, to: 25 },
    ];
    expect(firstOf(spans, 3)).toEqual([{ from: 10, to: 13 }]);
    expect(firstOf(spans, 4)).toEqual([{ from: 10, to: 14 }]);
    expect(firstOf(spans, 6)).toEqual([
      { from: 10, to: 14 },
      { from: 20, to: 22 },
    ]);
    expect(firstOf(spans, 100)).toEqual(spans);
    expect(firstOf(spans, 0)).toEqual([]);
  });
});
