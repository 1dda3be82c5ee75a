import { parentPort } from 'node:worker_threads';
import type { RunRecord } from '../experiments/run.ts';
import { htmlReport } from '../reports/html/html.ts';
import { buildReport } from '../reports/report.ts';
import type { ReportInput } from '../reports/report-data.ts';
import { answerHost } from './asked-thread.ts';
import { writeReportInto } from './report-into.ts';
import type { ReportAnswers } from './report-messages.ts';

/** Entry of a report thread: writes one report, so that no event loop waits for millions of numbers in words. */
if (!parentPort) throw new Error('report-thread is started by the lab as a worker thread.');

const runs: RunRecord[] = [];

function whole(input: Omit<ReportInput, 'runs'>, count: number): ReportInput {
  // Between two runs a thread may have died, and this one stands in its place.
  if (runs.length !== count) throw new Error(`${runs.length} of ${count} runs have arrived.`);
  return { ...input, runs };
}

answerHost(parentPort, {
  run: (run) => void runs.push(run),
  write: ({ input, runs: count, formats, place }) => writeReportInto(place, whole(input, count), formats),
  page: ({ input, runs: count }) => htmlReport(buildReport(whole(input, count))),
} satisfies ReportAnswers);
