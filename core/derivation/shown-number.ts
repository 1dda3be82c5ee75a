import { fixed, trueMinus } from '../words/number-format.ts';

/** A number of a derivation: four decimals, so that a line of them keeps its width; smaller ones by their power of ten. */
export function shownNumber(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e4) return trueMinus(String(value));
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e4) return fixed(value, 4);
  const [digits, exponent] = value.toExponential(2).split('e');
  return `${trueMinus(digits)} · 10${[...String(Number(exponent))].map((sign) => raised.get(sign)).join('')}`;
}

const raised = new Map([...'0123456789-'].map((sign, i) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻'][i]]));

/** The same inside a formula: what is below 0 or has a power has its brackets. */
export function bracketedNumber(value: number): string {
  const shown = shownNumber(value);
  return value < 0 || shown.includes('·') ? `(${shown})` : shown;
}

/** Plain text with numbers in their places. */
export const filledPlain = (plain: string, values: Readonly<Record<string, number>>): string =>
  plain.replace(/\{([^{}|, ]+)\}/g, (place, key: string) =>
    shownAt(place, key, values, shownNumber, bracketedNumber),
  );

/** A key after `=` is what a line comes to: it needs no brackets. */
function shownAt(
  place: string,
  key: string,
  values: Readonly<Record<string, number>>,
  plain: (value: number) => string,
  bracketed: (value: number) => string,
): string {
  const isResult = key.startsWith('=');
  const name = isResult ? key.slice(1) : key;
  if (!Object.hasOwn(values, name)) return place;
  return (isResult ? plain : bracketed)(values[name]);
}

/** A number as TeX. */
export function texNumber(value: number): string {
  if (Number.isNaN(value)) return '\\text{--}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  const shown = shownNumber(value);
  if (!shown.includes('·')) return shown.replace('−', '-');
  const [digits, exponent] = value.toExponential(2).split('e');
  return `${digits} \\cdot 10^{${Number(exponent)}}`;
}

/** TeX with numbers in their places and without the names of its terms: any TeX sets it. */
export function filledTex(tex: string, values: Readonly<Record<string, number>>): string {
  const bracketed = (value: number) => {
    const shown = texNumber(value);
    return shown.startsWith('-') || shown.includes('cdot') ? `\\left(${shown}\\right)` : shown;
  };
  const numbers = tex.replace(/\\number\{([^}]*)\}/g, (place, key: string) =>
    shownAt(place, key, values, texNumber, bracketed),
  );
  return withoutTerms(numbers);
}

/** `\term{name}{…}` as its second part alone. */
export function withoutTerms(tex: string): string {
  const at = tex.indexOf('\\term{');
  if (at < 0) return tex;
  const open = tex.indexOf('}{', at) + 2;
  let depth = 1;
  let end = open;
  for (; depth > 0; end++) {
    if (tex[end] === '\\') end++;
    else if (tex[end] === '{') depth++;
    else if (tex[end] === '}') depth--;
  }
  return tex.slice(0, at) + withoutTerms(tex.slice(open, end - 1)) + withoutTerms(tex.slice(end));
}
