import { join } from 'node:path';
import { LabError } from '../../errors.ts';
import type { TrainedRun } from '../../experiments/files/trained-run.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { Curves, RunRecord } from '../../experiments/run.ts';
import { catalogue } from '../../lab/catalogue.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import type { EveryStep } from '../../reports/data/curves-csv.ts';
import type { ReportHeading, ReportInput } from '../../reports/report-data.ts';
import type { About } from '../../store/about.ts';
import { curvesOfBlock } from '../../store/curves.ts';
import { parseRobustness } from '../../store/kept-robustness.ts';
import { parseNotes } from '../../store/notes.ts';
import { runName } from '../../store/run-names.ts';
import { readSmallFileIfThere } from '../small-file.ts';
import { readExperimentFolder } from '../store/experiment-folder.ts';
import { libraryFolder } from '../store/library-folder.ts';
import { entryNamed } from '../store/library.ts';
import { readRuns } from '../store/read-runs.ts';
import { checkpointShape, RunFolder } from '../store/run-folder.ts';
import { version } from '../version.ts';
import { line } from './terminal.ts';

/** Bytes of the small files beside an experiment. */
const largest = 2 ** 26;

/** A comparison that is kept in a folder, as reports and archives are made from it. */
export interface KeptReport {
  readonly folder: string;
  readonly experiment: Experiment;
  readonly about: About;
  readonly input: ReportInput;
  readonly everyStep: EveryStep;
  /** The network of a run, with the vocabulary of its text; null where none is kept. */
  readonly network: (run: RunRecord, text: Corpus) => TrainedRun | null;
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
  const found = here ? { ...here, folder: name } : await entryNamed(libraryFolder(), name);
  const { folder, about } = found;
  const given = await readSmallFileIfThere(join(folder, 'notes.json'), largest).catch(() => null);
  const renamed = given === null ? null : parseNotes(given).name;
  const experiment = renamed === null ? found.experiment : { ...found.experiment, name: renamed };
  const repeat = await readSmallFileIfThere(join(folder, 'robustness.json'), largest).catch(() => null);
  const { runs, damage } = readRuns(folder, found, { curves: true });
  for (const sentence of damage) process.stderr.write(`${line(sentence)}\n`);
  const { outputLayers, optimizers } = catalogue();
  const shape = checkpointShape(experiment, about.corpus.distinct);
  const keptRun = (run: RunRecord) =>
    new RunFolder(join(folder, 'runs', runName(experiment.arms, run)), shape);
  return {
    ...{ folder, experiment, about },
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
      robustness: repeat === null ? null : parseRobustness(repeat, experiment),
      ...(heading && { heading }),
    },
    everyStep: (run) => {
      if (!run.series.thinned) return null;
      const kept = keptRun(run);
      return kept.steps() === run.steps ? everyBlock(kept) : null;
    },
    network: (run, text) => {
      const checkpoint = keptRun(run).checkpoint();
      if (!checkpoint || text.vocabulary.length !== about.corpus.distinct) return null;
      const arm = experiment.arms.find(({ id }) => id === run.armId)!;
      const { weights, carried } = checkpoint.network;
      const { hidden, biases } = experiment.model;
      return {
        layer: arm.layer,
        own: experiment.layers.find(({ id }) => id === arm.layer) ?? null,
        clamp: arm.clamp,
        shape: { vocabulary: text.vocabulary.length, hidden, biases },
        weights,
        start:
          experiment.evaluation.start === 'carried'
            ? { kind: 'carried', state: carried.slice(0, hidden) }
            : { kind: 'zero' },
        vocabulary: text.vocabulary,
        other: text.other,
        ...{ armId: run.armId, seed: run.seed, steps: checkpoint.steps },
        experiment: experiment.name,
        corpus: { name: about.corpus.name, sha256: about.corpus.sha256 },
        labVersion: about.labVersion,
      };
    },
  };
}

function* everyBlock(kept: RunFolder): Generator<Curves> {
  for (const block of kept.blocks()) yield curvesOfBlock(block);
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
  if (notes.length > 100_000 || title.length > 1000)
    throw new LabError('bad-argument', 'Title and notes may have 1000 and 100 000 characters.');
  return empty ? undefined : heading;
}
