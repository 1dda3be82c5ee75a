import type { LabApi } from '../contract/lab-api.ts';
import type { ProbePort } from './ports.ts';
import { armOf, weightsAt, type ProbedLab } from './probing.ts';

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
