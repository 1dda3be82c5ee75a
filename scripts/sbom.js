import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** npm's list of all installed packages, as CycloneDX. */
function installed() {
  const { status, stdout, stderr, error } = spawnSync('npm sbom --sbom-format cyclonedx', {
    cwd: root,
    encoding: 'utf8',
    shell: true,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm sbom failed.\n${error?.message ?? stderr}`);
  return JSON.parse(stdout);
}

/**
 * Marks what goes with the program as required, by the build's own account of what it bundled and with Electron, and
 * everything that was only used to make it as excluded.
 */
function marked(list) {
  const bundled = JSON.parse(readFileSync(join(root, 'out/licences/bundled.json'), 'utf8'));
  const goesWith = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  // purl: what npm calls a component, whichever folder it lies in.
  const nameOf = ({ purl }) => decodeURIComponent(purl.replace(/^pkg:npm\//, '').replace(/\?.*$/, ''));
  const components = list.components.map((each) => {
    const name = nameOf(each);
    const required = goesWith.delete(name) || name.startsWith('electron@');
    return { ...each, scope: required ? 'required' : 'excluded' };
  });
  if (goesWith.size > 0) throw new Error(`npm does not list ${[...goesWith].join(', ')}.`);
  // npm calls the whole by the folder it lies in.
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const metadata = { ...list.metadata, component: { ...list.metadata.component, name } };
  return { ...list, metadata, components };
}

await ensureBuilt({ quiet: true });
process.stdout.write(`${JSON.stringify(marked(installed()), null, 2)}\n`);
