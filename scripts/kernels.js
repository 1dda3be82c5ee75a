import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const cache = fileURLToPath(new URL('../out/kernels/', import.meta.url));

/** The two builds: with fused multiply-add, and for engines that do not have it. */
const builds = { relaxed: ['--enable', 'relaxed-simd'], plain: [] };

const options = [
  ...['-O3', '--noAssert', '--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/** AssemblyScript that is written by a file: its text, by the name of the file that it stands for. */
async function writtenIn(folder, state) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const modules = files.map((file) => import(`${pathToFileURL(join(folder, file))}?${state}`));
  return new Map(
    (await Promise.all(modules)).map((module, i) => [files[i].replace('.js', '.ts'), module.default]),
  );
}

/** Compiles an AssemblyScript module whose files all lie in one folder. */
async function compile(entry, flags, state) {
  const { main } = await import('assemblyscript/asc');
  const written = await writtenIn(dirname(entry), state);
  let binary;
  let said = '';
  const { error } = await main([entry, ...options, ...flags, '--outFile', 'kernels.wasm'], {
    readFile: (name) => {
      try {
        return readFileSync(name, 'utf8');
      } catch {
        return written.get(basename(name)) ?? null;
      }
    },
    writeFile: (_name, contents) => void (binary = contents),
    listFiles: () => [],
    stdout: { write: () => undefined },
    stderr: { write: (text) => void (said += text) },
  });
  if (error || !binary) throw new Error(`The kernels could not be compiled.\n${said}`);
  return Buffer.from(binary);
}

/** A build of a module, compiled once for each state of its sources. */
async function built(entry, name) {
  const folder = dirname(entry);
  const hash = createHash('sha256').update(JSON.stringify([options, builds[name]]));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  const state = hash.digest('hex').slice(0, 16);
  const cached = join(cache, `${state}-${name}.wasm`);
  try {
    return readFileSync(cached);
  } catch {
    // Not compiled yet.
  }
  const binary = await compile(entry, builds[name], state);
  mkdirSync(cache, { recursive: true });
  const temporary = `${cached}.${process.pid}`;
  writeFileSync(temporary, binary);
  renameSync(temporary, cached);
  return binary;
}

const asBytes = (binary) =>
  `Uint8Array.from(atob('${binary.toString('base64')}'), (unit) => unit.charCodeAt(0))`;

/**
 * Vite plugin: `import { relaxed, plain } from './kernels/index.ts?kernels'` compiles that AssemblyScript module and
 * gives its two builds as bytes. In the bundle they are text of some 20 kB each: no file to find at run time.
 */
export function kernels() {
  const query = '?kernels';
  return {
    name: 'lab:kernels',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(query)) return null;
      const entry = id.slice(0, -query.length);
      for (const file of readdirSync(dirname(entry))) this.addWatchFile(join(dirname(entry), file));
      const parts = [];
      for (const name of Object.keys(builds))
        parts.push(`export const ${name} = ${asBytes(await built(entry, name))};`);
      return parts.join('\n');
    },
  };
}
