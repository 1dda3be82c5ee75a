import { describe, expect, it } from 'vitest';
import { formulaFacts } from '../../../core/formulas/facts.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import type { FormulaPreset } from '../../../core/formulas/presets/preset.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { ownLayerInfo } from '../../../core/layers/layer-info.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';
import fixtures from '../../fixtures/formula-presets.json' with { type: 'json' };

/** A preset with parameters of a fixture. */
function withValues(
  preset: FormulaPreset,
  values: Readonly<Record<string, number | undefined>>,
): FormulaPreset {
  expect(Object.keys(values).sort()).toEqual(Object.keys(preset.parameters).sort());
  const parameters = Object.fromEntries(
    Object.entries(preset.parameters).map(([name, parameter]) => [
      name,
      { ...parameter, value: values[name] ?? NaN },
    ]),
  );
  return { ...preset, parameters };
}

describe.each(formulaPresets.map((preset) => [preset.id, preset] as const))('%s', (id, preset) => {
  it('has the values and gradients of PyTorch', () => {
    const cases = fixtures.cases.filter((each) => each.preset === id);
    expect(cases.length).toBe(12);
    for (const { z, target, loss, delta, parameters } of cases) {
      const layer = formulaLayer(withValues(preset, parameters));
      const y = new Float64Array(z.length);
      const own = new Float64Array(z.length);
      const value = layer.lossAndDelta(Float64Array.from(z), target, y, own);
      expect(Math.abs(value - loss) / Math.max(1, Math.abs(loss))).toBeLessThanOrEqual(1e-12);
      for (const [i, wanted] of delta.entries())
        expect(Math.abs(own[i] - wanted) / Math.max(1, Math.abs(wanted)), `δ[${i}]`).toBeLessThanOrEqual(
          1e-12,
        );
    }
  });

  it('is confirmed by the gradient check and defined everywhere', () => {
    const { check, domain, warnings } = formulaFacts(preset);
    expect(check).toMatchObject({ confirmed: true, outside: 0 });
    expect(domain).toEqual([]);
    expect(warnings).toEqual([]);
    expect(ownLayerInfo(preset).own).toMatchObject({ check: { confirmed: true }, warnings: [] });
  });

  it('is named, sourced and adjustable', () => {
    expect(outputLayers.map((layer) => layer.id)).not.toContain(id);
    expect(preset.reference).not.toBe('');
    expect(preset.about).toMatch(/\.$/);
    for (const { value, low, high } of Object.values(preset.parameters)) {
      expect(low).toBeLessThan(high);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });
});
