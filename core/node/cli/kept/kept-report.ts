import { runsIn } from '../../disk/in-folder.ts';
import type { LabSnapshot } from '../../../contract/lab-data.ts';
import { originDifferences, originWords } from '../../../experiments/run-origins.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { hasEnded } from '../../../experiments/run.ts';
import { underLabels } from '../../../layers/layer-info.ts';
import { catalogue } from '../../../lab/catalogue.ts';
import type { ReportInput } from '../../../reports/report-data.ts';
import type { About } from '../../../store/about.ts';
import { described } from '../../../store/notes.ts';
import { keptRunReader, type KeptRunReader } from '../../kept-runs.ts';
import { readExperimentFolder, wholeExperimentIn } from '../../store/experiment-folder.ts';
import { notesIn, repeatedIn } from '../../store/found-experiment.ts';
import { libraryFolder } from '../../store/library-folder.ts';
import { folderNamed } from '../../store/library-places.ts';
import { readRuns, type KeptRuns } from '../../store/read-runs.ts';
import { keepYoungSmall } from '../../threads/thread-limits.ts';
import { version } from '../../version.ts';
import { line, say } from '../printed/terminal.ts';
import { headingOf, type HeadingOptions } from './heading.ts';

/** A comparison that is kept in a folder, as reports and archives are made from it. */
export interface KeptReport extends KeptRunReader {
  readonly folder: string;
  readonly experiment: Experiment;
  readonly about: About;
  readonly input: ReportInput;
}

/** The date of what is written: that of now, or the one that SOURCE_DATE_EPOCH says, so that a build repeats. */
function dateNow(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const epoch = Number(environment['SOURCE_DATE_EPOCH'] || NaN);
  return (Number.isFinite(epoch) ? new Date(epoch * 1000) : new Date()).toISOString();
}

/**
 * Numbers of the curves of all runs that are held while the whole of parts is told: 64 MB. Its tables have every step all the
 * same, for they are read from the folder run by run.
 */
export const heldNumbers = 2 ** 23;

/**
 * Reads a comparison from its folder, or from the library by its id.
 * @param said what stands on the report in the place of what is kept with the comparison
 * @param most numbers of the curves of all runs that are held
 * @throws LabError `unknown-name`, `file-not-read`
 */
export async function keptReport(name: string, said: HeadingOptions, most = Infinity): Promise<KeptReport> {
  keepYoungSmall();
  const here = await readExperimentFolder(name);
  const folder = here ? name : await folderNamed(libraryFolder(), name);
  const found = here ?? (await wholeExperimentIn(folder));
  const { about } = found;
  const notes = await notesIn(folder);
  const heading = headingOf(said, notes.report);
  const experiment = described(found.experiment, notes);
  const kept = readRuns(folder, found, { curves: true, most });
  return {
    ...{ folder, experiment, about },
    ...keptRunReader(runsIn(folder), { experiment, corpus: about.corpus, version: about.labVersion }),
    input: {
      ...inputOf(experiment, about, kept),
      robustness: await repeatedIn(folder, experiment),
      ...(heading && { heading }),
    },
  };
}

/** What a report of kept runs is made from. What was damaged is told. */
export function inputOf(
  experiment: Experiment,
  about: About,
  { runs, damage, origins }: KeptRuns,
): ReportInput {
  for (const sentence of damage) say(sentence);
  const { outputLayers, optimizers } = catalogue();
  return {
    experiment,
    corpus: about.corpus,
    baselines: about.baselines,
    runs,
    outputLayers: [...outputLayers, ...underLabels(about.ownLayers, experiment.layers)],
    optimizers,
    machine: about.machine,
    version,
    generatedAt: dateNow(),
    partial: runs.some(({ status }) => !hasEnded(status)),
    robustness: null,
    ...(originDifferences(origins).length > 0 && { origins }),
  };
}

/** What a report holds, as the lab that trained it would show it. */
export const snapshotOf = ({
  experiment,
  corpus,
  baselines,
  runs,
  outputLayers,
  partial,
}: ReportInput): LabSnapshot => ({
  experiment,
  ownLayers: outputLayers.filter(({ own }) => own !== null),
  corpus,
  baselines,
  runs,
  phase: partial ? 'stopped' : 'finished',
  overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
  search: null,
  adding: null,
  robustness: null,
  wantedBytes: null,
  opened: false,
  kept: null,
});

/** Says where runs were not all made alike, for it may show in their numbers. */
export function tellOrigins({ experiment, origins = [] }: Pick<ReportInput, 'experiment' | 'origins'>): void {
  if (origins.length === 0) return;
  const layerOf = (armId: string) => experiment.arms.find(({ id }) => id === armId)?.layer ?? armId;
  say('Not all runs were made alike, so that they may round differently:');
  for (const { maker, runs } of originWords(origins, layerOf)) say(`  ${line(`${runs}: ${maker}`)}`);
}
