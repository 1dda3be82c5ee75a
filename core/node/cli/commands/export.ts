import { resolve } from 'node:path';
import { toErrorData } from '../../../errors.ts';
import { archiveFiles } from '../../../exports/archive.ts';
import type { ExportSource } from '../../../exports/archived-file.ts';
import type { Corpus } from '../../../corpora/corpus.ts';
import { buildReport } from '../../../reports/report.ts';
import { zipPieces } from '../../reports/zip.ts';
import { writePiecesDurably } from '../../disk/durable-file.ts';
import { printedFiles } from '../../reports/printed-files.ts';
import type { HeadingOptions } from '../kept/heading.ts';
import { keptReport, type KeptReport } from '../kept/kept-report.ts';
import { textOfKept, type KeptTextOptions } from '../kept/kept-text.ts';
import { say } from '../printed/terminal.ts';

interface ExportOptions extends HeadingOptions, KeptTextOptions {
  readonly out: string;
  readonly trustPlugin?: readonly string[];
}

/** The text of a kept comparison; null, and said why, where it is not to be had. */
async function textOf(kept: KeptReport, options: ExportOptions): Promise<Corpus | null> {
  try {
    return await textOfKept(kept, options);
  } catch (error) {
    const { message, next } = toErrorData(error);
    say(`Without networks and reproduction: ${message} ${next}`);
    return null;
  }
}

/** Writes everything there is of a comparison that is kept into one archive, whole or not at all. */
export async function exportArchive(name: string, options: ExportOptions): Promise<void> {
  const kept = await keptReport(name, options);
  const text = await textOf(kept, options);
  const report = buildReport(kept.input);
  const source: ExportSource = {
    report,
    begun: kept.about.begun,
    everyStep: kept.everyStep,
    text,
    network: (run) => (text === null ? null : kept.network(run, text)),
  };
  const { files, lacking } = await printedFiles(report);
  lacking.forEach(say);
  const all = archiveFiles(source, files, lacking);
  const out = resolve(options.out);
  await writePiecesDurably(out, zipPieces(all, report.generatedAt));
  say(`Written: ${out}, ${all.length} files. README.md in it says what each is, and what opens it.`);
}
