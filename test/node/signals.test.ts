import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { lab, outcomeOf, program, said } from './command.ts';
import { temporaryFolder } from './temporary.ts';
import { onlyWhere } from '../only-where.ts';

const place = temporaryFolder();

/** Starts a command that reads its text from standard input, which says nothing; its first words are that of the threads. */
async function reading(args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const outcome = outcomeOf(child, 60_000);
  await said(child, /Training on 1 thread: OMP_NUM_THREADS=1\./);
  return { child, outcome };
}

it.each([
  ['compare', 'SIGUSR1', 138],
  ['compare', 'SIGTERM', 143],
  ['sweep', 'SIGUSR1', 138],
] as const)('%s ends at once by %s before its text is read, with status %i', async (kind, signal, status) => {
  const { child, outcome } = await reading([kind, '-', ...(kind === 'sweep' ? ['--out', place] : [])]);
  child.kill(signal);
  const ended = await outcome;
  expect(ended.status).toBe(status);
  expect(ended.stderr).not.toContain('Debugger');
});

const taskset = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

it.runIf(onlyWhere(taskset, 'one core: there is no taskset here that could hold a program on it.'))(
  'one core of the affinity mask is one thread, which is told',
  async () => {
    const asked = [
      '--builtin',
      'reber',
      '--characters',
      '2000',
      '--hidden',
      '4',
      '--steps',
      '2',
      '--seeds',
      '1',
    ];
    const held = spawn('taskset', ['-c', '0', process.execPath, program, 'compare', ...asked]);
    const { status, stderr } = await outcomeOf(held, 60_000);
    expect(status).toBe(0);
    expect(stderr).toContain('Training on 1 thread: the affinity mask of this process.');
    const free = await lab(['compare', ...asked, '--threads', '1']);
    expect(free.stderr).not.toContain('affinity mask');
  },
);
