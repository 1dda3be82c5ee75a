import type { ExperimentSource } from '../../../core/figures/experiment/experiment-source.ts';
import { rateAt } from '../../../core/experiments/rates/rate-grid.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { tuningOf } from '../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import type { SweepSource } from '../../../core/figures/experiment/sweep-curves.ts';
import { baselines, corpus, evaluation, experiment, sampleRuns } from '../reports/report-fixtures.ts';
import type { figures } from '../../../core/figures/registry.ts';
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
const light = ['#B97F00', '#0072B2', '#007A59', '#B0578A', '#D55E00', '#6A58C8'];
/** Other ones than on light ground: a drawing that takes those of the other theme is found out. */
const dark = ['#E69F00', '#56B4E9', '#22B58A', '#CC79A7', '#F08A3C', '#A79BE6'];

export const lookOf = (i: number, label: string): FigureLook => ({
  label,
  light: light[i % light.length],
  dark: dark[i % dark.length],
  line: (['solid', 'solid', 'dashed', 'dotted'] as const)[i % 4],
});

const longName = (i: number) =>
  `an output layer ${i} whose name is as long as names may become, eighty letters or so`;

/** A probe of some layers at fresh weights. @param size of the weights against what they are drawn with */
export function probeSourceOf(V: number, T: number, layers: number, long = false, size = 1): ProbeSource {
  const shape = { vocabulary: V, hidden: 8, biases: true };
  const probed = Array.from({ length: layers }, (_, i): ProbedLayer => {
    const layer = outputLayers[i % outputLayers.length];
    return { layer: layer.id, clamp: i < outputLayers.length ? null : defaultClamp(layer), rate: 0.1 };
  });
  const model = {
    initial: 'uniform',
    outputBias: 'zero',
    initialScale: { Wxh: size, Whh: size, Why: size },
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
    baselines: baselines.heldOut,
    runs: change(sampleRuns(spec)),
  };
}

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
export function sweepSourceOf(
  arms: number,
  change: (runs: readonly SweepRun[]) => readonly SweepRun[] = (runs) => runs,
  long = false,
): SweepSource {
  const source = experimentSourceOf(arms, () => [], long);
  const plan = sweepPlan(source.experiment);
  return { ...source, plan, runs: change(sweepRuns(plan)) };
}

/** What a report asks of its figures: the first arm is held against the second. */
export const questionOf = ({ arms }: ExperimentSource): ReportQuestion => ({
  yardstick: 'bitsPerCharacter',
  target: { yardstick: 'bitsPerCharacter', value: 3.5 },
  leader: arms.length < 2 ? null : { ahead: arms[0].id, others: [arms[1].id] },
  tuningBaselines: null,
});

/** Every figure that a report has of an experiment, with its id. */
export function reportFiguresOf(source: ExperimentSource): (readonly [id: string, figure: Figure])[] {
  const question = questionOf(source);
  return Object.entries(experimentFigures).flatMap(([id, { draw }]) =>
    draw(source, question).map((figure) => [id, figure] as const),
  );
}

/** A duel of some arms at fresh weights, in Latin or Chinese characters. @param size of the weights */
export function duelSourceOf(
  arms: number,
  { long = false, chinese = false, V = 40, characters = 90, size = 1 } = {},
): DuelSource {
  const vocabulary = Uint32Array.from({ length: V }, (_, i) => (chinese ? 0x4e00 : 97) + i);
  const shape = { vocabulary: V, hidden: 6, biases: true };
  const initialScale = { Wxh: 3 * size, Whh: size, Why: 4 * size };
  const model = { initial: 'uniform', outputBias: 'zero', initialScale } as const;
  const layers = Array.from({ length: arms }, (_, i) => outputLayers[i % outputLayers.length]);
  const contestants = layers.map((each, i) => {
    const layer = trainingLayerOf([], each.id, defaultClamp(each));
    const weights = initialWeights(shape, model, layer, stream(i, 'weights'));
    return { layer, network: readingNetwork(shape, layer, weights), start: { kind: 'zero' } as const };
  });
  const drawn = drawnLines(contestants, Uint32Array.of(1, 4), characters, 9, {
    vocabulary,
    temperature: 1,
    top: 8,
  });
  const duel: Duel = {
    ...drawn,
    arms: layers.map((_, i) => ({ kind: 'fresh', armId: `arm-${i}`, seed: 1 })),
    steps: layers.map(() => 0),
    text: { kind: 'drawn', prompt: 'be', characters, sampleSeed: 9 },
    temperature: 1,
    top: 8,
    vocabulary: V,
  };
  return { duel, looks: layers.map(({ label }, i) => lookOf(i, long ? longName(i) : label)) };
}

/** A typed loss as its figure takes it, by itself one that is not defined everywhere. */
export function formulaSource(loss = '-log(target(y))'): Parameters<typeof figures.formula> {
  const { curves, reading } = lookAtFormula({
    ...{ kind: 'formula', id: 'mine', label: 'mine', activation: 'linear', parameters: {}, reference: '' },
    loss,
  });
  if (!curves || reading.kind === 'problem') throw new Error('The formula was expected to be read.');
  return [curves, reading.facts.domain];
}

/** Two kept experiments, one with intervals, with names as long as they may become. @param points of each curve */
export function keptSource(points = 7, level = 3): Parameters<typeof figures.kept> {
  const step = Float64Array.from({ length: points }, (_, i) => 100 * i);
  const experimentOf = (name: string, seeds: readonly number[], arms: number) => ({
    ...{ name, seeds },
    arms: Array.from({ length: arms }, (_, i) => {
      const mean = step.map((at) => level + 0.2 * i + 2 * Math.exp(-at / 150));
      const half = seeds.length > 1 ? 0.1 : NaN;
      const curve = { step, mean, low: mean.map((y) => y - half), high: mean.map((y) => y + half) };
      return { label: longName(i), look: lookOf(i, ''), curve };
    }),
  });
  const experiments = [experimentOf('one that was kept before', [1], 2), experimentOf('after', [1, 2, 3], 3)];
  return [{ yardstick: 'bitsPerCharacter', experiments }];
}
