import type { ExportedFile, LabSnapshot, ReportFormat } from '../contract/lab-api.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { reportFiles } from '../reports/report-files.ts';
import { buildReport } from '../reports/report.ts';
import { catalogue } from './catalogue.ts';
import type { LabPorts } from './ports.ts';

/** The experiment as a file that the lab opens again. */
export function experimentFile(experiment: Experiment): ExportedFile {
  return {
    name: 'experiment.json',
    mediaType: 'application/json',
    bytes: utf8(`${JSON.stringify(experiment, null, 2)}\n`),
  };
}

/** The comparison report of what a snapshot holds, whole or partial. */
export function reportFilesOf(
  snapshot: LabSnapshot,
  formats: readonly ReportFormat[],
  { machine, version, date }: Pick<LabPorts, 'machine' | 'version' | 'date'>,
): ExportedFile[] {
  const { experiment, corpus, runs, phase } = snapshot;
  if (!corpus) throw new LabError('no-corpus', 'There is no text to report on.', 'Drop a text first.');
  const { outputLayers, optimizers } = catalogue();
  const report = buildReport({
    experiment,
    corpus,
    runs,
    outputLayers,
    optimizers,
    machine,
    version,
    generatedAt: date(),
    partial: phase !== 'finished',
  });
  return reportFiles(report, formats);
}

/** UTF-8 without a host's encoder: `core` runs where there may be none. */
function utf8(text: string): Uint8Array {
  const escaped = unescape(encodeURIComponent(text));
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}
