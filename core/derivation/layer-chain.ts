import { builtInFormulas } from '../formulas/built-in-formulas.ts';
import { chainOf, type Chain } from '../formulas/chain.ts';
import type { FormulaDefinition, LayerDefinition } from '../outputs/layer-definition.ts';

const made = new Map<string, Chain>();

/** A layer as a formula: its own, or that of the registry; null for a plug-in. */
function formulaOf(own: readonly LayerDefinition[], id: string): FormulaDefinition | null {
  const brought = own.find((each) => each.id === id);
  if (brought) return brought.kind === 'formula' ? brought : null;
  return builtInFormulas.find((each) => each.id === id) ?? null;
}

/** The chain rule of a layer; made once, for a number that is dragged asks many times a second. */
export function chainOfLayer(own: readonly LayerDefinition[], id: string): Chain | null {
  const formula = formulaOf(own, id);
  if (!formula) return null;
  const { activation, loss, parameters } = formula;
  const key = JSON.stringify([activation, loss, parameters]);
  let chain = made.get(key);
  if (!chain) {
    chain = chainOf(formula);
    // Sliders make many.
    if (made.size > 100) made.clear();
    made.set(key, chain);
  }
  return chain;
}
