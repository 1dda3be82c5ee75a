import type { Compiled } from '../compile.ts';
import { FormulaError } from '../language/formula-error.ts';
import { constantNotation, type Matched } from '../checks/matched.ts';
import type { Node } from '../graph/node.ts';
import { choice, NotShown, write, type Notation, type Written } from './notation.ts';
import { atTarget, matchedNotation, notationOfNode } from './notation-of-node.ts';
import { notationOfSyntax } from './notation-of-syntax.ts';
import { parse } from '../language/parse.ts';

/** E as it was typed, with the Σ that it means. */
export function typesetLoss({ source, syntax, summed, names }: Compiled): Written {
  const written = attempt(() => {
    const typed = notationOfSyntax(syntax, names);
    return summed ? { kind: 'total', of: typed } : typed;
  }, names);
  // Brackets that are written beside those that were typed may nest deeper than is read.
  const { tex, plain } = written ?? {
    tex: '\\text{(nested too deep to be typeset)}',
    plain: source,
  };
  return { tex: `E = ${tex}`, plain: `E = ${plain}` };
}

/**
 * δ = ∂E/∂z, simplified: c (y − t) where it is that; else the derivative, or what it comes to at the target and elsewhere
 * where that is shorter.
 */
export function typesetDelta({ shown, names }: Compiled, matched: Matched | null): Written {
  const written = (node: Node) => notationOfNode(shown.graph, shown.y, node, names);
  const forms = matched
    ? [write(matchedNotation(constantNotation(matched)))]
    : [
        attempt(() => written(shown.delta), names),
        attempt(() => asCases(shown, written, names), names),
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

function asCases(
  { split, delta }: Compiled['shown'],
  written: (node: Node) => Notation,
  names: ReadonlySet<string>,
): Notation {
  if (!delta.hasT) return written(delta);
  return choice(atTarget, written(split.atTarget), written(split.elsewhere), names);
}

/** What is longer, deeper or less finite than the grammar reads is not shown: what is shown can be typed. */
function attempt(notation: () => Notation, names: ReadonlySet<string>): Written | null {
  try {
    const written = write(notation());
    parse(written.plain, names);
    return written;
  } catch (error) {
    if (error instanceof NotShown || error instanceof FormulaError) return null;
    throw error;
  }
}
