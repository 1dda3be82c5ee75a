import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { stream } from '../../core/network/random.ts';
import { table } from '../../core/node/cli/printed/terminal.ts';
import { failDisks } from './disk.ts';
import { fuzzReaders } from './fuzz.ts';
import { killEverything, kinds, type Start } from './kills.ts';
import { make } from './made.ts';
import { soak } from './soak.ts';
import { hostileSockets } from './sockets.ts';

/** Tries to break the lab and says what came of it; exit status 1 where anything was lost, cut, hung or grew. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'fuzz,sockets,disk,kills,soak' },
    kills: { type: 'string', default: '210' },
    longest: { type: 'string', default: '16' },
    steps: { type: 'string', default: '60000' },
    files: { type: 'string', default: '4500' },
    sockets: { type: 'string', default: '240' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
});
// What is tried stays out of the library of who tries it.
const library = mkdtempSync(join(tmpdir(), 'lab-torture-library-'));
process.env.LOSS_LAB_LIBRARY = library;
process.on('exit', () => rmSync(library, { recursive: true, force: true }));
const root = process.argv[1].replace(/out[\\/]torture[\\/].*$/, '');
const program = join(root, 'bin', 'loss-lab.js');
const start: Start = (args) => [process.execPath, [program, ...args]];
const random = stream(Number(values.seed), 'sampling');
const say = (line: string) => void process.stderr.write(`${line}\n`);
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
const faults: string[] = [];
const tell = (title: string, head: readonly string[], rows: readonly (readonly string[])[]) =>
  process.stdout.write(`${title}\n\n${table(head, rows, new Set(Array.from(head.keys()).slice(1)))}\n\n`);

const parts: Readonly<Record<string, () => Promise<void>>> = {
  async fuzz() {
    const scratch = mkdtempSync(join(tmpdir(), 'lab-torture-made-'));
    try {
      const outcomes = await fuzzReaders(
        await make(start, root, scratch),
        Math.ceil(Number(values.files) / 18),
        random,
        say,
      );
      const rows = outcomes.map(({ kind, files, refused, unexpected, slowest }) => [
        kind,
        ...[files, refused, unexpected.length].map(String),
        `${slowest.toFixed(0)} ms`,
      ]);
      const all = (value: (each: (typeof outcomes)[number]) => number) =>
        String(outcomes.reduce((sum, each) => sum + value(each), 0));
      rows.push([
        'all',
        all((each) => each.files),
        all((each) => each.refused),
        all((each) => each.unexpected.length),
        '',
      ]);
      tell('Changed files', ['kind', 'files', 'refused', 'unexpected', 'slowest'], rows);
      for (const { kind, unexpected, slowest } of outcomes) {
        faults.push(...unexpected);
        if (slowest > 10_000) faults.push(`${kind}: one file took ${slowest} ms`);
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
  async sockets() {
    const { connections, silent, held, deaths, unexpected, growth } = await hostileSockets(
      start,
      Number(values.sockets),
      random,
      say,
    );
    tell(
      'Hostile connections to a served lab',
      [
        '',
        'connections',
        'own page not answered in 10 s',
        'slow ones held 15 s',
        'deaths',
        'unexpected',
        'growth',
      ],
      [
        [
          'all',
          ...[connections, silent, held, deaths, unexpected.length].map(String),
          `${megabytes(growth)} MB`,
        ],
      ],
    );
    faults.push(...unexpected);
    if (silent + held + deaths > 0) faults.push(`sockets: ${silent} silent, ${held} held, ${deaths} deaths`);
    if (growth > 300e6) faults.push(`sockets: the host grew by ${megabytes(growth)} MB`);
  },
  async disk() {
    const outcomes = await failDisks({
      start,
      say,
      places: [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40],
      sizes: [16_384, 65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152],
      failing: pathToFileURL(join(root, 'test', 'torture', 'failing-writes.js')).href,
    });
    tell(
      'Disks that fail',
      ['how', 'works', 'got through', 'standing told', 'faults'],
      outcomes.map(({ how, failures, through, told, faults: own }) => [
        how,
        ...[failures, through, told, own.length].map(String),
      ]),
    );
    for (const { faults: own } of outcomes) faults.push(...own);
  },
  async kills() {
    const outcomes = await killEverything({
      start,
      random,
      kills: Math.ceil(Number(values.kills) / kinds),
      longest: Number(values.longest),
      steps: Number(values.steps),
      say,
    });
    const rows = outcomes.map(({ kind, kills, ends, cut, mixed, different, oldest }) => [
      kind,
      ...[kills, ends, cut.length, mixed.length, different.length].map(String),
      oldest > 0 ? oldest.toFixed(1) : '–',
    ]);
    const head = ['killed', 'kills', 'ends', 'cut files', 'mixed', 'other ends', 'seconds lost at worst'];
    tell('Kills', head, rows);
    for (const { kind, cut, mixed, different, oldest } of outcomes) {
      faults.push(...cut, ...mixed, ...different);
      // A run is kept every 10 s at the latest; writing takes its time.
      if (oldest > 12) faults.push(`${kind}: ${oldest.toFixed(1)} s were lost`);
    }
  },
  async soak() {
    const { minutes, experiments, before, after, filesBefore, filesAfter, left, problems } = await soak(
      start,
      Number(values.minutes),
      say,
    );
    tell(
      'Soak: mean of the second fifth of the time and of the last',
      ['minutes', 'experiments', 'memory before', 'after', 'open files before', 'after', 'left behind'],
      [
        [
          String(minutes),
          String(experiments),
          `${megabytes(before)} MB`,
          `${megabytes(after)} MB`,
          filesBefore.toFixed(1),
          filesAfter.toFixed(1),
          String(left),
        ],
      ],
    );
    faults.push(...problems);
    if (after > 1.15 * before + 20e6 || filesAfter > filesBefore + 2 || left > 0)
      faults.push(`soak: memory, files or leftovers grew`);
  },
};

const begun = performance.now();
for (const name of values.only.split(',')) {
  const part = parts[name];
  if (!part) throw new Error(`There is no part '${name}'. There are: ${Object.keys(parts).join(', ')}.`);
  await part();
}
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
process.stdout.write(`Seed ${values.seed}, ${minutes} minutes.\n`);
for (const fault of faults) process.stdout.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
