import { commandLine, compareArguments, namedText } from '../experiments/files/command-line.ts';
import type { Report } from './report-data.ts';

/** The command that makes the same experiment again, as it is pasted into a shell. */
export function repeatCommand({ experiment, corpus }: Pick<Report, 'experiment' | 'corpus'>): string {
  const wanted = experiment.corpus;
  const text = namedText(wanted, corpus.files);
  const given = compareArguments(experiment, text, wanted.kind === 'text' ? corpus.bytes : null);
  // What has no options goes along as a file: a link of a thousand characters is no use on paper.
  return commandLine(given.map((word) => (word.includes('#experiment=') ? 'experiment.json' : word)));
}
