import { Worker } from 'node:worker_threads';
import type { ExportProgress, ReportFormat } from '../../contract/lab-data.ts';
import { LabError, toErrorData } from '../../errors.ts';
import { eachGradientList, trainingSeries, type RunRecord } from '../../experiments/run.ts';
import type { ReportPlace, ReportPort } from '../../lab/ports.ts';
import type { ReportInput } from '../../reports/report-data.ts';
import { installedPrinter, type Printer } from './printing.ts';
import { threadLimits } from '../threads/thread-limits.ts';
import { AskedThread, type Answers } from '../threads/asked-thread.ts';
import type { PageToPrint, ReportAnswers } from './report-messages.ts';

/** Reports written by threads: one thread per report, which ends with it and gives its memory back. */
export class ReportWriter implements ReportPort {
  readonly #entry: URL;
  readonly #threads = new Set<AskedThread<ReportAnswers>>();
  /** Those of them that write files. */
  readonly #writing = new Set<AskedThread<ReportAnswers>>();
  #printer: Printer | null;

  /**
   * @param entry the built report-thread
   * @param printer of the host; without it a browser of this machine prints. It is never the thread that does: one that is
   * ended would leave what it has started
   */
  constructor(entry: URL, printer: Printer | null = null) {
    this.#entry = entry;
    this.#printer = printer;
  }

  /**
   * The files of a report, into a folder. The event loop turns between two runs while they are copied.
   * @throws LabError what writing a report throws; `cancelled` by `cancel` and `close`; `internal` when the thread dies
   */
  writeInto(
    place: ReportPlace,
    input: ReportInput,
    formats: readonly ReportFormat[],
    told: (progress: ExportProgress) => void = () => undefined,
  ): Promise<void> {
    this.#printer ??= installedPrinter();
    const prints = this.#printer !== null;
    return this.#ask(input, (thread, rest) => thread.ask('write', { ...rest, formats, place, prints }), told);
  }

  async cancel(): Promise<void> {
    await Promise.all([...this.#writing].map((thread) => thread.close()));
  }

  /** The report as a page. @throws LabError as `writeInto` does */
  page(input: ReportInput): Promise<string> {
    return this.#ask(input, (thread, rest) => thread.ask('page', rest));
  }

  async #ask<T>(
    { runs, ...input }: ReportInput,
    question: (thread: AskedThread<ReportAnswers>, rest: Parameters<ReportAnswers['page']>[0]) => Promise<T>,
    told?: (progress: ExportProgress) => void,
  ): Promise<T> {
    const thread: AskedThread<ReportAnswers> = reportThread(this.#entry, {
      progress: told ?? (() => undefined),
      print: async ({ form, markup }: PageToPrint) => {
        const printed = await this.#printer![form](markup).then((bytes) => ({ bytes }), toErrorData);
        // Nobody waits for it where the report was given up meanwhile.
        if (this.#threads.has(thread)) await thread.ask('printed', printed);
      },
    });
    this.#threads.add(thread);
    if (told) this.#writing.add(thread);
    try {
      for (const run of runs) await thread.ask('run', copyOf(run));
      return await question(thread, { input, runs: runs.length });
    } finally {
      this.#threads.delete(thread);
      this.#writing.delete(thread);
      void thread.close();
    }
  }

  /** Ends the threads; reports that are being written are cancelled. */
  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }
}

const reportThread = (entry: URL, told: Answers) =>
  new AskedThread<ReportAnswers>(
    () => new Worker(entry, { name: 'loss-lab report', resourceLimits: threadLimits }),
    (why) =>
      new LabError(
        'internal',
        `The thread that writes reports ended: ${why}.`,
        'Try again, with fewer formats at once.',
      ),
    () => new LabError('cancelled', 'Writing the report was cancelled.'),
    told,
  );

/** A run with the values alone: the lab's own arrays have room to grow, which would be handed over with them. */
function copyOf(run: RunRecord): RunRecord {
  const copied = <A extends Float64Array | Uint8Array>(list: A): A => list.slice() as A;
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
  return { ...run, series, gradients, training };
}
