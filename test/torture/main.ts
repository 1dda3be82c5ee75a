import { parseArgs } from 'node:util';
import { stream } from '../../core/network/random.ts';
import { table } from '../../core/node/cli/terminal.ts';
import { killEverything } from './kills.ts';

/** Kills the program at random moments and says what came of it; exit status 1 where anything was lost. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    longest: { type: 'string', default: '16' },
    steps: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
  },
});

const program = process.argv[1].replace(/out[\\/]torture[\\/].*$/, 'bin/loss-lab.js');
const begun = performance.now();
const outcomes = await killEverything({
  start: (args) => [process.execPath, [program, ...args]],
  random: stream(Number(values.seed), 'sampling'),
  kills: Math.ceil(Number(values.kills) / 5),
  longest: Number(values.longest),
  steps: Number(values.steps),
  say: (line) => void process.stderr.write(`${line}\n`),
});
const rows = outcomes.map(({ kind, kills, ends, cut, mixed, different, oldest }) => [
  kind,
  ...[kills, ends, cut.length, mixed.length, different.length].map(String),
  oldest > 0 ? oldest.toFixed(1) : '–',
]);
const head = ['killed', 'kills', 'ends', 'cut files', 'mixed', 'other ends', 'seconds lost at worst'];
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
process.stdout.write(
  `${table(head, rows, new Set([1, 2, 3, 4, 5, 6]))}\n\nSeed ${values.seed}, ${minutes} minutes.\n`,
);
const faults = outcomes.flatMap(({ cut, mixed, different }) => [...cut, ...mixed, ...different]);
for (const fault of faults) process.stdout.write(`${fault}\n`);
// A run is kept every 10 s at the latest; writing takes its time.
if (faults.length > 0 || outcomes.some(({ oldest }) => oldest > 12)) process.exitCode = 1;
