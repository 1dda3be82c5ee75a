import { formerSplit } from '../../../core/corpora/corpus.ts';
import { textParts } from '../../../core/corpora/parts.ts';
import type { DerivationChange } from '../../../core/derivation/derivation.ts';
import type { DerivationInput } from '../../../core/derivation/derive.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import fixture from '../../fixtures/derivation.json' with { type: 'json' };

export const allCases = fixture.cases;
export type DerivedCase = (typeof allCases)[number];
export const { V, H, T, place } = fixture;
const { text, h0 } = fixture;
const row = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());
const valuesOf = (parameters: object) => Object.entries(parameters) as [string, number][];

/** The layer of a case: of the registry, published, or typed. */
function definitionOf({ layer, definition }: DerivedCase): FormulaDefinition | null {
  if (!definition) return null;
  const parameters = Object.fromEntries(
    valuesOf(definition.parameters).map(([name, value]) => [name, { value, low: 0, high: 10 }]),
  );
  const preset = formulaPresets.find(({ id }) => id === definition.preset);
  if (preset) return { ...preset, parameters };
  const { activation, loss } = definition as { activation: FormulaDefinition['activation']; loss: string };
  return { kind: 'formula', id: layer, label: layer, activation, loss, parameters, reference: '' };
}

/** One stretch at the weights of the cases. */
export function inputFor(
  cases: readonly DerivedCase[],
  changes: readonly DerivationChange[] = [],
): DerivationInput {
  const { Wxh, Whh, Why, bh, by } = fixture.weights[cases[0].inside ? 'inside' : 'wide'];
  const indices = Uint32Array.from(text);
  return {
    moment: { kind: 'fresh', armId: 'a', seed: 1 },
    weights: {
      kind: 'given',
      weights: { Wxh: row(Wxh), Whh: row(Whh), Why: row(Why), bh: row([bh]), by: row([by]) },
      steps: 0,
      start: { kind: 'carried', state: Float64Array.from(h0) },
    },
    shape: { vocabulary: V, hidden: H, biases: true },
    text: {
      indices,
      vocabulary: Uint32Array.from({ length: V }, (_, i) => 97 + i),
      parts: textParts(indices.length, { ...formerSplit, heldOutShare: 0.25 }),
    },
    stretch: { part: 'training', start: 0, length: T, context: 0 },
    layers: cases.map(({ layer }) => ({ layer, clamp: null, rate: 0.1 })),
    update: { optimizer: { id: 'sgd', settings: {} }, clipping: { kind: 'off' } },
    own: cases.flatMap((each) => definitionOf(each) ?? []),
    rows: 100,
    place,
    changes,
  };
}
