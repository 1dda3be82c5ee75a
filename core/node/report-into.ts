import { join } from 'node:path';
import type { ReportFormat } from '../contract/lab-data.ts';
import type { Curves, RunRecord } from '../experiments/run.ts';
import type { ReportPlace } from '../lab/ports.ts';
import { buildReport } from '../reports/report.ts';
import type { ReportInput } from '../reports/report-data.ts';
import { reportPieces } from '../reports/report-files.ts';
import { curvesOfBlock } from '../store/curves.ts';
import { runName } from '../store/run-names.ts';
import { sweepTemporaries, writePiecesDurably } from './durable-file.ts';
import { checkpointShape, RunFolder } from './store/run-folder.ts';

/**
 * Writes a report into a folder, file by file and piece by piece: of a training of any length little is held at once. Curves
 * are read from the runs that are kept, where they are kept; else they are as thinned as the records.
 * @throws LabError `file-not-written`, `file-not-read` where a kept run is damaged
 */
export async function writeReportInto(
  { folder, runs }: ReportPlace,
  input: ReportInput,
  formats: readonly ReportFormat[],
): Promise<void> {
  const { experiment, corpus } = input;
  const shape = checkpointShape(experiment, corpus.distinct);
  const everyStep = (run: RunRecord): Iterable<Curves> | null => {
    if (runs === null || !run.series.thinned) return null;
    const kept = new RunFolder(join(runs, runName(experiment.arms, run)), shape);
    return kept.steps() === run.steps ? everyBlock(kept) : null;
  };
  await sweepTemporaries(folder);
  const report = buildReport(input);
  for (const { name, pieces } of reportPieces(report, formats, everyStep))
    await writePiecesDurably(join(folder, name), pieces);
}

function* everyBlock(kept: RunFolder): Generator<Curves> {
  for (const block of kept.blocks()) yield curvesOfBlock(block);
}
