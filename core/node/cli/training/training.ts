import type { LabSnapshot } from '../../../contract/lab-data.ts';
import { openPairs } from '../../../experiments/comparison/until-decided.ts';
import { pairsOf } from '../../../experiments/plan/plan.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { ProgressLine } from '../printed/progress-line.ts';
import { onInterrupt } from './signals.ts';

/** What seeds are being added, and what for; null where none are. */
function addingWords({ experiment, runs, adding }: LabSnapshot): string | null {
  if (adding === null) return null;
  const { seeds, untilDecided } = adding;
  const which = seeds.length === 1 ? `Seed ${seeds[0]} is` : `Seeds ${seeds.join(', ')} are`;
  if (untilDecided === null) return `${which} added.`;
  const pairs = pairsOf(experiment.arms.length);
  const open = openPairs(experiment, runs).length;
  return `${which} added: after ${experiment.seeds.length} seeds ${open} of ${pairs} ${pairs === 1 ? 'pair is' : 'pairs are'} not decided; at most ${untilDecided} seeds in all.`;
}

/** How training ended: the exit status of a signal, or null where it ended by itself. */
export interface Ended {
  readonly interrupted: number | null;
}

/**
 * Does long work with a line of progress, and ends it in good order when a signal asks for that.
 * @param stopping is said then
 * @param stop has the work come to its end
 */
export async function interruptible<T>(
  work: (progress: ProgressLine) => Promise<T>,
  stopping: string | null,
  stop: (status: number) => unknown,
): Promise<Ended & { readonly done: T }> {
  const progress = new ProgressLine(process.stderr);
  let interrupted: number | null = null;
  const off = onInterrupt((status) => {
    interrupted = status;
    if (stopping !== null) progress.say(stopping);
    stop(status);
  });
  try {
    const done = await work(progress);
    return { done, interrupted };
  } finally {
    off();
    progress.end();
  }
}

/**
 * Trains until every run has ended or the user interrupts.
 * @param stopping what is said when the user does
 * @param how which runs are trained, and what keeps them; all of them, kept nowhere, without it
 */
export async function trainToEnd(
  lab: HostedLab,
  stopping: string,
  how?: Parameters<HostedLab['runSome']>[0],
): Promise<Ended> {
  return interruptible(
    async (progress) => {
      const ended = new Promise<void>((resolve) => {
        lab.on('phase', ({ phase }) => {
          if (phase === 'finished' || phase === 'stopped') resolve();
        });
      });
      lab.on('progress', ({ overall }) => progress.show(overall));
      lab.on('snapshot', (snapshot) => {
        const words = addingWords(snapshot);
        if (words !== null) progress.say(words);
      });
      if (how) await lab.runSome(how);
      else await lab.run({});
      await ended;
    },
    stopping,
    () => lab.stop({}),
  );
}
