import { dirname, join } from 'node:path';
import type { ExportProgress, ReportFormat } from '../../contract/lab-data.ts';
import { archiveFiles } from '../../exports/archive.ts';
import type { ReportPlace } from '../../lab/ports.ts';
import { buildReport } from '../../reports/report.ts';
import { titleOf, type Report, type ReportInput } from '../../reports/report-data.ts';
import { reportPieces } from '../../reports/report-files.ts';
import { zipPieces } from './zip.ts';
import { sweepTemporaries, writePiecesDurably } from '../disk/durable-file.ts';
import { keptRunReader } from '../kept-runs.ts';
import { printedFiles } from './printed-files.ts';
import type { Printer } from './printing.ts';
import { readExperimentFolder } from '../store/experiment-folder.ts';

/**
 * Writes a report into a folder, file by file and piece by piece: of a training of any length little is held at once. Curves
 * are read from the runs that are kept, where they are kept; else they are as thinned as the records.
 * @param printer null for none; without it a browser of this machine
 * @param told hears of each file as it is begun
 * @throws LabError `file-not-written`, `file-not-read` where a kept run is damaged
 */
export const writeReportInto = async (
  place: ReportPlace,
  input: ReportInput,
  formats: readonly ReportFormat[],
  printer?: Printer | null,
  told?: (progress: ExportProgress) => void,
): Promise<void> => writeBuiltReport(place, buildReport(input), formats, printer, told);

/** The same of a report that is built already, which takes long of many arms and seeds. */
export async function writeBuiltReport(
  place: ReportPlace,
  report: Report,
  formats: readonly ReportFormat[],
  printer?: Printer | null,
  told: (progress: ExportProgress) => void = () => undefined,
): Promise<void> {
  const { folder, runs } = place;
  await sweepTemporaries(folder);
  const { everyStep } = keptRunReader(runs, report);
  const files = reportPieces(report, formats, everyStep);
  for (const [i, { name, pieces }] of files.entries()) {
    told({ doing: 'write', file: name, at: i + 1, of: files.length });
    await writePiecesDurably(join(folder, name), pieces);
  }
  if (formats.includes('archive')) await writeArchive(place, report, told, printer);
}

/** All there is of a report and its runs as one file that is named after it. */
async function writeArchive(
  { folder, runs, text }: ReportPlace,
  report: Report,
  told: (progress: ExportProgress) => void,
  printer?: Printer | null,
): Promise<void> {
  const { everyStep, network } = keptRunReader(runs, report);
  const kept = runs === null ? null : await readExperimentFolder(dirname(runs)).catch(() => null);
  const { files, lacking } = await printedFiles(report, printer, told);
  const source = {
    report,
    begun: kept?.about.begun ?? report.generatedAt,
    everyStep,
    text,
    network: (run: Report['runs'][number]) => (text === null ? null : network(run, text)),
  };
  const name = `${archiveName(report)}.zip`;
  // Each is made as it is asked for.
  const archived = archiveFiles(source, files, lacking).map((file, i, { length }) => ({
    ...file,
    pieces: () => {
      told({ doing: 'write', file: file.path, at: i + 1, of: length });
      return file.pieces();
    },
  }));
  await writePiecesDurably(join(folder, name), zipPieces(archived, report.generatedAt));
}

/** The title as a file name: letters and digits of any script, at most 60. */
const archiveName = (report: Report): string =>
  [
    ...titleOf(report)
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, ''),
  ]
    .slice(0, 60)
    .join('') || 'loss-lab';
