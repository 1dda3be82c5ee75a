import { formulaSummary } from '../formulas/facts.ts';
import type { Written } from '../formulas/typeset/notation.ts';
import { functions, variables, type FunctionEntry } from '../formulas/language/names.ts';
import { deepest, mostParts } from '../formulas/language/parse.ts';
import { formulaPresets } from '../formulas/presets/registry.ts';
import type { FormulaPreset } from '../formulas/presets/preset.ts';
import { activations } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { OutputReading } from '../outputs/readings/output-reading.ts';
import { outputReadings, type ReadingId } from '../outputs/readings/registry.ts';
import { builtInFormulas } from '../formulas/built-in-formulas.ts';
import { layerLimits } from '../outputs/layer-limits.ts';

/** E typeset, as a list of losses shows it. */
interface TypesetLoss {
  readonly written: Written;
}

const written = (definition: FormulaDefinition): Written => formulaSummary(definition).loss;

/** All that somebody who types a loss needs to know: what there is, and examples of it. */
export interface FormulaGuide {
  readonly activations: readonly {
    readonly id: FormulaDefinition['activation'];
    readonly tex: string;
    readonly plain: string;
    /** How its outputs are read where nothing else is known. */
    readonly reading: ReadingId;
  }[];
  /** How outputs may be read as probabilities. */
  readonly readings: readonly Pick<OutputReading<ReadingId>, 'id' | 'label' | 'about'>[];
  readonly variables: typeof variables;
  readonly functions: readonly FunctionEntry[];
  readonly operators: readonly { readonly signs: string; readonly about: string }[];
  /** What else there is to know, a sentence each. */
  readonly rules: readonly string[];
  /** The layers of the registry as formulas, by their ids. */
  readonly builtIn: readonly (Pick<FormulaDefinition, 'id' | 'label' | 'activation' | 'loss'> &
    TypesetLoss)[];
  /** Published losses, ready to be used or changed. */
  readonly presets: readonly (FormulaPreset & TypesetLoss)[];
  /** Most characters of a formula. */
  readonly longest: number;
}

/** From the tables that read and check formulas; nothing but the operators is described twice. */
export function formulaGuide(): FormulaGuide {
  return {
    activations: activations.map(({ id, tex, plain, reading }) => ({ id, tex, plain, reading })),
    readings: outputReadings.map(({ id, label, about }) => ({ id, label, about })),
    variables,
    functions,
    operators: [
      { signs: '+  −  *  /', about: 'of numbers and, entry by entry, of vectors; × · ÷ are read too' },
      { signs: '^  ² ³', about: 'powers; −y^2 is −(y^2), and a^b^c is a^(b^c)' },
      { signs: '<  <=  >  >=  ==  !=', about: 'comparisons, for where; ≤ ≥ ≠ are read too' },
      { signs: 'and  or  not', about: 'of comparisons' },
      { signs: '2 y (1 − t)', about: 'factors side by side; k(y) without a blank calls a function' },
      { signs: 'Σ t ln y  Σ […]', about: 'over all outputs, of its product, or of its bracket alone' },
      { signs: '|y|  √y  ln y  e^y', about: 'abs, square root, logarithm and exponential' },
      { signs: 'y_target', about: 'target(y)' },
      { signs: '{y if t = 1, else 0}', about: 'where(t == 1, y, 0)' },
    ],
    rules: [
      'A formula with an entry for each output is summed over the outputs; one that is a single number is the loss itself.',
      `A formula has at most ${layerLimits.loss} characters, ${mostParts} parts and ${deepest} levels of nesting.`,
      `Up to ${layerLimits.parameters} parameters are numbers with names of their own.`,
      'What the lab prints as E or δ can be typed as it stands.',
      'Full-width letters, digits and signs are read as the usual ones.',
    ],
    builtIn: builtInFormulas.map((each) => {
      const { id, label, activation, loss } = each;
      return { id, label, activation, loss, written: written(each) };
    }),
    presets: formulaPresets.map((preset) => ({ ...preset, written: written(preset) })),
    longest: layerLimits.loss,
  };
}
