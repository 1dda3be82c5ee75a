import { defaultSplit } from '../corpora/corpus.ts';
import { unscaled, type InitialScale } from '../network/initial-weights.ts';
import type { Clipping } from '../network/engine.ts';
import { defaultExperiment, newArms } from './default-experiment.ts';
import { defaultEvaluation } from './plan/evaluation-plan.ts';
import type { Experiment } from './experiment.ts';

/** A ready experiment that shows one thing, on a built-in text; its question says where to look. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly experiment: Experiment;
}

interface Settings {
  readonly id: string;
  readonly label: string;
  /** What to look at, in two sentences. Its numbers are measured; `test/core/experiments/presets.test.ts` holds them. */
  readonly question: string;
  readonly source: string;
  readonly layers: readonly string[];
  readonly optimizer: 'sgd' | 'adagrad';
  readonly rate: number;
  readonly clipping: Clipping;
  readonly scale?: Partial<InitialScale>;
  readonly steps: number;
}

const byNorm: Clipping = { kind: 'norm', threshold: 5 };

function preset({ id, label, source, layers, rate, scale, steps, ...rest }: Settings): Preset {
  const base = defaultExperiment();
  const model = { ...base.model, initialScale: { ...unscaled, ...scale } };
  return {
    id,
    label,
    experiment: {
      ...base,
      name: label,
      question: rest.question,
      corpus: { kind: 'builtin', id: source, seed: 1, characters: 100_000, split: defaultSplit },
      model,
      optimizer: { id: rest.optimizer, settings: {} },
      clipping: rest.clipping,
      arms: newArms(layers, rate),
      steps,
      evaluation: defaultEvaluation(steps, model),
    },
  };
}

/** Every preset there is. Each trains in seconds; plain SGD where a small gradient is to show as slow learning. */
export const presets: readonly Preset[] = [
  preset({
    id: 'sigma-cancels',
    label: 'σ′ cancels',
    question:
      'Initial weights are scaled so that most sigmoid outputs are saturated, many of them on the wrong side: at the same weights δ of sigmoid + quadratic, which keeps the factor σ′ = y(1 − y), is some 20 times smaller than that of sigmoid + cross-entropy, where σ′ cancels (Gradients). Run it: the gradient of the quadratic arm dies out while its error stays, and the other arm learns.',
    source: 'reber',
    layers: ['sigmoid-quadratic', 'sigmoid-cross-entropy'],
    optimizer: 'sgd',
    rate: 0.03,
    clipping: byNorm,
    scale: { Wxh: 8, Why: 60 },
    steps: 400,
  }),
  preset({
    id: 'stuck-at-uniform',
    label: 'Softmax + quadratic is stuck at the start',
    question:
      'Where all V = 64 outputs are about equal, δ of softmax + quadratic is 1/V of that of softmax + cross-entropy at the same weights (Gradients). Run it: at one rate of plain SGD the quadratic arm has hardly left log₂ V = 6 bits when the other one is near the entropy rate of 1.75; Adagrad, which divides by the size of past gradients, sets it free.',
    source: 'chain64',
    layers: ['softmax-quadratic', 'softmax-cross-entropy'],
    optimizer: 'sgd',
    rate: 0.05,
    clipping: { kind: 'off' },
    steps: 600,
  }),
  preset({
    id: 'bad-linear-cross-entropy',
    label: 'A bad pair: linear + cross-entropy',
    question:
      'A linear output leaves (0, 1) at will and cross-entropy is not defined there, so it trains only with a clamp ε, at which |δ| reaches 1/ε = 1 000: at the start ‖δ‖ is hundreds of times that of the other two arms (Gradients). Run it: every step of it is clipped, its curve jumps about, and it ends behind both.',
    source: 'reber',
    layers: ['linear-cross-entropy', 'linear-quadratic', 'softmax-cross-entropy'],
    optimizer: 'adagrad',
    rate: 0.03,
    clipping: byNorm,
    steps: 600,
  }),
  preset({
    id: 'vanishing-gradient',
    label: 'Vanishing gradient',
    question:
      'Initial Whh is a quarter of its usual size: ‖∂E_τ/∂h_t‖ falls to about a seventh with every step back in time, and divided by ‖δ‖ it falls alike for both losses, for after δ the chain is the same (Gradients, flow). Train it and look again at the present weights: Whh has grown, and the gradient reaches much further back.',
    source: 'reber',
    layers: ['softmax-cross-entropy', 'sigmoid-quadratic'],
    optimizer: 'adagrad',
    rate: 0.1,
    clipping: byNorm,
    scale: { Whh: 0.25 },
    steps: 400,
  }),
  preset({
    id: 'exploding-gradient',
    label: 'Exploding gradient',
    question:
      'Initial Whh is six times its usual size: ‖∂E_τ/∂h_t‖ grows with every step back in time, hundreds or thousands of times over 20 steps, and the first gradients are hundreds or thousands of times the clipping threshold of 5 (Gradients, flow). Run it: clipping keeps direction, not length; almost every step of softmax + cross-entropy is clipped, and with most seeds, though not with every one, it still learns. Switch clipping off: it learns far less in as many steps, again with most seeds.',
    source: 'reber',
    layers: ['softmax-cross-entropy', 'sigmoid-quadratic'],
    optimizer: 'adagrad',
    rate: 0.1,
    clipping: byNorm,
    scale: { Whh: 6 },
    steps: 400,
  }),
];
