import type { NodeValues } from '../formulas/graph/evaluate-node.ts';
import type { Parameters } from '../network/parameters.ts';
import type { ParameterName } from '../network/weights.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { gradientOf, throughTime } from '../probes/compare-gradients.ts';
import { firstUpdate, type UpdateRule } from '../probes/first-update.ts';
import { fromOutputs } from '../probes/backward-flow.ts';
import { layerAnswer, type AtOutputs } from '../probes/layer-deltas.ts';
import type { ProbedLayer } from '../probes/probe.ts';
import { probedLayer } from '../probes/probed-layer.ts';
import { product, rowMajor } from '../probes/product.ts';
import type { ProbeInput } from '../probes/run-probe.ts';
import { byFrequency, rowsAmong } from '../probes/stretch.ts';
import { changedWay, innerOf, requireIndex, requireStep, type ChangedWay } from './changed-way.ts';
import { chainOfLayer } from './layer-chain.ts';
import type {
  Derivation,
  DerivationChange,
  DerivationPlace,
  DerivedCell,
  DerivedLayer,
  LayerDerivation,
} from './derivation.ts';

/** All that a derivation is made of. */
export interface DerivationInput extends ProbeInput {
  readonly place: DerivationPlace;
  readonly changes: readonly DerivationChange[];
}

/**
 * Back-propagation through time with all its numbers at one place (science: §2): the way forward, what each output layer
 * makes of it, and the way back.
 * @param now milliseconds that only go forward
 * @throws LabError `bad-argument` for a stretch, step, output or unit that is not there; `unknown-name`
 */
export function derive(input: DerivationInput, now: () => number): Derivation {
  const started = now();
  const { shape, text, stretch, own, layers: asked, changes } = input;
  const { vocabulary: V, hidden: H } = shape;
  const way = changedWay(input, changes);
  const { p, read, forward } = way;
  const T = read.inputs.length;
  const { t } = input.place;
  requireStep(t, T);
  const output = input.place.output ?? read.targets[t - 1];
  requireIndex('The output', output, V);

  const answers = asked.map((probed) => {
    const answer = layerAnswer(probedLayer(probed, own), forward.logits, read.targets, V);
    return 'refusal' in answer ? answer : { ...answer, back: wayBack(p, way, answer) };
  });
  const previous = t === 1 ? forward.before : forward.hidden.subarray((t - 2) * H, (t - 1) * H);
  const first = answers.find((answer) => 'back' in answer);
  const unit = input.place.unit ?? largest(first?.back.du.subarray((t - 1) * H, t * H) ?? previous);
  const from = input.place.from ?? largest(previous);
  requireIndex('The unit', unit, H);
  requireIndex('The unit before', from, H);

  const order = byFrequency(text);
  const wanted = rowsAmong(order, Uint32Array.of(...read.targets, ...read.inputs, output), input.rows);
  const place = { t, output, unit, from };
  return {
    moment: input.moment,
    steps: way.steps,
    start: way.start,
    shape,
    stretch,
    inputs: read.inputs,
    targets: read.targets,
    vocabulary: text.vocabulary,
    order,
    rows: wanted,
    place,
    changes,
    before: forward.before,
    inner: allInner(way),
    hidden: forward.hidden,
    logits: forward.logits.slice((t - 1) * V, t * V),
    logitsOfOutput: Float64Array.from({ length: T }, (_, s) => forward.logits[s * V + output]),
    Whh: p.Whh.slice(),
    Why: picked(p.Why, wanted, H),
    WxhT: picked(p.WxhT, wanted, H),
    biases: shape.biases ? { unit: p.bh[unit], output: p.by[output] } : null,
    layers: asked.map((probed, l): LayerDerivation => {
      const layer = probedLayer(probed, own);
      const { label } = layer;
      const answer = answers[l];
      if ('refusal' in answer) return { probed, label, ...answer };
      return { probed, label, ...derivedLayer({ input, way, probed, layer, answer, place, rows: wanted }) };
    }),
    milliseconds: now() - started,
  };
}

/** ∂E/∂h, dhnext and ∂E/∂u of every step, T × H. */
interface WayBack {
  readonly dh: Float64Array;
  readonly dhnext: Float64Array;
  readonly du: Float64Array;
}

function wayBack(p: Parameters, { forward }: ChangedWay, { delta }: AtOutputs): WayBack {
  const { hidden: H } = p.shape;
  const own = fromOutputs(p, delta);
  const du = throughTime(p, forward, own);
  const dhnext = new Float64Array(du.length);
  // dhnext of t comes from t + 1; after the last step it is 0.
  dhnext.set(product(rowMajor(du, H), p.Whh, H).subarray(H));
  return { dh: own.map((value, at) => value + dhnext[at]), dhnext, du };
}

/** u_t = Wxh x_t + Whh h_{t−1} + bh, T × H. */
function allInner({ p, read, forward }: ChangedWay): Float64Array {
  const { hidden: H } = p.shape;
  const u = new Float64Array(forward.hidden.length);
  read.inputs.forEach((x, t) => {
    const previous = t === 0 ? forward.before : forward.hidden.subarray((t - 1) * H, t * H);
    for (let i = 0; i < H; i++) u[t * H + i] = innerOf(p, x, previous, i);
  });
  return u;
}

interface LayerWork {
  readonly input: DerivationInput;
  readonly way: ChangedWay;
  readonly probed: ProbedLayer;
  readonly layer: OutputLayer;
  readonly answer: AtOutputs & { readonly back: WayBack };
  readonly place: Derivation['place'];
  readonly rows: Uint32Array;
}

function derivedLayer({ input, way, probed, layer, answer, place, rows }: LayerWork): DerivedLayer {
  const { p, read, forward } = way;
  const { vocabulary: V, hidden: H } = p.shape;
  const T = read.inputs.length;
  const { t, output, unit, from } = place;
  const at = (values: Float64Array) => values.slice((t - 1) * V, t * V);
  const { back } = answer;
  const gradient = (name: ParameterName) =>
    gradientOf(name, p.shape, forward, read.inputs, answer.delta, back.du);
  const gradients = { Why: gradient('Why'), Wxh: gradient('Wxh'), Whh: gradient('Whh') };
  const biases = p.shape.biases ? [gradient('bh'), gradient('by')] : [];
  const gradientNorm = Math.sqrt(
    [...Object.values(gradients), ...biases].reduce((sum, g) => sum + squares(g), 0),
  );
  const cell = (weight: number, gradient: number): DerivedCell => ({
    weight,
    gradient,
    updated: updated(input.update, probed.rate, weight, gradient, gradientNorm),
  });
  const x = read.inputs[t - 1];
  return {
    refusal: null,
    activation: layer.activation,
    loss: answer.figures.loss,
    lossPerStep: answer.figures.lossPerStep,
    outputs: at(answer.outputs),
    delta: at(answer.delta),
    ...chainAt(
      input,
      probed,
      layer,
      at(answer.outputs),
      at(answer.delta),
      at(forward.logits),
      read.targets[t - 1],
      output,
    ),
    deltaRows: Float64Array.from(
      { length: rows.length * T },
      (_, k) => answer.delta[(k % T) * V + rows[Math.floor(k / T)]],
    ),
    deltaOfOutput: Float64Array.from({ length: T }, (_, s) => answer.delta[s * V + output]),
    ...back,
    gWhy: picked(gradients.Why, rows, H),
    gWxhT: picked(gradients.Wxh, rows, H),
    gWhh: gradients.Whh,
    cells: {
      Why: cell(p.Why[output * H + unit], gradients.Why[output * H + unit]),
      Wxh: cell(p.WxhT[x * H + unit], gradients.Wxh[x * H + unit]),
      Whh: cell(p.Whh[unit * H + from], gradients.Whh[unit * H + from]),
    },
    gradientNorm,
  };
}

/** y inside the clamp where a layer has one: its loss is a function of that. */
export const clamped = (y: Float64Array, clamp: number | null): Float64Array =>
  clamp === null ? y : y.map((value) => Math.min(Math.max(value, clamp), 1 - clamp));

/** The chain rule at one step: vectors over all outputs, and the numbers of the formulas at output i. */
function chainAt(
  { own }: Pick<DerivationInput, 'own'>,
  { layer: id, clamp }: ProbedLayer,
  layer: OutputLayer,
  y: Float64Array,
  delta: Float64Array,
  z: NodeValues['variable'],
  target: number,
  i: number,
): Pick<DerivedLayer, 'forms' | 'numbers' | 'gradient' | 'slopes' | 'jacobian' | 'direct'> {
  const activation = activationOf(layer.activation);
  const slopes = y.map((value) => activation.slope(value));
  const jacobian = activation.distribution
    ? y.map((value, j) => (j === i ? slopes[i] : -value * y[i]))
    : null;
  const chain = chainOfLayer(own, id);
  const common = { delta: delta[i], slope: slopes[i] };
  if (!chain)
    return {
      forms: null,
      numbers: { y: y[i], z: z[i], t: Number(i === target), ...common },
      gradient: null,
      slopes,
      jacobian,
      direct: null,
    };
  const values = chain.valuesAt(clamped(y, clamp), z, target);
  const { gradient } = values;
  const own_ = gradient[i] * slopes[i];
  let others = 0;
  if (jacobian)
    for (let j = 0; j < y.length; j++) if (j !== i && gradient[j] !== 0) others += gradient[j] * jacobian[j];
  const direct = values.direct ? values.direct[i] : null;
  return {
    forms: chain.forms,
    numbers: {
      ...values.numbersAt(i),
      ...common,
      dEdy: gradient[i],
      own: own_,
      others,
      ...(direct === null ? {} : { direct }),
    },
    gradient,
    slopes,
    jacobian,
    direct,
  };
}

/** The weight after the first step of an optimiser with an empty memory, clipping included. */
function updated(
  rule: UpdateRule | undefined,
  rate: number | null,
  weight: number,
  gradient: number,
  gradientNorm: number,
): number {
  if (!rule || rate === null || !Number.isFinite(gradientNorm)) return NaN;
  return firstUpdate(rule, rate, gradientNorm, Float64Array.of(weight), Float64Array.of(gradient))[0];
}

/** Rows of `length` numbers. */
function picked(values: Float64Array, rows: Uint32Array, length: number): Float64Array {
  const shown = new Float64Array(rows.length * length);
  rows.forEach((row, k) => shown.set(values.subarray(row * length, (row + 1) * length), k * length));
  return shown;
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

function largest(values: Float64Array): number {
  let at = 0;
  values.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(values[at])) at = i;
  });
  return at;
}
