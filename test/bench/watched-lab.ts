import { availableParallelism } from 'node:os';
import { RunBook } from '../../core/contract/run-book.ts';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { defaultExperiment, newArms } from '../../core/experiments/default-experiment.ts';
import type { EvaluationPlan, Experiment } from '../../core/experiments/experiment.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import type { TrainingText } from '../../core/lab/training/thread-messages.ts';
import { stream } from '../../core/network/random.ts';
import { createNodeLab, type StreamedFiles } from '../../core/node/node-lab.ts';
import type { Setting } from './settings.ts';
import { skewedIndices } from './skewed-indices.ts';

/** More than are trained while it is measured. */
const steps = 50_000_000;

/** A lab on the built threads, as a host makes it. */
export const benchLab = (built: URL): HostedLab & StreamedFiles =>
  createNodeLab({
    built,
    version: '0.0.0',
    runtime: `Node ${process.versions.node}`,
  });

/** A lab with an experiment of a setting: as many runs as cores, so that each has one thread and no run has two. */
export async function labOf(
  setting: Setting,
  evaluation: EvaluationPlan,
  built: URL,
): Promise<HostedLab & StreamedFiles> {
  const lab = benchLab(built);
  const bytes = textOf(setting);
  const { uploadId } = await lab.beginText({ name: 'bench.txt', bytes: bytes.length, source: 'upload' });
  await lab.appendText({ uploadId, bytes });
  await lab.finishText({ uploadId, options: defaultCorpusOptions });
  const { experiment } = await lab.snapshot({});
  const { hidden, length, batch } = setting;
  const cores = availableParallelism();
  // Two arms where every core gets a run by it, else one.
  const layers =
    cores % 2 === 0 ? ['softmax-cross-entropy', 'sigmoid-cross-entropy'] : ['softmax-cross-entropy'];
  const usual = defaultExperiment();
  await lab.setExperiment({
    experiment: {
      ...experiment,
      model: { ...usual.model, hidden, length, batch },
      arms: newArms(layers, 0.05),
      seeds: Array.from({ length: cores / layers.length }, (_, i) => i + 1),
      steps,
      evaluation,
    },
  });
  return lab;
}

/** A text with all characters of a vocabulary, as frequent and as rare as in a real one. */
export function textOf({ vocabulary }: Setting): Uint8Array {
  const indices = skewedIndices(200_000, vocabulary, stream(4, 'order'));
  for (let i = 0; i < vocabulary; i++) indices[i] = i;
  return new TextEncoder().encode(
    Array.from(indices, (index) => String.fromCodePoint(0x30 + index)).join(''),
  );
}

/** What trains in a lab: for the same runs without it. */
export async function contentOf(
  lab: HostedLab,
): Promise<{ experiment: Experiment; text: TrainingText; runs: RunBook['keys'] }> {
  const { experiment } = await lab.snapshot({});
  const corpus = lab.corpus();
  if (!corpus) throw new Error('The lab has no text.');
  const { indices, vocabulary, parts } = corpus;
  return {
    experiment,
    text: { indices, vocabulary, parts },
    runs: new RunBook(experiment).keys,
  };
}
