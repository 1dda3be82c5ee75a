import { isDerived, type Derivation, type DerivationPlace } from '../../../core/derivation/derivation.ts';
import type { StepId } from '../../../core/derivation/step-formulas.ts';
import type { TermName } from '../../../core/derivation/step-terms.ts';
import type { MapScale } from '../../../core/figures/figure.ts';

/** A matrix as a map whose cells are chosen and light up. */
export interface LinkedMapData {
  readonly term: TermName;
  /** TeX and plain text of its name. */
  readonly tex: string;
  readonly plain: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
  readonly scale: MapScale;
  /** The chosen cell; −1: none. */
  readonly row: number;
  readonly column: number;
  /** What is marked as a whole: the row or the column that goes into the product. */
  readonly band: 'row' | 'column' | null;
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
  /** What choosing a cell chooses. */
  readonly pick: (row: number, column: number) => Partial<DerivationPlace>;
}

/** Maps of a step: a product with its two factors, or some beside each other. */
export type StepMaps =
  | {
      readonly kind: 'product';
      readonly left: LinkedMapData;
      readonly top: LinkedMapData;
      readonly result: LinkedMapData;
    }
  | { readonly kind: 'beside'; readonly maps: readonly LinkedMapData[] };

/** The largest size among finite values; 0 where there is none. */
export function mostOf(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

function transposed(values: Float64Array, columns: number): Float64Array {
  const rows = values.length / columns;
  const turned = new Float64Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c];
  return turned;
}

type Axis = 't' | 'unit' | 'from' | 'output' | 'input';
type Band = LinkedMapData['band'];

/** The maps of a step for one layer; null for steps that have none. */
export function mapsOf(
  derivation: Derivation,
  layer: Derivation['layers'][number] | undefined,
  id: StepId,
  nameOf: (index: number) => string,
): StepMaps | null {
  const { place, rows, inputs, before, hidden } = derivation;
  const H = derivation.shape.hidden;
  const rowName = (k: number) => nameOf(rows[k]);
  const axes: Readonly<Record<Axis, AxisData>> = {
    t: {
      ...{ count: inputs.length, at: place.t - 1, name: (k) => `t = ${k + 1}` },
      pick: (k) => ({ t: k + 1 }),
    },
    unit: { count: H, at: place.unit, name: String, pick: (unit) => ({ unit }) },
    from: { count: H, at: place.from, name: String, pick: (from) => ({ from }) },
    output: {
      ...{ count: rows.length, at: rows.indexOf(place.output), name: rowName },
      pick: (k) => ({ output: rows[k] }),
    },
    input: {
      ...{ count: rows.length, at: rows.indexOf(inputs[place.t - 1]), name: rowName },
      pick: (k) => {
        const t = inputs.indexOf(rows[k]);
        return t < 0 ? {} : { t: t + 1 };
      },
    },
  };
  function map(
    [term, tex, plain]: readonly [TermName, string, string],
    values: Float64Array,
    sides: readonly [down: Axis, across: Axis],
    band: Band = null,
  ): LinkedMapData {
    const [down, across] = sides.map((side) => axes[side]);
    const most = mostOf(values);
    return {
      ...{ term, tex, plain, values, band, columns: across.count },
      rows: values.length / Math.max(1, across.count),
      scale: { kind: 'root', low: -most, high: most, label: '' },
      row: down.at,
      column: across.at,
      rowName: down.name,
      columnName: across.name,
      pick: (row, column) => ({ ...down.pick(row), ...across.pick(column) }),
    };
  }
  const h = (band: Band = null) => map(['h', 'h_t^{T}', 'h_tᵀ'], hidden, ['t', 'unit'], band);
  const Whh = () => map(['Whh', 'W_{hh}', 'Whh'], derivation.Whh, ['unit', 'from']);
  const Why = () => map(['Why', 'W_{hy}', 'Why'], derivation.Why, ['output', 'unit']);
  if (id === 'forward') return { kind: 'beside', maps: [h(), Whh(), Why()] };
  if (!layer || !isDerived(layer)) return null;
  /** What is told of every unit at every step. */
  const ofUnits = (name: readonly [TermName, string, string], values: Float64Array, band: Band = null) =>
    map(name, transposed(values, H), ['unit', 't'], band);
  const dh = () => ofUnits(['dh', '\\partial E/\\partial h_t', '∂E/∂h_t'], layer.dh);
  const du = (band: Band = null) => ofUnits(['du', '\\partial E/\\partial u_t', '∂E/∂u_t'], layer.du, band);
  const gWhh = () => map(['gWhh', '\\partial E/\\partial W_{hh}', '∂E/∂Whh'], layer.gWhh, ['unit', 'from']);
  switch (id) {
    case 'dEdWhy':
      return {
        kind: 'product',
        left: map(['delta', '\\delta_t', 'δ_t'], layer.deltaRows, ['output', 't'], 'row'),
        top: h('column'),
        result: map(['gWhy', '\\partial E/\\partial W_{hy}', '∂E/∂Why'], layer.gWhy, ['output', 'unit']),
      };
    case 'dEdh': {
      const dhnext = ofUnits(['dhnext', '\\mathit{dhnext}', 'dhnext'], layer.dhnext);
      return { kind: 'beside', maps: [dh(), dhnext, Why()] };
    }
    case 'dEdu':
      return { kind: 'beside', maps: [du(), ofUnits(['tanh', 'h_t', 'h_t'], hidden), dh()] };
    case 'dEdWxh': {
      const x = new Float64Array(inputs.length * rows.length);
      inputs.forEach((input, t) => (x[t * rows.length + rows.indexOf(input)] = 1));
      const name = ['gWxh', '\\partial E/\\partial W_{xh}', '∂E/∂Wxh'] as const;
      return {
        kind: 'product',
        left: du('row'),
        top: map(['x', 'x_t^{T}', 'x_tᵀ'], x, ['t', 'input'], 'column'),
        result: map(name, transposed(layer.gWxhT, H), ['unit', 'input']),
      };
    }
    case 'dEdWhh': {
      const hprev = new Float64Array(hidden.length);
      hprev.set(before);
      hprev.set(hidden.subarray(0, hidden.length - H), H);
      const top = map(['hprev', 'h_{t-1}^{T}', 'h_{t−1}ᵀ'], hprev, ['t', 'from'], 'column');
      return { kind: 'product', left: du('row'), top, result: gWhh() };
    }
    case 'update':
      return { kind: 'beside', maps: [Whh(), gWhh()] };
    default:
      return null;
  }
}

/** One side of a map: how many places it has, the chosen one, and what a place is called and chooses. */
interface AxisData {
  readonly count: number;
  readonly at: number;
  readonly name: (k: number) => string;
  readonly pick: (k: number) => Partial<DerivationPlace>;
}

/** Rows of a map without any size to speak of: 0 beside the largest of it. */
export function blankRows({ values, columns, rows, scale }: LinkedMapData): number {
  let count = 0;
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * columns, (r + 1) * columns);
    if (row.every((value) => Math.abs(value) < 1e-3 * scale.high)) count++;
  }
  return count;
}
