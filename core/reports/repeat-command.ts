import { commandLine, compareArguments } from '../experiments/files/command-line.ts';
import type { Report } from './report-data.ts';

/** The command that makes the same experiment again, as it is pasted into a shell. */
export function repeatCommand({ experiment, corpus }: Pick<Report, 'experiment' | 'corpus'>): string {
  const wanted = experiment.corpus;
  const names = (heldOut: boolean) =>
    corpus.files.filter((file) => file.heldOut === heldOut).map(({ name }) => name);
  const text =
    wanted.kind === 'builtin'
      ? { files: [], heldOut: null }
      : {
          files: names(false).length > 0 ? names(false) : [wanted.name],
          heldOut: names(true)[0] ?? wanted.heldOut?.name ?? null,
        };
  const given = compareArguments(experiment, text, wanted.kind === 'text' ? corpus.bytes : null);
  // What has no options goes along as a file: a link of a thousand characters is no use on paper.
  return commandLine(given.map((word) => (word.includes('#experiment=') ? 'experiment.json' : word)));
}
