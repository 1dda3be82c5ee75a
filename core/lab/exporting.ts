import type { LabApi } from '../contract/lab-api.ts';
import type { ExportedFile, LabSnapshot, ReportFormat, RobustnessState } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { RobustnessRecord } from '../experiments/comparison/robustness.ts';
import { catalogue } from './catalogue.ts';
import type { ReportHeading } from '../contract/report-heading-schema.ts';
import type { ReportInput } from '../reports/report-data.ts';
import type { LabPorts } from './ports.ts';

/** What exports need to know of the lab. */
interface ExportedLab {
  experiment(): Experiment;
  /** Writes the report into a folder, with the curves of every step where they are kept. */
  writeReport(folder: string, formats: readonly ReportFormat[], heading?: ReportHeading): Promise<void>;
  reportPage(heading?: ReportHeading): Promise<string>;
}

/** What leaves the lab as files: for a page to download, or into a folder that the host's dialog asks for. */
export function exporting(
  { experiment, writeReport, reportPage }: ExportedLab,
  { dialogs, files: { offer, writeFiles } }: Pick<LabPorts, 'dialogs' | 'files'>,
) {
  const save = async (fill: (folder: string) => Promise<void>): Promise<{ folder: string } | null> => {
    if (!dialogs)
      throw new LabError('wrong-state', 'This host has no save dialog.', 'Download the files instead.');
    const folder = await dialogs.chooseFolder();
    if (folder === null) return null;
    await dialogs.fillFolder(folder, fill);
    return { folder };
  };
  const writeExperiment = (folder: string) => writeFiles(folder, [experimentFile(experiment())]);
  return {
    exportExperiment: () => offer(writeExperiment),
    exportReport: ({ formats, heading }) => offer((folder) => writeReport(folder, formats, heading)),
    reportPage: ({ heading }) => reportPage(heading),
    saveExperiment: () => save(writeExperiment),
    saveReport: ({ formats, heading }) => save((folder) => writeReport(folder, formats, heading)),
    saveFiles: ({ files }) => save((folder) => writeFiles(folder, files)),
  } satisfies Partial<LabApi>;
}

/** The experiment as a file that the lab opens again. */
function experimentFile(experiment: Experiment): ExportedFile {
  return {
    name: 'experiment.losslab',
    mediaType: 'application/json',
    bytes: utf8(`${JSON.stringify(experiment, null, 2)}\n`),
  };
}

/** What the comparison report of a snapshot, whole or partial, is made from. @throws LabError `no-corpus` */
export function reportInputOf(
  snapshot: LabSnapshot,
  { machine, version }: Pick<LabPorts, 'machine' | 'version'>,
  generatedAt: string,
  heading?: ReportHeading,
): ReportInput {
  const { experiment, ownLayers, corpus, baselines, runs, phase, adding, robustness } = snapshot;
  if (!corpus) throw new LabError('no-corpus', 'There is no text to report on.', 'Drop a text first.');
  const { outputLayers, optimizers } = catalogue();
  return {
    experiment,
    corpus,
    baselines,
    runs,
    outputLayers: [...outputLayers, ...ownLayers],
    optimizers,
    machine,
    version,
    generatedAt,
    // A run that waits is one that another machine trains.
    // Seeds that are being added take nothing from those that are there.
    partial: (phase !== 'finished' && adding === null) || runs.some(({ status }) => status === 'waiting'),
    robustness: robustnessRecord(robustness),
    ...(heading && { heading }),
  };
}

/**
 * The date of what a lab holds: that of its first export. Files that are exported one after the other are parts of one
 * report, and cite its hash; a new date comes with new results, and with a changed experiment.
 */
export function datedOnce(date: () => string): (snapshot: LabSnapshot) => string {
  let known = { key: '', date: '' };
  return ({ experiment, runs, phase, robustness }) => {
    const done = runs.map(({ status, steps, evaluations }) => [status, steps, evaluations.length]);
    const repeated = robustness && [robustness.phase, robustness.repeats.length, robustness.skipped.length];
    const key = JSON.stringify([experiment, phase, done, repeated]);
    if (key !== known.key) known = { key, date: date() };
    return known.date;
  };
}

/** What a repeat has come to; null where there is nothing yet. */
export function robustnessRecord(state: RobustnessState | null): RobustnessRecord | null {
  if (!state || state.repeats.length + state.skipped.length === 0) return null;
  const { repeats, skipped, phase } = state;
  return { repeats, skipped, cancelled: phase !== 'finished' };
}

/** UTF-8 without a host's encoder: `core` runs where there may be none. */
function utf8(text: string): Uint8Array {
  const escaped = unescape(encodeURIComponent(text));
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}
