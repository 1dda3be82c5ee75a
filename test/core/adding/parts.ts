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

/** An activation with the quadratic loss: E, δ and the example are the same for all that are 0 at 0. */
const withQuadratic = (name: string, activation: string, file: string, label: string, reference: string) =>
  layer(
    `${activation}Quadratic`,
    `${name}-quadratic`,
    `
import { ${activation} } from './activations/${file}.ts';
import { compose } from './compose.ts';
import { quadratic } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';

export const ${activation}Quadratic = {
  id: '${name}-quadratic',
  label: '${label} + quadratic',
  formula: 'E = ½ Σ (t − y)²',
  delta: 'δ = (y − t) f′(z)',
  match: 'slope-stays',
  reference: '${reference}',
  examples: [{ z: [0, 0], target: 0, loss: 0.5, origin: 'by hand: ½ · 1²' }],
  ...compose(${activation}, quadratic),
  reading: 'clipped',
} as const satisfies OutputLayer;
`,
  );

const tanhQuadratic = withQuadratic(
  'tanh-scaled',
  'scaledTanh',
  'scaled-tanh',
  'scaled tanh',
  'LeCun, Bottou, Orr, Müller 1998',
);

const softsignQuadratic = withQuadratic(
  'softsign',
  'softsign',
  'softsign',
  'softsign',
  'Glorot, Bengio 2010',
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
  file: 'core/figures/experiment/clipped-steps.ts',
  source: `
import { tableOf } from '../csv.ts';
import { policyOf, runsOf, type ExperimentSource } from './experiment-source.ts';
import type { Figure } from '../figure.ts';
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
  registry: 'core/figures/experiment/registry.ts',
  name: 'clippedSteps',
  entry:
    "'clipped-steps': { section: 'gradients', card: 'gradients', explain: 'over-training', draw: (source) => [clippedSteps(source)] }",
};

const probeCard: Part = {
  file: 'core/figures/gradients/loss-per-step.ts',
  source: `
import type { Chosen, FigureChoice } from '../choices.ts';
import { tableOf } from '../csv.ts';
import type { Figure } from '../figure.ts';
import { linesPanel } from '../panels.ts';
import { ableLayers, type Probed } from './probed.ts';

export const lossChoices: readonly FigureChoice<Probed>[] = [
  {
    ...{ id: 'axis', label: 'Axis', hint: 'How losses are drawn', usual: 'linear' },
    options: () => [
      { id: 'linear', label: 'linear axis' },
      { id: 'log', label: 'logarithmic axis' },
    ],
  },
];

/** The loss of every step of the stretch. */
export function lossPerStep({ probe, looks, where }: Probed, { axis }: Chosen): Figure {
  const able = ableLayers(probe.layers);
  const T = probe.inputs.length;
  return {
    ...{ id: 'loss-per-step', title: 'Loss of every step', subtitle: where, notes: [], looks, across: 1 },
    panels: [
      linesPanel({
        x: { label: 't', scale: 'linear', domain: [1, T], whole: true },
        y: { label: axis === 'log' ? 'E_t, by powers of ten' : 'E_t', scale: axis === 'log' ? 'log' : 'linear', domain: [0.1, 10] },
        series: able.map(({ place, layer }) => ({
          look: place,
          weight: 'strong',
          x: Float64Array.from({ length: T }, (_, t) => t + 1),
          y: layer.lossPerStep,
        })),
      }),
    ],
    table: tableOf(['layer', 't', 'loss'], () =>
      able.flatMap(({ layer }) => Array.from(layer.lossPerStep, (loss, t) => [layer.probed.layer, t + 1, loss])),
    ),
  };
}
`,
  registry: 'core/figures/gradients/probe-registry.ts',
  name: 'lossPerStep, lossChoices',
  entry:
    "'loss-per-step': { card: 'sequence', explain: 'own-loss', choices: lossChoices, draw: lossPerStep }",
};

const duelCard: Part = {
  file: 'core/figures/duels/certainty.ts',
  source: `
import { tableOf } from '../csv.ts';
import type { DuelSource } from './duel-figures.ts';
import type { Figure } from '../figure.ts';
import { dotsPanel } from '../panels.ts';

/** How sure every output layer is of what stands at a position. */
export function certainty({ duel, looks }: DuelSource, position: number): Figure {
  const values = duel.lines.map(({ probability }) => probability[position]);
  return {
    ...{ id: 'certainty', title: 'How sure each is here', subtitle: 'position ' + (position + 1), notes: [] },
    ...{ looks, across: 1 },
    panels: [
      dotsPanel({
        x: { label: 'probability', scale: 'linear', domain: [0, 1] },
        rows: looks.map(({ label }, look) => ({ label, look, value: values[look], low: NaN, high: NaN, each: [] })),
      }),
    ],
    table: tableOf(['output layer', 'probability'], () => looks.map(({ label }, i) => [label, values[i]])),
  };
}
`,
  registry: 'core/figures/duels/duel-registry.ts',
  name: 'certainty',
  entry: "certainty: { card: 'duel', explain: 'sampling-duel', draw: certainty }",
};

export const parts = {
  yardstick,
  activation,
  tanhQuadratic,
  softsignQuadratic,
  softmaxAbsolute,
  optimizer,
  card,
  probeCard,
  duelCard,
};
