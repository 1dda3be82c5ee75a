import type { Command } from 'commander';
import { addressSpaceWords } from '../../machine/address-space.ts';
import { givenCores } from '../../machine/given-cores.ts';
import { whole } from './option-values.ts';
import { endBySignals } from '../training/signals.ts';
import { say } from '../printed/terminal.ts';

/** Most threads that may be asked for. */
const most = 1024;

export interface ThreadOptions {
  readonly threads?: number;
}

/** The option of the commands that train; a signal ends them with its status from their first moment on. */
export const withThreads = (command: Command): Command =>
  command
    .hook('preAction', endBySignals)
    .option(
      '--threads <n>',
      'most training threads; without it the least of the affinity mask, SLURM_CPUS_PER_TASK, OMP_NUM_THREADS and the CPU quota of the control group',
      whole(1, most),
    );

/** Says how many threads train where that is less than the machine has, and why; and where their addresses are limited. */
export function tellThreads({ threads }: ThreadOptions): void {
  const addresses = addressSpaceWords();
  if (addresses !== null) say(addresses);
  const { count, because } = givenCores();
  if (threads !== undefined || because === null) return;
  say(`Training on ${count} ${count === 1 ? 'thread' : 'threads'}: ${because}.`);
}
