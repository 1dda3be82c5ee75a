import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import { outputLayers } from '../outputs/registry.ts';

const binary = '-t*log(y) - (1-t)*log(1-y)';
const quadratic = '(t-y)^2/2';

function asFormula(id: (typeof outputLayers)[number]['id'], loss: string) {
  const { label, activation, reference, reading } = outputLayers.find((layer) => layer.id === id)!;
  return { kind: 'formula', id, label, activation, loss, parameters: {}, reference, reading } as const;
}

/** The layers of the registry as formulas, by their ids: examples of the language that somebody knows already. */
export const builtInFormulas = [
  asFormula('linear-quadratic', quadratic),
  asFormula('sigmoid-cross-entropy', binary),
  asFormula('softmax-cross-entropy', '-t*log(y)'),
  asFormula('sigmoid-quadratic', quadratic),
  asFormula('softmax-quadratic', quadratic),
  asFormula('linear-cross-entropy', binary),
] as const satisfies readonly FormulaDefinition[];
