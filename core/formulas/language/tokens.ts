import { layerLimits } from '../../outputs/layer-limits.ts';
import { FormulaError, type Span } from './formula-error.ts';

export interface Token extends Span {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  /** As the grammar knows it: a name, a sign, or the digits. */
  readonly text: string;
  readonly value: number;
}

/** Longest text of a formula, in UTF-16 units. */
const longestSource = layerLimits.loss;

const blank = /[ \t\r\n]+/y;
const number = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const name = /[A-Za-zΑ-Ωα-ωϕϵ_][A-Za-z0-9Α-Ωα-ωϕϵ_]*/y;
const sign = /\*\*|<=|>=|==|!=|[-+*/^(),<>≤≥≠=[\]{}|√]/y;
const raised = /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y;

/** Numbers of one sign. */
const fractions: Readonly<Record<string, number>> = {
  '½': 1 / 2,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '¼': 1 / 4,
  '¾': 3 / 4,
};
const fraction = /[½⅓⅔¼¾]/y;

/** Signs of more than one meaning or spelling, as the grammar's own tokens. */
const spelled: Readonly<Record<string, readonly string[]>> = {
  '**': ['^'],
  '≤': ['<='],
  '≥': ['>='],
  '≠': ['!='],
  '=': ['=='],
};

/** The words of a formula, with an end. @throws FormulaError at the first character that begins none */
export function tokensOf(source: string): Token[] {
  if (source.length > longestSource)
    throw new FormulaError(
      source,
      { from: longestSource, to: source.length },
      `The formula has ${source.length} characters; at most ${longestSource} are read.`,
      'Shorten it.',
    );
  const text = plainCharacters(source);
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(blank);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const span = (length: number) => ({ from: at, to: at + length });
    const digits = match(number);
    const word = digits === undefined ? match(name) : undefined;
    const share = match(fraction);
    const power = match(raised);
    const found = digits ?? word ?? share ?? power ?? match(sign);
    if (found === undefined) throw strange(source, text, at);
    if (digits !== undefined) {
      const value = Number(digits);
      if (!Number.isFinite(value))
        throw new FormulaError(source, span(digits.length), `The number ${digits} is too large.`);
      tokens.push({ kind: 'number', text: digits, value, ...span(digits.length) });
    } else if (word !== undefined)
      tokens.push({ kind: 'name', text: word, value: NaN, ...span(word.length) });
    else if (share !== undefined)
      tokens.push({ kind: 'number', text: share, value: fractions[share], ...span(1) });
    else if (power !== undefined) tokens.push(...exponent(power, span(power.length)));
    else
      for (const text of spelled[found] ?? [found])
        tokens.push({ kind: 'sign', text, value: NaN, ...span(found.length) });
    at += found.length;
  }
  tokens.push({ kind: 'end', text: '', value: NaN, from: text.length, to: text.length });
  return tokens;
}

/** y⁻² as y^-2. */
function exponent(written: string, span: Span): Token[] {
  const digits = [...written].map((each) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(each)).filter((digit) => digit >= 0);
  const text = digits.join('');
  return [
    { kind: 'sign', text: '^', value: NaN, ...span },
    ...(written.startsWith('⁻') ? [{ kind: 'sign', text: '-', value: NaN, ...span } as const] : []),
    { kind: 'number', text, value: Number(text), ...span },
  ];
}

function strange(source: string, text: string, at: number): FormulaError {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const span = { from: at, to: at + character.length };
  if (text[at] === '&' || text[at] === '!')
    return new FormulaError(source, span, `${character} has no meaning here.`, 'Write and, or, not.');
  const visible = /\p{C}/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    : character;
  return new FormulaError(source, span, `The character ${visible} has no meaning in a formula.`);
}

/** Signs that stand for others: what Chinese keyboards, word processors and mathematicians write. */
const signs: Readonly<Record<string, string>> = {
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∙': '*',
  '∗': '*',
  '÷': '/',
  '∕': '/',
  '−': '-',
  '–': '-',
  '—': '-',
  '﹣': '-',
  '、': ',',
  '。': '.',
  '∑': 'Σ',
  '\u3000': ' ',
  '\u00a0': ' ',
};

/** The text with full-width letters, digits and signs as the usual ones, each at its own place. */
function plainCharacters(source: string): string {
  return source.replace(/[^\u0020-\u007e]/g, (sign) => {
    const code = sign.charCodeAt(0);
    // The full-width forms of ASCII stand in the same order.
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return signs[sign] ?? sign;
  });
}
