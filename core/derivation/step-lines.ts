import type { Written } from '../formulas/typeset/notation.ts';
import { isDerived, type Derivation, type DerivedLayer } from './derivation.ts';
import { dE, type StepId } from './step-formulas.ts';
import {
  cell,
  line,
  number,
  outcome,
  outputLabels,
  result,
  row,
  valued,
  written,
  type MapName,
  type StepLine,
  type StepTerm,
  type TermName,
} from './step-terms.ts';

/** The cell of the maps that a step is about. */
interface Place {
  readonly at: number;
  readonly i: number;
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly H: number;
}

const placeOf = ({ place, inputs, shape }: Derivation): Place => ({
  at: place.t - 1,
  i: place.output,
  a: place.unit,
  b: place.from,
  x: inputs[place.t - 1],
  H: shape.hidden,
});

/** The lines of a step: numbers alone, free of any language. */
export function linesOf(derivation: Derivation, id: StepId): StepLine[] {
  if (id === 'network') return [];
  if (id === 'oneHot') return [sizes(derivation)];
  if (id === 'forward') return [...forwardLines(derivation), ...perLayer(derivation, outputLine)];
  return perLayer(derivation, lineOfLayer[id]);
}

type LineOfLayer = (derivation: Derivation, layer: DerivedLayer) => Omit<StepLine, 'layer'>;

const perLayer = (derivation: Derivation, make: LineOfLayer): StepLine[] =>
  derivation.layers.flatMap((layer, l) =>
    isDerived(layer) ? [{ layer: l, ...make(derivation, layer) }] : [],
  );

/** A line that is the same for all layers. */
const common = (line: Pick<StepLine, 'numbers' | 'values' | 'terms' | 'result'>): StepLine => ({
  layer: null,
  symbols: null,
  check: null,
  ...line,
});

function sizes({ shape, inputs, place }: Derivation): StepLine {
  const { vocabulary: V, hidden: H } = shape;
  return common({
    numbers: [
      line(null, written('V ='), number('V')),
      line(null, written('H ='), number('H')),
      line('atStep', written('x_t = e_{k},\\; k =', 'x_t = 1 at k ='), number('x')),
    ],
    values: { V, H, x: inputs[place.t - 1] },
    terms: [],
    result: V,
  });
}

/** u and h of the unit, z of the output. */
function forwardLines(derivation: Derivation): StepLine[] {
  const { at, i, a, b, x, H } = placeOf(derivation);
  const { inner, hidden, logits, before, biases, Whh, WxhT, Why, rows } = derivation;
  const previous = at === 0 ? before : hidden.subarray((at - 1) * H, at * H);
  const h = hidden[at * H + a];
  const u = inner[at * H + a];
  const bh = biases?.unit ?? 0;
  const by = biases?.output ?? 0;
  const wx = WxhT[rows.indexOf(x) * H + a];
  let recurrent = 0;
  for (let j = 0; j < H; j++) recurrent += Whh[a * H + j] * previous[j];
  const [fromInput, fromUnits] = [valued('Wxh', 'wx'), valued('Whh', 'recurrent')];
  return [
    common({
      numbers: [
        line('atStep', written('u ='), fromInput, '+', fromUnits, '+', number('bh'), '=', outcome('u')),
        line(null, written('h = \\tanh(\\number{=u})', 'h = tanh({=u})'), '=', outcome('h')),
      ],
      values: { wx, recurrent, bh, u, h },
      terms: [
        cell('Wxh', wx, [a, x]),
        cell('hprev', previous[b], [at, b]),
        cell('u', u, [at, a]),
        cell('h', h, [at, a]),
      ],
      result: h,
    }),
    common({
      numbers: [
        line('atStep', written('z_i =', 'zᵢ ='), valued('Why', 'sum'), '+', number('by'), '=', outcome('z')),
      ],
      values: { sum: logits[i] - by, by, z: logits[i] },
      terms: [
        cell('Why', Why[rows.indexOf(i) * H + a], [i, a]),
        { name: 'z', label: outputLabels['z'], value: logits[i], cell: null },
      ],
      result: logits[i],
    }),
  ];
}

const outputMaps: Partial<Record<TermName, MapName>> = {
  y: 'outputs',
  t: 'target',
  slope: 'slopes',
  delta: 'delta',
  gradient: 'gradient',
};

const outputTerms = (
  derivation: Derivation,
  layer: DerivedLayer,
  names: readonly (keyof typeof outputLabels & TermName)[],
): StepTerm[] =>
  names.map((name) => {
    const map = outputMaps[name];
    return {
      name,
      label: outputLabels[name],
      value: layer.numbers[name === 'gradient' ? 'dEdy' : name] ?? NaN,
      cell: map ? { map, row: 0, column: derivation.place.output } : null,
    };
  });

const outputLine: LineOfLayer = (derivation, layer) => ({
  symbols: null,
  numbers: [line('atStep', written('y_i =', 'yᵢ ='), outcome('y'))],
  values: layer.numbers,
  terms: outputTerms(derivation, layer, ['y']),
  result: layer.numbers['y'],
  check: null,
});

/** Σ_t of a product, at t and over all steps: the gradient of an entry of a matrix. */
const summed = (
  matrix: 'Why' | 'Whh',
  symbols: Written,
  entry: readonly [row: number, column: number],
  [left, right]: readonly [StepTerm, StepTerm],
  { cells }: DerivedLayer,
): ReturnType<LineOfLayer> => {
  const total = cells[matrix].gradient;
  const [l, r] = [valued(left.name, 'left'), valued(right.name, 'right')];
  return {
    symbols,
    numbers: [
      line('atStep', l, '·', r, '=', outcome('product')),
      line('allSteps', '=', outcome(`g${matrix}`, 'total')),
    ],
    values: { left: left.value, right: right.value, total, product: left.value * right.value },
    terms: [cell(`g${matrix}`, total, entry), left, right],
    result: total,
    check: matrix,
  };
};

const inBrackets = (tex: string, indices: string) => `\\left(${tex}\\right)_{${indices}}`;

const lineOfLayer: Readonly<Record<Exclude<StepId, 'network' | 'oneHot' | 'forward'>, LineOfLayer>> = {
  losses: (derivation, layer) => {
    const { forms } = layer;
    const name = forms?.perOutput ? written('E_i', 'Eᵢ') : written('E_t');
    const atStep = layer.lossPerStep[derivation.place.t - 1];
    return {
      symbols: forms && row(name, '=', forms.loss),
      numbers: [line('atStep', name, '=', outcome('loss', forms ? 'loss' : 'E_t'))],
      values: { ...layer.numbers, E_t: atStep },
      terms: outputTerms(derivation, layer, ['y', 't', 'loss']),
      result: forms ? layer.numbers['loss'] : atStep,
      check: null,
    };
  },
  dEdy: (derivation, layer) => {
    const { forms } = layer;
    const letter = forms?.shared ? written('\\partial E/\\partial y_j', '∂E/∂yⱼ') : outputLabels['gradient'];
    return {
      symbols: forms && row(letter, '=', forms.gradient),
      numbers: forms ? [line('atStep', '=', forms.numbers.gradient, '=', result('dEdy'))] : [],
      values: layer.numbers,
      terms: outputTerms(derivation, layer, ['y', 't', 'gradient']),
      result: layer.numbers['dEdy'] ?? NaN,
      check: forms ? 'y' : null,
    };
  },
  dEdz: (derivation, layer) => {
    const { forms } = layer;
    const delta = outputLabels['delta'];
    const direct = forms?.direct ?? null;
    const plus = direct ? ['+', direct] : [];
    const plusNumber = direct ? ['+', valued('direct')] : [];
    const isSame = forms !== null && !direct && forms.product.plain === forms.delta.plain;
    const total = ['=', outcome('delta')];
    return {
      symbols: forms && row(delta, '=', forms.product, ...plus, ...(isSame ? [] : ['=', forms.delta])),
      numbers: [
        forms
          ? line('atStep', '=', forms.numbers.product, ...plusNumber, ...total)
          : line('atStep', delta, ...total),
      ],
      values: layer.numbers,
      terms: outputTerms(derivation, layer, forms ? ['gradient', 'slope', 'delta'] : ['delta']),
      result: layer.numbers['delta'],
      check: 'z',
    };
  },
  dEdWhy: (derivation, layer) => {
    const { at, i, a, H } = placeOf(derivation);
    return summed(
      'Why',
      written(
        `${inBrackets(dE('W_{hy}'), 'i,a')} = \\sum_t \\term{delta}{(\\delta_t)_i} \\cdot \\term{h}{(h_t)_a}`,
        '(∂E/∂Why)ᵢₐ = Σ_t (δ_t)ᵢ · (h_t)ₐ',
      ),
      [i, a],
      [
        cell('delta', layer.numbers['delta'], [i, at], 'deltas'),
        cell('h', derivation.hidden[at * H + a], [at, a]),
      ],
      layer,
    );
  },
  dEdh: (derivation, layer) => {
    const { at, a, H } = placeOf(derivation);
    const dh = layer.dh[at * H + a];
    const dhnext = layer.dhnext[at * H + a];
    const above = dh - dhnext;
    return {
      symbols: written(
        `\\left(${dE('h_t')}\\right)_a = \\term{above}{\\sum_i (W_{hy})_{i,a}\\, (\\delta_t)_i} + \\term{dhnext}{\\mathit{dhnext}_a}`,
        '(∂E/∂h_t)ₐ = Σᵢ Why(i, a) (δ_t)ᵢ + dhnextₐ',
      ),
      numbers: [line('atStep', valued('above'), '+', valued('dhnext'), '=', outcome('dh'))],
      values: { above, dhnext, dh },
      terms: [
        cell('dh', dh, [a, at]),
        { name: 'above', label: written('W_{hy}^{T} \\delta_t', 'Whyᵀ δ_t'), value: above, cell: null },
        cell('dhnext', dhnext, [a, at]),
      ],
      result: dh,
      check: 'h',
    };
  },
  dEdu: (derivation, layer) => {
    const { at, a, H } = placeOf(derivation);
    const h = derivation.hidden[at * H + a];
    const [dh, du] = [layer.dh[at * H + a], layer.du[at * H + a]];
    const slope = 1 - h * h;
    return {
      symbols: written(
        `\\left(${dE('u_t')}\\right)_a = \\term{tanh}{(1 - h_a^2)} \\cdot \\term{dh}{\\left(${dE('h_t')}\\right)_a}`,
        '(∂E/∂u_t)ₐ = (1 − hₐ²) · (∂E/∂h_t)ₐ',
      ),
      numbers: [line('atStep', valued('tanh', 'slope'), '·', valued('dh'), '=', outcome('du'))],
      values: { slope, dh, du, h },
      terms: [cell('du', du, [a, at]), cell('tanh', slope, [at, a], 'h'), cell('dh', dh, [a, at])],
      result: du,
      check: 'u',
    };
  },
  dEdWxh: (derivation, layer) => {
    const { at, a, x, H } = placeOf(derivation);
    const du = layer.du[at * H + a];
    const total = layer.cells.Wxh.gradient;
    return {
      symbols: written(
        `${inBrackets(dE('W_{xh}'), 'a,x')} = \\sum_{t:\\, x_t = x} \\term{du}{\\left(${dE('u_t')}\\right)_a}`,
        '(∂E/∂Wxh)(a, x) = Σ over t with x_t = x of (∂E/∂u_t)ₐ',
      ),
      numbers: [line('atStep', valued('du')), line('allSteps', '=', outcome('gWxh', 'total'))],
      values: { du, total },
      terms: [cell('gWxh', total, [a, x]), cell('du', du, [a, at])],
      result: total,
      check: 'Wxh',
    };
  },
  dEdWhh: (derivation, layer) => {
    const { at, a, b, H } = placeOf(derivation);
    const { before, hidden } = derivation;
    const previous = at === 0 ? before[b] : hidden[(at - 1) * H + b];
    return summed(
      'Whh',
      written(
        `${inBrackets(dE('W_{hh}'), 'a,b')} = \\sum_t \\term{du}{\\left(${dE('u_t')}\\right)_a} \\cdot \\term{hprev}{(h_{t-1})_b}`,
        '(∂E/∂Whh)(a, b) = Σ_t (∂E/∂u_t)ₐ · (h_{t−1})_b',
      ),
      [a, b],
      [cell('du', layer.du[at * H + a], [a, at]), cell('hprev', previous, [at, b])],
      layer,
    );
  },
  update: (derivation, layer) => {
    const { a, b } = placeOf(derivation);
    const { weight, gradient, updated } = layer.cells.Whh;
    const end = line(null, written('\\mathit{dhnext}_T =', 'dhnext_T ='), result('zero'));
    const [old, next] = [valued('Whh', 'weight'), outcome('updated')];
    const name = written('(W_{hh})_{a,b}:', 'Whh(a, b):');
    return {
      symbols: null,
      numbers: Number.isNaN(updated) ? [end] : [end, line(null, name, old, '−', number('step'), '=', next)],
      values: { zero: 0, weight, gradient, updated, step: weight - updated },
      terms: [cell('Whh', weight, [a, b]), cell('gWhh', gradient, [a, b])],
      result: updated,
      check: null,
    };
  },
};
