import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ReportFormat } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import { eachGradientList, trainingSeries, type RunRecord } from '../experiments/run.ts';
import type { ReportPlace, ReportPort } from '../lab/ports.ts';
import type { ReportInput } from '../reports/report-data.ts';
import { threadLimits } from './thread-limits.ts';
import type { FromReportThread, ToReportThread } from './report-messages.ts';

type Answer = Exclude<FromReportThread, { kind: 'error' }>;

/** Reports written by threads: one thread per report, which ends with it and gives its memory back. */
export class ReportWriter implements ReportPort {
  readonly #entry: URL;
  readonly #threads = new Set<Worker>();

  /** @param entry the built report-thread */
  constructor(entry: URL) {
    this.#entry = entry;
  }

  /**
   * The files of a report, into a folder. The event loop turns between two runs while they are copied.
   * @throws LabError what writing a report throws; `cancelled` by `close`; `internal` when the thread dies
   */
  async writeInto(place: ReportPlace, input: ReportInput, formats: readonly ReportFormat[]): Promise<void> {
    await this.#ask(input, (rest) => ({ kind: 'write', input: rest, formats, place }));
  }

  /** The report as a page. @throws LabError as `writeInto` does */
  async page(input: ReportInput): Promise<string> {
    const answer = await this.#ask(input, (rest) => ({ kind: 'page', input: rest }));
    return answer.kind === 'page' ? answer.html : '';
  }

  async #ask(
    { runs, ...rest }: ReportInput,
    question: (input: Omit<ReportInput, 'runs'>) => ToReportThread,
  ): Promise<Answer> {
    const worker = new Worker(this.#entry, { name: 'loss-lab report', resourceLimits: threadLimits });
    this.#threads.add(worker);
    const answer = this.#answer(worker);
    // Handled below; the thread may die while runs are still being sent.
    answer.catch(() => undefined);
    try {
      for (const run of runs) {
        sendRun(worker, run);
        await setImmediate();
      }
      post(worker, question(rest));
      return await answer;
    } finally {
      this.#threads.delete(worker);
      void worker.terminate();
    }
  }

  #answer(worker: Worker): Promise<Answer> {
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromReportThread) => {
        if (message.kind !== 'error') return resolve(message);
        const { code, message: sentence, next } = message.error;
        reject(new LabError(code, sentence, next));
      });
      const died = (why: string) => reject(new LabError('internal', ...threadEnded(why)));
      worker.on('error', (error) => died(error.message));
      worker.on('exit', (code) =>
        this.#threads.has(worker)
          ? died(`status ${code}`)
          : reject(new LabError('cancelled', 'Writing the report was cancelled.')),
      );
    });
  }

  /** Ends the threads; reports that are being written are cancelled. */
  async close(): Promise<void> {
    const threads = [...this.#threads];
    this.#threads.clear();
    await Promise.all(threads.map((worker) => worker.terminate()));
  }
}

const threadEnded = (why: string): [string, string] => [
  `The thread that writes reports ended: ${why}.`,
  'Try again, with fewer formats at once.',
];

function post(worker: Worker, message: ToReportThread, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer);
}

/** Copies the values of a run and hands the copies over: the lab's own arrays have room to grow, and go on growing. */
function sendRun(worker: Worker, run: RunRecord): void {
  const buffers: ArrayBuffer[] = [];
  const copied = <A extends Float64Array | Uint8Array>(list: A): A => {
    const copy = list.slice();
    buffers.push(copy.buffer);
    return copy as A;
  };
  const { loss, gradientNorm, clipped, seconds, thinned } = run.series;
  const series = {
    loss: copied(loss),
    gradientNorm: copied(gradientNorm),
    clipped: copied(clipped),
    seconds: copied(seconds),
    ...(thinned && { thinned }),
  };
  const gradients = eachGradientList(run.gradients, copied);
  const training = trainingSeries((name) => copied(run.training[name]));
  post(worker, { kind: 'run', run: { ...run, series, gradients, training } }, buffers);
}
