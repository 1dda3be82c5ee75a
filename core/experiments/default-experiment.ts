import { defaultSplit } from '../corpora/corpus.ts';
import { untitled } from '../words/kept-words.ts';
import { unscaled } from '../network/initial-weights.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import { defaultClamp, outputLayer } from '../outputs/registry.ts';
import { defaultEvaluation } from './plan/evaluation-plan.ts';
import type { Arm, Experiment } from './experiment.ts';
import { usualPlan } from './plan/plan.ts';
import { newArm, type ArmLayer } from './new-arm.ts';

/** The four output layers a comparison starts with: the three matched pairs and the classic mismatched one. */
export const defaultLayers = [
  'linear-quadratic',
  'sigmoid-cross-entropy',
  'softmax-cross-entropy',
  'sigmoid-quadratic',
] as const;

/** An output layer as an arm knows it. A layer that an experiment brings along has no clamp. */
export function armLayer(id: string, own: readonly LayerDefinition[] = []): ArmLayer {
  const isOwn = own.some((each) => each.id === id);
  return { id, defaultClamp: isOwn ? null : defaultClamp(outputLayer(id)) };
}

/**
 * Arms for several layers at one learning rate, or at a rate of their own where `rates` names one.
 * @param own layers that the experiment brings along
 * @throws LabError `unknown-name`
 */
export function newArms(
  layerIds: readonly string[],
  rate: number,
  rates: ReadonlyMap<string, number> = new Map(),
  clamp?: number,
  own: readonly LayerDefinition[] = [],
): Arm[] {
  const arms: Arm[] = [];
  for (const id of layerIds) arms.push(newArm(armLayer(id, own), rates.get(id) ?? rate, arms, clamp));
  return arms;
}

/** A built-in text and four arms at one rate: what a command compares when nobody says otherwise. */
export function defaultExperiment(): Experiment {
  const model = {
    hidden: 64,
    length: 25,
    batch: 16,
    biases: true,
    initial: 'uniform',
    outputBias: 'zero',
    initialScale: unscaled,
  } as const;
  const steps = 600;
  return {
    format: 'loss-lab-experiment',
    version: 1,
    name: untitled,
    question: '',
    corpus: { kind: 'builtin', id: 'reber', seed: 1, characters: 100_000, split: defaultSplit },
    precision: 'float32',
    model,
    optimizer: { id: 'adagrad', settings: {} },
    clipping: { kind: 'norm', threshold: 5 },
    layers: [],
    arms: newArms(defaultLayers, 0.1),
    tuning: null,
    search: null,
    seeds: [1, 2, 3],
    steps,
    evaluation: defaultEvaluation(steps, model),
    stopping: null,
    plan: usualPlan(3),
    additions: [],
  };
}

/**
 * What a window shows at its first start: the same, each arm at its own best rate. Search and training together take
 * less than ten seconds on two quiet cores.
 */
export function firstExperiment(): Experiment {
  const base = defaultExperiment();
  const steps = 400;
  return { ...base, search: 'quick', steps, evaluation: defaultEvaluation(steps, base.model) };
}
