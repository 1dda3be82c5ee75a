/** One new part of each kind: its file, and the line by which its registry knows it. */
export interface Part {
  readonly file: string;
  readonly source: string;
  readonly registry: string;
  /** What the registry imports. */
  readonly name: string;
  /** The entry, where it is more than the name. */
  readonly entry?: string;
}

const yardstick: Part = {
  file: 'core/yardsticks/top2-accuracy.ts',
  source: `
import { guess, type Yardstick } from './yardstick.ts';

/** Share of positions at which the target is one of the two largest outputs y. */
export const top2Accuracy = {
  id: 'top2Accuracy',
  label: 'top-2 accuracy',
  short: 'top-2',
  plain: 'Top 2',
  name: 'top2',
  unit: 'share of characters',
  amount: 'in top-2 accuracy',
  said: { digits: 3, words: (value) => value + ' of characters among the first two' },
  better: 'higher',
  digits: 3,
  bounds: { low: 0, high: 1 },
  ofProbabilities: false,
  of: ({ before }) => (before < 2 ? 1 : 0),
  per: 1,
  baselines: ({ distinct: V }) => [{ ...guess, value: Math.min(1, 2 / V) }],
  firstTarget: 0.5,
  drawnInReport: true,
  smallest: 0.002,
} as const satisfies Yardstick;
`,
  registry: 'core/yardsticks/registry.ts',
  name: 'top2Accuracy',
};

const activation: Part = {
  file: 'core/outputs/activations/softsign.ts',
  source: `
import type { Activation } from './activation.ts';

/** y = z / (1 + |z|) */
export const softsign = {
  id: 'softsign',
  plain: 'y = z/(1 + |z|)',
  tex: 'y = z / (1 + |z|)',
  expression: 'z/(1+abs(z))',
  forward(z, y) {
    for (let i = 0; i < z.length; i++) y[i] = z[i]! / (1 + Math.abs(z[i]!));
  },
  backward(y, gradient, delta) {
    for (let i = 0; i < y.length; i++) delta[i] = gradient[i]! * softsign.slope(y[i]!);
  },
  slope: (y: number) => (1 - Math.abs(y)) ** 2,
  slopeFactors: ['(1-abs(y))^2'],
  slopeWords: { name: 'the slope of softsign', plain: '(1 − |y|)²' },
  range: [-1, 1],
  identity: false,
  distribution: false,
  saturation: { of: 'outputs', low: Math.sqrt(0.05) - 1, high: 1 - Math.sqrt(0.05) },
  reading: 'clipped',
  uniformBias: (V) => (V > 1 ? 1 / (V - 1) : 0),
} as const satisfies Activation;
`,
  registry: 'core/outputs/activations/registry.ts',
  name: 'softsign',
};

const layer = (name: string, id: string, body: string): Part => ({
  file: `core/outputs/${id}.ts`,
  source: body,
  registry: 'core/outputs/registry.ts',
  name,
});

const tanhQuadratic = layer(
  'scaledTanhQuadratic',
  'tanh-scaled-quadratic',
  `
import { scaledTanh } from './activations/scaled-tanh.ts';
import { compose } from './compose.ts';
import { quadratic } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

export const scaledTanhQuadratic = {
  id: 'tanh-scaled-quadratic',
  label: 'scaled tanh + quadratic',
  formula: 'E = ½ Σ (t − y)²',
  delta: 'δ = (y − t) f′(z)',
  match: 'slope-stays',
  reference: 'LeCun, Bottou, Orr, Müller 1998',
  examples: [{ z: [0, 0], target: 0, loss: 0.5, origin: 'by hand: ½ · 1²' }],
  ...compose(scaledTanh, quadratic),
  reading: 'clipped',
} as const satisfies OutputLayer;
`,
);

const softmaxAbsolute = layer(
  'softmaxAbsolute',
  'softmax-absolute',
  `
import { softmax } from './activations/softmax.ts';
import { compose } from './compose.ts';
import type { Loss } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

const absolute: Loss = {
  id: 'absolute',
  value(y, target) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += Math.abs(y[i]! - (i === target ? 1 : 0));
    return sum;
  },
  gradient(y, target, gradient) {
    for (let i = 0; i < y.length; i++) gradient[i] = i === target ? -1 : 1;
  },
};

export const softmaxAbsolute = {
  id: 'softmax-absolute',
  label: 'softmax + absolute',
  formula: 'E = Σ |t − y|',
  delta: 'δ = 2 y_target (y − t)',
  match: 'slope-stays',
  reference: 'Ghosh, Kumar, Sastry 2017',
  examples: [{ z: [0, 0], target: 0, loss: 1, origin: 'by hand: ½ + ½' }],
  ...compose(softmax, absolute),
  reading: 'softmax',
} as const satisfies OutputLayer;
`,
);

const optimizer: Part = {
  file: 'core/optimizers/sign-sgd.ts',
  source: `
import type { Optimizer } from './optimizer.ts';

export const signSgd = {
  id: 'sign-sgd',
  label: 'sign SGD',
  formula: 'w ← w − η sign(g)',
  reference: 'Bernstein et al., ICML 2018',
  defaults: {},
  ranges: {},
  defaultRate: 0.001,
  init: () => ({ step: 0, vectors: {} }),
  update(parameters, gradients, state, rate) {
    state.step++;
    for (let i = 0; i < parameters.length; i++) parameters[i] = parameters[i]! - rate * Math.sign(gradients[i]!);
  },
} as const satisfies Optimizer;
`,
  registry: 'core/optimizers/registry.ts',
  name: 'signSgd',
};

const card: Part = {
  file: 'core/figures/clipped-steps.ts',
  source: `
import { tableOf } from './csv.ts';
import { policyOf, runsOf, type ExperimentSource } from './experiment-source.ts';
import type { Figure } from './figure.ts';
import { timesToTarget } from './time-to-target.ts';

/** Share of steps whose gradient was clipped. */
export function clippedSteps(source: ExperimentSource): Figure {
  const rows = source.arms.map(({ id, label }) => {
    const all = runsOf(source, id).flatMap(({ series }) => [...series.clipped]);
    return [label, all.reduce((sum, each) => sum + each, 0) / all.length] as const;
  });
  const frame = timesToTarget(source, { yardstick: 'accuracy', target: 2, x: 'step' });
  return {
    ...frame,
    id: 'clipped-steps',
    title: 'Steps whose gradient was clipped',
    subtitle: policyOf(source),
    table: tableOf(['arm', 'share'], () => rows),
  };
}
`,
  registry: 'core/figures/registry.ts',
  name: 'clippedSteps',
  entry:
    "'clipped-steps': { section: 'gradients', card: 'gradients', explain: 'over-training', draw: (source) => [clippedSteps(source)] }",
};

export const parts = { yardstick, activation, tanhQuadratic, softmaxAbsolute, optimizer, card };
