import type { ExperimentSource } from '../../../core/figures/experiment/experiment-source.ts';
import { rateAt } from '../../../core/experiments/rates/rate-grid.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { tuningOf } from '../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import type { SweepSource } from '../../../core/figures/experiment/sweep-curves.ts';
import { corpus, evaluation, experiment, sampleRuns } from '../reports/report-fixtures.ts';
import { formulaCurves } from '../../../core/figures/formula-curves.ts';
import { keptComparison } from '../../../core/figures/experiment/kept-comparison.ts';
import { lookAtFormula } from '../../../core/probes/formula-look.ts';
import type { Figure, FigureLook } from '../../../core/figures/figure.ts';
import type { ProbeSource } from '../../../core/figures/gradients/probe-registry.ts';
import { experimentFigures, type ReportQuestion } from '../../../core/figures/experiment/registry.ts';
import type { Duel } from '../../../core/duels/duel.ts';
import { drawnLines } from '../../../core/duels/duel-lines.ts';
import type { DuelSource } from '../../../core/figures/duels/duel-figures.ts';
import { readingNetwork } from '../../../core/network/reading-network.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer, outputLayers } from '../../../core/outputs/registry.ts';
import type { ProbedLayer } from '../../../core/probes/probe.ts';
import { runProbe } from '../../../core/probes/run-probe.ts';
import { unitResponses } from '../../../core/probes/unit-response.ts';

/** Inputs of every figure: of ordinary size and odd ones, made by the code that makes the real ones. */
const colours = ['#E69F00', '#0072B2', '#009E73', '#CC79A7', '#D55E00', '#8A7BD1'];

export const lookOf = (i: number, label: string): FigureLook => {
  const colour = colours[i % colours.length];
  return {
    label,
    light: colour,
    dark: colour,
    line: (['solid', 'solid', 'dashed', 'dotted'] as const)[i % 4],
  };
};

const longName = (i: number) =>
  `an output layer ${i} whose name is as long as names may become, eighty letters or so`;

/** A probe of some layers at fresh weights of a given size. */
export function probeSourceOf(V: number, T: number, layers: number, long = false): ProbeSource {
  const shape = { vocabulary: V, hidden: 8, biases: true };
  const probed = Array.from({ length: layers }, (_, i): ProbedLayer => {
    const layer = outputLayers[i % outputLayers.length];
    return { layer: layer.id, clamp: i < outputLayers.length ? null : defaultClamp(layer), rate: 0.1 };
  });
  const model = {
    initial: 'uniform',
    outputBias: 'zero',
    initialScale: { Wxh: 1, Whh: 1, Why: 1 },
  } as const;
  const weights = initialWeights(shape, model, outputLayer('softmax-cross-entropy'), stream(1, 'weights'));
  const characters = Math.max(600, T + 100);
  const indices = Uint32Array.from({ length: characters }, (_, i) => (i * i + 3 * i) % V);
  const probe = runProbe(
    {
      moment: { kind: 'fresh', armId: 'a', seed: 1 },
      weights: { kind: 'given', weights, steps: 0, start: { kind: 'zero' } },
      shape,
      text: {
        indices,
        vocabulary: Uint32Array.from({ length: V }, (_, i) => (V > 90 ? 0x4e00 : 0x20) + i),
        parts: {
          training: [{ from: 0, to: characters - 50 }],
          heldOut: [{ from: characters - 50, to: characters }],
        },
      },
      stretch: { part: 'training', start: 10, length: T, context: 5 },
      layers: probed,
      own: [],
      rows: V,
    },
    () => 0,
  );
  const z = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 2);
  const answer = (t: 0 | 1) =>
    unitResponses({ layers: probed, own: [], t, others: new Float64Array(Math.max(0, V - 1)), z });
  return {
    probe,
    looks: probed.map(({ layer }, i) => lookOf(i, long ? longName(i) : outputLayer(layer).label)),
    where: 'initial weights of seed 1',
    clipping: 5,
    units: { z, others: '0', isTarget: answer(1), isOther: answer(0) },
  };
}

/** Ordinary and odd: as small as it gets, thousands of characters, twelve layers with long names. */
export const probeSources: Readonly<Record<string, () => ProbeSource>> = {
  ordinary: () => probeSourceOf(12, 25, 6),
  'one character, one step': () => probeSourceOf(1, 1, 5),
  '6257 characters': () => probeSourceOf(6257, 25, 2),
  'twelve layers with long names': () => probeSourceOf(8, 10, 12, true),
};

/** An experiment of so many arms with the runs of a report's fixture. */
export function experimentSourceOf(
  arms: number,
  change: (runs: readonly RunRecord[]) => readonly RunRecord[] = (runs) => runs,
  long = false,
): ExperimentSource {
  const layers = Array.from({ length: arms }, (_, i) => outputLayers[i % outputLayers.length]);
  const untuned = experiment({
    arms: layers.map(({ id }, i) => ({ id: `arm-${i}`, layer: id, rate: 0.1, clamp: null })),
  });
  const plan = sweepPlan(untuned);
  const spec = { ...untuned, tuning: tuningOf(plan, sweepRuns(plan)) };
  return {
    experiment: spec,
    arms: layers.map(({ label }, i) => ({ id: `arm-${i}`, ...lookOf(i, long ? longName(i) : label) })),
    corpus,
    baselines: null,
    runs: change(sampleRuns(spec)),
  };
}

const onePoint = (runs: readonly RunRecord[]) =>
  runs.map((run) => ({ ...run, evaluations: run.evaluations.slice(0, 1), status: 'training' as const }));

export const experimentSources: Readonly<Record<string, () => ExperimentSource>> = {
  'ordinary, with a seed that diverged': () => experimentSourceOf(4),
  empty: () => experimentSourceOf(4, () => []),
  'one point': () => experimentSourceOf(4, onePoint),
  'twelve arms with long names': () => experimentSourceOf(12, (runs) => runs, true),
};

const grid = { low: 1e-4, high: 10, count: 9 };

/** What a sweep is to find out. */
const sweepPlan = (spec: Experiment): SweepPlan => ({
  format: 'loss-lab-sweep',
  version: 1,
  experiment: spec,
  grid,
  seeds: [10_001, 10_002],
  steps: 300,
  yardstick: 'bitsPerCharacter',
  extension: 0,
});

/** Runs of a sweep in which large rates of the first arm diverge. */
const sweepRuns = ({ experiment: { arms }, seeds }: SweepPlan): SweepRun[] =>
  arms.flatMap(({ id }, a) =>
    seeds.flatMap((seed, s) =>
      Array.from({ length: grid.count }, (_, place): SweepRun => {
        const off = place - 5 + 0.3 * a;
        const diverged = place > 6 && a === 0;
        return {
          armId: id,
          place,
          rate: rateAt(grid, place),
          seed,
          steps: 300,
          status: diverged ? 'diverged' : 'finished',
          evaluation: evaluation(300, 3 + 0.1 * a + 0.14 * off * off + 0.03 * s),
          divergedAt: diverged ? 40 : null,
          seconds: 1,
          engine: null,
        };
      }),
    ),
  );

/** A sweep in which large rates diverge. */
export function sweepSourceOf(arms: number): SweepSource {
  const source = experimentSourceOf(arms);
  const plan = sweepPlan(source.experiment);
  return { plan, runs: sweepRuns(plan), arms: source.arms, corpus, baselines: null };
}

/** Every figure that a report has of an experiment, with its id: the first arm is held against the second. */
export function reportFiguresOf(source: ExperimentSource): (readonly [id: string, figure: Figure])[] {
  const question: ReportQuestion = {
    yardstick: 'bitsPerCharacter',
    target: { yardstick: 'bitsPerCharacter', value: 3.5 },
    leader: { ahead: source.arms[0].id, others: [source.arms[1].id] },
    tuningBaselines: null,
  };
  return Object.entries(experimentFigures).flatMap(([id, { draw }]) =>
    draw(source, question).map((figure) => [id, figure] as const),
  );
}

/** A duel of some arms at fresh weights, in Latin or Chinese characters. */
export function duelSourceOf(arms: number, { long = false, chinese = false } = {}): DuelSource {
  const V = 40;
  const vocabulary = Uint32Array.from({ length: V }, (_, i) => (chinese ? 0x4e00 : 97) + i);
  const shape = { vocabulary: V, hidden: 6, biases: true };
  const model = { initial: 'uniform', outputBias: 'zero', initialScale: { Wxh: 3, Whh: 1, Why: 4 } } as const;
  const layers = Array.from({ length: arms }, (_, i) => outputLayers[i % outputLayers.length]);
  const contestants = layers.map((each, i) => {
    const layer = trainingLayerOf([], each.id, defaultClamp(each));
    const weights = initialWeights(shape, model, layer, stream(i, 'weights'));
    return { layer, network: readingNetwork(shape, layer, weights), start: { kind: 'zero' } as const };
  });
  const drawn = drawnLines(contestants, Uint32Array.of(1, 4), 90, 9, { vocabulary, temperature: 1, top: 8 });
  const duel: Duel = {
    ...drawn,
    arms: layers.map((_, i) => ({ kind: 'fresh', armId: `arm-${i}`, seed: 1 })),
    steps: layers.map(() => 0),
    text: { kind: 'drawn', prompt: 'be', characters: 90, sampleSeed: 9 },
    temperature: 1,
    top: 8,
    vocabulary: V,
  };
  return { duel, looks: layers.map(({ label }, i) => lookOf(i, long ? longName(i) : label)) };
}

export const duelSources: Readonly<Record<string, () => DuelSource>> = {
  ordinary: () => duelSourceOf(4),
  'Chinese characters': () => duelSourceOf(2, { chinese: true }),
  'twelve arms with long names': () => duelSourceOf(12, { long: true }),
};

/** δ of a typed loss that is not defined everywhere. */
export function formulaFigure(): Figure {
  const { curves, reading } = lookAtFormula({
    ...{ kind: 'formula', id: 'mine', label: 'mine', activation: 'linear', parameters: {}, reference: '' },
    loss: '-log(target(y))',
  });
  if (!curves || reading.kind === 'problem') throw new Error('The formula was expected to be read.');
  return formulaCurves(curves, reading.facts.domain);
}

/** Two kept experiments, one with intervals, with names as long as they may become. */
export function keptFigure(): Figure {
  const step = Float64Array.from({ length: 7 }, (_, i) => 100 * i);
  const experimentOf = (name: string, seeds: readonly number[], arms: number) => ({
    ...{ name, seeds },
    arms: Array.from({ length: arms }, (_, i) => {
      const mean = step.map((at) => 3 + 0.2 * i + 2 * Math.exp(-at / 150));
      const half = seeds.length > 1 ? 0.1 : NaN;
      const curve = { step, mean, low: mean.map((y) => y - half), high: mean.map((y) => y + half) };
      return { label: longName(i), look: lookOf(i, ''), curve };
    }),
  });
  return keptComparison({
    yardstick: 'bitsPerCharacter',
    experiments: [experimentOf('one that was kept before', [1], 2), experimentOf('after', [1, 2, 3], 3)],
  });
}
