import { Worker } from 'node:worker_threads';
import { LabError } from '../../errors.ts';
import { setUpEngine } from '../engine/set-up.ts';
import { pluginsAmong } from '../../lab/training/plugin-runs.ts';
import type { ProbePort } from '../../lab/ports.ts';
import type { PluginDefinition } from '../../outputs/layer-definition.ts';
import type { ProbeInput } from '../../probes/run-probe.ts';
import type { PluginQuestions } from '../plugins/plugin-question.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { Answer, PluginAnswers, ProbeKind, Question } from './probe-messages.ts';

const probeThread = (entry: URL) =>
  new AskedThread<PluginAnswers>(
    () => new Worker(entry, { name: 'loss-lab probe', workerData: setUpEngine().use }),
    (why) =>
      new LabError(
        'internal',
        `The thread that probes gradients ended: ${why}.`,
        'Try again, or with fewer layers.',
      ),
    () => new LabError('cancelled', 'The probe was cancelled.'),
  );

type Plugins = readonly PluginDefinition[];

const among = (own: ProbeInput['own'], layers: readonly { readonly layer: string }[]): Plugins =>
  pluginsAmong(
    own,
    layers.map(({ layer }) => layer),
  );

/** Of a probe: those of the layers that are looked at, and of the one that draws fresh weights. */
const ofProbe = ({ own, layers, weights }: Pick<ProbeInput, 'own' | 'layers' | 'weights'>): Plugins =>
  among(own, weights.kind === 'fresh' ? [...layers, weights] : layers);

/** The plug-ins that take part in a question. */
const pluginsOf: { readonly [Kind in ProbeKind]: (question: Question<Kind>) => Plugins } = {
  probe: ofProbe,
  unitResponses: ({ own, layers }) => among(own, layers),
  check: ({ layer, ...probe }) => ofProbe({ ...probe, layers: [layer] }),
  derive: ofProbe,
  checkDerivation: ofProbe,
  lookAtFormula: () => [],
  firstGradients: ({ experiment: { arms, layers } }) => among(layers, arms),
  duel: ({ own, contestants }) => among(own, contestants),
};

/** Probes made by threads; `close` ends them, and whatever they are at is cancelled. */
export type ProbeThreads = ProbePort & { close(): Promise<void> };

/**
 * Probes made by threads, one for each kind of question: a z that is dragged must not wait for a gradient check. A
 * question that a plug-in takes part in has a thread to itself.
 * @param entry the built probe-thread
 * @param plugins who asks about plug-ins; closed with these threads
 */
export function probeThreads(entry: URL, plugins: PluginQuestions): ProbeThreads {
  const threads: AskedThread<PluginAnswers>[] = [];
  const asking = <Kind extends ProbeKind>(kind: Kind) => {
    const thread = probeThread(entry);
    threads.push(thread);
    return (question: Question<Kind>): Promise<Answer<Kind>> => {
      const involved = pluginsOf[kind](question);
      return involved.length > 0 ? plugins.ask(kind, question, involved) : thread.ask(kind, question);
    };
  };
  return {
    probe: asking('probe'),
    unitResponses: asking('unitResponses'),
    check: asking('check'),
    derive: asking('derive'),
    checkDerivation: asking('checkDerivation'),
    lookAtFormula: asking('lookAtFormula'),
    firstGradients: asking('firstGradients'),
    duel: asking('duel'),
    close: async () => {
      await plugins.close();
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
