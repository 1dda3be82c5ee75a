import type { LabSnapshot } from '../contract/lab-data.ts';
import { commandLine, compareArguments, type NamedText } from '../experiments/files/command-line.ts';
import { experimentLink } from '../experiments/files/experiment-link.ts';

/** The experiment of a snapshot, without its text, as what is pasted elsewhere: a link, and a command line. */
export function shared(snapshot: Pick<LabSnapshot, 'experiment' | 'corpus' | 'wantedBytes'>): {
  readonly link: string;
  readonly command: string;
} {
  const { experiment, corpus, wantedBytes } = snapshot;
  const textBytes = experiment.corpus.kind === 'text' ? (corpus?.bytes ?? wantedBytes) : null;
  return {
    link: experimentLink({ experiment, textBytes }),
    command: commandLine(compareArguments(experiment, namedText(snapshot), textBytes)),
  };
}

/** The files of the text; one that is not here has the name that the experiment knows it by. */
function namedText({ experiment, corpus }: Pick<LabSnapshot, 'experiment' | 'corpus'>): NamedText {
  const wanted = experiment.corpus;
  if (wanted.kind === 'builtin') return { files: [], heldOut: null };
  const names = (heldOut: boolean) =>
    corpus?.files.filter((file) => file.heldOut === heldOut).map(({ name }) => name) ?? [];
  const files = names(false);
  return {
    files: files.length > 0 ? files : [wanted.name],
    heldOut: names(true)[0] ?? wanted.heldOut?.name ?? null,
  };
}
