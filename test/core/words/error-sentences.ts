import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { keyOf } from '../../../core/words/said/say.ts';
import { sourceFiles } from '../../source-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Makers of errors, with the place of the sentence among what they are given; what to do comes after it. */
const makers: Readonly<Record<string, number>> = {
  LabError: 1,
  FormulaError: 2,
  'this.#error': 1,
};

/** Only a terminal shows what these say. */
const ofTerminal =
  /node\/(cli|serve\/(served-lab|static-files)|engine|sweep-folder|run-file)|dealt-plan|rate-grid|case-fields|gradient-case|sweep-file/;

/** Files of results that are not whole, which only a cause of what is said names; names in the library of a terminal. */
const ofCauses = /core\/store\/(columns|curves|evaluation-lines|meta)|store\/(library-places|run-folder)/;

/** Sentences of an expression as keys; none of what is put together elsewhere. */
function keysOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [keyOf([node.text])];
  if (ts.isTemplateExpression(node))
    return [keyOf([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)])];
  if (ts.isConditionalExpression(node)) return [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)];
  return [];
}

/** Whether a key has words to say, beside those that are put in; an ending in a gap says another sentence for itself. */
const says = (key: string) => (key.replace(/\{\d+\}/g, ' ').match(/\p{L}{2,}/gu) ?? []).length > 2;

/** Every sentence of an error that a window may show, with the file that throws it. */
export function errorSentences(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of sourceFiles(root, ['core', 'electron', 'renderer'])) {
    if (!file.endsWith('.ts') || ofTerminal.test(file) || ofCauses.test(file)) continue;
    const text = readFileSync(root + file, 'utf8');
    if (!/new (Lab|Formula)Error|this\.#error\(/.test(text)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
        const at = makers[node.expression.getText()];
        for (const part of at === undefined ? [] : (node.arguments?.slice(at, at + 2) ?? []))
          for (const key of keysOf(part)) if (says(key)) found.set(key, file);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return found;
}
