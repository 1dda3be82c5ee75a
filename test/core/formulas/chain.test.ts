import { describe, expect, it } from 'vitest';
import { builtInFormulas } from '../../../core/formulas/built-in-formulas.ts';
import { chainOf } from '../../../core/formulas/chain.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { activationOf } from '../../../core/outputs/activations/registry.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';

const typed = (activation: FormulaDefinition['activation'], loss: string): FormulaDefinition => ({
  ...{ kind: 'formula', id: loss, label: loss, parameters: {}, reference: '' },
  activation,
  loss,
});
const builtIn = (id: string) => {
  const { activation, loss } = builtInFormulas.find(({ id: own }) => own === id)!;
  return typed(activation, loss);
};

const z = Float64Array.of(-1.2, 0.3, 0.8, -0.1);

/** E(z), all the way. */
function energy(definition: FormulaDefinition, logits: Float64Array, target: number): number {
  const y = new Float64Array(logits.length);
  activationOf(definition.activation).forward(logits, y);
  return chainOf(definition).lossAt(y, logits, target);
}

describe('the chain rule of a layer as formulas', () => {
  it.each([
    ['linear-quadratic', 'yᵢ − tᵢ', '1', 'yᵢ − tᵢ', 'none', ''],
    ['sigmoid-quadratic', 'yᵢ − tᵢ', 'yᵢ (1 − yᵢ)', 'yᵢ (1 − yᵢ) (yᵢ − tᵢ)', 'none', ''],
    ['sigmoid-cross-entropy', '(yᵢ − tᵢ)/(yᵢ (1 − yᵢ))', 'yᵢ (1 − yᵢ)', 'yᵢ − tᵢ', 'all', 'yᵢ (1 − yᵢ)'],
    ['softmax-cross-entropy', '−tⱼ/yⱼ', 'yⱼ ([i = j] − yᵢ)', 'yᵢ − tᵢ', 'all', 'yⱼ'],
    ['softmax-quadratic', 'yⱼ − tⱼ', 'yⱼ ([i = j] − yᵢ)', 'yᵢ (yᵢ − tᵢ − Σⱼ yⱼ (yⱼ − tⱼ))', 'none', ''],
    ['linear-cross-entropy', '(yᵢ − tᵢ)/(yᵢ (1 − yᵢ))', '1', '(yᵢ − tᵢ)/(yᵢ (1 − yᵢ))', 'none', ''],
  ])('%s: ∂E/∂y = %s', (id, gradient, slope, delta, cancels, cancelled) => {
    const { forms } = chainOf(builtIn(id));
    expect(forms.gradient.plain).toBe(gradient);
    expect(forms.slope.plain).toBe(slope);
    expect(forms.delta.plain).toBe(delta);
    expect(forms.cancels).toBe(cancels);
    expect(forms.cancelled).toBe(cancelled);
  });

  it('strikes out on both sides exactly what cancels', () => {
    const { product } = chainOf(builtIn('sigmoid-cross-entropy')).forms;
    const struck = '\\term{cancel}{\\cancel{y_{i} \\, \\left(1 - y_{i}\\right)}}';
    expect(product.tex).toBe(
      `\\term{gradient}{\\frac{y_{i} - t_{i}}{${struck}}} \\cdot \\term{slope}{${struck}}`,
    );
    expect(chainOf(builtIn('sigmoid-quadratic')).forms.product.tex).not.toContain('cancel');
  });

  it('knows a loss that is typed as well as the built-in one', () => {
    const own = chainOf(typed('sigmoid', '3*t*log(1/y) - (1-t)*log((1-y)^3)')).forms;
    expect(own.cancels).toBe('all');
    expect(own.delta.plain).toBe('3 (yᵢ − tᵢ)');
  });

  it('keeps apart what a loss takes from z itself', () => {
    const { forms } = chainOf(formulaPresets.find(({ id }) => id === 'squentropy')!);
    expect(forms.gradient.plain).toBe('−tⱼ/yⱼ');
    expect(forms.direct!.plain).toBe('2 zᵢ (1 − tᵢ)/(V − 1)');
    expect(chainOf(builtIn('softmax-cross-entropy')).forms.direct).toBeNull();
  });

  const all = [
    ...builtInFormulas.map(({ id }) => builtIn(id)),
    ...formulaPresets,
    typed('sigmoid', '(y-t)^4/4 + abs(y-t)'),
    typed('tanh-scaled', '(y-t)^2*exp(y) + z^2/10'),
    typed('softmax', 'max(y) - t*log(y) + (sum(y^2))^2'),
    typed('sigmoid', 'where(y > t, y^2, (1-y)^2)'),
  ];

  it.each(all.map((definition) => [definition.loss, definition] as const))(
    '%s: numbers and formulas agree with differences of E',
    (_, definition) => {
      const { forward, slope, distribution } = activationOf(definition.activation);
      const inside = definition.activation === 'linear' ? z.map((value) => 0.5 + value / 5) : z;
      const y = new Float64Array(4);
      forward(inside, y);
      for (const target of [0, 2]) {
        const { gradient, direct } = chainOf(definition).valuesAt(y, inside, target);
        for (let i = 0; i < 4; i++) {
          const mean = y.reduce((sum, value, j) => sum + value * gradient[j], 0);
          const product = distribution ? y[i] * (gradient[i] - mean) : gradient[i] * slope(y[i]);
          const along = (h: number) => {
            const moved = inside.slice();
            moved[i] += h;
            return energy(definition, moved, target);
          };
          const numeric = (along(1e-5) - along(-1e-5)) / 2e-5;
          expect(Math.abs(product + (direct?.[i] ?? 0) - numeric)).toBeLessThan(
            1e-7 * Math.max(1, Math.abs(numeric)),
          );
        }
      }
    },
  );

  it.each(all.map((definition) => [definition.loss, definition] as const))(
    '%s: every place for a number has one',
    (_, definition) => {
      const { forms, valuesAt } = bound(definition);
      const numbers = { ...valuesAt, own: 0, others: 0, slope: 0, dEdy: 0 };
      for (const { plain, tex } of Object.values(forms.numbers)) {
        for (const [, key] of plain.matchAll(/\{([^{}|, ]+)\}/g)) expect(numbers).toHaveProperty([key]);
        for (const [, key] of tex.matchAll(/\\number\{([^}]*)\}/g)) expect(numbers).toHaveProperty([key]);
      }
    },
  );

  function bound(definition: FormulaDefinition) {
    const chain = chainOf(definition);
    const y = new Float64Array(4);
    activationOf(definition.activation).forward(z, y);
    return { forms: chain.forms, valuesAt: chain.valuesAt(y, z, 1).numbersAt(0) };
  }
});
