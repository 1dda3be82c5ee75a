import { resolve } from 'node:path';
import { toErrorData } from '../../errors.ts';
import { archiveFiles } from '../../exports/archive.ts';
import type { ArchivedFile, ExportSource } from '../../exports/archived-file.ts';
import { figureSvg } from '../../exports/figure-files.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import { htmlReport } from '../../reports/html/html.ts';
import { namedFigures } from '../../reports/report-figures.ts';
import { buildReport } from '../../reports/report.ts';
import type { Report } from '../../reports/report-data.ts';
import { zipPieces } from '../archive.ts';
import { writePiecesDurably } from '../durable-file.ts';
import { browserThatPrints, chromiumPrinter, noPrinter } from '../printing.ts';
import { commandLab, trustOf } from './host.ts';
import { headingOf, keptReport, type HeadingOptions, type KeptReport } from './kept-report.ts';
import { takeKeptText, type KeptTextOptions } from './kept-text.ts';
import { line } from './terminal.ts';

interface ExportOptions extends HeadingOptions, KeptTextOptions {
  readonly out: string;
  readonly trustPlugin?: readonly string[];
}

const say = (sentence: string) => void process.stderr.write(`${line(sentence)}\n`);

/** The text of a kept comparison; null, and said why, where it is not to be had. */
async function textOf(
  { folder, experiment, about }: KeptReport,
  options: ExportOptions,
): Promise<Corpus | null> {
  const lab = commandLab(trustOf(options));
  try {
    if (experiment.corpus.kind === 'builtin') {
      const { id, seed, characters, split } = experiment.corpus;
      await lab.useBuiltin({ id, seed, characters, split });
    } else await takeKeptText(lab, folder, experiment.corpus, about.text, options);
    return lab.corpus();
  } catch (error) {
    const { message, next } = toErrorData(error);
    say(`Without networks and reproduction: ${message} ${next}`);
    return null;
  } finally {
    await lab.close();
  }
}

/** What a browser makes: the page on paper, and the figures in pixels. */
async function printed(report: Report): Promise<{ files: ArchivedFile[]; lacking: string[] }> {
  if (browserThatPrints() === null) {
    say(noPrinter);
    return { files: [], lacking: [`report.pdf and figures/*.png: ${noPrinter}`] };
  }
  const printer = chromiumPrinter();
  const file = (
    path: string,
    mediaType: string,
    what: string,
    opens: string,
    bytes: Uint8Array,
  ): ArchivedFile => ({
    ...{ path, mediaType, what, opens },
    pieces: () => [bytes],
  });
  try {
    const files = [
      file(
        'report.pdf',
        'application/pdf',
        'The report on A4',
        'every PDF reader',
        await printer.pdf(htmlReport(report)),
      ),
    ];
    for (const { name, figure } of namedFigures(report))
      files.push(
        file(
          `figures/${name}.png`,
          'image/png',
          `${figure.title} (picture, 2000 px wide)`,
          'everything',
          await printer.png(figureSvg(figure)),
        ),
      );
    return { files, lacking: [] };
  } catch (error) {
    const { message, next } = toErrorData(error);
    say(`${message} ${next}`);
    return { files: [], lacking: [`report.pdf and figures/*.png: ${message} ${next}`] };
  }
}

/** Writes everything there is of a comparison that is kept into one archive, whole or not at all. */
export async function exportArchive(name: string, options: ExportOptions): Promise<void> {
  const kept = await keptReport(name, headingOf(options));
  const text = await textOf(kept, options);
  const report = buildReport(kept.input);
  const source: ExportSource = {
    report,
    begun: kept.about.begun,
    everyStep: kept.everyStep,
    text,
    network: (run) => (text === null ? null : kept.network(run, text)),
  };
  const { files, lacking } = await printed(report);
  const all = archiveFiles(source, files, lacking);
  const out = resolve(options.out);
  await writePiecesDurably(out, zipPieces(all, report.generatedAt));
  say(`Written: ${out}, ${all.length} files. README.md in it says what each is, and what opens it.`);
}
