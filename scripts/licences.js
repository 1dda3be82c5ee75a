import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(path, 'utf8').trim();

/** A package whose code reaches the build by another way than the bundler: its library is compiled into the kernels. */
const compiledIn = ['assemblyscript'];

/** What an installed package says of itself, as the bundler lists it. */
function installed(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(read(join(folder, 'package.json')));
  return { name, version, identifier: license, text: read(join(folder, 'LICENSE')) };
}

/** The notice that some licences want to be handed on beside their text. */
function noticeOf({ name, version }) {
  const folder = join(root, 'node_modules', name);
  const notice = join(folder, 'NOTICE');
  const isIt = existsSync(notice) && JSON.parse(read(join(folder, 'package.json'))).version === version;
  return isIt ? read(notice) : null;
}

/**
 * Gathers what each part of a build says about the packages in it (`licenses.json`, written by the bundler) into
 * `licences/licences.txt`, every text once, and `licences/bundled.json`, names and versions.
 * @param {string} folder the build
 */
export function gatherLicences(folder) {
  const parts = ['main', 'preload', 'renderer'].map((part) => join(folder, part, 'licenses.json'));
  const listed = parts.flatMap((file) => JSON.parse(read(file)));
  const packages = [
    ...new Map(
      [...listed, ...compiledIn.map(installed)].map((each) => [`${each.name}@${each.version}`, each]),
    ).values(),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

  const byText = new Map();
  for (const each of packages) {
    if (!each.text) throw new Error(`${each.name} ${each.version} brings no text of its licence.`);
    const text = [each.text, noticeOf(each)].filter(Boolean).join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), each]);
  }
  const line = '─'.repeat(80);
  const sections = [...byText].map(([text, users]) =>
    [users.map((each) => `${each.name} ${each.version} (${each.identifier})`).join('\n'), text].join('\n\n'),
  );
  const own = `Loss Lab\n\n${read(join(root, 'LICENSE'))}`;
  const intro =
    'Loss Lab holds code of the packages below, under these licences. Electron and Chromium, which an installed\n' +
    'program brings, name theirs in files of their own beside the program.';

  const licences = join(folder, 'licences');
  mkdirSync(licences, { recursive: true });
  writeFileSync(join(licences, 'licences.txt'), `${[own, intro, ...sections].join(`\n\n${line}\n\n`)}\n`);
  const bundled = packages.map(({ name, version, identifier }) => ({ name, version, licence: identifier }));
  writeFileSync(join(licences, 'bundled.json'), `${JSON.stringify(bundled, null, 1)}\n`);
  for (const file of parts) rmSync(file);
}
