import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A call, a property or an event of Electron that the desktop program uses. */
export interface ElectronUse {
  /** As in Electron's documentation: `app.quit`, `new BrowserWindow`, `app 'will-quit'`. */
  readonly name: string;
  /** Page of Electron's documentation, as its types name it: `app`. */
  readonly page: string;
}

/** What Electron's documentation calls the holder of a member that its types hold under another name. */
const holders: Readonly<Record<string, string>> = {
  BaseWindow: 'window',
  BrowserWindow: 'window',
  WebContents: 'contents',
  IpcMainEvent: 'event',
  Session: 'session',
};
const listening = new Set(['on', 'once']);

/** Everything that the sources in a folder use of Electron, found by the types of the compiler. */
export function electronUse(root: string): ElectronUse[] {
  const folder = join(root, 'electron');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile) as {
    config: { extends: string; compilerOptions: object };
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  // Electron's types are ambient: without what else the sources import, the answer is the same and comes in a third of the time.
  const types = ['electron/electron.d.ts', '@types/node/process.d.ts'].map((name) =>
    join(root, 'node_modules', name),
  );
  const program = ts.createProgram([...files, ...types], { ...options, noResolve: true, types: [] });
  const checker = program.getTypeChecker();
  const found = new Map<string, ElectronUse>();

  /** The class or interface of Electron that a declaration stands in; null for other declarations. */
  const holderOf = (declaration: ts.Declaration | undefined): ts.NamedDeclaration | null => {
    if (!declaration?.getSourceFile().fileName.endsWith('electron/electron.d.ts')) return null;
    const { parent } = declaration;
    return ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent) ? parent : null;
  };
  const add = (holder: ts.NamedDeclaration, isStatic: boolean, rest: (name: string) => string): void => {
    const own = holder.name!.getText();
    const instance = holders[own] ?? own[0].toLowerCase() + own.slice(1);
    const name = rest(isStatic && own !== 'Session' ? own : instance);
    const page = /electronjs\.org\/docs\/api\/([\w/-]+)/.exec(holder.getText())?.[1];
    // Fields of plain answers have no page of their own: that of the call tells of them.
    if (page) found.set(name, { name, page });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
      const holder = holderOf(declaration);
      const call = ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : null;
      const event = call && listening.has(node.name.text) ? call.arguments[0] : undefined;
      const isStatic =
        declaration !== undefined &&
        (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
      if (holder && event && ts.isStringLiteral(event))
        add(holder, false, (name) => `${name} '${event.text}'`);
      else if (holder) add(holder, isStatic, (name) => `${name}.${node.name.text}`);
    } else if (ts.isNewExpression(node)) {
      const made = checker.getTypeAtLocation(node);
      for (const type of [made, ...(made.getBaseTypes() ?? [])])
        for (const each of type.symbol?.declarations ?? [])
          if (ts.isClassDeclaration(each) && each.getSourceFile().fileName.endsWith('electron/electron.d.ts'))
            add(each, true, (name) => `new ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(program.getSourceFile(file)!);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
