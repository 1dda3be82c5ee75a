import { parse } from 'acorn';
import type { LabError } from '../errors.ts';
import { foreignText, pluginError, type PluginName } from './plugin-error.ts';

/**
 * Looks at the source of a plug-in before it is run: whether it is a module, and that it has no import in it. That keeps a
 * file whole; it holds nothing back, for a module reaches Node without an import too (`process.getBuiltinModule`).
 * @throws LabError `bad-plugin` with the line
 */
export function checkPluginSource(source: string, name: PluginName): void {
  const at = (line: number) => `${name.script}:${line}`;
  for (const node of nodesOf(parsed(source, name)))
    if (imports(node))
      throw pluginError(
        name,
        'it imports something; a plug-in is one file that stands for itself',
        at(node.loc.start.line),
      );
}

interface SyntaxNode {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number } };
  readonly source?: unknown;
}

/** Also `export … from`, which imports too. */
function imports({ type, source }: SyntaxNode): boolean {
  if (type === 'ImportDeclaration' || type === 'ImportExpression' || type === 'ExportAllDeclaration')
    return true;
  return type === 'ExportNamedDeclaration' && source !== null;
}

function parsed(source: string, name: PluginName): unknown {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch (error) {
    throw notAModule(error, name);
  }
}

function notAModule(error: unknown, name: PluginName): LabError {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  if (!loc) return pluginError(name, `it cannot be read as a JavaScript module: ${foreignText(message)}`);
  // The parser ends its message with the place, which stands in the sentence already.
  const words = foreignText(message.replace(/ \(\d+:\d+\)$/, ''));
  return pluginError(
    name,
    `it is no JavaScript module: ${words} (column ${loc.column + 1})`,
    `${name.script}:${loc.line}`,
  );
}

/** Every node of a syntax tree; without recursion, for a source may be nested deeply. */
function* nodesOf(root: unknown): Generator<SyntaxNode> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if ('type' in next && 'loc' in next) yield next as SyntaxNode;
    for (const value of Object.values(next)) if (typeof value === 'object') left.push(value);
  }
}
