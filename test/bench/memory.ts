import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digits, megabytes, table } from './document.ts';
import type { Resident } from './resident-entry.ts';
import type { Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { median } from './statistics.ts';

const run = promisify(execFile);

async function residentOf(name: string, entries: URL): Promise<Resident> {
  const entry = fileURLToPath(new URL('resident-entry.js', entries));
  const { stdout } = await run(process.execPath, [...process.execArgv, entry, name]);
  return JSON.parse(stdout) as Resident;
}

export const memory: Section = {
  name: 'memory',
  title: 'Memory',
  async measure({ rounds, entries }) {
    const names = ['M', 'L'];
    const raw: Record<string, Resident[]> = Object.fromEntries(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++)
      for (const name of names) raw[name].push(await residentOf(name, entries));
    return {
      lines: [
        'Resident set of a process that trains one float32 network, initial weights and batches included.',
        '',
        ...table(
          ['setting', 'WASM memory', 'resident before', 'resident after', 'added / WASM memory'],
          names.map((name) => {
            const of = (value: (resident: Resident) => number) => median(raw[name].map(value));
            return [
              describeSetting(setting(name)),
              megabytes(of((each) => each.memory)),

              megabytes(of((each) => each.before)),
              megabytes(of((each) => each.after)),
              digits(of((each) => (each.after - each.before) / each.memory)),
            ];
          }),
        ),
      ],
      raw,
    };
  },
};
