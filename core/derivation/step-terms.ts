import type { Written } from '../formulas/typeset/notation.ts';
import type { en } from '../words/en.ts';
import type { CheckedQuantity } from './derivation.ts';

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
interface NumberLine extends Written {
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

export const number = (key: string): Written => ({ tex: `\\number{${key}}`, plain: `{${key}}` });
export const written = (tex: string, plain = tex): Written => ({ tex, plain });
/** What a line comes to. */
export const result = (key: string): Written => number(`=${key}`);
/** Parts one after the other. */
export const row = (...parts: readonly (Written | string)[]): Written => ({
  tex: parts
    .map((part) => (typeof part === 'string' ? (part === '·' ? '\\cdot' : part.replace('−', '-')) : part.tex))
    .join(' '),
  plain: parts.map((part) => (typeof part === 'string' ? part : part.plain)).join(' '),
});
const term = (name: TermName, of: Written): Written => ({
  tex: `\\term{${name}}{${of.tex}}`,
  plain: of.plain,
});
/** The number of a term. */
export const valued = (name: TermName, key: string = name): Written => term(name, number(key));
/** The same where it is what a line comes to. */
export const outcome = (name: TermName, key: string = name): Written => term(name, result(key));
export const line = (label: NumberLine['label'], ...parts: readonly (Written | string)[]): NumberLine => ({
  label,
  ...row(...parts),
});

/** Terms of the output i. */
export const outputLabels: Readonly<Record<string, Written>> = {
  gradient: written('\\partial E/\\partial y_i', '∂E/∂yᵢ'),
  slope: written('\\partial y_i/\\partial z_i', '∂yᵢ/∂zᵢ'),
  delta: written('\\delta_i', 'δᵢ'),
  y: written('y_i', 'yᵢ'),
  t: written('t_i', 'tᵢ'),
  z: written('z_i', 'zᵢ'),
  loss: written('E_i', 'Eᵢ'),
  direct: written('\\partial E/\\partial z_i|_y', '∂E/∂zᵢ at fixed y'),
};

/** Terms that stand in the maps of units, matrices and time. */
const cellLabels = {
  Wxh: written('W_{xh}', 'Wxh'),
  Whh: written('W_{hh}', 'Whh'),
  Why: written('W_{hy}', 'Why'),
  gWxh: written('\\partial E/\\partial W_{xh}', '∂E/∂Wxh'),
  gWhh: written('\\partial E/\\partial W_{hh}', '∂E/∂Whh'),
  gWhy: written('\\partial E/\\partial W_{hy}', '∂E/∂Why'),
  u: written('u_t'),
  h: written('h_t'),
  hprev: written('h_{t-1}', 'h_{t−1}'),
  delta: written('\\delta_t', 'δ_t'),
  tanh: written('1 - h^2', '1 − h²'),
  dh: written('\\partial E/\\partial h_t', '∂E/∂h_t'),
  dhnext: written('\\mathit{dhnext}', 'dhnext'),
  du: written('\\partial E/\\partial u_t', '∂E/∂u_t'),
};

/** A term in its own map, or in that of another name. */
export const cell = (
  name: keyof typeof cellLabels,
  value: number,
  at: readonly [row: number, column: number],
  map: MapName = name as MapName,
): StepTerm => ({ name, label: cellLabels[name], value, cell: { map, row: at[0], column: at[1] } });
