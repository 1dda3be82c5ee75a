import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ExportedFile, ReportFormat } from '../contract/lab-data.ts';
import { csvReport, gradientsReport, trainingReport, type EveryStep } from './data/curves-csv.ts';
import { htmlReport } from './html/html.ts';
import { jsonReport } from './data/json.ts';
import { inBytes } from './data/report-content.ts';
import { markdownReport } from './markdown/markdown.ts';
import { layersReport } from './words/own-layer-reports.ts';
import type { Report } from './report-data.ts';

interface Renderer {
  readonly name: string;
  readonly mediaType: string;
  /** The file in pieces: with millions of values it may be longer than a string can be. */
  render(report: Report, everyStep?: EveryStep): Iterable<Uint8Array>;
  /** Absent: every report has this file. */
  has?(report: Report): boolean;
}

/** The files of each format. A format is a file of its own and a line here. */
const renderers: Readonly<Record<Exclude<ReportFormat, 'archive'>, readonly Renderer[]>> = {
  html: [
    {
      name: 'report.html',
      mediaType: 'text/html',
      render: (report) => [utf8ToBytes(htmlReport(report))],
    },
  ],
  markdown: [
    {
      name: 'report.md',
      mediaType: 'text/markdown',
      render: (report) => [utf8ToBytes(markdownReport(report))],
    },
  ],
  csv: [
    { name: 'curves.csv', mediaType: 'text/csv', render: (...given) => inBytes(csvReport(...given)) },
    { name: 'training.csv', mediaType: 'text/csv', render: (...given) => inBytes(trainingReport(...given)) },
    {
      name: 'gradients.csv',
      mediaType: 'text/csv',
      render: (...given) => inBytes(gradientsReport(...given)),
    },
    {
      name: 'layers.csv',
      mediaType: 'text/csv',
      render: ({ ownLayers }) => inBytes(layersReport(ownLayers)),
      has: ({ ownLayers }) => ownLayers.length > 0,
    },
  ],
  json: [{ name: 'report.json', mediaType: 'application/json', render: jsonReport }],
};

/** A file of a report in pieces, none of which is made before it is asked for. */
interface FileInPieces extends Omit<ExportedFile, 'bytes'> {
  readonly pieces: Iterable<Uint8Array>;
}

/** The report in the formats asked for, each once but for an archive, which needs more than a report, as files with the same names every time. */
export function reportPieces(
  report: Report,
  formats: readonly ReportFormat[],
  everyStep?: EveryStep,
): FileInPieces[] {
  return [...new Set(formats)]
    .flatMap((format) => (format === 'archive' ? [] : renderers[format]))
    .filter(({ has }) => has?.(report) ?? true)
    .map(({ name, mediaType, render }) => ({ name, mediaType, pieces: render(report, everyStep) }));
}
