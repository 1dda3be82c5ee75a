import { generateCorpus } from '../../../core/corpora/generate.ts';
import type { Corpus } from '../../../core/corpora/corpus.ts';
import type { Arm, Experiment } from '../../../core/experiments/experiment.ts';
import type { Evaluation } from '../../../core/experiments/run.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import type { ReadingWeights } from '../../../core/lab/training/weight-history.ts';
import { engine } from '../../../core/network/engines.ts';
import type { LayerGradients, Probe, ProbedLayer } from '../../../core/probes/probe.ts';
import { runProbe } from '../../../core/probes/run-probe.ts';
import { tools } from '../corpora/reading.ts';

/** The built-in text of an experiment. */
export function textOf({ corpus }: Experiment): Promise<Corpus> {
  if (corpus.kind !== 'builtin') throw new Error('It names no built-in text.');
  const how = { tools, memoryLimit: 1e9, progress: () => undefined, checkpoint: () => undefined };
  return generateCorpus(corpus.id, corpus.seed, corpus.characters, how, corpus.split);
}

/** What one run did. */
export interface RunFigures {
  readonly evaluations: readonly Evaluation[];
  /** Share of steps in which clipping changed the gradient. */
  readonly clippedShare: number;
  /** Gradient norm of each step, before clipping. */
  readonly norms: readonly number[];
  readonly diverged: boolean;
  /** After the last step. */
  readonly trained: ReadingWeights;
}

/** Trains one arm with one seed to its end, by the experiment's own engine. */
export function trainRun(experiment: Experiment, arm: Arm, seed: number, text: Corpus): RunFigures {
  const trainer = new Trainer(experiment, arm, seed, text, engine(experiment.precision), () => 0);
  const evaluations: Evaluation[] = [];
  const norms: number[] = [];
  let clipped = 0;
  for (;;) {
    const did = trainer.advance(() => false);
    if (did.kind === 'ended') break;
    if (did.kind === 'evaluated') evaluations.push(did.evaluation);
    if (did.kind !== 'stepped') continue;
    norms.push(did.result.gradientNorm);
    if (did.result.clipped) clipped++;
  }
  return {
    evaluations,
    clippedShare: clipped / norms.length,
    norms,
    diverged: trainer.status === 'diverged',
    trained: { weights: trainer.network.readWeights(), start: trainer.readingStart() },
  };
}

/** All layers of an experiment over one stretch of its text, at the initial weights of a seed or at given ones. */
export function probeAll(
  experiment: Experiment,
  seed: number,
  text: Corpus,
  { trained, place = 1000 }: { readonly trained?: ReadingWeights; readonly place?: number } = {},
): Probe {
  const { model, arms, steps } = experiment;
  const layers: ProbedLayer[] = arms.map(({ layer, clamp, rate }) => ({ layer, clamp, rate }));
  const { id, layer, clamp } = arms[0];
  return runProbe(
    {
      moment: { kind: 'fresh', armId: id, seed },
      weights: trained
        ? { kind: 'given', ...trained, steps }
        : { kind: 'fresh', initial: model, layer, clamp, seed },
      shape: { vocabulary: text.vocabulary.length, hidden: model.hidden, biases: model.biases },
      text,
      stretch: { part: 'training', start: place, length: model.length, context: 100 },
      layers,
      own: [],
      rows: 100,
    },
    () => 0,
  );
}

/** Gradients of the layer of an arm, which must be defined. */
export function gradientsOf({ layers }: Probe, id: string): LayerGradients {
  const found = layers.find(({ probed }) => probed.layer === id);
  if (!found || found.refusal !== null) throw new Error(`There are no gradients of ${id}.`);
  return found;
}
