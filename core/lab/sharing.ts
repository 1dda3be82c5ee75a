import type { LabSnapshot } from '../contract/lab-data.ts';
import { commandLine, compareArguments, namedText } from '../experiments/files/command-line.ts';
import { experimentLink } from '../experiments/files/experiment-link.ts';

/** The experiment of a snapshot, without its text, as what is pasted elsewhere: a link, and a command line. */
export function shared({
  experiment,
  corpus,
  wantedBytes,
}: Pick<LabSnapshot, 'experiment' | 'corpus' | 'wantedBytes'>): {
  readonly link: string;
  readonly command: string;
} {
  const textBytes = experiment.corpus.kind === 'text' ? (corpus?.bytes ?? wantedBytes) : null;
  const text = namedText(experiment.corpus, corpus?.files);
  return {
    link: experimentLink({ experiment, textBytes }),
    command: commandLine(compareArguments(experiment, text, textBytes)),
  };
}
