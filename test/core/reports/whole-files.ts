import { concatBytes } from '@noble/hashes/utils.js';
import type { ExportedFile, ReportFormat } from '../../../core/contract/lab-data.ts';
import type { Report, ReportInput } from '../../../core/reports/report-data.ts';
import { reportPieces } from '../../../core/reports/report-files.ts';
import { buildReport } from '../../../core/reports/report.ts';

/** The files of a report, each as one piece. */
export const reportFiles = (report: Report, formats: readonly ReportFormat[]): ExportedFile[] =>
  reportPieces(report, formats).map(({ pieces, ...file }) => ({ ...file, bytes: concatBytes(...pieces) }));

/** The report of an experiment as such files. */
export const writeReport = (input: ReportInput, formats: readonly ReportFormat[]): ExportedFile[] =>
  reportFiles(buildReport(input), formats);
