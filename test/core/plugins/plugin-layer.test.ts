import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
import { readOutputs } from '../../../core/outputs/readings/registry.ts';
import { pluginLayer } from '../../../core/plugins/plugin-layer.ts';
import { Pulse } from '../../../core/plugins/pulse.ts';
import { made, name, quiet } from './hand-made.ts';

/** The refusal of one call of `lossAndDelta` over V = 3. */
function refusal(change: object): LabError {
  const { layer } = made(change);
  try {
    layer.lossAndDelta(Float64Array.of(1, 2, 3), 0, new Float64Array(3), new Float64Array(3));
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Throws at every look: as a property and as a proxy. */
const throwing = {
  get: () => {
    throw new Error('no');
  },
  getPrototypeOf: () => {
    throw new Error('no');
  },
};

describe('what a plug-in answers', () => {
  it('reaches the lab through copies, in float64 and float32', () => {
    const { layer } = made({});
    for (const Array of [Float64Array, Float32Array]) {
      const z = Array.of(0.5, -2, 1);
      const y = new Array(3);
      const delta = new Array(3);
      expect(layer.lossAndDelta(z, 1, y, delta)).toBe((0.25 + 4 + 1) / 2);
      expect([...y]).toEqual([0.5, -2, 1]);
      expect([...delta]).toEqual([0.5, -2, 1]);
    }
  });

  it('never touches the arrays of the lab, even when the plug-in keeps its own', () => {
    const kept: Float64Array[] = [];
    const { layer } = made({
      lossAndDelta(...args: [Float64Array, number, Float64Array, Float64Array]) {
        kept.push(args[0], args[2], args[3]);
        return quiet.lossAndDelta(...args);
      },
    });
    const [z, y, delta] = [Float64Array.of(1, 2), new Float64Array(2), new Float64Array(2)];
    layer.lossAndDelta(z, 0, y, delta);
    for (const array of kept) array.fill(99);
    expect([[...z], [...y], [...delta]]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  it.each([
    ['a string', () => '1', 'lossAndDelta returned a string, not a number'],
    ['a BigInt', () => 1n, 'lossAndDelta returned a BigInt, not a number'],
    ['nothing', () => undefined, 'lossAndDelta returned nothing, not a number'],
    ['null', () => null, 'lossAndDelta returned null, not a number'],
    ['an object', () => ({ loss: 1 }), 'lossAndDelta returned an object, not a number'],
    ['a promise', async () => 1, 'lossAndDelta returned a promise, not a number'],
    ['a promise that is rejected', async () => Promise.reject(new Error('later')), 'returned a promise'],
  ])('is refused when it is %s', (_, lossAndDelta, sentence) => {
    const error = refusal({ lossAndDelta });
    expect(error.code).toBe('bad-plugin');
    expect(error.message).toContain('my-loss.mjs: ');
    expect(error.message).toContain(sentence);
  });

  it('is refused when δ is not written whole', () => {
    const left = (delta: Float64Array) => (delta[0] = delta[2] = 1);
    const error = refusal({
      lossAndDelta: (_z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) => left(delta),
    });
    expect(error.message).toBe('my-loss.mjs: lossAndDelta left delta[1] unwritten; it must write all 3.');
  });

  it.each(['z', 'y'])('is refused when %s is changed', (which) => {
    const error = refusal({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        quiet.lossAndDelta(z, target, y, delta);
        (which === 'z' ? z : y)[2] = 7;
        return 0;
      },
    });
    expect(error.message).toContain(`lossAndDelta changed ${which}[2]`);
  });

  it('is refused when an array is given away', () => {
    const error = refusal({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        quiet.lossAndDelta(z, target, y, delta);
        structuredClone(delta, { transfer: [delta.buffer] });
        return 0;
      },
    });
    expect(error.message).toContain('lossAndDelta gave an array of the lab away or changed its length');
  });

  it('is not fooled by what a plug-in hangs onto its arrays', () => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        for (const array of [z, y, delta]) {
          Object.defineProperty(array, 'length', { value: 1 });
          Object.setPrototypeOf(array, null);
        }
        for (let i = 0; i < 3; i++) delta[i] = z[i] + (target - target);
        return 5;
      },
    });
    const delta = new Float64Array(3);
    expect(layer.lossAndDelta(Float64Array.of(1, 2, 3), 0, new Float64Array(3), delta)).toBe(5);
    expect([...delta]).toEqual([1, 2, 3]);
  });

  it('may be non-finite: that is divergence, as for the built-in layers', () => {
    const { layer } = made({
      lossAndDelta(_z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) {
        delta.fill(NaN);
        return Infinity;
      },
    });
    const delta = new Float64Array(2);
    expect(layer.lossAndDelta(Float64Array.of(1, 2), 0, new Float64Array(2), delta)).toBe(Infinity);
    expect([...delta]).toEqual([NaN, NaN]);
  });
});

describe('what a plug-in throws', () => {
  it('names method, file and line', () => {
    const error = new RangeError('too far');
    error.stack = `RangeError: too far\n    at Object.lossAndDelta (${name.script}:17:9)`;
    expect(
      refusal({
        lossAndDelta() {
          throw error;
        },
      }).message,
    ).toBe('my-loss.mjs, line 17: lossAndDelta threw RangeError: too far.');
  });

  it.each([
    ['a number', () => 5],
    ['nothing', () => undefined],
    ['an error with a getter that throws', () => Object.defineProperty(new Error('x'), 'message', throwing)],
    ['a proxy that throws at every look', () => new Proxy(new Error('x'), throwing)],
  ])('may be %s', (_, value) => {
    const error = refusal({
      lossAndDelta() {
        throw value();
      },
    });
    expect(error.code).toBe('bad-plugin');
    expect(error.message).toMatch(/^my-loss\.mjs: lossAndDelta threw /);
  });

  it('is shown without control and direction characters, and not at any length', () => {
    const { message } = refusal({
      lossAndDelta() {
        throw new Error(`\u001b[31mred\u202e${'x'.repeat(100_000)}`);
      },
    });
    expect(message).toContain('⟦U+001B⟧[31mred⟦U+202E⟧');
    expect(message.length).toBeLessThan(500);
  });
});

describe('what a plug-in says of itself', () => {
  const refused = (change: object) => () => made(change);

  it.each([
    [{ id: 'two words' }, "its id 'two words' may have letters, digits and dashes only"],
    [{ id: 'softmax-cross-entropy' }, 'is that of a built-in layer'],
    [{ id: '' }, 'its id is empty'],
    [{ id: 7 }, 'its id is a number, not text'],
    [{ id: 'x'.repeat(61) }, 'its id has 61 characters; at most 60 fit'],
    [{ label: 'x'.repeat(10_000) }, 'its label has 10000 characters; at most 80 fit'],
    [{ formula: null }, 'its formula is null, not text'],
    [{ activation: 'relu' }, 'its activation must be one of linear, sigmoid, softmax'],
    [{ activation: '__proto__' }, 'its activation must be one of'],
    [{ matched: 1 }, 'its matched is a number, not true or false'],
    [{ lossAndDelta: undefined }, 'its lossAndDelta is nothing, not a function'],
    [{ forward: 3 }, 'its forward is a number, not a function'],
  ])('is refused: %j', (change, sentence) => {
    expect(refused(change)).toThrow(sentence);
    expect(refused(change)).toThrow(LabError);
  });

  it.each([
    ['nothing', () => undefined, 'it has no default export'],
    ['null', () => null, 'its default export is null, not an object'],
    ['text', () => 'text', 'its default export is a string, not an object'],
    ['a function', () => () => 1, 'its default export is a function, not an object'],
    ['a proxy that throws', () => new Proxy({}, throwing), 'reading its id threw Error: no'],
  ])('is refused as a whole: %s', (_, exported, sentence) => {
    expect(() => pluginLayer(exported(), name, new Pulse(new Int32Array(2)))).toThrow(sentence);
  });

  it('is read once, so that a getter cannot change its mind', () => {
    let reads = 0;
    const { layer, facts } = made(
      Object.defineProperty({ ...quiet }, 'label', { get: () => `label ${++reads}`, enumerable: true }),
    );
    expect([layer.label, facts.label, layer.label]).toEqual(['label 1', 'label 1', 'label 1']);
  });

  it('is shown with invisible characters spelt out', () => {
    expect(made({ label: 'safe\u202eelif' }).facts.label).toBe('safe⟦U+202E⟧elif');
  });

  it('is refused or taken, and never fails otherwise, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (exported) => {
        try {
          pluginLayer(exported, name, new Pulse(new Int32Array(2)));
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
    );
  });
});

describe('probabilities of a plug-in', () => {
  const y = Float64Array.of(0.2, 0.3, 0.5);
  const asked = (probabilities: unknown) => () => {
    const q = new Float64Array(3);
    readOutputs(made({ probabilities }).layer, y, y, q);
    return q;
  };

  it('are taken when they are a distribution', () => {
    const own = (from: Float64Array, q: Float64Array) => {
      q.set(from);
      return false;
    };
    expect([...asked(own)()]).toEqual([0.2, 0.3, 0.5]);
  });

  it.each([
    ['with another sum', (_y: Float64Array, q: Float64Array) => (q.fill(1), false), 'whose sum is 3, not 1'],
    [
      'below 0',
      (_y: Float64Array, q: Float64Array) => (q.set([-1, 1, 1]), false),
      'no probability is below 0',
    ],
    ['that are NaN', (_y: Float64Array, q: Float64Array) => (q.fill(NaN), false), 'wrote NaN into q[0]'],
    ['unwritten', () => true, 'left q[0] unwritten'],
    [
      'without an answer',
      (_y: Float64Array, q: Float64Array) => q.set(y),
      'returned nothing, not true or false',
    ],
  ])('are refused %s', (_, probabilities, sentence) => {
    expect(asked(probabilities)).toThrow(sentence);
  });
});

describe('the pulse', () => {
  it('is odd while a plug-in runs and even afterwards, also when it throws', () => {
    const cells = new Int32Array(2);
    const seen: number[] = [];
    const { layer } = made(
      {
        lossAndDelta() {
          seen.push(cells[0] & 1, cells[1]);
          throw new Error('x');
        },
      },
      cells,
    );
    expect(cells[0] & 1).toBe(0);
    const v = new Float64Array(2);
    expect(() => layer.lossAndDelta(v, 0, v.slice(), v.slice())).toThrow(LabError);
    expect(seen).toEqual([1, 2]);
    expect(cells[0] & 1).toBe(0);
  });
});
