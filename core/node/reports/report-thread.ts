import { parentPort } from 'node:worker_threads';
import type { ExportProgress } from '../../contract/lab-data.ts';
import { fromErrorData } from '../../errors.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { htmlReport } from '../../reports/html/html.ts';
import { buildReport } from '../../reports/report.ts';
import type { ReportInput } from '../../reports/report-data.ts';
import { answerHost } from '../threads/asked-thread.ts';
import type { Printer } from './printing.ts';
import { writeReportInto } from './report-into.ts';
import type { PageToPrint, Printed, ReportAnswers } from './report-messages.ts';

/** Entry of a report thread: writes one report, so that no event loop waits for millions of numbers in words. */
if (!parentPort) throw new Error('report-thread is started by the lab as a worker thread.');

const runs: RunRecord[] = [];

function whole(input: Omit<ReportInput, 'runs'>, count: number): ReportInput {
  // Between two runs a thread may have died, and this one stands in its place.
  if (runs.length !== count) throw new Error(`${runs.length} of ${count} runs have arrived.`);
  return { ...input, runs };
}

/** Takes what the host has printed; one page is printed at a time. */
let printed: (answer: Printed) => void = () => undefined;
const printing = (form: keyof Printer) => async (markup: string) => {
  const answer = new Promise<Printed>((resolve) => (printed = resolve));
  tell('print', { form, markup } satisfies PageToPrint);
  const done = await answer;
  if ('bytes' in done) return done.bytes;
  throw fromErrorData(done);
};
const hostPrinter: Printer = { pdf: printing('pdf'), png: printing('png') };

const tell = answerHost(parentPort, {
  run: (run) => void runs.push(run),
  write: ({ input, runs: count, formats, place, prints }) =>
    writeReportInto(
      place,
      whole(input, count),
      formats,
      prints ? hostPrinter : null,
      (progress: ExportProgress) => tell('progress', progress),
    ),
  printed: (answer) => printed(answer),
  page: ({ input, runs: count }) => htmlReport(buildReport(whole(input, count))),
} satisfies ReportAnswers);
