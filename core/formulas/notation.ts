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
  /** Σ over the outputs. */
  | { readonly kind: 'total'; readonly of: Notation }
  /** The entry at the target. */
  | { readonly kind: 'entry'; readonly of: Notation }
  | {
      readonly kind: 'relation';
      readonly tex: string;
      readonly plain: string;
      readonly left: Notation;
      readonly right: Notation;
    }
  /** 1 where it holds, else 0. */
  | { readonly kind: 'bracket'; readonly of: Notation }
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

const fractions = new Map([
  [1 / 2, ['\\tfrac{1}{2}', '½']],
  [1 / 3, ['\\tfrac{1}{3}', '⅓']],
  [2 / 3, ['\\tfrac{2}{3}', '⅔']],
  [1 / 4, ['\\tfrac{1}{4}', '¼']],
  [3 / 4, ['\\tfrac{3}{4}', '¾']],
]);

/** A number of at most six digits, as a fraction where there is a sign for it. */
export function numeral(value: number): Notation {
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  const fraction = fractions.get(size);
  if (fraction) return atom(`${value < 0 ? '-' : ''}${fraction[0]}`, `${sign}${fraction[1]}`);
  if (size === Infinity) return atom(`${value < 0 ? '-' : ''}\\infty`, `${sign}∞`);
  if (Number.isNaN(value)) return atom('\\text{undefined}', 'undefined');
  const [digits, exponent] = Number(size.toPrecision(6)).toString().split('e');
  if (exponent === undefined) return atom(`${value < 0 ? '-' : ''}${digits}`, `${sign}${digits}`);
  const power = Number(exponent);
  const factor = digits === '1' ? ['', ''] : [`${digits} \\cdot `, `${digits} · `];
  return atom(
    `${value < 0 ? '-' : ''}${factor[0]}10^{${power}}`,
    `${sign}${factor[1]}10${raised(String(power)) ?? `^(${power})`}`,
  );
}

const superscripts = new Map([...'0123456789-−'].map((sign, i) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻'][i]]));

function raised(text: string): string | null {
  const signs = [...text].map((sign) => superscripts.get(sign));
  return signs.every((sign) => sign !== undefined) ? signs.join('') : null;
}

/** How tightly a formula holds together: what is looser than its place asks for gets brackets. */
function tightness({ kind }: Notation): number {
  switch (kind) {
    case 'relation':
      return 0;
    case 'sum':
    case 'cases':
      return 1;
    case 'product':
    case 'total':
      return 2;
    case 'quotient':
      return 2;
    case 'call':
      return 3;
    case 'power':
      return 4;
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
        const open = i === 0 || (i === last && factor.kind === 'total');
        return { tex: fit(factor, written, 2).tex, plain: fit(factor, written, open ? 2 : 2.5).plain };
      });
      return {
        tex: factors.map(({ tex }) => tex).join(' \\, '),
        plain: factors.map(({ plain }) => plain).join(' '),
      };
    }
    case 'quotient': {
      const above = write(notation.above);
      const below = write(notation.below);
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
        plain: base.plain + (raised(exponent.plain) ?? `^${fit(notation.exponent, exponent, 5).plain}`),
      };
    }
    case 'call': {
      const values = notation.values.map(write);
      const bare = notation.plain === 'ln' || notation.plain === 'not';
      const single = bare && notation.values.length === 1 && tightness(notation.values[0]) >= 4;
      return single
        ? { tex: `${notation.tex} ${values[0].tex}`, plain: `${notation.plain} ${values[0].plain}` }
        : {
            tex: `${notation.tex}\\left(${values.map(({ tex }) => tex).join(', ')}\\right)`,
            plain: `${notation.plain}(${values.map(({ plain }) => plain).join(', ')})`,
          };
    }
    case 'bars': {
      const { tex, plain } = write(notation.of);
      return { tex: `\\left|${tex}\\right|`, plain: `|${plain}|` };
    }
    case 'root': {
      const written = write(notation.of);
      return { tex: `\\sqrt{${written.tex}}`, plain: `√${fit(notation.of, written, 5).plain}` };
    }
    case 'total': {
      const loose = tightness(notation.of) < 2;
      const { tex, plain } = write(notation.of);
      return loose
        ? { tex: `\\sum \\left[${tex}\\right]`, plain: `Σ [${plain}]` }
        : { tex: `\\sum ${tex}`, plain: `Σ ${plain}` };
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
    case 'bracket': {
      const { tex, plain } = write(notation.of);
      return { tex: `\\left[${tex}\\right]`, plain: `[${plain}]` };
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
