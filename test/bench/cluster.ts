import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Section } from './section.ts';

/** Parts that real schedulers start, end and start again, as the scripts of `test/cluster` say it, one after the other. */
export const cluster: Section = {
  name: 'cluster',
  title: 'Parts on schedulers',
  measure({ sources }) {
    const folder = fileURLToPath(new URL('../cluster/', sources));
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.sh'));
    const raw = scripts.map((name) => {
      const began = performance.now();
      const { status, stdout } = spawnSync('bash', [`${folder}/${name}`], { encoding: 'utf8' });
      return { name, status, stdout, seconds: (performance.now() - began) / 1000 };
    });
    const lines = raw.flatMap(({ name, status, stdout, seconds }) => [
      `\`test/cluster/${name}\`: status ${status}, ${seconds.toFixed(0)} s`,
      '',
      ...stdout
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
      '',
    ]);
    if (raw.some(({ status }) => status !== 0)) process.exitCode = 1;
    return Promise.resolve({ lines, raw });
  },
};
