import {
  isDerived,
  type Derivation,
  type DerivationPlace,
  type DerivedLayer,
} from '../../../core/derivation/derivation.ts';
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

const scaleOf = (values: Float64Array): MapScale => {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return { kind: 'root', low: -most, high: most, label: '' };
};

function transposed(values: Float64Array, columns: number): Float64Array {
  const rows = values.length / columns;
  const turned = new Float64Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c];
  return turned;
}

/** The maps of a step for one layer; null for steps that have none. */
export function mapsOf(
  derivation: Derivation,
  layer: Derivation['layers'][number] | undefined,
  id: StepId,
  nameOf: (index: number) => string,
): StepMaps | null {
  const make = new Maps(derivation, nameOf);
  if (id === 'forward') return { kind: 'beside', maps: [make.h(), make.Whh(), make.Why()] };
  if (!layer || !isDerived(layer)) return null;
  switch (id) {
    case 'dEdWhy':
      return {
        kind: 'product',
        left: make.deltas(layer, 'row'),
        top: make.h('column'),
        result: make.gWhy(layer),
      };
    case 'dEdh':
      return { kind: 'beside', maps: [make.dh(layer), make.dhnext(layer), make.Why()] };
    case 'dEdu':
      return { kind: 'beside', maps: [make.du(layer), make.hByUnit(), make.dh(layer)] };
    case 'dEdWxh':
      return { kind: 'product', left: make.du(layer, 'row'), top: make.x(), result: make.gWxh(layer) };
    case 'dEdWhh':
      return { kind: 'product', left: make.du(layer, 'row'), top: make.hprev(), result: make.gWhh(layer) };
    case 'update':
      return { kind: 'beside', maps: [make.Whh(), make.gWhh(layer)] };
    default:
      return null;
  }
}

class Maps {
  readonly #d: Derivation;
  readonly #nameOf: (index: number) => string;

  constructor(derivation: Derivation, nameOf: (index: number) => string) {
    this.#d = derivation;
    this.#nameOf = nameOf;
  }

  get #T(): number {
    return this.#d.inputs.length;
  }

  get #H(): number {
    return this.#d.shape.hidden;
  }

  #map(
    [term, tex, plain]: readonly [TermName, string, string],
    values: Float64Array,
    columns: number,
    axes: readonly [Axis, Axis],
    band: LinkedMapData['band'] = null,
  ): LinkedMapData {
    const [down, across] = axes.map((axis) => this.#axis(axis));
    return {
      ...{ term, tex, plain, values, columns, band },
      rows: values.length / Math.max(1, columns),
      scale: scaleOf(values),
      row: down.at,
      column: across.at,
      rowName: down.name,
      columnName: across.name,
      pick: (row, column) => ({ ...down.pick(row), ...across.pick(column) }),
    };
  }

  #axis(axis: Axis): {
    readonly at: number;
    readonly name: (k: number) => string;
    readonly pick: (k: number) => Partial<DerivationPlace>;
  } {
    const { place, rows, inputs } = this.#d;
    switch (axis) {
      case 't':
        return { at: place.t - 1, name: (k) => `t = ${k + 1}`, pick: (k) => ({ t: k + 1 }) };
      case 'unit':
        return { at: place.unit, name: String, pick: (unit) => ({ unit }) };
      case 'from':
        return { at: place.from, name: String, pick: (from) => ({ from }) };
      case 'output':
        return {
          at: rows.indexOf(place.output),
          name: (k) => this.#nameOf(rows[k]),
          pick: (k) => ({ output: rows[k] }),
        };
      case 'input': {
        const x = inputs[place.t - 1];
        return {
          at: rows.indexOf(x),
          name: (k) => this.#nameOf(rows[k]),
          pick: (k) => {
            const t = inputs.indexOf(rows[k]);
            return t < 0 ? {} : { t: t + 1 };
          },
        };
      }
    }
  }

  h(band: LinkedMapData['band'] = null): LinkedMapData {
    return this.#map(['h', 'h_t^{T}', 'h_tᵀ'], this.#d.hidden, this.#H, ['t', 'unit'], band);
  }

  hByUnit(): LinkedMapData {
    return this.#map(['tanh', 'h_t', 'h_t'], transposed(this.#d.hidden, this.#H), this.#T, ['unit', 't']);
  }

  hprev(): LinkedMapData {
    const { before, hidden } = this.#d;
    const values = new Float64Array(hidden.length);
    values.set(before);
    values.set(hidden.subarray(0, hidden.length - this.#H), this.#H);
    return this.#map(['hprev', 'h_{t-1}^{T}', 'h_{t−1}ᵀ'], values, this.#H, ['t', 'from'], 'column');
  }

  x(): LinkedMapData {
    const { inputs, rows } = this.#d;
    const values = new Float64Array(this.#T * rows.length);
    inputs.forEach((x, t) => (values[t * rows.length + rows.indexOf(x)] = 1));
    return this.#map(['x', 'x_t^{T}', 'x_tᵀ'], values, rows.length, ['t', 'input'], 'column');
  }

  Whh(): LinkedMapData {
    return this.#map(['Whh', 'W_{hh}', 'Whh'], this.#d.Whh, this.#H, ['unit', 'from']);
  }

  Why(): LinkedMapData {
    return this.#map(['Why', 'W_{hy}', 'Why'], this.#d.Why, this.#H, ['output', 'unit']);
  }

  deltas({ deltaRows }: DerivedLayer, band: LinkedMapData['band']): LinkedMapData {
    return this.#map(['delta', '\\delta_t', 'δ_t'], deltaRows, this.#T, ['output', 't'], band);
  }

  dh({ dh }: DerivedLayer): LinkedMapData {
    return this.#map(['dh', '\\partial E/\\partial h_t', '∂E/∂h_t'], transposed(dh, this.#H), this.#T, [
      'unit',
      't',
    ]);
  }

  dhnext({ dhnext }: DerivedLayer): LinkedMapData {
    return this.#map(['dhnext', '\\mathit{dhnext}', 'dhnext'], transposed(dhnext, this.#H), this.#T, [
      'unit',
      't',
    ]);
  }

  du({ du }: DerivedLayer, band: LinkedMapData['band'] = null): LinkedMapData {
    return this.#map(
      ['du', '\\partial E/\\partial u_t', '∂E/∂u_t'],
      transposed(du, this.#H),
      this.#T,
      ['unit', 't'],
      band,
    );
  }

  gWhy({ gWhy }: DerivedLayer): LinkedMapData {
    return this.#map(['gWhy', '\\partial E/\\partial W_{hy}', '∂E/∂Why'], gWhy, this.#H, ['output', 'unit']);
  }

  gWxh({ gWxhT }: DerivedLayer): LinkedMapData {
    const R = this.#d.rows.length;
    return this.#map(['gWxh', '\\partial E/\\partial W_{xh}', '∂E/∂Wxh'], transposed(gWxhT, this.#H), R, [
      'unit',
      'input',
    ]);
  }

  gWhh({ gWhh }: DerivedLayer): LinkedMapData {
    return this.#map(['gWhh', '\\partial E/\\partial W_{hh}', '∂E/∂Whh'], gWhh, this.#H, ['unit', 'from']);
  }
}

type Axis = 't' | 'unit' | 'from' | 'output' | 'input';

/** Rows of a map without any size to speak of: 0 beside the largest of it. */
export function blankRows({ values, columns, rows, scale }: LinkedMapData): number {
  let count = 0;
  for (let r = 0; r < rows; r++) {
    let most = 0;
    for (let c = 0; c < columns; c++) most = Math.max(most, Math.abs(values[r * columns + c]));
    if (most < 1e-3 * scale.high) count++;
  }
  return count;
}
