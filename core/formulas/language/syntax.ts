import type { Span } from './formula-error.ts';

export type Arithmetic = '+' | '-' | '*' | '/' | '^';
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A formula as it was written, each part with its place in the text. */
export type Syntax = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'negative'; readonly of: Syntax }
    | {
        readonly kind: 'arithmetic';
        readonly operator: Arithmetic;
        readonly left: Syntax;
        readonly right: Syntax;
      }
    | {
        readonly kind: 'comparison';
        readonly operator: Comparison;
        readonly left: Syntax;
        readonly right: Syntax;
      }
    | {
        readonly kind: 'logic';
        readonly operator: 'and' | 'or';
        readonly left: Syntax;
        readonly right: Syntax;
      }
    | { readonly kind: 'not'; readonly of: Syntax }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly callee: Span;
        readonly values: readonly Syntax[];
      }
  );

/** Whether what was written has an entry for each output, or is a single number. */
export function isVectorial(syntax: Syntax): boolean {
  switch (syntax.kind) {
    case 'number':
      return false;
    case 'name':
      return syntax.name === 'y' || syntax.name === 't' || syntax.name === 'z';
    case 'negative':
    case 'not':
      return isVectorial(syntax.of);
    case 'call':
      if (['sum', 'Σ', 'mean', 'logsumexp', 'target'].includes(syntax.name)) return false;
      if ((syntax.name === 'max' || syntax.name === 'min') && syntax.values.length === 1) return false;
      return syntax.values.some(isVectorial);
    default:
      return isVectorial(syntax.left) || isVectorial(syntax.right);
  }
}
