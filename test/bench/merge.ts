import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './document.ts';
import type { Section } from './section.ts';

/** What a program took: seconds, and the most memory it had, MB; null where the system does not tell. */
interface Took {
  readonly seconds: number;
  readonly peak: number | null;
}

const peakOf = (pid: number): number | null => {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1000;
  } catch {
    return null;
  }
};

/** Runs the lab. @returns what it printed, and what it took */
function lab(program: string, args: readonly string[]): Promise<Took & { readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    let peak: number | null = null;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const watch = setInterval(() => (peak = peakOf(child.pid!) ?? peak), 50);
    child.once('close', (status) => {
      clearInterval(watch);
      if (status === 0) resolve({ stdout, seconds: (performance.now() - began) / 1000, peak });
      else reject(new Error(`loss-lab ${args[0]} ended with status ${status}`));
    });
  });
}

const tiny = '--builtin reber --characters 2000 --hidden 2 --length 2 --batch 1'.split(' ');
const arms = 'softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy';
const moreArms =
  'sigmoid-quadratic,softmax-quadratic,linear-cross-entropy,brier,huber,log-cosh,label-smoothing,focal,squentropy,rescaled-square,multi-class-hinge,poisson';

/** Two parts of a comparison of 2000 short runs, merged; and plans of a sweep and a comparison of 15 000 runs of one step, each worked by four. */
export const merging: Section = {
  name: 'merge',
  title: 'Many runs: plan, work, merge',
  async measure({ built, quick }) {
    const program = fileURLToPath(new URL('cli.js', built));
    const place = mkdtempSync(join(tmpdir(), 'loss-lab-merge-'));
    const seeds = quick ? 20 : 1000;
    const rates = quick ? 5 : 50;
    const raw: Record<string, Took> = {};
    try {
      const compared = ['compare', ...tiny, '--layers', arms.split(',', 2).join(), '--seeds', String(seeds)];
      const parts = [1, 2].map((i) => join(place, `part${i}`));
      for (const [i, out] of parts.entries())
        raw[`compare, part ${i + 1} of 2: ${seeds} runs of 20 steps`] = await lab(program, [
          ...[...compared, '--steps', '20', '--shard', `${i + 1}/2`, '--out', out],
        ]);
      raw[`merge of ${2 * seeds} runs`] = await lab(program, [
        'merge',
        ...parts,
        '--out',
        join(place, 'all'),
      ]);
      const grid = ['--rates', `0.001..10/${rates}`, '--seeds', '100', '--extension', '0'];
      for (const [kind, layers, options] of [
        ['sweep', arms, grid],
        ['compare', [arms, moreArms].join(), ['--seeds', String(seeds)]],
      ] as const) {
        const runs = layers.split(',').length * (kind === 'sweep' ? 100 * rates : seeds);
        const asked = [...tiny, '--layers', layers, ...options, '--steps', '1', '--shards', '4'];
        const planned = await lab(program, ['plan', kind, ...asked]);
        raw[`plan ${kind} of ${runs} runs of one step`] = planned;
        const plan = join(place, `${kind}.json`);
        writeFileSync(plan, planned.stdout);
        const work = [1, 2, 3, 4].map((i) =>
          lab(program, ['work', plan, '--shard', String(i), '--out', join(place, kind), '--threads', '1']),
        );
        for (const [i, took] of (await Promise.all(work)).entries())
          raw[`work on the ${kind}, part ${i + 1} of 4, all in one folder at once`] = took;
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
    const took = Object.entries(raw).map(([what, { seconds, peak }]) => ({ what, seconds, peak }));
    return {
      lines: table(
        ['what', 'seconds', 'most memory, MB'],
        took.map(({ what, seconds, peak }) => [what, seconds.toFixed(1), peak?.toFixed(0) ?? '–']),
      ),
      raw: took,
    };
  },
};
