import type { FormulaDefinition } from '../outputs/layer-definition.ts';

const binary = '-t*log(y) - (1-t)*log(1-y)';
const quadratic = '(t-y)^2/2';

/** The layers of the registry as formulas, by their ids: examples of the language that somebody knows already. */
export const builtInFormulas: readonly {
  readonly layer: string;
  readonly activation: FormulaDefinition['activation'];
  readonly loss: string;
}[] = [
  { layer: 'linear-quadratic', activation: 'linear', loss: quadratic },
  { layer: 'sigmoid-cross-entropy', activation: 'sigmoid', loss: binary },
  { layer: 'softmax-cross-entropy', activation: 'softmax', loss: '-t*log(y)' },
  { layer: 'sigmoid-quadratic', activation: 'sigmoid', loss: quadratic },
  { layer: 'softmax-quadratic', activation: 'softmax', loss: quadratic },
  { layer: 'linear-cross-entropy', activation: 'linear', loss: binary },
];
