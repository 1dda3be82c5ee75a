import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { functionNamed } from '../../../core/formulas/language/names.ts';
import { primitives, type Primitive } from '../../../core/formulas/language/primitives.ts';
import { formula } from './definitions.ts';

const table: readonly (readonly [string, Primitive])[] = Object.entries(primitives);

const close = (value: number, wanted: number, tolerance = 1e-14) =>
  Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));

/** E and δ of f(z) for one output. */
function asLayer(name: string, x: number): { value: number; slope: number } {
  const delta = new Float64Array(1);
  const layer =
    name === 'scaledtanh'
      ? formulaLayer(formula('tanh-scaled', 'y'))
      : formulaLayer(formula('linear', `${name}(y)`));
  const value = layer.lossAndDelta(Float64Array.of(x), 0, new Float64Array(1), delta);
  return { value, slope: delta[0] };
}

describe.each(table)('%s', (name, primitive) => {
  it('has its known values and slopes, by itself and in a formula', () => {
    expect(primitive.known.length).toBeGreaterThan(1);
    for (const { x, value, slope, origin } of primitive.known) {
      expect(origin).not.toBe('');
      expect(close(primitive.value(x), value), `f(${x})`).toBe(true);
      expect(slope === undefined, 'a slope is known exactly where there is one').toBe(
        primitive.slope === null,
      );
      if (slope === undefined || primitive.slope === null) continue;
      expect(close(primitive.slope(x), slope), `f′(${x})`).toBe(true);
      if (!functionNamed(name) && name !== 'scaledtanh') continue;
      const own = asLayer(name, x);
      expect(close(own.value, value), `E at ${x}`).toBe(true);
      expect(close(own.slope, slope, 1e-12), `δ at ${x}`).toBe(true);
    }
  });

  it('has the slope that centred differences give', () => {
    if (primitive.slope === null) return;
    for (const x of [-3.2, -1, -0.4, 0.1, 0.5, 1, 2.7]) {
      if (!Number.isFinite(primitive.value(x - 0.01))) continue;
      const h = 1e-5;
      const measured = (primitive.value(x + h) - primitive.value(x - h)) / (2 * h);
      expect(close(primitive.slope(x), measured, 1e-8), `f′(${x})`).toBe(true);
      if (functionNamed(name)) expect(close(asLayer(name, x).slope, measured, 1e-8), `δ at ${x}`).toBe(true);
    }
  });

  it('says what it is', () => {
    expect(primitive.about).not.toBe('');
  });
});

describe('what is not of one number', () => {
  const at = (
    loss: string,
    z: readonly number[],
    activation: 'linear' | 'softmax' | 'sigmoid' = 'linear',
  ) => {
    const delta = new Float64Array(z.length);
    const value = formulaLayer(formula(activation, loss)).lossAndDelta(
      Float64Array.from(z),
      0,
      new Float64Array(z.length),
      delta,
    );
    return { value, delta: [...delta] };
  };

  it.each([
    ['max(y)', [1, 3, 2], 3, [0, 1, 0]],
    ['min(y)', [1, 3, 2], 1, [1, 0, 0]],
    ['sum(y)', [1, 3, 2], 6, [1, 1, 1]],
    ['mean(y)', [1, 3, 2], 2, [1 / 3, 1 / 3, 1 / 3]],
    ['target(y)', [1, 3, 2], 1, [1, 0, 0]],
    ['max(y, 2)', [1, 3, 2], 7, [0, 1, 0.5]],
    ['min(y, 2)', [1, 3, 2], 5, [1, 0, 0.5]],
    ['relu(y)', [-1, 3, 0], 3, [0, 1, 0.5]],
    ['logsumexp(y)', [Math.LN2, 0, 0], Math.log(4), [0.5, 0.25, 0.25]],
    ['target(logsoftmax(y))', [Math.LN2, 0, 0], -Math.LN2, [0.5, -0.25, -0.25]],
    ['target(softmax(y))', [Math.LN2, 0, 0], 0.5, [0.25, -0.125, -0.125]],
    ['where(y > 1, y^2, 3*y)', [1, 3, 2], 16, [3, 6, 4]],
    ['y^-1', [1, 4], 1.25, [-1, -1 / 16]],
    ['2^y', [1, 3], 10, [2 * Math.LN2, 8 * Math.LN2]],
    ['y^1.5', [4, 1], 9, [3, 1.5]],
  ] as const)('%s', (loss, z, value, delta) => {
    const own = at(loss, z);
    expect(close(own.value, value)).toBe(true);
    delta.forEach((wanted, i) => expect(close(own.delta[i], wanted), `δ[${i}]`).toBe(true));
  });

  it('takes ln(1 − softmax) and its slope from the logits, finite at ±10³', () => {
    // ln(1 − y_i) with y = (p, 1 − p): the other's ln y.
    const loss = '-t*log(y) - (1-t)*log(1-y)';
    for (const [z, wanted] of [
      [[1000, 0], 0],
      [[0, 1000], 2000],
      [[-700, 700], 2800],
      [[2, -1], 2 * Math.log1p(Math.exp(-3))],
    ] as const) {
      const { value, delta } = at(loss, z, 'softmax');
      expect(close(value, wanted, 1e-12)).toBe(true);
      // E = 2 ln(1 + e^{z₁ − z₀})
      const s = 2 / (1 + Math.exp(z[0] - z[1]));
      expect(close(delta[0], -s, 1e-12)).toBe(true);
      expect(close(delta[1], s, 1e-12)).toBe(true);
    }
    const wide = at(loss, [1000, -1000, 999, 0, 1000], 'softmax');
    expect(Number.isFinite(wide.value)).toBe(true);
    expect(wide.delta.every(Number.isFinite)).toBe(true);
    // Σ δ = 0: a softmax does not see a common shift.
    expect(Math.abs(wide.delta.reduce((a, b) => a + b))).toBeLessThan(1e-12);
  });

  it('never lets an infinite value of the branch that is not taken through', () => {
    const { value, delta } = at('where(y > 0, log(y), 0)*y + where(y > 0, sqrt(y), -y)', [-1, 0, 1]);
    expect(value).toBe(1 + 0 + 1);
    expect(delta[0]).toBe(-1);
    expect(delta[2]).toBe(1.5);
  });
});
