import type { Written } from '../formulas/notation.ts';
import type { en, Words } from '../words/en.ts';
import {
  isDerived,
  type CheckedQuantity,
  type Derivation,
  type DerivedLayer,
  type LayerDerivation,
} from './derivation.ts';
import { stepFormulas, stepIds, type StepFormula, type StepId } from './step-formulas.ts';

export type TermName = keyof typeof en.derivation.terms;

/** Maps and strips of a derivation: their cells and the terms of formulas light each other. */
export type MapName =
  | 'outputs'
  | 'target'
  | 'slopes'
  | 'delta'
  | 'gradient'
  | 'h'
  | 'hprev'
  | 'u'
  | 'dh'
  | 'dhnext'
  | 'du'
  | 'deltas'
  | 'Wxh'
  | 'Whh'
  | 'Why'
  | 'gWxh'
  | 'gWhh'
  | 'gWhy';

/** A part of a line that can be pointed at. */
export interface StepTerm {
  readonly name: TermName;
  readonly label: Written;
  readonly value: number;
  /** Where it stands: row and column by index (outputs by their index, steps from 0). */
  readonly cell: { readonly map: MapName; readonly row: number; readonly column: number } | null;
}

/** A line of numbers. `\number{key}` in TeX and `{key}` in plain text are places for `values`. */
export interface NumberLine extends Written {
  readonly label: 'atStep' | 'allSteps' | null;
}

/** What a step says of one output layer, or of all alike. */
export interface StepLine {
  /** Place in `Derivation.layers`; null: the same for all layers. */
  readonly layer: number | null;
  /** The line in symbols; null where the step's own formula is it. */
  readonly symbols: Written | null;
  readonly numbers: readonly NumberLine[];
  readonly values: Readonly<Record<string, number>>;
  readonly terms: readonly StepTerm[];
  /** What the line comes to. */
  readonly result: number;
  readonly check: CheckedQuantity | null;
}

/** One of the twelve steps: words, formulas, and the same line with this model's numbers. */
export interface DerivationStep {
  readonly id: StepId;
  readonly number: number;
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly formulas: readonly (StepFormula & { readonly spoken: string })[];
  readonly lines: readonly StepLine[];
}

const number = (key: string): Written => ({ tex: `\\number{${key}}`, plain: `{${key}}` });
const written = (tex: string, plain = tex): Written => ({ tex, plain });
/** What a line comes to. */
const result = (key: string): Written => number(`=${key}`);
/** Parts one after the other. */
const row = (...parts: readonly (Written | string)[]): Written => ({
  tex: parts
    .map((part) => (typeof part === 'string' ? (part === '·' ? '\\cdot' : part.replace('−', '-')) : part.tex))
    .join(' '),
  plain: parts.map((part) => (typeof part === 'string' ? part : part.plain)).join(' '),
});
const term = (name: TermName, of: Written): Written => ({
  tex: `\\term{${name}}{${of.tex}}`,
  plain: of.plain,
});
const line = (label: NumberLine['label'], ...parts: readonly (Written | string)[]): NumberLine => ({
  label,
  ...row(...parts),
});

const labels: Readonly<Record<string, Written>> = {
  gradient: written('\\partial E/\\partial y_i', '∂E/∂yᵢ'),
  slope: written('\\partial y_i/\\partial z_i', '∂yᵢ/∂zᵢ'),
  delta: written('\\delta_i', 'δᵢ'),
  y: written('y_i', 'yᵢ'),
  t: written('t_i', 'tᵢ'),
  z: written('z_i', 'zᵢ'),
  loss: written('E_i', 'Eᵢ'),
  direct: written('\\partial E/\\partial z_i|_y', '∂E/∂zᵢ at fixed y'),
};

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

/** All twelve steps in a language. */
export const derivationSteps = (derivation: Derivation, words: Words): DerivationStep[] =>
  stepIds.map((id) => derivationStep(derivation, id, words));

/** One step in a language. */
export function derivationStep(derivation: Derivation, id: StepId, words: Words): DerivationStep {
  const said = words.derivation.steps[id];
  return {
    id,
    number: stepIds.indexOf(id) + 1,
    name: said.name,
    title: said.title,
    text: said.text,
    formulas: stepFormulas[id].map((formula, k) => ({ ...formula, spoken: said.spoken[k] })),
    lines: linesOf(derivation, id),
  };
}

/** The lines of a step: numbers alone, free of any language. */
export function linesOf(derivation: Derivation, id: StepId): StepLine[] {
  if (id === 'network') return [];
  if (id === 'oneHot') return [sizes(derivation)];
  if (id === 'forward') return [...forwardLines(derivation), ...perLayer(derivation, outputLine)];
  return perLayer(derivation, lineOfLayer[id]);
}

type LineOfLayer = (derivation: Derivation, layer: DerivedLayer, index: number) => StepLine;

const perLayer = (derivation: Derivation, make: LineOfLayer): StepLine[] =>
  derivation.layers.flatMap((layer: LayerDerivation, l) =>
    isDerived(layer) ? [make(derivation, layer, l)] : [],
  );

function sizes({ shape, inputs, place }: Derivation): StepLine {
  const { vocabulary: V, hidden: H } = shape;
  return {
    layer: null,
    symbols: null,
    numbers: [
      line(null, written('V ='), number('V')),
      line(null, written('H ='), number('H')),
      line('atStep', written('x_t = e_{k},\\; k =', 'x_t = 1 at k ='), number('x')),
    ],
    values: { V, H, x: inputs[place.t - 1] },
    terms: [],
    result: V,
    check: null,
  };
}

/** u and h of the unit, z of the output: the same for all layers. */
function forwardLines(derivation: Derivation): StepLine[] {
  const { at, i, a, x, H } = placeOf(derivation);
  const { inner, hidden, logits, before, biases, Whh, WxhT, Why, rows } = derivation;
  const previous = at === 0 ? before : hidden.subarray((at - 1) * H, at * H);
  const h = hidden[at * H + a];
  const u = inner[at * H + a];
  const bh = biases?.unit ?? 0;
  const by = biases?.output ?? 0;
  const wx = WxhT[rows.indexOf(x) * H + a];
  let recurrent = 0;
  for (let j = 0; j < H; j++) recurrent += Whh[a * H + j] * previous[j];
  const sum = logits[i] - by;
  return [
    {
      layer: null,
      symbols: null,
      numbers: [
        line(
          'atStep',
          written('u ='),
          term('Wxh', number('wx')),
          '+',
          term('Whh', number('recurrent')),
          '+',
          number('bh'),
          '=',
          term('u', result('u')),
        ),
        line(null, written('h = \\tanh(\\number{=u})', 'h = tanh({=u})'), '=', term('h', result('h'))),
      ],
      values: { wx, recurrent, bh, u, h },
      terms: [
        { name: 'Wxh', label: written('W_{xh}', 'Wxh'), value: wx, cell: { map: 'Wxh', row: a, column: x } },
        {
          name: 'hprev',
          label: written('h_{t-1}', 'h_{t−1}'),
          value: previous[derivation.place.from],
          cell: { map: 'hprev', row: at, column: derivation.place.from },
        },
        { name: 'u', label: written('u_t'), value: u, cell: { map: 'u', row: at, column: a } },
        { name: 'h', label: written('h_t'), value: h, cell: { map: 'h', row: at, column: a } },
      ],
      result: h,
      check: null,
    },
    {
      layer: null,
      symbols: null,
      numbers: [
        line(
          'atStep',
          written('z_i =', 'zᵢ ='),
          term('Why', number('sum')),
          '+',
          number('by'),
          '=',
          term('z', result('z')),
        ),
      ],
      values: { sum, by, z: logits[i] },
      terms: [
        {
          name: 'Why',
          label: written('W_{hy}', 'Why'),
          value: Why[rows.indexOf(i) * H + a],
          cell: { map: 'Why', row: i, column: a },
        },
        { name: 'z', label: labels['z'], value: logits[i], cell: null },
      ],
      result: logits[i],
      check: null,
    },
  ];
}

const outputTerms = (
  derivation: Derivation,
  layer: DerivedLayer,
  names: readonly (keyof typeof labels & TermName)[],
): StepTerm[] => {
  const { i } = placeOf(derivation);
  const maps: Partial<Record<TermName, MapName>> = {
    y: 'outputs',
    t: 'target',
    slope: 'slopes',
    delta: 'delta',
    gradient: 'gradient',
  };
  return names.map((name) => {
    const map = maps[name];
    return {
      name,
      label: labels[name],
      value: layer.numbers[name === 'gradient' ? 'dEdy' : name] ?? NaN,
      cell: map ? { map, row: 0, column: i } : null,
    };
  });
};

const outputLine: LineOfLayer = (derivation, layer, index) => ({
  layer: index,
  symbols: null,
  numbers: [line('atStep', written('y_i =', 'yᵢ ='), term('y', result('y')))],
  values: layer.numbers,
  terms: outputTerms(derivation, layer, ['y']),
  result: layer.numbers['y'],
  check: null,
});

const lossLine: LineOfLayer = (derivation, layer, index) => {
  const { forms } = layer;
  const name = forms?.perOutput ? written('E_i', 'Eᵢ') : written('E_t');
  const key = forms ? 'loss' : 'E_t';
  return {
    layer: index,
    symbols: forms && row(name, '=', forms.loss),
    numbers: [line('atStep', name, '=', term('loss', result(key)))],
    values: { ...layer.numbers, E_t: layer.lossPerStep[derivation.place.t - 1] },
    terms: outputTerms(derivation, layer, ['y', 't', 'loss']),
    result: forms ? layer.numbers['loss'] : layer.lossPerStep[derivation.place.t - 1],
    check: null,
  };
};

const gradientLine: LineOfLayer = (derivation, layer, index) => {
  const { forms } = layer;
  const letter = forms?.shared ? written('\\partial E/\\partial y_j', '∂E/∂yⱼ') : labels['gradient'];
  return {
    layer: index,
    symbols: forms && row(letter, '=', forms.gradient),
    numbers: forms ? [line('atStep', '=', forms.numbers.gradient, '=', result('dEdy'))] : [],
    values: layer.numbers,
    terms: outputTerms(derivation, layer, ['y', 't', 'gradient']),
    result: layer.numbers['dEdy'] ?? NaN,
    check: forms ? 'y' : null,
  };
};

const deltaLine: LineOfLayer = (derivation, layer, index) => {
  const { forms } = layer;
  const delta = labels['delta'];
  const direct = forms?.direct ?? null;
  const plus = direct ? ['+', direct] : [];
  const plusNumber = direct ? ['+', term('direct', number('direct'))] : [];
  const isSame = forms !== null && !direct && forms.product.plain === forms.delta.plain;
  return {
    layer: index,
    symbols: forms && row(delta, '=', forms.product, ...plus, ...(isSame ? [] : ['=', forms.delta])),
    numbers: forms
      ? [line('atStep', '=', forms.numbers.product, ...plusNumber, '=', term('delta', result('delta')))]
      : [line('atStep', delta, '=', term('delta', result('delta')))],
    values: layer.numbers,
    terms: outputTerms(derivation, layer, forms ? ['gradient', 'slope', 'delta'] : ['delta']),
    result: layer.numbers['delta'],
    check: 'z',
  };
};

/** Σ_t of a product, at t and over all steps. */
function summed(
  [left, right]: readonly [TermName, TermName],
  name: TermName,
  values: Readonly<Record<'left' | 'right' | 'total', number>>,
): Pick<StepLine, 'numbers' | 'values' | 'result'> {
  return {
    numbers: [
      line(
        'atStep',
        term(left, number('left')),
        '·',
        term(right, number('right')),
        '=',
        term('product', result('product')),
      ),
      line('allSteps', '=', term(name, result('total'))),
    ],
    values: { ...values, product: values.left * values.right },
    result: values.total,
  };
}

const lineOfLayer: Readonly<Record<Exclude<StepId, 'network' | 'oneHot' | 'forward'>, LineOfLayer>> = {
  losses: lossLine,
  dEdy: gradientLine,
  dEdz: deltaLine,
  dEdWhy: (derivation, layer, index) => {
    const { at, i, a, H } = placeOf(derivation);
    const [left, right, total] = [
      layer.numbers['delta'],
      derivation.hidden[at * H + a],
      layer.cells.Why.gradient,
    ];
    return {
      layer: index,
      symbols: written(
        '\\left(\\frac{\\partial E}{\\partial W_{hy}}\\right)_{i,a} = \\sum_t \\term{delta}{(\\delta_t)_i} \\cdot \\term{h}{(h_t)_a}',
        '(∂E/∂Why)ᵢₐ = Σ_t (δ_t)ᵢ · (h_t)ₐ',
      ),
      ...summed(['delta', 'h'], 'gWhy', { left, right, total }),
      terms: [
        {
          name: 'gWhy',
          label: written('\\partial E/\\partial W_{hy}', '∂E/∂Why'),
          value: total,
          cell: { map: 'gWhy', row: i, column: a },
        },
        {
          name: 'delta',
          label: written('\\delta_t', 'δ_t'),
          value: left,
          cell: { map: 'deltas', row: i, column: at },
        },
        { name: 'h', label: written('h_t'), value: right, cell: { map: 'h', row: at, column: a } },
      ],
      check: 'Why',
    };
  },
  dEdh: (derivation, layer, index) => {
    const { at, a, H } = placeOf(derivation);
    const dh = layer.dh[at * H + a];
    const dhnext = layer.dhnext[at * H + a];
    const above = dh - dhnext;
    return {
      layer: index,
      symbols: written(
        '\\left(\\frac{\\partial E}{\\partial h_t}\\right)_a = \\term{above}{\\sum_i (W_{hy})_{i,a}\\, (\\delta_t)_i} + \\term{dhnext}{\\mathit{dhnext}_a}',
        '(∂E/∂h_t)ₐ = Σᵢ Why(i, a) (δ_t)ᵢ + dhnextₐ',
      ),
      numbers: [
        line(
          'atStep',
          term('above', number('above')),
          '+',
          term('dhnext', number('dhnext')),
          '=',
          term('dh', result('dh')),
        ),
      ],
      values: { above, dhnext, dh },
      terms: [
        {
          name: 'dh',
          label: written('\\partial E/\\partial h_t', '∂E/∂h_t'),
          value: dh,
          cell: { map: 'dh', row: a, column: at },
        },
        { name: 'above', label: written('W_{hy}^{T} \\delta_t', 'Whyᵀ δ_t'), value: above, cell: null },
        {
          name: 'dhnext',
          label: written('\\mathit{dhnext}', 'dhnext'),
          value: dhnext,
          cell: { map: 'dhnext', row: a, column: at },
        },
      ],
      result: dh,
      check: 'h',
    };
  },
  dEdu: (derivation, layer, index) => {
    const { at, a, H } = placeOf(derivation);
    const h = derivation.hidden[at * H + a];
    const [dh, du] = [layer.dh[at * H + a], layer.du[at * H + a]];
    const slope = 1 - h * h;
    return {
      layer: index,
      symbols: written(
        '\\left(\\frac{\\partial E}{\\partial u_t}\\right)_a = \\term{tanh}{(1 - h_a^2)} \\cdot \\term{dh}{\\left(\\frac{\\partial E}{\\partial h_t}\\right)_a}',
        '(∂E/∂u_t)ₐ = (1 − hₐ²) · (∂E/∂h_t)ₐ',
      ),
      numbers: [
        line(
          'atStep',
          term('tanh', number('slope')),
          '·',
          term('dh', number('dh')),
          '=',
          term('du', result('du')),
        ),
      ],
      values: { slope, dh, du, h },
      terms: [
        {
          name: 'du',
          label: written('\\partial E/\\partial u_t', '∂E/∂u_t'),
          value: du,
          cell: { map: 'du', row: a, column: at },
        },
        {
          name: 'tanh',
          label: written('1 - h^2', '1 − h²'),
          value: slope,
          cell: { map: 'h', row: at, column: a },
        },
        {
          name: 'dh',
          label: written('\\partial E/\\partial h_t', '∂E/∂h_t'),
          value: dh,
          cell: { map: 'dh', row: a, column: at },
        },
      ],
      result: du,
      check: 'u',
    };
  },
  dEdWxh: (derivation, layer, index) => {
    const { at, a, x, H } = placeOf(derivation);
    const du = layer.du[at * H + a];
    const total = layer.cells.Wxh.gradient;
    return {
      layer: index,
      symbols: written(
        '\\left(\\frac{\\partial E}{\\partial W_{xh}}\\right)_{a,x} = \\sum_{t:\\, x_t = x} \\term{du}{\\left(\\frac{\\partial E}{\\partial u_t}\\right)_a}',
        '(∂E/∂Wxh)(a, x) = Σ over t with x_t = x of (∂E/∂u_t)ₐ',
      ),
      numbers: [
        line('atStep', term('du', number('du'))),
        line('allSteps', '=', term('gWxh', result('total'))),
      ],
      values: { du, total },
      terms: [
        {
          name: 'gWxh',
          label: written('\\partial E/\\partial W_{xh}', '∂E/∂Wxh'),
          value: total,
          cell: { map: 'gWxh', row: a, column: x },
        },
        {
          name: 'du',
          label: written('\\partial E/\\partial u_t', '∂E/∂u_t'),
          value: du,
          cell: { map: 'du', row: a, column: at },
        },
      ],
      result: total,
      check: 'Wxh',
    };
  },
  dEdWhh: (derivation, layer, index) => {
    const { at, a, b, H } = placeOf(derivation);
    const { before, hidden } = derivation;
    const left = layer.du[at * H + a];
    const right = at === 0 ? before[b] : hidden[(at - 1) * H + b];
    const total = layer.cells.Whh.gradient;
    return {
      layer: index,
      symbols: written(
        '\\left(\\frac{\\partial E}{\\partial W_{hh}}\\right)_{a,b} = \\sum_t \\term{du}{\\left(\\frac{\\partial E}{\\partial u_t}\\right)_a} \\cdot \\term{hprev}{(h_{t-1})_b}',
        '(∂E/∂Whh)(a, b) = Σ_t (∂E/∂u_t)ₐ · (h_{t−1})_b',
      ),
      ...summed(['du', 'hprev'], 'gWhh', { left, right, total }),
      terms: [
        {
          name: 'gWhh',
          label: written('\\partial E/\\partial W_{hh}', '∂E/∂Whh'),
          value: total,
          cell: { map: 'gWhh', row: a, column: b },
        },
        {
          name: 'du',
          label: written('\\partial E/\\partial u_t', '∂E/∂u_t'),
          value: left,
          cell: { map: 'du', row: a, column: at },
        },
        {
          name: 'hprev',
          label: written('h_{t-1}', 'h_{t−1}'),
          value: right,
          cell: { map: 'hprev', row: at, column: b },
        },
      ],
      check: 'Whh',
    };
  },
  update: (derivation, layer, index) => {
    const { a, b } = placeOf(derivation);
    const { weight, gradient, updated } = layer.cells.Whh;
    const step = weight - updated;
    return {
      layer: index,
      symbols: null,
      numbers: [
        line(null, written('\\mathit{dhnext}_T =', 'dhnext_T ='), result('zero')),
        ...(Number.isNaN(updated)
          ? []
          : [
              line(
                null,
                written('(W_{hh})_{a,b}:', 'Whh(a, b):'),
                term('Whh', number('weight')),
                '−',
                number('step'),
                '=',
                term('updated', result('updated')),
              ),
            ]),
      ],
      values: { zero: 0, weight, gradient, updated, step },
      terms: [
        {
          name: 'Whh',
          label: written('W_{hh}', 'Whh'),
          value: weight,
          cell: { map: 'Whh', row: a, column: b },
        },
        {
          name: 'gWhh',
          label: written('\\partial E/\\partial W_{hh}', '∂E/∂Whh'),
          value: gradient,
          cell: { map: 'gWhh', row: a, column: b },
        },
      ],
      result: updated,
      check: null,
    };
  },
};
