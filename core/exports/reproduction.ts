import type { Corpus } from '../corpora/corpus.ts';
import type { Arm, Experiment } from '../experiments/experiment.ts';
import { encodeTensors, type Tensor } from '../experiments/files/safetensors.ts';
import { runStart } from '../experiments/run-start.ts';
import { recordsGradient, type RunRecord } from '../experiments/run.ts';
import { stepOfRow } from '../experiments/thinning.ts';
import { referenceEngine } from '../network/reference-engine.ts';
import { dimensions, parameterNames } from '../network/weights.ts';
import { operationsPerCharacter } from '../network/operations.ts';
import { optimizer } from '../optimizers/registry.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { readingOf } from '../outputs/readings/registry.ts';
import { outputLayers } from '../outputs/registry.ts';
import { oneFile, type ArchivedFile, type Exporter } from './archived-file.ts';
import { reproduceScript, type TorchLayer } from './reproduce-script.ts';

/** Steps that are repeated, where the network is not so large that they would take long. */
const mostSteps = 100;
/** Floating-point operations of all of them together: some half a minute of the reference engine. */
const mostOperations = 1.2e10;

/** Steps of a reproduction: fewer of large networks, at least 3. */
function reproducedSteps({ model, steps }: Experiment, vocabulary: number, arms: number): number {
  const { hidden, batch, length } = model;
  const each = operationsPerCharacter({ hidden, vocabulary }) * batch * length * arms;
  return Math.max(1, Math.min(steps, mostSteps, Math.max(3, Math.floor(mostOperations / each))));
}

/** What became of one arm, step by step. */
interface Expected {
  /** Own loss per character, by the weights before the update. */
  readonly loss: readonly (number | null)[];
  /** Bits per character of the batch; null where they were not recorded. */
  readonly bits: readonly (number | null)[];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const never = () => false;

/** The first steps of an arm in float64. A run that diverges has as many values as it has steps. */
function inFloat64(experiment: Experiment, arm: Arm, seed: number, text: Corpus, steps: number): Expected {
  const { network, order } = runStart(experiment, arm, seed, text, referenceEngine);
  const loss: (number | null)[] = [];
  const bits: (number | null)[] = [];
  for (let k = 0; k < steps; k++) {
    const result = network.trainStep(order.current(), never, 'measure');
    if (!result || result.fault) break;
    loss.push(finite(result.loss / experiment.model.length));
    bits.push(finite(result.figures?.training.bitsPerCharacter ?? NaN));
    order.advance();
  }
  return { loss, bits };
}

/** The same steps as they are in the record of a run. */
function recorded({ series, training }: RunRecord, steps: number): Expected {
  const loss: (number | null)[] = [];
  for (let i = 0; i < series.loss.length && stepOfRow(series, i) === i + 1 && i < steps; i++)
    loss.push(finite(series.loss[i]));
  const bits = loss.map((_, i) => {
    const place = recordsGradient(i + 1) ? training.step.indexOf(i + 1) : -1;
    return place < 0 ? null : finite(training.bitsPerCharacter[place]);
  });
  return { loss, bits };
}

/** Initial weights and the batches of the first steps. All arms share them but for the output bias. */
function startTensors(
  experiment: Experiment,
  arms: readonly Arm[],
  seed: number,
  text: Corpus,
  steps: number,
) {
  const { batch: B, length: T, hidden, biases } = experiment.model;
  const shape = { vocabulary: text.vocabulary.length, hidden, biases };
  const tensors: Record<string, Tensor> = {};
  for (const [i, arm] of arms.entries()) {
    const { network, order } = runStart(experiment, arm, seed, text, referenceEngine);
    const weights = network.readWeights();
    if (weights.by) tensors[`by.${arm.id}`] = { dtype: 'F64', shape: [shape.vocabulary], data: weights.by };
    if (i > 0) continue;
    for (const name of parameterNames(shape)) {
      if (name === 'by') continue;
      const [rows, columns] = dimensions(name, shape);
      tensors[name] = { dtype: 'F64', shape: name === 'bh' ? [rows] : [rows, columns], data: weights[name]! };
    }
    const inputs = new Uint32Array(steps * B * T);
    const targets = new Uint32Array(steps * B * T);
    const resets = new Uint32Array(steps * B);
    for (let k = 0; k < steps; k++) {
      const batch = order.current();
      inputs.set(batch.inputs, k * B * T);
      targets.set(batch.targets, k * B * T);
      resets.set(batch.resets, k * B);
      order.advance();
    }
    tensors['inputs'] = { dtype: 'U32', shape: [steps, B, T], data: inputs };
    tensors['targets'] = { dtype: 'U32', shape: [steps, B, T], data: targets };
    tensors['resets'] = { dtype: 'U32', shape: [steps, B], data: resets };
  }
  return encodeTensors({ tensors, metadata: { format: 'loss-lab-start', seed: String(seed) } });
}

/** A layer of the registry in PyTorch; null where its loss, its activation or its reading has no form there. */
function inTorch(id: string): TorchLayer | null {
  const layer: OutputLayer | undefined = outputLayers.find((each) => each.id === id);
  if (!layer?.torch || layer.reading === 'own') return null;
  const { torch: y } = activationOf(layer.activation);
  const { torch: q } = readingOf(layer.reading);
  return y && q ? { id, y, e: layer.torch, q } : null;
}

/** Whether the script can train an arm. */
export const isRepeatable = ({ layer }: Arm): boolean => inTorch(layer) !== null;

/** A script that trains the first steps again with PyTorch, and what it needs. None without the text. */
export const reproduction: Exporter = ({ report: { experiment, runs }, text }) => {
  const arms = experiment.arms.filter(isRepeatable);
  const layers = [...new Set(arms.map(({ layer }) => layer))].map((id) => inTorch(id)!);
  const { torch } = optimizer(experiment.optimizer.id);
  if (!text || !torch || arms.length === 0) return [];
  const [seed] = experiment.seeds;
  const steps = reproducedSteps(experiment, text.vocabulary.length, arms.length);
  const expected = () => ({
    seed,
    settings: { ...optimizer(experiment.optimizer.id).defaults, ...experiment.optimizer.settings },
    arms: Object.fromEntries(
      arms.map((arm) => {
        const run = runs.find((each) => each.armId === arm.id && each.seed === seed)!;
        const float64 = inFloat64(experiment, arm, seed, text, steps);
        return [arm.id, { float64, recorded: recorded(run, steps) }];
      }),
    ),
  });
  const file = (
    name: string,
    what: string,
    content: () => string | Uint8Array,
    mediaType = 'application/json',
  ): ArchivedFile =>
    oneFile(
      `reproduce/${name}`,
      mediaType,
      what,
      name === 'reproduce.py'
        ? 'Python with numpy and PyTorch: python reproduce/reproduce.py'
        : 'reproduce.py',
      content,
    );
  return [
    file(
      'reproduce.py',
      `Trains the first ${steps} steps of every output layer again and compares`,
      () => reproduceScript(layers, torch),
      'text/x-python',
    ),
    file('experiment.json', 'The experiment', () => `${JSON.stringify(experiment, null, 2)}\n`),
    file(
      'expected.json',
      `Own loss and bits of these steps in float64, and as the runs recorded them`,
      () => `${JSON.stringify(expected())}\n`,
    ),
    file(
      'start.safetensors',
      `Initial weights of seed ${seed}, and the batches of these steps as indices of characters`,
      () => startTensors(experiment, arms, seed, text, steps),
      'application/octet-stream',
    ),
  ];
};
