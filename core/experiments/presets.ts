import { defaultSplit } from '../corpora/corpus.ts';
import { unscaled, type InitialScale } from '../network/initial-weights.ts';
import type { Clipping } from '../network/engine.ts';
import { defaultExperiment, newArms } from './default-experiment.ts';
import { defaultEvaluation } from './plan/evaluation-plan.ts';
import type { Experiment } from './experiment.ts';

/** A ready experiment that shows one thing, on a built-in text; `core/words/preset-guides.ts` says where to look. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly experiment: Experiment;
}

interface Settings {
  readonly id: string;
  readonly label: string;
  /** What it asks. It holds whatever is changed, so it claims nothing. */
  readonly question: string;
  readonly source: string;
  readonly layers: readonly string[];
  readonly optimizer: 'sgd' | 'adagrad';
  readonly rate: number;
  /** By norm, unless it is said. */
  readonly clipping?: Clipping;
  readonly scale?: Partial<InitialScale>;
  readonly steps: number;
}

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
      ...(rest.clipping && { clipping: rest.clipping }),
      arms: newArms(layers, rate),
      steps,
      evaluation: defaultEvaluation(steps, model),
    },
  };
}

/** What shows how far a gradient reaches: Whh drawn this many times as large. */
const scaled = (Whh: number) =>
  ({
    source: 'reber',
    layers: ['softmax-cross-entropy', 'sigmoid-quadratic'],
    optimizer: 'adagrad',
    rate: 0.1,
    scale: { Whh },
    steps: 400,
  }) as const;

/** Every preset there is. Each trains in seconds; plain SGD where a small gradient is to show as slow learning. */
export const presets: readonly Preset[] = [
  preset({
    id: 'sigma-cancels',
    label: 'σ′ cancels',
    question:
      'Why does sigmoid + cross-entropy learn from saturated outputs, where sigmoid + quadratic does not?',
    source: 'reber',
    layers: ['sigmoid-quadratic', 'sigmoid-cross-entropy'],
    optimizer: 'sgd',
    rate: 0.03,
    scale: { Wxh: 8, Why: 60 },
    steps: 400,
  }),
  preset({
    id: 'stuck-at-uniform',
    label: 'Softmax + quadratic is stuck at the start',
    question: 'Why does softmax + quadratic hardly move at the start, where softmax + cross-entropy learns?',
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
    question: 'What becomes of cross-entropy on a linear output, which may leave (0, 1)?',
    source: 'reber',
    layers: ['linear-cross-entropy', 'linear-quadratic', 'softmax-cross-entropy'],
    optimizer: 'adagrad',
    rate: 0.03,
    steps: 600,
  }),
  preset({
    id: 'vanishing-gradient',
    label: 'Vanishing gradient',
    question: 'How far back in time does the gradient reach when Whh starts small?',
    ...scaled(0.25),
  }),
  preset({
    id: 'exploding-gradient',
    label: 'Exploding gradient',
    question: 'What does clipping do for a gradient that grows with every step back in time?',
    ...scaled(6),
  }),
];
