import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gatherLicences } from './licences.js';
import { withLock } from './lock.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');
const stampFile = join(out, 'stamp.json');

/** What the build is made from. Tests and scripts are not in it. */
const folders = ['core', 'electron', 'renderer'];
const files = [
  'scripts/kernels.js',
  'scripts/licences.js',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

function sources() {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return [...found, ...files.map((file) => join(root, file)).filter(existsSync)].sort();
}

const digest = (lines) => createHash('sha256').update(lines.join('\n')).digest('hex');

/** Changes with any name, size or time of a source: costs a few milliseconds. */
const timesOf = (paths) =>
  digest(
    paths.map((path) => {
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    }),
  );

/** Changes with any content: asked only when the times differ, as after a checkout. */
const contentOf = (paths) => digest(paths.map((path) => `${path} ${digest([readFileSync(path)])}`));

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** True when `out` is what the present sources give. */
function isFresh() {
  const stamp = readStamp();
  if (!stamp.parts?.every((part) => existsSync(join(out, part)))) return false;
  const paths = sources();
  const times = timesOf(paths);
  if (stamp.times === times) return true;
  if (stamp.content !== contentOf(paths)) return false;
  writeStamp({ ...stamp, times });
  return true;
}

function writeStamp(stamp) {
  const temporary = `${stampFile}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(stamp));
  renameSync(temporary, stampFile);
}

/** Moves a finished part in: whoever reads `out` at this moment sees the old one or the new one, never a half. */
function moveIn(next, part) {
  const old = join(next, `old-${part}`);
  if (existsSync(join(out, part))) renameSync(join(out, part), old);
  renameSync(join(next, part), join(out, part));
}

function build({ verbose }) {
  const next = join(out, `next-${process.pid}`);
  const paths = sources();
  const stamp = { times: timesOf(paths), content: contentOf(paths) };
  try {
    const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
    const result = spawnSync(process.execPath, [tool, 'build', root], {
      cwd: root,
      encoding: 'utf8',
      // The caller may be a test: its mode must not become the build's.
      env: {
        ...process.env,
        NODE_ENV: 'production',
        VITEST: undefined,
        LAB_OUT: next,
        ...(process.stderr.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }),
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    const chatter = `${result.stdout ?? ''}${result.stderr ?? ''}`;
    if (result.error || result.status !== 0) {
      const ownStack = /^\s+at .*\n?/gm;
      const reason = result.error?.message ?? chatter.replace(ownStack, '').trim();
      throw new BuildError(`The lab could not be built.\n${reason}`);
    }
    if (verbose) process.stderr.write(chatter);
    gatherLicences(next);
    const parts = readdirSync(next);
    for (const part of parts) moveIn(next, part);
    writeStamp({ ...stamp, parts });
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** A build that failed, with what the build tool said. */
export class BuildError extends Error {}

/**
 * Builds `out` if the sources have changed since, and answers whether it did. Several callers at once are safe:
 * one builds, the others wait for it. Standard output stays clean.
 */
export async function ensureBuilt({ quiet = false, verbose = false, force = false } = {}) {
  if (!force && isFresh()) return false;
  mkdirSync(out, { recursive: true });
  return withLock(join(out, 'lock'), () => {
    if (!force && isFresh()) return false;
    sweep();
    if (!quiet) process.stderr.write('Building the lab (once) …\n');
    build({ verbose });
    return true;
  });
}

/** Half builds of processes that died. The caller holds the lock, so nobody is building. */
function sweep() {
  for (const name of readdirSync(out))
    if (name.startsWith('next-')) rmSync(join(out, name), { recursive: true, force: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const built = await ensureBuilt({
      verbose: process.argv.includes('--verbose'),
      force: process.argv.includes('--force'),
    });
    process.stderr.write(built ? 'The lab is built.\n' : 'The lab is up to date.\n');
  } catch (error) {
    process.stderr.write(`${error instanceof BuildError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
