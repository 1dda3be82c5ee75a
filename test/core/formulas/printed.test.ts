import { describe, expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { LabError } from '../../../core/errors.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { stream } from '../../../core/network/random.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { formula } from './definitions.ts';
import { fuzzed } from './fuzz.ts';
import { distanceOf, distancesOf, printedOf } from './printed.ts';

/** Reads back what is printed, text and TeX. */
function expectRight(definition: FormulaDefinition, tolerance: number): void {
  const shown = `${definition.activation}: ${definition.loss}: ${JSON.stringify(printedOf(definition))}`;
  for (const distance of Object.values(distancesOf(definition, 1.5))) {
    expect(distance.E, shown).toBeLessThan(tolerance);
    expect(distance.delta, shown).toBeLessThan(tolerance);
  }
}

/** Losses whose δ has a sum without the target, which was once printed as one with it. */
const withoutTarget: readonly FormulaDefinition[] = [
  formula('linear', 'sum(where(t == 0, max(0, m - target(y) + y), 0)) / V', { m: 1 }),
  formula('softmax', '1 - target(y)/(target(y) + a*sum((1-t)*y) + b*(1-target(y)))', { a: 0.3, b: 0.7 }),
  formula('linear', 'max(where(t == 1, 0, y)) - target(y)'),
  formula('sigmoid', 'logsumexp(where(t == 1, -1, y^2)) + (target(y) - 1)^2'),
  formula('softmax', 'sum(where(t == 1, z^3, y))^2'),
];

describe('what is printed as E and δ is E and δ, read back by the grammar', () => {
  it.each(formulaPresets.map((preset) => [preset.id, preset] as const))('preset %s', (_, preset) => {
    expectRight(preset, 1e-12);
    expect(distancesOf(preset, 1.5).plain.compared).toBeGreaterThan(50);
  });

  it.each(withoutTarget.map((each) => [each.loss, each] as const))('%s', (_, each) => {
    expect(printedOf(each).plain.delta).not.toBe('');
    expectRight(each, 1e-12);
  });

  const builtIn: readonly OutputLayer[] = [...outputLayers, trainingLayerOf([], 'linear-cross-entropy', 0.2)];
  it.each(builtIn.map((layer) => [layer.formula, layer] as const))('built in: %s', (_, layer) => {
    // The condition, or what ŷ stands for, follows after a comma.
    const read = (printed: string) => {
      const [, body, clamp] = /^[Eδ] = (.*?)(?:, (?:only for .*|ŷ = (.*)))?$/.exec(printed)!;
      return clamp ? body.replaceAll('ŷ', `(${clamp})`) : body;
    };
    const printed = { E: read(layer.formula), delta: read(layer.delta) };
    const wide = layer.activation !== 'linear' || layer.loss === 'quadratic' || layer.formula.includes('ŷ');
    const distance = wide
      ? distanceOf(printed, layer, new Map(), 3)
      : distanceOf(printed, layer, new Map(), 0.45, 0.5);
    expect(distance.compared).toBeGreaterThan(50);
    expect(distance.E).toBeLessThan(1e-12);
    expect(distance.delta).toBeLessThan(1e-12);
  });

  it('formulas of the fuzzer', () => {
    const random = stream(11, 'source');
    let compared = 0;
    for (let k = 0; k < 1000; k++) {
      const definition = fuzzed(random);
      try {
        compile(definition);
      } catch (error) {
        if (error instanceof LabError) continue;
        throw error;
      }
      expectRight(definition, 1e-9);
      compared += distancesOf(definition, 1.5).plain.compared;
    }
    expect(compared).toBeGreaterThan(5000);
  });

  it('parameters may have names that the notation uses', () => {
    for (const name of ['e', 'if', 'else', 'y_target', 'step', 'firstmax', '_target', 'E'])
      expectRight(
        formula(
          'linear',
          `where(y > 0.2, exp(y)*${name}*(y-t), ${name} (y - t)^2) + target(y)*max(y)*${name}`,
          {
            [name]: 1.7,
          },
        ),
        1e-12,
      );
  });
});

it('a sum that ends before its product is told from one that does not', () => {
  const read = (loss: string) => printedOf(formula('linear', loss)).plain.E;
  expect(read('sum(y)*z')).toBe('Σ [(Σ y) z]');
  expect(read('sum(y*z)')).toBe('Σ y z');
  expect(read('sum(y - t)^2')).toBe('(Σ [y − t])²');
  expect(read('sum((y - t)^2)/V')).toBe('(Σ [(y − t)²])/V');
  expect(read('Σ y (y - t)')).toBe('Σ y (y − t)');
  expect(read('Σ(y - t)²')).toBe('(Σ [y − t])²');
});
