import type { LabApi } from '../contract/lab-api.ts';
import type { RunKey } from '../contract/run-book.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError, byId } from '../errors.ts';
import type { Arm, Experiment } from '../experiments/experiment.ts';
import type { ProbedLayer, ProbeMoment } from '../probes/probe.ts';
import type { ProbeInput } from '../probes/run-probe.ts';
import type { ProbeWeights } from '../probes/weights-of.ts';
import type { ProbePort } from './ports.ts';
import type { RunAnswer, RunQuestion } from './training/thread-messages.ts';

/** What probes need to know of the lab. */
export interface ProbedLab {
  experiment(): Experiment;
  /** @throws LabError `no-corpus` */
  text(): Promise<Corpus>;
  ask(run: RunKey, question: RunQuestion): Promise<RunAnswer>;
  /** Refuses layers that are plug-ins nobody has trusted. @throws LabError `untrusted-plugin` */
  requireTrusted(layers: readonly string[]): Promise<void>;
}

/** The lab's answers to probes: it finds weights and text, the port does the arithmetic. Training goes on meanwhile. */
export function probing(lab: ProbedLab, port: ProbePort) {
  const input = async (
    moment: ProbeMoment,
    stretch: ProbeInput['stretch'],
    layers: readonly ProbedLayer[],
  ): Promise<Omit<ProbeInput, 'layers' | 'rows'>> => {
    const experiment = lab.experiment();
    const { model, optimizer, clipping } = experiment;
    const arm = armOf(experiment, moment);
    // Fresh weights are drawn by the layer of their arm.
    await lab.requireTrusted([...ids(layers), ...(moment.kind === 'fresh' ? [arm.layer] : [])]);
    const { indices, vocabulary, parts } = await lab.text();
    return {
      moment,
      weights: await weightsAt(lab, moment, experiment, arm),
      shape: { vocabulary: vocabulary.length, hidden: model.hidden, biases: model.biases },
      text: { indices, vocabulary, parts },
      stretch,
      update: { optimizer, clipping },
      own: experiment.layers,
    };
  };
  return {
    keptSteps: async (run) => {
      armOf(lab.experiment(), run);
      try {
        const answer = await lab.ask(run, { kind: 'kept-steps' });
        return { steps: answer.kind === 'kept-steps' ? answer.steps : [] };
      } catch (error) {
        if (error instanceof LabError && error.code === 'wrong-state') return { steps: [] };
        throw error;
      }
    },
    probe: async ({ moment, stretch, layers, rows }) =>
      port.probe({ ...(await input(moment, stretch, layers)), layers, rows }),
    unitResponses: async (question) => {
      await lab.requireTrusted(ids(question.layers));
      return port.unitResponses({ ...question, own: lab.experiment().layers });
    },
    checkGradient: async ({ moment, stretch, layer, fault }) =>
      port.check({ ...(await input(moment, stretch, [layer])), layer, fault }),
    derive: async ({ moment, stretch, layers, rows, place, changes }) =>
      port.derive({ ...(await input(moment, stretch, layers)), layers, rows, place, changes }),
    checkDerivation: async ({ moment, stretch, layers, place, changes }) =>
      port.checkDerivation({ ...(await input(moment, stretch, layers)), layers, rows: 1, place, changes }),
  } satisfies Partial<LabApi>;
}

const ids = (layers: readonly ProbedLayer[]): string[] => layers.map(({ layer }) => layer);

/** @throws LabError `unknown-name` */
export const armOf = ({ arms }: Experiment, { armId }: { readonly armId: string }): Arm =>
  byId('arm', arms, armId);

/** Weights of a moment, or all it takes to draw them. */
async function weightsAt(
  lab: ProbedLab,
  moment: ProbeMoment,
  { model }: Experiment,
  { layer, clamp }: Arm,
): Promise<ProbeWeights> {
  const { armId, seed } = moment;
  if (moment.kind === 'fresh') return { kind: 'fresh', initial: model, layer, clamp, seed };
  const answer = await lab.ask({ armId, seed }, { kind: 'weights', step: moment.step });
  if (answer.kind !== 'weights') throw new LabError('internal', 'A thread answered another question.');
  return { ...answer, kind: 'given' };
}

/** The lab's answer to a duel: it finds weights and text, a thread does the arithmetic. Training goes on meanwhile. */
export function duelling(lab: ProbedLab, port: Pick<ProbePort, 'duel'>): LabApi['duel'] {
  return async (question) => {
    const experiment = lab.experiment();
    const { model } = experiment;
    const arms = question.arms.map((moment) => armOf(experiment, moment));
    await lab.requireTrusted(arms.map(({ layer }) => layer));
    const { indices, vocabulary, parts } = await lab.text();
    const weights = await Promise.all(
      question.arms.map((moment, i) => weightsAt(lab, moment, experiment, arms[i])),
    );
    return port.duel({
      ...question,
      shape: { vocabulary: vocabulary.length, hidden: model.hidden, biases: model.biases },
      corpus: { indices, vocabulary, parts },
      own: experiment.layers,
      contestants: arms.map(({ layer, clamp }, i) => ({ layer, clamp, weights: weights[i] })),
    });
  };
}
