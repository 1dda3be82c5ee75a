import { toErrorData } from '../errors.ts';
import { oneFile, type ArchivedFile } from '../exports/archived-file.ts';
import { pictureOf, pictureWidth } from '../figures/svg.ts';
import { htmlReport } from '../reports/html/html.ts';
import type { Report } from '../reports/report-data.ts';
import { namedFigures } from '../reports/report-figures.ts';
import { installedPrinter, noPrinter, type Printer } from './printing.ts';

/** What a printer makes of a report, and why it does not. */
interface PrintedFiles {
  readonly files: readonly ArchivedFile[];
  /** A sentence each. */
  readonly lacking: readonly string[];
}

/** The page on paper, and the figures in pixels; without a printer nothing but the reason. */
export async function printedFiles(
  report: Report,
  printer: Printer | null = installedPrinter(),
): Promise<PrintedFiles> {
  const without = (why: string) => ({ files: [], lacking: [`report.pdf and figures/*.png: ${why}`] });
  if (printer === null) return without(noPrinter);
  try {
    const pdf = await printer.pdf(htmlReport(report));
    const files = [
      oneFile('report.pdf', 'application/pdf', 'The report on paper', 'every PDF reader', () => pdf),
    ];
    for (const { name, figure } of namedFigures(report)) {
      const what = `${figure.title} (picture, ${2 * pictureWidth} px wide)`;
      const png = await printer.png(pictureOf(figure));
      files.push(oneFile(`figures/${name}.png`, 'image/png', what, 'everything', () => png));
    }
    return { files, lacking: [] };
  } catch (error) {
    const { message, next } = toErrorData(error);
    return without(`${message} ${next}`);
  }
}
