/** A formula as it is to be seen, before it is written out as TeX or as plain text. */
export type Notation =
  | { readonly kind: 'atom'; readonly tex: string; readonly plain: string }
  | { readonly kind: 'sum'; readonly terms: readonly { readonly negative: boolean; readonly of: Notation }[] }
  | { readonly kind: 'product'; readonly factors: readonly Notation[] }
  | { readonly kind: 'quotient'; readonly above: Notation; readonly below: Notation }
  | { readonly kind: 'power'; readonly base: Notation; readonly exponent: Notation }
  /** A function before its values; `ln y` needs no brackets. */
  | {
      readonly kind: 'call';
      readonly tex: string;
      readonly plain: string;
      readonly values: readonly Notation[];
    }
  | { readonly kind: 'bars'; readonly of: Notation }
  | { readonly kind: 'root'; readonly of: Notation }
  /** Σ over the outputs; with the letter that counts them where there are others beside. */
  | { readonly kind: 'total'; readonly of: Notation; readonly index?: 'j' | 'k' }
  /** A part that is pointed at, by its name. */
  | { readonly kind: 'marked'; readonly name: string; readonly of: Notation }
  /** A product of two with a dot between them, so that each stays in sight. */
  | { readonly kind: 'dot'; readonly left: Notation; readonly right: Notation }
  /** A part that cancels. */
  | { readonly kind: 'struck'; readonly of: Notation }
  /** The entry at the target. */
  | { readonly kind: 'entry'; readonly of: Notation }
  | {
      readonly kind: 'relation';
      readonly tex: string;
      readonly plain: string;
      readonly left: Notation;
      readonly right: Notation;
    }
  /** The last row needs no condition. */
  | { readonly kind: 'cases'; readonly rows: readonly (readonly [Notation, Notation | null])[] };

/** A formula written out both ways. */
export interface Written {
  readonly tex: string;
  readonly plain: string;
}

export function atom(tex: string, plain = tex): Notation {
  return { kind: 'atom', tex, plain };
}

/** −x */
export const negated = (of: Notation): Notation => ({ kind: 'sum', terms: [{ negative: true, of }] });

/** The x of −x; null where it is no such thing. */
export const behindMinus = (given: Notation): Notation | null =>
  given.kind === 'sum' && given.terms.length === 1 && given.terms[0].negative ? given.terms[0].of : null;

export const plus = (a: Notation, b: Notation): Notation => ({
  kind: 'sum',
  terms: [a, b].map((of) => ({ negative: false, of })),
});

export const minus = (a: Notation, b: Notation): Notation => ({
  kind: 'sum',
  terms: [
    { negative: false, of: a },
    { negative: true, of: b },
  ],
});

/** Factors side by side; 1 where there is none. */
export const productOf = (factors: readonly Notation[]): Notation =>
  factors.length === 0 ? atom('1') : factors.length === 1 ? factors[0] : { kind: 'product', factors };

export const quotient = (above: Notation, below: Notation): Notation => ({ kind: 'quotient', above, below });

export const raisedTo = (base: Notation, e: number): Notation =>
  e === 1 ? base : e === 0.5 ? { kind: 'root', of: base } : { kind: 'power', base, exponent: numeral(e) };

/** A call of a function that is written in letters. */
export function called(name: string, values: readonly Notation[]): Notation {
  return { kind: 'call', tex: `\\operatorname{${name}}`, plain: name, values };
}

/**
 * a where the condition holds, else b.
 * @param names parameters, whose names the notation must not have for something else
 */
export function choice(condition: Notation, a: Notation, b: Notation, names: ReadonlySet<string>): Notation {
  if (names.has('if') || names.has('else')) return called('where', [condition, a, b]);
  return {
    kind: 'cases',
    rows: [
      [a, condition],
      [b, null],
    ],
  };
}

/** The entry at the target. */
export function entryOf(of: Notation, names: ReadonlySet<string>): Notation {
  return of.kind === 'atom' && names.has(`${of.plain}_target`)
    ? called('target', [of])
    : { kind: 'entry', of };
}

const fractions = new Map([
  [1 / 2, ['\\tfrac{1}{2}', '½']],
  [1 / 3, ['\\tfrac{1}{3}', '⅓']],
  [2 / 3, ['\\tfrac{2}{3}', '⅔']],
  [1 / 4, ['\\tfrac{1}{4}', '¼']],
  [3 / 4, ['\\tfrac{3}{4}', '¾']],
]);

/** What is shown in place of an expression that nobody could read or type: too long, or with a number that is none. */
export class NotShown extends Error {}

/** A number as it is: a fraction where it is a simple one, else with all its digits, so that it can be read back. @throws NotShown for NaN and infinities */
export function numeral(value: number): Notation {
  if (value < 0) return negated(numeral(-value));
  const fraction = fractions.get(value);
  if (fraction) return atom(fraction[0], fraction[1]);
  if (!Number.isFinite(value)) throw new NotShown();
  // Of the sixteenth digit on a number is what arithmetic has left of it.
  const [digits, exponent] = String(Number(value.toPrecision(15))).split('e') as [string, string?];
  const ratio = digits.length > 8 ? ratioOf(value) : null;
  if (ratio) return { kind: 'quotient', above: atom(String(ratio[0])), below: atom(String(ratio[1])) };
  if (exponent === undefined) return atom(digits);
  const power: Notation = { kind: 'power', base: atom('10'), exponent: numeral(Number(exponent)) };
  return digits === '1' ? power : { kind: 'product', factors: [atom(digits), power] };
}

/** p/q of small whole numbers, where a number of many digits is that. */
function ratioOf(value: number): readonly [p: number, q: number] | null {
  for (let q = 3; q < 1000; q++) {
    const p = Math.round(value * q);
    if (p > 0 && p < 10_000 && Math.abs(p / q - value) <= 2 * Number.EPSILON * value) return [p, q];
  }
  return null;
}

const superscripts = new Map([...'0123456789-−'].map((sign, i) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻'][i]]));

function raised(text: string): string | null {
  const signs = [...text].map((sign) => superscripts.get(sign));
  return signs.every((sign) => sign !== undefined) ? signs.join('') : null;
}

/** How tightly a formula holds together: what is looser than its place asks for gets brackets. */
function tightness(notation: Notation): number {
  switch (notation.kind) {
    case 'relation':
      return 0;
    case 'sum':
    case 'cases':
      return 1;
    // Σ takes the rest of the product it stands in.
    case 'total':
      return 1.8;
    case 'dot':
      return 2;
    case 'product':
      return notation.factors.at(-1)!.kind === 'total' ? 1.8 : 2;
    case 'quotient':
      return 2;
    case 'call':
      return 3;
    case 'power':
    case 'root':
      return 4;
    case 'marked':
    case 'struck':
      return tightness(notation.of);
    default:
      return 5;
  }
}

/** Writes a formula out. */
export function write(notation: Notation): Written {
  switch (notation.kind) {
    case 'atom':
      return { tex: notation.tex, plain: notation.plain };
    case 'sum':
      return notation.terms.reduce(
        (text: Written, { negative, of }, i) => {
          const { tex, plain } = within(of, negative || i > 0 ? 1.5 : 1);
          const tie =
            i > 0 ? [negative ? ' - ' : ' + ', negative ? ' − ' : ' + '] : negative ? ['-', '−'] : ['', ''];
          return { tex: text.tex + tie[0] + tex, plain: text.plain + tie[1] + plain };
        },
        { tex: '', plain: '' },
      );
    case 'product': {
      const last = notation.factors.length - 1;
      const factors = notation.factors.map((factor, i) => {
        const written = write(factor);
        if (i === last && factor.kind === 'total') return written;
        return { tex: fit(factor, written, 2).tex, plain: fit(factor, written, i === 0 ? 2 : 2.5).plain };
      });
      // Two numbers side by side would be one.
      return factors.reduce((text, { tex, plain }) => ({
        tex: `${text.tex} ${/^(?:[\d.]|\\number)/.test(tex) ? '\\cdot' : '\\,'} ${tex}`,
        plain: `${text.plain}${/^[\d.½⅓⅔¼¾{]/.test(plain) ? ' · ' : ' '}${plain}`,
      }));
    }
    case 'quotient': {
      const above = write(notation.above);
      const below = write(notation.below);
      // A fraction has its line: what stands above and below needs no brackets there.
      return {
        tex: `\\frac{${above.tex}}{${below.tex}}`,
        plain: `${fit(notation.above, above, 2).plain}/${fit(notation.below, below, 3.5).plain}`,
      };
    }
    case 'power': {
      const base = within(notation.base, 4.5);
      const exponent = write(notation.exponent);
      return {
        tex: `${base.tex}^{${exponent.tex}}`,
        plain: base.plain + (raised(exponent.plain) ?? `^${fit(notation.exponent, exponent, 4).plain}`),
      };
    }
    case 'call': {
      const values = notation.values.map(write);
      const bare = notation.plain === 'ln' || notation.plain === 'not';
      const single = bare && notation.values.length === 1 && tightness(notation.values[0]) >= 5;
      return single
        ? { tex: `${notation.tex} ${values[0].tex}`, plain: `${notation.plain} ${values[0].plain}` }
        : {
            tex: `${notation.tex}\\left(${values.map(({ tex }) => tex).join(', ')}\\right)`,
            plain: `${notation.plain}(${values.map(({ plain }) => plain).join(', ')})`,
          };
    }
    case 'bars': {
      const { tex, plain } = write(notation.of);
      // Bars inside bars could be paired otherwise.
      return { tex: `\\left|${tex}\\right|`, plain: plain.includes('|') ? `abs(${plain})` : `|${plain}|` };
    }
    case 'root': {
      const written = write(notation.of);
      return { tex: `\\sqrt{${written.tex}}`, plain: `√${fit(notation.of, written, 5).plain}` };
    }
    case 'total': {
      const loose = tightness(notation.of) < 1.8;
      const { tex, plain } = write(notation.of);
      const { index } = notation;
      const sum = index ? [`\\sum_{${index}}`, index === 'j' ? 'Σⱼ' : 'Σₖ'] : ['\\sum', 'Σ'];
      return {
        tex: loose ? `${sum[0]} \\left[${tex}\\right]` : `${sum[0]} ${tex}`,
        // Σ(y − t)² would be the square of a sum.
        plain: loose || /^[([]/.test(plain) ? `${sum[1]} [${plain}]` : `${sum[1]} ${plain}`,
      };
    }
    case 'dot': {
      const [left, right] = [within(notation.left, 2), within(notation.right, 2)];
      return { tex: `${left.tex} \\cdot ${right.tex}`, plain: `${left.plain} · ${right.plain}` };
    }
    case 'marked': {
      const { tex, plain } = write(notation.of);
      return { tex: `\\term{${notation.name}}{${tex}}`, plain };
    }
    case 'struck': {
      const { tex, plain } = write(notation.of);
      return { tex: `\\cancel{${tex}}`, plain };
    }
    case 'entry': {
      const { tex, plain } = within(notation.of, 5);
      return { tex: `${tex}_{\\text{target}}`, plain: `${plain}_target` };
    }
    case 'relation': {
      const left = within(notation.left, 0.5);
      const right = within(notation.right, 0.5);
      return {
        tex: `${left.tex} ${notation.tex} ${right.tex}`,
        plain: `${left.plain} ${notation.plain} ${right.plain}`,
      };
    }
    case 'cases': {
      const rows = notation.rows.map(
        ([value, condition]) => [write(value), condition && write(condition)] as const,
      );
      return {
        tex: `\\begin{cases}${rows
          .map(([value, condition]) => `${value.tex} & ${condition ? condition.tex : '\\text{else}'}`)
          .join(' \\\\ ')}\\end{cases}`,
        plain: `{${rows
          .map(([value, condition]) =>
            condition ? `${value.plain} if ${condition.plain}` : `else ${value.plain}`,
          )
          .join(', ')}}`,
      };
    }
  }
}

/** Written out, in brackets where it holds together less tightly than its place asks for. */
function within(notation: Notation, wanted: number): Written {
  return fit(notation, write(notation), wanted);
}

/** The same of what is written already: writing every part twice would take 2^depth times as long. */
function fit(notation: Notation, { tex, plain }: Written, wanted: number): Written {
  if (tightness(notation) >= wanted || notation.kind === 'cases') return { tex, plain };
  return { tex: `\\left(${tex}\\right)`, plain: `(${plain})` };
}
