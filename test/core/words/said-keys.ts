import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { keyOf } from '../../../core/words/said/say.ts';
import { sourceFiles } from '../../source-files.ts';

/** Tags whose templates are keys: `say` of sentences, `said` of sentences with marks in them. */
const isTag = (tag: string): boolean => /(^|\.#?)(say|said)$/.test(tag) || tag === 'sayOf(report)';

/** The words of a template. */
function wordsOf(template: ts.TemplateLiteral): string[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
  return [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** Keys of a file of TypeScript. */
function keysOfScript(text: string, found: (key: string) => void): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && isTag(node.tag.getText()))
      found(keyOf(wordsOf(node.template)));
    if (ts.isCallExpression(node) && /(^|\.)say\.counted$/.test(node.expression.getText())) {
      const noun = node.arguments[1];
      if (noun && ts.isStringLiteral(noun)) found(`{0} ${noun.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('', text, ts.ScriptTarget.Latest, true));
}

/** A node of a component, as far as it is looked at. */
interface SvelteNode {
  readonly type?: string;
  readonly start: number;
  readonly end: number;
}

/** Keys of a component: each expression of script and markup is read as a script of its own. */
function keysOfComponent(text: string, found: (key: string) => void): void {
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, start, end } = node as SvelteNode;
    if (type === 'TaggedTemplateExpression' || type === 'CallExpression')
      keysOfScript(text.slice(start, end), found);
    else for (const child of Object.values(node)) visit(child);
  };
  visit(parse(text, { modern: true }));
}

/** Every sentence that the code says through `say`, as its key, with the file that says it. */
export function saidKeys(): Map<string, string> {
  const keys = new Map<string, string>();
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  for (const file of sourceFiles(root, ['core', 'renderer'])) {
    const text = readFileSync(root + file, 'utf8');
    if (!/(say|said)(Of\(report\))?`|say\.counted/.test(text)) continue;
    const keysOf = file.endsWith('.ts') ? keysOfScript : keysOfComponent;
    keysOf(text, (key) => keys.set(key, file));
  }
  return keys;
}
