import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import { formulaPresets } from '../formulas/presets/registry.ts';
import { layerOf } from '../layers/layer-of.ts';
import { Parameters } from '../network/parameters.ts';
import { givesProbabilities } from '../outputs/readings/registry.ts';
import { readAsProbabilities } from '../network/reading.ts';
import { backward, forward, newTape } from '../network/recurrence.ts';
import {
  dimensions,
  parameterNames,
  type ParameterName,
  type Shape,
  type Weights,
} from '../network/weights.ts';
import { formulaSchema, type FormulaDefinition, type LayerDefinition } from '../outputs/layer-definition.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { requireFiniteDelta } from './finite-delta.ts';
import { fieldObject, indices, matrix, vector } from './case-fields.ts';

/** One sequence through one network: numbers in. */
export interface GradientCase {
  readonly layer: OutputLayer;
  /** Of a layer that is a formula. */
  readonly definition?: FormulaDefinition | undefined;
  readonly shape: Shape;
  /** Which of the biases the case has; the others are 0 and get no gradient. */
  readonly given: readonly ParameterName[];
  readonly weights: Weights;
  /** H values: the hidden state before the first step. */
  readonly h0: Float64Array;
  /** T indices each. */
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
}

type Rows = number[][];

/** Numbers out, as nested arrays of the shapes of the case. */
interface GradientCaseResult {
  /** E = Σ_t E_t. */
  readonly loss: number;
  /** E_t, T values. */
  readonly lossPerStep: number[];
  /** δ_t = ∂E_t/∂z_t, T × V. */
  readonly delta: Rows;
  /** The outputs read as probabilities, p = (1 − ε) q + ε/V with ε = 10⁻⁴, T × V; null where the layer has no reading. */
  readonly probabilities: Rows | null;
  /** ∂E/∂W for each parameter of the case, in its shape. */
  readonly gradients: Readonly<Record<string, Rows | number[]>>;
  /** ∂E/∂h₀, H values. */
  readonly dh0: number[];
}

const parameterFields = ['Wxh', 'Whh', 'Why', 'bh', 'by'] as const;

/**
 * A case from JSON. V, H and T follow from the shapes of Why, Whh and inputs.
 * @param own layers that it may name beside those of the registry and the published ones
 * @throws LabError `bad-case` or `unknown-name` with a sentence that names the field; `bad-formula`
 */
export function parseCase(json: unknown, own: readonly LayerDefinition[] = []): GradientCase {
  const fields = fieldObject(json, 'case', ['outputLayer', 'weights', 'h0', 'inputs', 'targets']);
  const { layer, definition } = layerOfCase(fields['outputLayer'], own);
  const weights = fieldObject(fields['weights'], 'weights', ['Wxh', 'Whh', 'Why'], ['bh', 'by']);

  const hidden = rowCount(weights['Whh'], 'weights.Whh', 'H');
  const vocabulary = rowCount(weights['Why'], 'weights.Why', 'V');
  const biases = 'bh' in weights || 'by' in weights;
  const shape = { vocabulary, hidden, biases };
  const read = (name: ParameterName) => {
    const [rows, columns] = dimensions(name, shape);
    const label = `weights.${name}`;
    if (name === 'bh' || name === 'by')
      return name in weights
        ? vector(weights[name], label, rows, name === 'bh' ? 'H' : 'V')
        : new Float64Array(rows);
    return matrix(weights[name], label, rows, columns, dimensionNames[name]);
  };
  const values = Object.fromEntries(
    parameterNames(shape).map((name) => [name, read(name)]),
  ) as unknown as Weights;

  const inputs = indices(fields['inputs'], 'inputs', vocabulary);
  const targets = indices(fields['targets'], 'targets', vocabulary, inputs.length);
  return {
    layer,
    definition,
    shape,
    given: parameterFields.filter((name) => name in weights),
    weights: values,
    h0: vector(fields['h0'], 'h0', hidden, 'H'),
    inputs,
    targets,
  };
}

/** The layer that a case names, or whose formula it holds. */
function layerOfCase(
  value: unknown,
  own: readonly LayerDefinition[],
): Pick<GradientCase, 'layer' | 'definition'> {
  if (typeof value === 'string') {
    const known = [...own, ...formulaPresets.filter(({ id }) => !own.some((each) => each.id === id))];
    const found = known.find(({ id }) => id === value);
    const definition = found?.kind === 'formula' ? found : undefined;
    return { layer: layerOf(known, value), definition };
  }
  if (typeof value !== 'object' || value === null)
    throw new LabError('bad-case', 'outputLayer must be the id of an output layer, or a formula.');
  const result = v.safeParse(
    formulaSchema,
    { kind: 'formula', id: 'own', label: 'own', ...value },
    { abortEarly: true },
  );
  if (!result.success) {
    const [issue] = result.issues;
    const field = v.getDotPath(issue);
    throw new LabError('bad-case', `outputLayer${field === null ? '' : `.${field}`} ${issue.message}.`);
  }
  return { layer: formulaLayer(result.output), definition: result.output };
}

const dimensionNames = { Wxh: ['H', 'V'], Whh: ['H', 'H'], Why: ['V', 'H'] } as const;

function rowCount(value: unknown, label: string, name: string): number {
  if (!Array.isArray(value) || value.length === 0)
    throw new LabError('bad-case', `${label} must be a list of at least one row (${name}).`);
  return value.length;
}

/**
 * Loss and gradients of a case in float64.
 * @throws LabError `outside-domain` with step and output when the loss or δ is not defined
 */
export function runCase({
  layer,
  shape,
  given,
  weights,
  h0,
  inputs,
  targets,
}: GradientCase): GradientCaseResult {
  const { vocabulary: V, hidden: H } = shape;
  const never = () => false;
  const p = new Parameters(shape);
  p.write(weights);
  const g = new Parameters(shape);
  const tape = newTape(inputs.length, H, V);
  tape.before.set(h0);
  const probabilities: Rows = [];
  const read = (z: Float64Array, y: Float64Array) => {
    const reading = new Float64Array(V);
    readAsProbabilities(layer, z, y, reading);
    probabilities.push([...reading]);
  };
  const loss = forward(p, layer, inputs, targets, tape, new Float64Array(V), never, read) ?? NaN;
  tape.loss.forEach((E, t) => requireFiniteDelta(E, tape.delta[t], targets[t], t));
  const dh0 = new Float64Array(H);
  backward(p, inputs, tape, g, dh0, never);

  const found = g.read();
  const gradients = Object.fromEntries(
    given.map((name) => {
      const [rows, columns] = dimensions(name, shape);
      const values = found[name] ?? new Float64Array(0);
      return [name, name === 'bh' || name === 'by' ? [...values] : nested(values, rows, columns)];
    }),
  );
  return {
    loss,
    lossPerStep: [...tape.loss],
    delta: tape.delta.map((row) => [...row]),
    probabilities: givesProbabilities(layer.reading) ? probabilities : null,
    gradients,
    dh0: [...dh0],
  };
}

function nested(values: Float64Array, rows: number, columns: number): Rows {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}
