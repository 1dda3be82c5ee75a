import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { derivationSpeed } from './derivation.ts';
import { compareForecast, sweepForecast } from './forecast.ts';
import { firstClickTimes } from './first-click.ts';
import { formulas } from './formulas.ts';
import { latency } from './latency.ts';
import { cluster } from './cluster.ts';
import { coverage } from './coverage.ts';
import { describeMachine, machine } from './machine.ts';
import { manyRuns } from './many-runs.ts';
import { merging } from './merge.ts';
import { memory } from './memory.ts';
import { profile } from './profile.ts';
import { readingCost } from './reading-cost.ts';
import type { Plan, Section } from './section.ts';
import { resume } from './resume.ts';
import { sharedRun } from './shared-run.ts';
import { sharedPhases } from './shared-phases.ts';
import { sizes } from './sizes.ts';
import { throughput } from './throughput.ts';
import { twoRuns } from './two-runs.ts';
import { layers, optimizerTimes } from './variants.ts';
import { verdicts } from './verdicts.ts';
import { watching } from './watching.ts';
import { setUpEngine } from '../../core/node/engine/set-up.ts';

const sections: readonly Section[] = [
  throughput,
  twoRuns,
  sharedRun,
  sharedPhases,
  manyRuns,
  profile,
  layers,
  formulas,
  optimizerTimes,
  sizes,
  readingCost,
  sweepForecast,
  compareForecast,
  latency,
  watching,
  firstClickTimes,
  derivationSpeed,
  memory,
  resume,
  verdicts,
  coverage,
  merging,
];
/** By hand only: they start schedulers. */
const byHand: readonly Section[] = [cluster];

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    peers: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});

const names = values.only?.split(',') ?? sections.map(({ name }) => name);
const all = [...sections, ...byHand];
const unknown = names.filter((name) => !all.some((section) => section.name === name));
if (unknown.length > 0) {
  const there = all.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no section ${unknown.join(', ')}; there are ${there}.\n`);
  process.exit(2);
}

const peers = values.peers?.split(',') ?? [];
if (peers.some((peer) => peer !== 'tfjs')) {
  process.stderr.write('--peers knows tfjs only: TensorFlow.js, which it installs beside the build.\n');
  process.exit(2);
}

/** A number above 0 from the command line. */
function above0(name: 'rounds' | 'seconds', otherwise: number): number {
  const value = Number(values[name] ?? otherwise);
  if (value > 0 && (name === 'seconds' || Number.isInteger(value))) return value;
  process.stderr.write(`--${name} needs a ${name === 'rounds' ? 'whole ' : ''}number above 0.\n`);
  process.exit(2);
}

// The bundle lies in out/bench.
const root = new URL('../../', import.meta.url);
const plan: Plan = {
  rounds: above0('rounds', values.quick ? 2 : 7),
  seconds: above0('seconds', values.quick ? 0.05 : 1),
  quick: values.quick,
  peers,
  aside: new URL('out/bench-peers/', root),
  entries: new URL('./', import.meta.url),
  built: new URL('out/main/', root),
  sources: new URL('test/bench/', root),
};

// As every host does before its first run.
const engine = setUpEngine();
const { rounds, seconds, quick } = plan;
const here = machine();
const raw: Record<string, unknown> = {};
const print = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

/** Everything measured so far. Called once before the start too: a file that cannot be written is known at once. */
function save(): void {
  if (values.out === undefined) return;
  const measured = { machine: here, engine, rounds, seconds, quick, sections: raw };
  writeFileSync(values.out, `${JSON.stringify(measured, null, 2)}\n`);
}

save();
print([
  '# Benchmark',
  '',
  ...describeMachine(here),
  '',
  `${rounds} interleaved rounds, ${seconds} s for each measurement; medians, ± half the distance of the quartiles.${quick ? ' A quick look: the numbers say little.' : ''}`,
  '',
]);
for (const section of all.filter(({ name }) => names.includes(name))) {
  print([`## ${section.title}`, '']);
  try {
    const measured = await section.measure(plan);
    print(measured.lines);
    raw[section.name] = measured.raw;
    for (const sentence of measured.broken ?? []) {
      print([`Broken: ${sentence}`, '']);
      process.exitCode = 1;
    }
  } catch (error) {
    // What is measured already is not lost.
    print([`Not measured: ${error instanceof Error ? error.message : String(error)}`, '']);
    process.exitCode = 1;
  }
  process.stderr.write(`${section.name} done\n`);
  save();
}
