import { functionNamed } from '../language/names.ts';
import {
  atom,
  behindMinus,
  choice,
  entryOf,
  negated,
  numeral,
  productOf,
  quotient,
  type Notation,
} from './notation.ts';
import type { Arithmetic, Comparison, Syntax } from '../language/syntax.ts';

const relations: Readonly<Record<Comparison, readonly [tex: string, plain: string]>> = {
  '<': ['<', '<'],
  '<=': ['\\le', '≤'],
  '>': ['>', '>'],
  '>=': ['\\ge', '≥'],
  '==': ['=', '='],
  '!=': ['\\ne', '≠'],
};

const greek = new Map(
  Object.entries({
    α: 'alpha',
    β: 'beta',
    γ: 'gamma',
    δ: 'delta',
    ε: 'varepsilon',
    ϵ: 'epsilon',
    ζ: 'zeta',
    η: 'eta',
    θ: 'theta',
    κ: 'kappa',
    λ: 'lambda',
    μ: 'mu',
    ν: 'nu',
    ξ: 'xi',
    π: 'pi',
    ρ: 'rho',
    τ: 'tau',
    φ: 'varphi',
    ϕ: 'phi',
    χ: 'chi',
    ψ: 'psi',
    ω: 'omega',
    Γ: 'Gamma',
    Δ: 'Delta',
    Θ: 'Theta',
    Λ: 'Lambda',
    Ω: 'Omega',
  }),
);

/** A variable or parameter: one letter in italics, a longer name upright. */
export function nameNotation(name: string): Notation {
  if (name === 'pi') return atom('\\pi', 'π');
  const letter = greek.get(name);
  if (letter) return atom(`\\${letter}`, name);
  return atom(name.length === 1 ? name : `\\mathrm{${name.replaceAll('_', '\\_')}}`, name);
}

const spelledInTex = new Set(['exp', 'tanh', 'sinh', 'cosh', 'max', 'min']);

/** A function's name, as TeX has it. */
export function functionNotation(name: string): readonly [tex: string, plain: string] {
  if (name === 'log') return ['\\ln', 'ln'];
  if (name === 'sigmoid') return ['\\sigma', 'σ'];
  return [spelledInTex.has(name) ? `\\${name}` : `\\operatorname{${name}}`, name];
}

/** A formula as it was typed. */
export function notationOfSyntax(syntax: Syntax, names: ReadonlySet<string>): Notation {
  const of = (part: Syntax) => notationOfSyntax(part, names);
  switch (syntax.kind) {
    case 'number':
      return numeral(syntax.value);
    case 'name':
      return nameNotation(syntax.name);
    case 'negative': {
      const inner = of(syntax.of);
      // −−x is x.
      return behindMinus(inner) ?? negated(inner);
    }
    case 'not':
      return { kind: 'call', tex: '\\lnot', plain: 'not', values: [of(syntax.of)] };
    case 'comparison': {
      const [tex, plain] = relations[syntax.operator];
      return { kind: 'relation', tex, plain, left: of(syntax.left), right: of(syntax.right) };
    }
    case 'logic':
      return {
        kind: 'relation',
        tex: syntax.operator === 'and' ? '\\land' : '\\lor',
        plain: syntax.operator,
        left: of(syntax.left),
        right: of(syntax.right),
      };
    case 'arithmetic':
      return arithmetic(syntax.operator, of(syntax.left), of(syntax.right));
    case 'call':
      return call(syntax.name, syntax.values.map(of), names);
  }
}

function arithmetic(operator: Arithmetic, a: Notation, b: Notation): Notation {
  switch (operator) {
    case '+':
    case '-': {
      const before = a.kind === 'sum' ? a.terms : [{ negative: false, of: a }];
      return { kind: 'sum', terms: [...before, { negative: operator === '-', of: b }] };
    }
    case '*': {
      // −x · y reads better as −(x y).
      const positive = behindMinus(a);
      return positive ? negated(product(positive, b)) : product(a, b);
    }
    case '/':
      return quotient(a, b);
    case '^':
      return { kind: 'power', base: a, exponent: b };
  }
}

function product(a: Notation, b: Notation): Notation {
  return { kind: 'product', factors: [...(a.kind === 'product' ? a.factors : [a]), b] };
}

function call(name: string, values: readonly Notation[], names: ReadonlySet<string>): Notation {
  const entry = functionNamed(name)?.name ?? name;
  const [a, b, c] = values;
  switch (entry) {
    case 'abs':
      return { kind: 'bars', of: a };
    case 'sqrt':
      return { kind: 'root', of: a };
    case 'sum':
      return { kind: 'total', of: a };
    case 'mean':
      return productOf([quotient(atom('1'), atom('V')), { kind: 'total', of: a }]);
    case 'target':
      return entryOf(a, names);
    case 'where':
      return choice(a, b, c, names);
    default: {
      const [tex, plain] = functionNotation(entry);
      return { kind: 'call', tex, plain, values };
    }
  }
}
