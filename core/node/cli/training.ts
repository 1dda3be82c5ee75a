import type { RunKey } from '../../contract/run-book.ts';
import type { LabSnapshot } from '../../contract/lab-data.ts';
import { openPairs, pairsOf } from '../../experiments/comparison/until-decided.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { ProgressLine } from './progress-line.ts';

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

/** Ends work in good order when the user interrupts it. @returns the way to listen no more */
export function onInterrupt(stop: () => void): () => void {
  let asked = false;
  const interrupt = () => {
    // A second Ctrl-C ends the program the hard way.
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}

/**
 * Trains until every run has ended or the user interrupts.
 * @param stopping what is said when the user does
 * @param mine trains some runs only
 */
export async function trainToEnd(
  lab: HostedLab,
  stopping: string,
  mine?: (run: RunKey) => boolean,
): Promise<{ interrupted: boolean }> {
  const progress = new ProgressLine(process.stderr);
  let interrupted = false;
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
  const off = onInterrupt(() => {
    interrupted = true;
    progress.say(stopping);
    void lab.stop({});
  });
  try {
    if (mine) await lab.runSome({ mine });
    else await lab.run({});
    await ended;
  } finally {
    off();
    progress.end();
  }
  return { interrupted };
}
