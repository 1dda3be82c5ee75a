import { LabError } from '../errors.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { compile, type Compiled } from './compile.ts';
import { formulaMatch } from './checks/match-of.ts';
import { matchedBy, runOf } from './checks/matched.ts';
import { typesetDelta, typesetLoss } from './typeset/typeset.ts';

/**
 * The output layer of a typed loss. With y = activation(z) and one-hot t, the expression is E itself where it is a single
 * number, and is summed over the outputs where it has an entry for each of them; δ = ∂E/∂z is derived from it.
 * @throws LabError `bad-formula` (a FormulaError) with line, column and the nearest known name
 */
export function formulaLayer(definition: FormulaDefinition): OutputLayer {
  const layer = made.get(definition) ?? layerOf(definition, compile(definition));
  made.set(definition, layer);
  return layer;
}

/** Compiling takes longer than many short runs: once for a definition, whatever number of runs have it. */
const made = new WeakMap<FormulaDefinition, OutputLayer>();

/** The layer of a formula that is compiled already. */
export function layerOf(definition: FormulaDefinition, compiled: Compiled): OutputLayer {
  const activation = activationOf(definition.activation);
  const { program, twin } = compiled;
  const run = runOf(program);
  const matched = matchedBy(compiled);
  return {
    id: definition.id,
    label: definition.label,
    activation: definition.activation,
    loss: definition.loss,
    formula: typesetLoss(compiled).plain,
    delta: typesetDelta(compiled, matched).plain,
    match: formulaMatch(definition.activation, compiled, matched),
    reference: definition.reference,
    examples: [],
    forward: activation.forward,
    lossAndDelta(z, target, y, delta) {
      const loss = run(z, target, y, delta);
      if (!Number.isFinite(loss))
        throw new LabError(
          'outside-domain',
          `The loss ${definition.id} is not defined here: it comes out as ${loss}.`,
          'Look at its domain problems, and keep logarithms, roots and divisions away from them.',
        );
      return loss;
    },
    reading: definition.reading ?? activation.reading,
    uniformBias: activation.uniformBias,
    kernel: twin?.kernel ?? { id: 'program', program },
  };
}
