import { extname, resolve } from 'node:path';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { isFolder } from '../../disk/in-folder.ts';
import { LabError } from '../../../errors.ts';
import { svgFiles } from '../../../exports/figure-files.ts';
import { latexDocument, latexTables } from '../../../exports/latex.ts';
import { notebook } from '../../../exports/notebook.ts';
import { htmlReport } from '../../../reports/html/html.ts';
import { reportPieces } from '../../../reports/report-files.ts';
import { buildReport } from '../../../reports/report.ts';
import { severalHtml, severalMarkdown } from '../../../reports/several/several-pages.ts';
import { severalReports } from '../../../reports/several/several.ts';
import type { Report } from '../../../reports/report-data.ts';
import { makeFolder, writePiecesDurably, type Pieces } from '../../disk/durable-file.ts';
import { fillFolder } from '../../disk/fill-folder.ts';
import { chromiumPrinter } from '../../reports/printing.ts';
import { headingOf, type HeadingOptions } from '../kept/heading.ts';
import { heldNumbers, keptReport, type KeptReport } from '../kept/kept-report.ts';
import { derivationOfKept, type ReportDerivationOptions } from '../kept/report-derivation.ts';
import { say } from '../printed/terminal.ts';

interface ReportOptions extends HeadingOptions, ReportDerivationOptions {
  readonly format: OneFormat;
  readonly out: string;
}

/** A file of the format with its ending, or several in a folder. */
type Made =
  | { readonly ending: string; readonly pieces: Pieces }
  | { readonly files: readonly { readonly name: string; readonly pieces: Pieces }[] };

const one = (ending: string, bytes: Uint8Array): Made => ({ ending, pieces: [bytes] });

/** What `report --format` makes. A format is a line here. */
const formats = {
  html: async (report: Report) => one('.html', utf8ToBytes(htmlReport(report))),
  pdf: async (report: Report) => one('.pdf', await chromiumPrinter().pdf(htmlReport(report))),
  md: async (report: Report): Promise<Made> => ({
    ending: '.md',
    pieces: reportPieces(report, ['markdown'])[0].pieces,
  }),
  latex: async (report: Report): Promise<Made> => ({
    files: [
      { name: 'tables.tex', pieces: [utf8ToBytes(latexDocument(report))] },
      ...latexTables(report).map(({ name, text }) => ({ name: `${name}.tex`, pieces: [utf8ToBytes(text)] })),
    ],
  }),
  ipynb: async (report: Report) => one('.ipynb', notebook(report)),
  csv: async (report: Report, { everyStep }: KeptReport): Promise<Made> => ({
    files: reportPieces(report, ['csv'], everyStep),
  }),
  json: async (report: Report): Promise<Made> => ({
    ending: '.json',
    pieces: reportPieces(report, ['json'])[0].pieces,
  }),
  svg: async (report: Report): Promise<Made> => ({
    files: svgFiles(report).map(({ path, pieces }) => ({
      name: path.replace('figures/', ''),
      pieces: pieces(),
    })),
  }),
} satisfies Record<string, (report: Report, kept: KeptReport) => Promise<Made>>;

type OneFormat = keyof typeof formats;

/** Several experiments side by side. */
async function severalMade(names: readonly string[], format: OneFormat, said: HeadingOptions): Promise<Made> {
  if (format !== 'html' && format !== 'pdf' && format !== 'md')
    throw new LabError(
      'bad-argument',
      `Several experiments in one report have no ${format}.`,
      'Take html, pdf or md, or one experiment at a time.',
    );
  const reports: Report[] = [];
  for (const name of names) {
    const { input } = await keptReport(name, { language: said.language }, heldNumbers / names.length);
    reports.push(buildReport(input));
  }
  const several = severalReports(reports, headingOf(said));
  if (format === 'md') return one('.md', utf8ToBytes(severalMarkdown(several)));
  const page = severalHtml(several);
  return format === 'pdf' ? one('.pdf', await chromiumPrinter().pdf(page)) : one('.html', utf8ToBytes(page));
}

/** Makes one format of the report of a comparison that is kept, or of several side by side. */
export async function report(
  names: readonly string[],
  { format, out, ...options }: ReportOptions,
): Promise<void> {
  if (options.derivation && (names.length > 1 || (format !== 'html' && format !== 'pdf')))
    throw new LabError(
      'bad-argument',
      '--derivation stands on the page of one comparison.',
      'Take --format html or pdf, and one comparison.',
    );
  await write(
    names.length > 1 ? await severalMade(names, format, options) : await oneMade(names[0], format, options),
    { format, out },
  );
}

async function oneMade(
  name: string,
  format: OneFormat,
  options: HeadingOptions & ReportDerivationOptions,
): Promise<Made> {
  const kept = await keptReport(name, options);
  const derivation = options.derivation ? await derivationOfKept(kept, options) : undefined;
  const built = buildReport({ ...kept.input, derivation });
  const make: (report: Report, kept: KeptReport) => Promise<Made> = formats[format];
  return make(built, kept);
}

async function write(made: Made, { format, out }: Pick<ReportOptions, 'format' | 'out'>): Promise<void> {
  if ('pieces' in made) {
    const folder = (await isFolder(out)) || /[/\\]$/.test(out);
    const path = folder ? resolve(out, `report${made.ending}`) : resolve(out);
    if (folder) await makeFolder(resolve(out));
    await writePiecesDurably(path, made.pieces);
    say(`Written: ${path}`);
    return;
  }
  // `tables.tex` alone stands on its own; all other formats of several files need a folder.
  const [first] = made.files;
  if (format === 'latex' && extname(out) === '.tex') {
    await writePiecesDurably(resolve(out), first.pieces);
    say(`Written: ${resolve(out)}`);
    return;
  }
  if (extname(out) === `.${format}`)
    throw new LabError(
      'bad-argument',
      `--format ${format} makes ${made.files.length} files: ${made.files.map((file) => file.name).join(', ')}.`,
      'Name a folder with --out.',
    );
  await makeFolder(resolve(out));
  await fillFolder(resolve(out), async (staging) => {
    for (const file of made.files) await writePiecesDurably(resolve(staging, file.name), file.pieces);
  });
  say(`Written to '${resolve(out)}': ${made.files.map((file) => file.name).join(', ')}`);
}
