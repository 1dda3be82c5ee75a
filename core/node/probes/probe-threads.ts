import { Worker } from 'node:worker_threads';
import { LabError } from '../../errors.ts';
import { setUpEngine } from '../engine/set-up.ts';
import { pluginsAmong } from '../../lab/training/plugin-runs.ts';
import type { ProbePort } from '../../lab/ports.ts';
import type { PluginDefinition } from '../../outputs/layer-definition.ts';
import type { ProbeInput } from '../../probes/run-probe.ts';
import type { PluginQuestions } from '../plugins/plugin-question.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { ProbeAnswers, ProbeKind, ProbeWork } from './probe-messages.ts';

const probeThread = (entry: URL) =>
  new AskedThread<ProbeAnswers>(
    () => new Worker(entry, { name: 'loss-lab probe', workerData: setUpEngine().use }),
    (why) =>
      new LabError(
        'internal',
        `The thread that probes gradients ended: ${why}.`,
        'Try again, or with fewer layers.',
      ),
    () => new LabError('cancelled', 'The probe was cancelled.'),
  );

/**
 * Probes made by threads, one for each kind of question: a z that is dragged must not wait for a gradient check. A
 * question that a plug-in takes part in has a thread to itself.
 */
export class ProbeThreads implements ProbePort {
  readonly #threads: Readonly<Record<ProbeKind, AskedThread<ProbeAnswers>>>;
  readonly #plugins: PluginQuestions;

  /**
   * @param entry the built probe-thread
   * @param plugins who asks about plug-ins; closed with these threads
   */
  constructor(entry: URL, plugins: PluginQuestions) {
    this.#plugins = plugins;
    this.#threads = {
      probe: probeThread(entry),
      unitResponses: probeThread(entry),
      check: probeThread(entry),
      derive: probeThread(entry),
      checkDerivation: probeThread(entry),
      lookAtFormula: probeThread(entry),
      firstGradients: probeThread(entry),
      duel: probeThread(entry),
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

  derive(question: ProbeWork['derive']['question']): Promise<ProbeWork['derive']['answer']> {
    return this.#ask('derive', question, pluginsAmong(question.own, idsOf(question)));
  }

  checkDerivation(
    question: ProbeWork['checkDerivation']['question'],
  ): Promise<ProbeWork['checkDerivation']['answer']> {
    return this.#ask('checkDerivation', question, pluginsAmong(question.own, idsOf(question)));
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
