import type { MachineInfo, OptimizerInfo } from '../../../core/contract/lab-data.ts';
import { type OutputLayerInfo, registryInfos } from '../../../core/layers/layer-info.ts';
import type { EvaluatedBaselines } from '../../../core/corpora/baselines.ts';
import type { BestPerArm } from '../../../core/experiments/rates/rate-tuning.ts';
import { defaultCorpusOptions, type CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { LayerMatch } from '../../../core/outputs/match.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import {
  recordsGradient,
  trainingSeries,
  type Evaluation,
  type GradientSeries,
  type RunRecord,
  type RunStatus,
  type TrainingSeries,
} from '../../../core/experiments/run.ts';
import { ofYardsticks } from '../../../core/yardsticks/registry.ts';
import { allParameters } from '../../../core/network/weights.ts';
import type { ReportInput } from '../../../core/reports/report-data.ts';

/** Numbers in [0, 1) that are the same on every run: a test compares outputs, not luck. */
function numbers(seed: number): () => number {
  // Neighbouring seeds must not give neighbouring numbers.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const layer = (
  id: string,
  label: string,
  formula: string,
  delta: string,
  match: LayerMatch,
  reference: string,
  defaultClamp: number | null = null,
): OutputLayerInfo => {
  const [activation, loss] = label.split(' + ') as [string, string];
  const reading = registryInfos.find((info) => info.id === id)!.reading;
  return {
    id,
    label,
    activation,
    loss,
    formula,
    delta,
    match,
    reference,
    reading,
    defaultClamp,
    own: null,
  };
};

const quadratic = 'E = ½ Σ [(t − y)²]';
const crossEntropy = 'E = −Σ [t ln y + (1 − t) ln(1 − y)]';

export const outputLayers: readonly OutputLayerInfo[] = [
  layer(
    'linear-quadratic',
    'linear + quadratic',
    quadratic,
    'δ = y − t',
    'matched',
    'Auer, Herbster, Warmuth 1995',
  ),
  layer(
    'sigmoid-cross-entropy',
    'sigmoid + cross-entropy',
    crossEntropy,
    'δ = y − t',
    'matched',
    'Golik et al. 2013',
  ),
  layer(
    'softmax-cross-entropy',
    'softmax + cross-entropy',
    'E = −Σ t ln y',
    'δ = y − t',
    'matched',
    'Bridle 1990',
  ),
  layer(
    'sigmoid-quadratic',
    'sigmoid + quadratic',
    quadratic,
    'δ = (y − t) y (1 − y)',
    'slope-stays',
    'Golik et al. 2013',
  ),
  layer(
    'linear-cross-entropy',
    'linear + cross-entropy',
    crossEntropy,
    'δ = (y − t) / (y (1 − y))',
    'slope-stays',
    'source derivation',
    1e-7,
  ),
];

export const optimizers: readonly OptimizerInfo[] = [
  {
    id: 'adagrad',
    label: 'Adagrad',
    formula: 'G ← G + g²; W ← W − η g / (√G + ε)',
    defaults: { epsilon: 1e-10 },
    defaultRate: 0.1,
  },
];

export const machine: MachineInfo = {
  system: 'Linux 6.1 (x64)',
  processor: 'AMD EPYC 9R14',
  cores: 2,
  memory: 8 * 2 ** 30,
  runtime: 'Node 20.20.2',
};

export const corpus: CorpusSummary = {
  source: 'upload',
  builtin: null,
  name: 'tinyshakespeare.txt',
  encoding: 'utf-8',
  encodingSource: 'valid-utf-8',
  bytes: 1_115_394,
  sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
  characters: 1_115_394,
  distinct: 65,
  trainCharacters: 1_003_855,
  tuningCharacters: 0,
  heldOutCharacters: 111_539,
  heldOutShare: 0.1,
  uniformEntropy: Math.log2(65),
  unigramEntropy: 4.784,
  bigramEntropy: 3.529,
  heldOut: { characters: 200, unigramBits: 3.529, bigramBits: 3.529, ownUnigramEntropy: 3.529 },
  drift: 0,
  entropyRate: null,
  mostFrequent: [
    { codePoint: 32, count: 169_892 },
    { codePoint: 101, count: 94_611 },
    { codePoint: 10, count: 40_000 },
  ],
  preview: 'First Citizen:\nBefore we proceed any further, hear me speak.\n',
  lineEnds: null,
  files: [],
  warnings: ['2 bytes could not be decoded and were replaced.'],
  options: defaultCorpusOptions,
};

export const experiment = (change: Partial<Experiment> = {}): Experiment => ({
  search: null,
  format: 'loss-lab-experiment',
  version: 1,
  name: 'Four output layers on Shakespeare',
  question: 'Does the matched pair learn faster when σ′ does not stay in the gradient?',
  corpus: { kind: 'text', name: corpus.name, sha256: corpus.sha256, heldOut: null, options: corpus.options },
  precision: 'float64',
  model: {
    hidden: 128,
    length: 25,
    batch: 16,
    biases: true,
    initial: 'uniform',
    outputBias: 'zero',
    initialScale: { Wxh: 1, Whh: 1, Why: 1 },
  },
  optimizer: { id: 'adagrad', settings: {} },
  layers: [],
  clipping: { kind: 'norm', threshold: 5 },
  arms: outputLayers.slice(0, 4).map(({ id }) => ({ id, layer: id, rate: 0.1, clamp: null })),
  tuning: null,
  seeds: [1, 2, 3, 4, 5],
  steps: 600,
  evaluation: { every: 20, characters: 7200, start: 'carried' },
  stopping: null,
  plan: null,
  additions: [],
  ...change,
});

const basin = { low: 0.05, high: 0.2, factor: 4, open: false };

/** Rates that a sweep has found: one arm at the end of the grid, one with a basin that may be wider. */
export const swept = (change: Partial<BestPerArm> = {}): BestPerArm => ({
  kind: 'best-per-arm',
  grid: { low: 1e-4, high: 10, count: 13 },
  seeds: [10_001, 10_002],
  steps: 100,
  yardstick: 'bitsPerCharacter',
  part: 'tuning',
  best: experiment().arms.map(({ id }, i) => ({
    armId: id,
    rate: 0.1,
    value: 2.5 + i / 10,
    basin: i === 1 ? { ...basin, open: true } : basin,
    atEdge: i === 3 ? 'high' : null,
  })),
  ...change,
});

export const evaluation = (step: number, bits: number, change: Partial<Evaluation> = {}): Evaluation => ({
  step,
  characters: step * 400,
  seconds: step * 0.0125 + 0.001,
  // More bits are worse on each.
  ...ofYardsticks(({ better, bounds: { low, high } }) =>
    better === 'lower' ? Math.min(high, low + bits / 20) : Math.max(low, high - bits / 20),
  ),
  bitsPerCharacter: bits,
  accuracy: Math.max(0, 0.62 - bits / 14),
  top5Accuracy: Math.max(0, 0.95 - bits / 20),
  brier: Math.min(2, 0.3 + bits / 9),
  ownLoss: bits * Math.LN2,
  clippedShare: 0,
  zeroState: null,
  ...change,
});

/** Gradients of the steps that are recorded of a run. */
function gradients(steps: number, random: () => number): GradientSeries {
  const recorded = Array.from({ length: steps }, (_, i) => i + 1).filter(recordsGradient);
  const list = (value: (i: number) => number) => Float64Array.from(recorded, (_, i) => value(i));
  return {
    step: Float64Array.from(recorded),
    norms: Object.fromEntries(allParameters.map((name) => [name, list(() => 2 * random())])),
    updateRatios: Object.fromEntries(allParameters.map((name) => [name, list((i) => 0.01 / (i + 3))])),
    saturatedOutputs: list(random),
    saturatedWrong: list(random),
    saturatedHidden: list(random),
    cosine: list((i) => (i === 0 ? NaN : 2 * random() - 1)),
  };
}

/** Yardsticks of the batches of the same steps. */
function training(steps: number): TrainingSeries {
  const recorded = Array.from({ length: steps }, (_, i) => i + 1).filter(recordsGradient);
  return trainingSeries((name) =>
    Float64Array.from(recorded, (step) => (name === 'step' ? step : 1 / (1 + step / 40) + name.length / 9)),
  );
}

/** A run with given evaluations and steps; the series are simple but not round. */
export function run(
  armId: string,
  seed: number,
  evaluations: readonly Evaluation[],
  change: Partial<RunRecord> & { status?: RunStatus } = {},
): RunRecord {
  const steps = change.steps ?? evaluations.at(-1)?.step ?? 0;
  const random = numbers(seed * 7919 + armId.length);
  const series = (value: (i: number) => number) => Float64Array.from({ length: steps }, (_, i) => value(i));
  return {
    armId,
    seed,
    status: 'finished',
    engine: 'float64, reference engine',
    steps,
    seconds: steps * 0.0125,
    series: {
      loss: series((i) => 1.2 + 2.4 / Math.sqrt(1 + i / 20) + random() / 4),
      gradientNorm: series((i) => 3 / Math.sqrt(1 + i / 40) + random() * 3),
      clipped: Uint8Array.from({ length: steps }, () => (random() < 0.1 ? 1 : 0)),
      seconds: series((i) => (i + 1) * 0.0125),
    },
    gradients: gradients(steps, random),
    training: training(steps),
    evaluations,
    glimpse: null,
    divergence: null,
    early: null,
    failure: null,
    ...change,
  };
}

/** A finished experiment as it might be, with one diverged seed; curves differ by arm and seed. */
export function sampleRuns(spec: Experiment = experiment()): RunRecord[] {
  const floors = [3.3, 2.38, 2.21, 3.75, 4.2];
  return spec.arms.flatMap((arm, a) =>
    spec.seeds.map((seed, s) => {
      const random = numbers(1000 * (a + 1) + seed);
      const diverges = a === 0 && s === 2 && spec.steps > 300;
      const last = diverges ? 310 : spec.steps;
      const shift = (random() - 0.5) * 0.16;
      const evaluations: Evaluation[] = [];
      for (let step = 0; step <= last; step += spec.evaluation.every) {
        const floor = (floors[a % floors.length] ?? 3) + shift;
        const bits = floor + (6.02 - floor) * Math.exp(-step / (90 + 60 * a)) + (random() - 0.5) * 0.04;
        evaluations.push(
          evaluation(step, bits, {
            ownLoss: a === 0 || a === 3 ? 0.3 + bits / 20 : bits * Math.LN2,
            clippedShare: a === 0 ? 0.97 : 0,
          }),
        );
      }
      const scale = [1.4, 2.6, 1, 0.2, 30][a % 5];
      const record = run(arm.id, seed, evaluations, { steps: last });
      for (let i = 0; i < last; i++) {
        record.series.gradientNorm[i] = record.series.gradientNorm[i] * scale;
        record.series.loss[i] = record.series.loss[i] * (a === 0 || a === 3 ? 0.2 : 1);
      }
      return {
        ...record,
        status: diverges ? 'diverged' : 'finished',
        divergence: diverges ? { step: 311, where: '∂E/∂Whh', rate: arm.rate } : null,
        glimpse: {
          step: last,
          sample:
            'CLARENCE:\nThe sun shall be a hand of thine,\nTo see the proud mine honour, lord,\nthe wathe ',
          deltaHistogram: { low: -1, high: 1, counts: [1, 4, 90, 4, 1] },
          saturatedOutputs: arm.layer.startsWith('linear') ? null : 0.83,
          saturatedWrong: arm.layer.startsWith('linear') ? null : 0.06,
          saturatedHidden: 0.04,
          gradientNorms: { Wxh: 0.2, Whh: 0.7, Why: 1.1, bh: 0.01, by: 0.02 },
        },
      };
    }),
  );
}

/** On the characters that the runs of the sample are scored on. */
export const baselines: EvaluatedBaselines = {
  heldOut: { characters: 5000, unigramBits: 4.791, bigramBits: 3.612, mostFrequentAccuracy: 0.149 },
  tuning: null,
};

/** Everything a report is made from, with what a test changes. */
export const input = (change: Partial<ReportInput> = {}): ReportInput => {
  const spec = change.experiment ?? experiment();
  return {
    experiment: spec,
    corpus,
    baselines,
    runs: sampleRuns(spec),
    outputLayers,
    optimizers,
    machine,
    version: '0.1.0',
    generatedAt: '2025-03-14T15:09:26.535Z',
    partial: false,
    robustness: null,
    ...change,
  };
};
