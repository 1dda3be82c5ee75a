import { Worker } from 'node:worker_threads';
import { LabError } from '../errors.ts';
import { setUpEngine } from './engine/set-up.ts';
import { pluginsAmong } from '../lab/training/plugin-runs.ts';
import type { ProbePort } from '../lab/ports.ts';
import type { PluginDefinition } from '../outputs/layer-definition.ts';
import type { ProbeInput } from '../probes/run-probe.ts';
import type { PluginQuestions } from './plugins/plugin-question.ts';
import type { FromProbeThread, ProbeKind, ProbeWork, ToProbeThread } from './probe-messages.ts';

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: LabError) => void;
}

/** One thread, with the questions it has not answered yet. It starts at the first, and anew should it ever die. */
class ProbeThread {
  readonly #entry: URL;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number | string, Waiting>();
  #next = 1;

  constructor(entry: URL) {
    this.#entry = entry;
  }

  ask(kind: ProbeKind, question: ToProbeThread['question']): Promise<never> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ id, kind, question } satisfies ToProbeThread);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'loss-lab probe', workerData: setUpEngine().use });
    worker.on('message', (message: FromProbeThread) => this.#receive(message));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', (code) => this.#lost(worker, `status ${code}`));
    return worker;
  }

  #receive(message: FromProbeThread): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    // An idle thread must not keep a command from ending.
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ('answer' in message) return waiting?.resolve(message.answer as never);
    const { code, message: sentence, next } = message.error;
    waiting?.reject(new LabError(code, sentence, next));
  }

  #lost(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    this.#rejectAll(
      new LabError(
        'internal',
        `The thread that probes gradients ended: ${why}.`,
        'Try again, or with fewer layers.',
      ),
    );
  }

  #rejectAll(error: LabError): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new LabError('cancelled', 'The probe was cancelled.'));
    await worker?.terminate();
  }
}

/**
 * Probes made by threads, one for each kind of question: a z that is dragged must not wait for a gradient check. A
 * question that a plug-in takes part in has a thread to itself.
 */
export class ProbeThreads implements ProbePort {
  readonly #threads: Readonly<Record<ProbeKind, ProbeThread>>;
  readonly #plugins: PluginQuestions;

  /**
   * @param entry the built probe-thread
   * @param plugins who asks about plug-ins; closed with these threads
   */
  constructor(entry: URL, plugins: PluginQuestions) {
    this.#plugins = plugins;
    this.#threads = {
      probe: new ProbeThread(entry),
      unitResponses: new ProbeThread(entry),
      check: new ProbeThread(entry),
      lookAtFormula: new ProbeThread(entry),
      firstGradients: new ProbeThread(entry),
      duel: new ProbeThread(entry),
    };
  }

  probe(question: ProbeWork['probe']['question']): Promise<ProbeWork['probe']['answer']> {
    return this.#ask('probe', question, pluginsAmong(question.own, idsOf(question)));
  }

  unitResponses(
    question: ProbeWork['unitResponses']['question'],
  ): Promise<ProbeWork['unitResponses']['answer']> {
    return this.#ask('unitResponses', question, pluginsAmong(question.own, ids(question.layers)));
  }

  check(question: ProbeWork['check']['question']): Promise<ProbeWork['check']['answer']> {
    return this.#ask(
      'check',
      question,
      pluginsAmong(question.own, idsOf({ ...question, layers: [question.layer] })),
    );
  }

  lookAtFormula(
    question: ProbeWork['lookAtFormula']['question'],
  ): Promise<ProbeWork['lookAtFormula']['answer']> {
    return this.#threads.lookAtFormula.ask('lookAtFormula', question);
  }

  firstGradients(
    question: ProbeWork['firstGradients']['question'],
  ): Promise<ProbeWork['firstGradients']['answer']> {
    const { arms, layers } = question.experiment;
    return this.#ask('firstGradients', question, pluginsAmong(layers, ids(arms)));
  }

  #ask<Kind extends ProbeKind>(
    kind: Kind,
    question: ProbeWork[Kind]['question'],
    plugins: readonly PluginDefinition[],
  ): Promise<ProbeWork[Kind]['answer']> {
    if (plugins.length > 0) return this.#plugins.ask(kind, question, plugins);
    return this.#threads[kind].ask(kind, question);
  }

  duel(question: ProbeWork['duel']['question']): Promise<ProbeWork['duel']['answer']> {
    return this.#ask('duel', question, pluginsAmong(question.own, ids(question.contestants)));
  }

  /** Ends the threads; whatever they are at is cancelled. */
  async close(): Promise<void> {
    await this.#plugins.close();
    await Promise.all(Object.values(this.#threads).map((thread) => thread.close()));
  }
}

const ids = (layers: readonly { readonly layer: string }[]): string[] => layers.map(({ layer }) => layer);

/** Layers that take part in a probe: those that are looked at, and the one that draws fresh weights. */
const idsOf = ({ layers, weights }: Pick<ProbeInput, 'layers' | 'weights'>): string[] => [
  ...ids(layers),
  ...(weights.kind === 'fresh' ? [weights.layer] : []),
];
