import type { LabApi } from '../contract/lab-api.ts';
import type { RunKey } from '../contract/run-book.ts';
import { LabError, byId } from '../errors.ts';
import type { Arm, Experiment } from '../experiments/experiment.ts';
import type { ProbedLayer, ProbeMoment } from '../probes/probe.ts';
import type { ProbeInput } from '../probes/run-probe.ts';
import type { ProbeWeights } from '../probes/weights-of.ts';
import type { Conducting } from './conducting.ts';
import type { LabBase } from './held.ts';
import type { LabTexts } from './lab-texts.ts';
import { requireTrustedLayers } from './training/plugin-runs.ts';
import type { RunAnswer } from './training/thread-messages.ts';

/** What hosts may do beyond the contract. */
export interface HostedWeights {
  /** Weights of a run that is in memory. */
  weights(run: RunKey): Promise<Extract<RunAnswer, { kind: 'weights' }>>;
}

/** The lab's looks at runs: it finds weights and text, the port does the arithmetic. Training goes on meanwhile. */
export function probing({ held, ports }: LabBase, texts: LabTexts, { ask }: Pick<Conducting, 'ask'>) {
  const port = ports.probes;

  /** Refuses layers that are plug-ins nobody has trusted. @throws LabError `untrusted-plugin` */
  const requireTrusted = (layers: readonly { readonly layer: string }[]): Promise<void> =>
    requireTrustedLayers(
      held.experiment,
      ports.plugins,
      layers.map(({ layer }) => layer),
    );

  /** The text, and what networks on it are like. */
  const onText = async ({ model, layers }: Experiment) => {
    const { indices, vocabulary, parts } = await texts.present();
    return {
      text: { indices, vocabulary, parts },
      shape: { vocabulary: vocabulary.length, hidden: model.hidden, biases: model.biases },
      own: layers,
    };
  };

  /** Weights of a moment, or all it takes to draw them. */
  const weightsAt = async (
    moment: ProbeMoment,
    { model }: Experiment,
    { layer, clamp }: Arm,
  ): Promise<ProbeWeights> => {
    const { armId, seed } = moment;
    if (moment.kind === 'fresh') return { kind: 'fresh', initial: model, layer, clamp, seed };
    return { ...(await ask({ armId, seed }, { kind: 'weights', step: moment.step })), kind: 'given' };
  };

  const input = async (
    moment: ProbeMoment,
    stretch: ProbeInput['stretch'],
    layers: readonly ProbedLayer[],
  ): Promise<Omit<ProbeInput, 'layers' | 'rows'>> => {
    const { experiment } = held;
    const { optimizer, clipping } = experiment;
    const arm = armOf(experiment, moment);
    // Fresh weights are drawn by the layer of their arm.
    await requireTrusted(moment.kind === 'fresh' ? [...layers, arm] : layers);
    return {
      moment,
      ...(await onText(experiment)),
      weights: await weightsAt(moment, experiment, arm),
      stretch,
      update: { optimizer, clipping },
    };
  };
  return {
    sample: async ({ armId, seed, ...question }) => {
      const { text } = await ask({ armId, seed }, { kind: 'sample', ...question });
      return { text };
    },
    weights: (run) => ask(run, { kind: 'weights', step: null }),
    keptSteps: async (run) => {
      armOf(held.experiment, run);
      try {
        const { steps } = await ask(run, { kind: 'kept-steps' });
        return { steps };
      } catch (error) {
        if (error instanceof LabError && error.code === 'wrong-state') return { steps: [] };
        throw error;
      }
    },
    probe: async ({ moment, stretch, layers, rows }) =>
      port.probe({ ...(await input(moment, stretch, layers)), layers, rows }),
    unitResponses: async (question) => {
      await requireTrusted(question.layers);
      return port.unitResponses({ ...question, own: held.experiment.layers });
    },
    checkGradient: async ({ moment, stretch, layer, fault }) =>
      port.check({ ...(await input(moment, stretch, [layer])), layer, fault }),
    derive: async ({ moment, stretch, layers, rows, place, changes }) =>
      port.derive({ ...(await input(moment, stretch, layers)), layers, rows, place, changes }),
    checkDerivation: async ({ moment, stretch, layers, place, changes }) =>
      port.checkDerivation({ ...(await input(moment, stretch, layers)), layers, rows: 1, place, changes }),
    duel: async (question) => {
      const { experiment } = held;
      const arms = question.arms.map((moment) => armOf(experiment, moment));
      await requireTrusted(arms);
      const { text: corpus, ...network } = await onText(experiment);
      const weights = await Promise.all(
        question.arms.map((moment, i) => weightsAt(moment, experiment, arms[i])),
      );
      const contestants = arms.map(({ layer, clamp }, i) => ({ layer, clamp, weights: weights[i] }));
      return port.duel({ ...question, ...network, corpus, contestants });
    },
  } satisfies Partial<LabApi & HostedWeights>;
}

/** @throws LabError `unknown-name` */
export const armOf = ({ arms }: Experiment, { armId }: { readonly armId: string }): Arm =>
  byId('arm', arms, armId);
