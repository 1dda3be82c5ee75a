import type { Compiled } from './compile.ts';
import { constantNotation, type Matched } from './matched.ts';
import { atom, write, type Notation, type Written } from './notation.ts';
import { matchedNotation, notationOfNode, TooLong } from './notation-of-node.ts';
import { notationOfSyntax } from './notation-of-syntax.ts';

/** E as it was typed, with the Σ that it means. */
export function typesetLoss({ syntax, summed }: Compiled): Written {
  const typed = notationOfSyntax(syntax);
  const { tex, plain } = write(summed ? { kind: 'total', of: typed } : typed);
  return { tex: `E = ${tex}`, plain: `E = ${plain}` };
}

/**
 * δ = ∂E/∂z, simplified: c (y − t) where it is that; else the derivative, or what it comes to at the target and elsewhere
 * where that is shorter.
 */
export function typesetDelta({ shown }: Compiled, matched: Matched | null): Written {
  const forms = matched
    ? [write(matchedNotation(constantNotation(matched)))]
    : [
        attempt(() => notationOfNode(shown.graph, shown.y, shown.delta)),
        attempt(() => asCases(shown)),
      ].filter((form) => form !== null);
  const { tex, plain } =
    forms.length === 0
      ? {
          tex: '\\partial E/\\partial z \\text{ (too long to be shown)}',
          plain: '∂E/∂z (too long to be shown)',
        }
      : forms.reduce((best, form) => (form.plain.length < best.plain.length ? form : best));
  return { tex: `\\delta = ${tex}`, plain: `δ = ${plain}` };
}

function asCases({ graph, y, split, delta }: Compiled['shown']): Notation {
  if (!delta.hasT) return notationOfNode(graph, y, delta);
  return {
    kind: 'cases',
    rows: [
      [notationOfNode(graph, y, split.atTarget), atom('t = 1')],
      [notationOfNode(graph, y, split.elsewhere), null],
    ],
  };
}

function attempt(notation: () => Notation): Written | null {
  try {
    return write(notation());
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}
