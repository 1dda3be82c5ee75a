import { parentPort } from 'node:worker_threads';
import { toErrorData } from '../errors.ts';
import type { RunRecord } from '../experiments/run.ts';
import { htmlReport } from '../reports/html/html.ts';
import { buildReport } from '../reports/report.ts';
import { writeReportInto } from './report-into.ts';
import type { FromReportThread, ToReportThread } from './report-messages.ts';

/** Entry of a report thread: writes one report, so that no event loop waits for millions of numbers in words. */
if (!parentPort) throw new Error('report-thread is started by the lab as a worker thread.');
const port = parentPort;
const post = (message: FromReportThread) => port.postMessage(message);

const runs: RunRecord[] = [];

port.on('message', (message: ToReportThread) => {
  if (message.kind === 'run') {
    runs.push(message.run);
    return;
  }
  void answer(message).catch((error: unknown) => post({ kind: 'error', error: toErrorData(error) }));
});

async function answer(asked: Exclude<ToReportThread, { kind: 'run' }>): Promise<void> {
  const input = { ...asked.input, runs };
  if (asked.kind === 'page') return post({ kind: 'page', html: htmlReport(buildReport(input)) });
  await writeReportInto(asked.place, input, asked.formats);
  post({ kind: 'written' });
}
