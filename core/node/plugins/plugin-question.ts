import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { fromErrorData, LabError } from '../../errors.ts';
import type { PluginSource } from '../../contract/plugin-data.ts';
import { requireTrusted } from '../../lab/training/plugin-runs.ts';
import type { PluginPort } from '../../lab/ports.ts';
import { foreignText } from '../../plugins/plugin-error.ts';
import { pulseBytes, PulseWatch } from '../../plugins/pulse.ts';
import type {
  Answer,
  FromPluginThread,
  PluginKind,
  Question,
  ToPluginThread,
} from '../probes/probe-messages.ts';
import { onPluginFailure, pluginWorker } from './plugin-worker.ts';

/** Milliseconds that a plug-in may have a thread without a break. */
export const pluginLimit = 10_000;

/** Looks at the pulses in the time a plug-in may take. */
const looks = 20;

/**
 * Questions about plug-ins, answered by threads: one thread for each question, which ends with it. So an answer depends
 * on the question alone, and a plug-in that does not return takes no other question along. The answer is known by an id
 * that cannot be guessed, which birpc's can: a plug-in must not answer in the place of the lab.
 */
export class PluginQuestions {
  readonly #entry: URL;
  readonly #limit: number;
  readonly #trust: Pick<PluginPort, 'trusted' | 'howToTrust'>;
  readonly #open = new Map<Worker, (error: LabError) => void>();

  /**
   * @param entry the built probe-thread
   * @param trust asked before anything of a plug-in is run
   * @param limit milliseconds that a plug-in may have its thread without a break
   */
  constructor(entry: URL, trust: Pick<PluginPort, 'trusted' | 'howToTrust'>, limit = pluginLimit) {
    this.#entry = entry;
    this.#trust = trust;
    this.#limit = limit;
  }

  /**
   * Loads plug-ins in a thread and asks it.
   * @throws LabError `untrusted-plugin`; what the question throws; `bad-plugin` when a plug-in fails or does not return; `cancelled` by `close`
   */
  async ask<Kind extends PluginKind>(
    kind: Kind,
    question: Question<Kind>,
    plugins: readonly PluginSource[],
  ): Promise<Answer<Kind>> {
    await requireTrusted(plugins, this.#trust);
    const pulses = new Int32Array(new SharedArrayBuffer(pulseBytes * plugins.length));
    const id = randomUUID();
    const worker = pluginWorker(this.#entry, 'loss-lab plug-in');
    return new Promise<Answer<Kind>>((resolve, reject) => {
      const bad = (sentence: string) =>
        reject(new LabError('bad-plugin', sentence, 'Mend the plug-in file and add it again.'));
      this.#open.set(worker, reject);
      const stop = this.#watch(plugins, pulses, bad);
      worker.on('message', (message: FromPluginThread | null) => {
        // A plug-in that reaches the port does not know the id: it came and goes past it.
        if (message?.id !== id)
          return bad(`${foreignText(plugins[0].file, 120)} sent the lab a message of its own.`);
        if ('answer' in message) return resolve(message.answer as Answer<Kind>);
        reject(fromErrorData(message.error));
      });
      onPluginFailure(worker, plugins[0], bad);
      worker.on('exit', stop);
      worker.postMessage({ id, kind, question, plugins, pulses } satisfies ToPluginThread);
    }).finally(() => {
      this.#open.delete(worker);
      void worker.terminate();
    });
  }

  /** Calls back when a plug-in has had its thread for too long. */
  #watch(plugins: readonly PluginSource[], pulses: Int32Array, late: (sentence: string) => void): () => void {
    const watches = plugins.map(({ file }, i) => {
      const watch = new PulseWatch(pulses.subarray(2 * i, 2 * i + 2), (2 * this.#limit) / looks);
      watch.expect(performance.now());
      return { file, watch };
    });
    const timer = setInterval(() => {
      for (const { file, watch } of watches)
        if (watch.held(performance.now()) >= this.#limit)
          late(
            `${foreignText(file, 120)}: ${watch.place} did not return within ${this.#limit / 1000} s; its thread was ended.`,
          );
    }, this.#limit / looks);
    return () => clearInterval(timer);
  }

  /** Ends the threads; questions that are open are cancelled. */
  async close(): Promise<void> {
    const open = [...this.#open];
    for (const [, reject] of open) reject(new LabError('cancelled', 'The question was cancelled.'));
    await Promise.all(open.map(([worker]) => worker.terminate()));
  }
}
