import { parse } from 'acorn';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stage } from '../electron/packaging/settings.js';
import { ensureBuilt } from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');
const read = (path) => readFileSync(path, 'utf8');

/** The modules beside it that a built module loads, at once or later. */
function loadedBy(file) {
  const found = [];
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    if (/^(Import|Export)/.test(node.type) && typeof node.source?.value === 'string')
      found.push(node.source.value);
    for (const value of Object.values(node)) visit(value);
  };
  visit(parse(read(file), { ecmaVersion: 'latest', sourceType: 'module' }));
  return found.filter((name) => name.startsWith('./')).map((name) => name.slice(2));
}

/** What the window's program and its threads consist of: the command line stays in the checkout. */
function programFiles() {
  const folder = join(out, 'main');
  const starts = readdirSync(folder).filter((name) => name === 'index.js' || name.endsWith('-thread.js'));
  const reached = new Set(starts);
  for (const name of reached) for (const next of loadedBy(join(folder, name))) reached.add(next);
  return [...reached];
}

/**
 * Lays out what is packed: the build without the command line, licences, and a package.json that names nothing to
 * install. Builds first.
 * @returns {Promise<string>} the folder
 */
export async function stageProgram() {
  await ensureBuilt();
  const folder = join(root, stage);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'main'), { recursive: true });
  for (const name of programFiles()) cpSync(join(out, 'main', name), join(folder, 'main', name));
  for (const part of ['preload', 'renderer', 'licences'])
    cpSync(join(out, part), join(folder, part), { recursive: true });
  // What the Help menu shows.
  for (const file of ['docs/guide.md', 'LICENSE']) cpSync(join(root, file), join(folder, file));

  const { name, version, description, author, license } = JSON.parse(read(join(root, 'package.json')));
  const homepage = process.env.LAB_HOMEPAGE;
  const about = { name, version, description, author, license, ...(homepage ? { homepage } : {}) };
  const write = (path, value) => writeFileSync(join(folder, path), `${JSON.stringify(value, null, 2)}\n`);
  write('package.json', { ...about, type: 'module', main: './main/index.js' });
  // Beside the archive nothing else says that these files are modules.
  write('main/package.json', { type: 'module' });
  return folder;
}
