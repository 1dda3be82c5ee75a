import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { keyOf } from '../../../core/words/said/say.ts';

const core = fileURLToPath(new URL('../../../core/', import.meta.url));

/** Tags whose templates are keys: `say` of sentences, `said` of sentences with marks in them. */
const isTag = (tag: ts.Expression): boolean =>
  /(^|\.#?)(say|said)$/.test(tag.getText()) || tag.getText() === 'sayOf(report)';

/** The words of a template. */
function wordsOf(template: ts.TemplateLiteral): string[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
  return [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** Every sentence that the code says through `say`, as its key, with the file that says it. */
export function saidKeys(): Map<string, string> {
  const keys = new Map<string, string>();
  for (const file of readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const text = readFileSync(`${core}${file}`, 'utf8');
    if (!/(say|said)(Of\(report\))?`|say\.counted/.test(text)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && isTag(node.tag))
        keys.set(keyOf(wordsOf(node.template)), file);
      if (ts.isCallExpression(node) && /(^|\.)say\.counted$/.test(node.expression.getText())) {
        const noun = node.arguments[1];
        if (noun && ts.isStringLiteral(noun)) keys.set(`{0} ${noun.text}`, file);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return keys;
}
