import type { ExportProgress } from '../../contract/lab-data.ts';
import { toErrorData } from '../../errors.ts';
import { oneFile, type ArchivedFile } from '../../exports/archived-file.ts';
import { pictureOf, pictureWidth } from '../../figures/drawing/svg.ts';
import { htmlReport } from '../../reports/html/html.ts';
import type { Report } from '../../reports/report-data.ts';
import { namedFigures } from '../../reports/report-figures.ts';
import { installedPrinter, noPrinter, type Printer } from './printing.ts';

/** What a printer makes of a report, and why it does not. */
interface PrintedFiles {
  readonly files: readonly ArchivedFile[];
  /** A sentence each. */
  readonly lacking: readonly string[];
}

/** After so many failures on end the printer is not asked again: each may be a long wait. */
const patience = 2;

/** The page on paper, and the figures in pixels: what the printer makes of them, and why the others are lacking. */
export async function printedFiles(
  report: Report,
  printer: Printer | null = installedPrinter(),
  told: (progress: ExportProgress) => void = () => undefined,
): Promise<PrintedFiles> {
  if (printer === null) return { files: [], lacking: [`report.pdf and figures/*.png: ${noPrinter}`] };
  const figures = namedFigures(report);
  const files: ArchivedFile[] = [];
  let at = 0;
  const lacking = new Map<string, string[]>();
  let [failed, why] = [0, ''];
  const print = async (
    path: string,
    [mediaType, what, opens]: readonly [string, string, string],
    made: () => Promise<Uint8Array>,
  ) => {
    told({ doing: 'print', file: path, at: ++at, of: 1 + figures.length });
    if (failed < patience)
      try {
        const bytes = await made();
        files.push(oneFile(path, mediaType, what, opens, () => bytes));
        failed = 0;
        return;
      } catch (error) {
        const { message, next } = toErrorData(error);
        [failed, why] = [failed + 1, `${message} ${next}`];
      }
    lacking.set(why, [...(lacking.get(why) ?? []), path]);
  };
  await print('report.pdf', ['application/pdf', 'The report on paper', 'every PDF reader'], () =>
    printer.pdf(htmlReport(report)),
  );
  for (const { name, figure } of figures) {
    const what = `${figure.title} (picture, ${2 * pictureWidth} px wide)`;
    await print(`figures/${name}.png`, ['image/png', what, 'everything'], () =>
      printer.png(pictureOf(figure)),
    );
  }
  return { files, lacking: Array.from(lacking, ([reason, paths]) => `${paths.join(', ')}: ${reason}`) };
}
