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

/** A report that is being made by a thread. */
interface OpenReport {
  /** Files; else a page for the screen. */
  readonly writes: boolean;
  /** Ends the thread and what prints for it; whoever waits for the report hears `cancelled`. */
  end(): Promise<void>;
}

const cancelled = () => new LabError('cancelled', 'Writing the report was cancelled.');

/** Reports written by threads: one thread per report, which ends with it and gives its memory back. */
export class ReportWriter implements ReportPort {
  readonly #entry: URL;
  readonly #open = new Set<OpenReport>();
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
    await Promise.all([...this.#open].filter(({ writes }) => writes).map(({ end }) => end()));
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
    const given = new AbortController();
    const { signal } = given;
    const thread: AskedThread<ReportAnswers> = reportThread(this.#entry, {
      progress: told ?? (() => undefined),
      print: async ({ form, markup }: PageToPrint) => {
        const printed = await this.#printer![form](markup, signal).then((bytes) => ({ bytes }), toErrorData);
        // Nobody waits for it where the report was given up meanwhile.
        if (!signal.aborted) await thread.ask('printed', printed);
      },
    });
    const end = async () => {
      given.abort(cancelled());
      await thread.close();
    };
    const open: OpenReport = { writes: told !== undefined, end };
    this.#open.add(open);
    try {
      // An answer may still come while the thread is being ended: what was given up is not gone on with, nor done.
      for (const run of runs) {
        await thread.ask('run', copyOf(run));
        signal.throwIfAborted();
      }
      const answer = await question(thread, { input, runs: runs.length });
      signal.throwIfAborted();
      return answer;
    } finally {
      this.#open.delete(open);
      void thread.close();
    }
  }

  /** Ends the threads; reports that are being written are cancelled. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map(({ end }) => end()));
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
    cancelled,
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
