/** A piece of a sentence: words, or mathematics that stood between backticks. */
export interface Piece {
  readonly mathematics: boolean;
  readonly text: string;
}

/** A sentence of the word lists in its pieces. */
export const piecesOf = (sentence: string): Piece[] =>
  sentence
    .split('`')
    .map((text, i) => ({ mathematics: i % 2 === 1, text }))
    .filter(({ text }) => text !== '');

/** The same as plain text. */
export const plainOf = (sentence: string): string => sentence.replaceAll('`', '');

const signs: readonly (readonly [RegExp, string])[] = [
  [/\bW(hy|hh|xh)\b/g, 'W_{$1}'],
  [/\bWhyᵀ/g, 'W_{hy}^{T}'],
  [/\bWhhᵀ/g, 'W_{hh}^{T}'],
  [/\bb([hy])\b/g, 'b_{$1}'],
  [/\bdhnext\b/g, '\\mathit{dhnext}'],
  [/\btanh\b/g, '\\tanh '],
  [/∂/g, '\\partial '],
  [/δ/g, '\\delta '],
  [/η/g, '\\eta '],
  [/σ/g, '\\sigma '],
  [/Σ/g, '\\sum '],
  [/′/g, "'"],
  [/²/g, '^2'],
  [/ᵀ/g, '^{T}'],
  [/−/g, '-'],
  [/·/g, '\\cdot '],
];

/** Mathematics of the word lists as TeX. */
export const texOf = (mathematics: string): string =>
  signs.reduce((tex, [sign, command]) => tex.replace(sign, command), mathematics);
