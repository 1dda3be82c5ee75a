import { join } from 'node:path';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { catalogue } from '../../lab/catalogue.ts';
import { headingLimits, type ReportHeading } from '../../contract/report-heading.ts';
import type { ReportInput } from '../../reports/report-data.ts';
import type { About } from '../../store/about.ts';
import { keptRunReader, type KeptRunReader } from '../kept-runs.ts';
import { readExperimentFolder, wholeExperimentIn } from '../store/experiment-folder.ts';
import { notesIn, repeatedIn } from '../store/found-experiment.ts';
import { libraryFolder } from '../store/library-folder.ts';
import { folderNamed } from '../store/library.ts';
import { readRuns } from '../store/read-runs.ts';
import { version } from '../version.ts';
import { line } from './terminal.ts';

/** A comparison that is kept in a folder, as reports and archives are made from it. */
export interface KeptReport extends KeptRunReader {
  readonly folder: string;
  readonly experiment: Experiment;
  readonly about: About;
  readonly input: ReportInput;
}

/** The date of what is written: that of now, or the one that SOURCE_DATE_EPOCH says, so that a build repeats. */
export function dateNow(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const epoch = Number(environment['SOURCE_DATE_EPOCH'] || NaN);
  return (Number.isFinite(epoch) ? new Date(epoch * 1000) : new Date()).toISOString();
}

/**
 * Reads a comparison from its folder, or from the library by its id.
 * @throws LabError `unknown-name`, `file-not-read`
 */
export async function keptReport(name: string, heading: ReportHeading | undefined): Promise<KeptReport> {
  const here = await readExperimentFolder(name);
  const folder = here ? name : await folderNamed(libraryFolder(), name);
  const found = here ?? (await wholeExperimentIn(folder));
  const { about } = found;
  const renamed = (await notesIn(folder)).name;
  const experiment = renamed === null ? found.experiment : { ...found.experiment, name: renamed };
  const { runs, damage } = readRuns(folder, found, { curves: true });
  for (const sentence of damage) process.stderr.write(`${line(sentence)}\n`);
  const { outputLayers, optimizers } = catalogue();
  return {
    ...{ folder, experiment, about },
    ...keptRunReader(join(folder, 'runs'), { experiment, corpus: about.corpus, version: about.labVersion }),
    input: {
      experiment,
      corpus: about.corpus,
      baselines: about.baselines,
      runs,
      outputLayers: [...outputLayers, ...about.ownLayers],
      optimizers,
      machine: about.machine,
      version,
      generatedAt: dateNow(),
      partial: runs.some(
        ({ status }) => status === 'waiting' || status === 'training' || status === 'stopped',
      ),
      robustness: await repeatedIn(folder, experiment),
      ...(heading && { heading }),
    },
  };
}

export interface HeadingOptions {
  readonly title?: string;
  readonly author?: readonly string[];
  readonly address?: string;
  readonly notes?: string;
}

/** What the options say on the report; undefined where they say nothing. */
export function headingOf({
  title = '',
  author = [],
  address = '',
  notes = '',
}: HeadingOptions): ReportHeading | undefined {
  const heading = { title, authors: author, address, notes, leftOut: [] };
  const empty = title === '' && author.length === 0 && address === '' && notes === '';
  if (notes.length > headingLimits.notes || title.length > headingLimits.title)
    throw new LabError('bad-argument', 'Title and notes may have 1000 and 100 000 characters.');
  return empty ? undefined : heading;
}
