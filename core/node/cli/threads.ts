import type { Command } from 'commander';
import { givenCores } from '../given-cores.ts';
import { whole } from './arguments.ts';

/** Most threads that may be asked for. */
const most = 1024;

export interface ThreadOptions {
  readonly threads?: number;
}

/** The option of the commands that train. */
export const withThreads = (command: Command): Command =>
  command.option(
    '--threads <n>',
    'most training threads; without it the least of the affinity mask, SLURM_CPUS_PER_TASK, OMP_NUM_THREADS and the CPU quota of the control group',
    whole(1, most),
  );

/** Says how many threads train where that is less than the machine has, and why. */
export function tellThreads({ threads }: ThreadOptions): void {
  const { count, because } = givenCores();
  if (threads !== undefined || because === null) return;
  process.stderr.write(`Training on ${count} ${count === 1 ? 'thread' : 'threads'}: ${because}.\n`);
}
