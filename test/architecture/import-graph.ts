import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** One import of a source file. */
export interface Import {
  /** Path from the root with forward slashes, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Nothing is left of it when the program runs. */
  readonly typeOnly: boolean;
  /** Loaded while the program runs, when it is first needed. */
  readonly late: boolean;
}

const named = (bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean =>
  bindings !== undefined &&
  (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) &&
  bindings.elements.length > 0 &&
  bindings.elements.every(({ isTypeOnly }) => isTypeOnly);

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || named(node.exportClause);
  const clause = node.importClause;
  return clause !== undefined && (clause.isTypeOnly || (!clause.name && named(clause.namedBindings)));
}

/** The scripts of a Svelte component; a TypeScript file as it is. */
function codeOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n');
}

/** What a source file imports, re-exports, or loads while it runs. */
export function importsOf(root: string, path: string): Import[] {
  const code = codeOf(path, readFileSync(join(root, path), 'utf8'));
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, late = false) => {
    const [file] = specifier.split('?') as [string];
    const to = file.startsWith('.')
      ? relative(root, join(root, dirname(path), file)).replaceAll('\\', '/')
      : file;
    found.push({ to, isPackage: !file.startsWith('.'), typeOnly, late });
  };
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    )
      add(node.moduleSpecifier.text, isTypeOnly(node));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest));
  return found;
}

export type Graph = ReadonlyMap<string, readonly Import[]>;

/**
 * The files that a file reaches by value, however many lie between, each with the one that it was reached from.
 * @param late also by what is loaded later
 */
export function reached(graph: Graph, from: readonly string[], late = true): Map<string, string | null> {
  const found = new Map<string, string | null>(from.map((path) => [path, null]));
  for (const path of found.keys())
    for (const edge of graph.get(path) ?? [])
      if (!edge.typeOnly && (late || !edge.late) && !found.has(edge.to)) found.set(edge.to, path);
  return found;
}

/** The way that led to a file: `a → b → c`. */
export function wayTo(found: ReadonlyMap<string, string | null>, path: string): string {
  const way = [path];
  for (let at = found.get(path); at; at = found.get(at)) way.unshift(at);
  return way.join(' → ');
}

/**
 * Groups of files that need each other, each sorted: the strongly connected components of more than one file (Tarjan,
 * Depth-first search and linear graph algorithms, 1972).
 */
export function circles(graph: Graph, counts: (edge: Import) => boolean): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path)!);
    open.push(path);
    for (const edge of graph.get(path) ?? []) {
      if (!counts(edge) || !graph.has(edge.to)) continue;
      if (!order.has(edge.to)) visit(edge.to);
      if (open.includes(edge.to)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(edge.to)!));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = open.splice(open.indexOf(path));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return found;
}
