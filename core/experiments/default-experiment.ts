import { unscaled } from '../network/initial-weights.ts';
import { defaultClamp, outputLayer } from '../outputs/registry.ts';
import { defaultEvaluation } from './evaluation-plan.ts';
import type { Arm, Experiment } from './experiment.ts';

/** The four output layers a comparison starts with: the three matched pairs and the classic mismatched one. */
export const defaultLayers = [
  'linear-quadratic',
  'sigmoid-cross-entropy',
  'softmax-cross-entropy',
  'sigmoid-quadratic',
] as const;

/** An arm for an output layer, with an id that is not taken yet: `softmax-quadratic`, `softmax-quadratic-2`, … */
export function newArm(layerId: string, rate: number, taken: readonly Arm[], clamp?: number): Arm {
  const layer = outputLayer(layerId);
  const used = new Set(taken.map((arm) => arm.id));
  let id: string = layer.id;
  for (let n = 2; used.has(id); n++) id = `${layer.id}-${n}`;
  const own = defaultClamp(layer);
  return { id, layer: layer.id, rate, clamp: own === null ? null : (clamp ?? own) };
}

/** Arms for several layers at one learning rate, or at a rate of their own where `rates` names one. */
export function newArms(
  layerIds: readonly string[],
  rate: number,
  rates: ReadonlyMap<string, number> = new Map(),
  clamp?: number,
): Arm[] {
  const arms: Arm[] = [];
  for (const id of layerIds) arms.push(newArm(id, rates.get(id) ?? rate, arms, clamp));
  return arms;
}

/** What the lab shows at its first start: a built-in text, four arms, a minute's work or less. */
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
    name: 'Untitled comparison',
    question: '',
    corpus: { kind: 'builtin', id: 'reber', seed: 1, characters: 100_000 },
    precision: 'float32',
    model,
    optimizer: { id: 'adagrad', settings: {} },
    clipping: { kind: 'norm', threshold: 5 },
    arms: newArms(defaultLayers, 0.1),
    tuning: null,
    seeds: [1, 2, 3],
    steps,
    evaluation: defaultEvaluation(steps, model),
    stopping: null,
  };
}
