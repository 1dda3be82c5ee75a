import { plainCharacters } from './characters.ts';
import { FormulaError, type Span } from './formula-error.ts';

export interface Token extends Span {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  /** As the grammar knows it: a name, a sign, or the digits. */
  readonly text: string;
  readonly value: number;
}

/** Longest text of a formula, in UTF-16 units. */
export const longestSource = 2000;

const blank = /[ \t\r\n]+/y;
const number = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const name = /[A-Za-zΑ-Ωα-ωϕϵ_][A-Za-z0-9Α-Ωα-ωϕϵ_]*/y;
const sign = /\*\*|<=|>=|==|!=|[-+*/^(),<>≤≥≠²³½]/y;

/** Signs of more than one meaning or spelling, as the grammar's own tokens. */
const spelled: Readonly<Record<string, readonly string[]>> = {
  '**': ['^'],
  '≤': ['<='],
  '≥': ['>='],
  '≠': ['!='],
  '²': ['^', '2'],
  '³': ['^', '3'],
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
    const found = digits ?? word ?? match(sign);
    if (found === undefined) throw strange(source, text, at);
    if (digits !== undefined) {
      const value = Number(digits);
      if (!Number.isFinite(value))
        throw new FormulaError(source, span(digits.length), `The number ${digits} is too large.`);
      tokens.push({ kind: 'number', text: digits, value, ...span(digits.length) });
    } else if (word !== undefined)
      tokens.push({ kind: 'name', text: word, value: NaN, ...span(word.length) });
    else if (found === '½') tokens.push({ kind: 'number', text: found, value: 0.5, ...span(1) });
    else
      for (const part of spelled[found] ?? [found])
        tokens.push(
          /[0-9]/.test(part)
            ? { kind: 'number', text: part, value: Number(part), ...span(found.length) }
            : { kind: 'sign', text: part, value: NaN, ...span(found.length) },
        );
    at += found.length;
  }
  tokens.push({ kind: 'end', text: '', value: NaN, from: text.length, to: text.length });
  return tokens;
}

function strange(source: string, text: string, at: number): FormulaError {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const span = { from: at, to: at + character.length };
  if (text[at] === '=')
    return new FormulaError(
      source,
      span,
      'A single = has no meaning here.',
      'Write == to compare, as in t == 1.',
    );
  if (text[at] === '&' || text[at] === '|' || text[at] === '!')
    return new FormulaError(
      source,
      span,
      `${character} has no meaning here.`,
      'Write and, or, not; abs(…) for |…|.',
    );
  const visible = /\p{C}/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    : character;
  return new FormulaError(source, span, `The character ${visible} has no meaning in a formula.`);
}
