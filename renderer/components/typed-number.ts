import { inEnglish, type Say } from '../../core/words/said/say.ts';

/** What somebody typed into a field: a number, or why it is none. */
type TypedNumber = { readonly value: number } | { readonly problem: string };

/** Bounds of a field. */
interface NumberBounds {
  readonly whole: boolean;
  readonly least: number;
  /** Whether `least` itself is allowed. */
  readonly inclusive: boolean;
  readonly most: number;
}

/** Full-width signs as the usual ones, every kind of space as one, a true minus as a hyphen. */
const plain = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u2007\u2009\u202f\u3000]/g, ' ')
    .replaceAll('−', '-')
    .replaceAll('’', "'")
    .trim();

/** Digits in groups of three, as `2,000`, `2.000`, `2 000`, `2'000` or `2_000`, with decimals after the other mark. */
const groupings = [
  [/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/, /,/g],
  [/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$/, /\./g],
  [/^[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d*)?$/, / /g],
  [/^[1-9]\d{0,2}(?:'\d{3})+(?:[.,]\d*)?$/, /'/g],
  [/^[1-9]\d{0,2}(?:_\d{3})+(?:[.,]\d*)?$/, /_/g],
] as const;

/** A number without a sign, its thousands grouped or not. */
function magnitude(text: string, whole: boolean, say: Say): TypedNumber {
  const decimals = /^(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
  // One group after one mark is a thousand, or three decimals. A whole number has none, and the fields themselves
  // show a point before theirs; of a comma nobody can know.
  const either = /^[1-9]\d{0,2}([.,])\d{3}(e[+-]?\d+)?$/i.exec(text);
  const asDecimals = text.replace(',', '.');
  const ambiguous = {
    problem: say`${text} may be ${Number(asDecimals)} or ${Number(text.replace(',', ''))}: type one of them.`,
  };
  if (either && !either[2] && either[1] === ',' && !whole) return ambiguous;
  if (either?.[2] && either[1] === ',') return ambiguous;
  const grouping = groupings.find(([form]) => form.test(text));
  if (grouping && (whole || !either)) return finite(text.replace(grouping[1], '').replace(',', '.'), say);
  return decimals.test(text) ? finite(asDecimals, say) : { problem: say`This must be a number.` };
}

function finite(text: string, say: Say): TypedNumber {
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { problem: say`This number is too large.` };
}

/** `-1e-3`, `2 000` or `1/10`; the sign stands before the whole. */
function parse(text: string, whole: boolean, say: Say): TypedNumber {
  const [, sign, rest] = /^([+-]?)(.*)$/s.exec(text)!;
  const parts = rest.split('/').map((part) => magnitude(part.trim(), whole, say));
  const values: number[] = [];
  for (const part of parts) {
    if ('problem' in part) return part;
    values.push(part.value);
  }
  if (values.length > 2) return { problem: say`This must be a number.` };
  const [a, b = 1] = values;
  if (b === 0) return { problem: say`Nothing can be divided by 0.` };
  return finite(String((sign === '-' ? -1 : 1) * (a / b)), say);
}

/**
 * The number that was typed, in any of the ways that leave no doubt: `2,000`, `2 000` and `2.000` where a whole number
 * is asked for, `0.05`, `0,05`, `1e-3`, `1/20`, full-width digits. Anything else is refused with the reason; it never
 * becomes another number.
 */
export function typedNumber(
  text: string,
  { whole, least, inclusive, most }: NumberBounds,
  say: Say = inEnglish,
): TypedNumber {
  const typed = parse(plain(text), whole, say);
  if ('problem' in typed) return typed;
  const { value } = typed;
  if (whole && !Number.isInteger(value)) return { problem: say`This must be a whole number.` };
  if (inclusive ? value < least : value <= least)
    return { problem: inclusive ? say`This must be at least ${least}.` : say`This must be above ${least}.` };
  if (value > most) return { problem: say`This may be at most ${most}.` };
  return typed;
}
