import { allPairs } from '../../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../../core/experiments/comparison/standing.ts';
import { pairCells } from '../../../core/figures/experiment/pair-cells.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import { duelFigures } from '../../../core/figures/duels/duel-registry.ts';
import type { DuelSource } from '../../../core/figures/duels/duel-figures.ts';
import type { ExperimentSource } from '../../../core/figures/experiment/experiment-source.ts';
import { overTraining, quantities } from '../../../core/figures/experiment/over-training.ts';
import { sweep } from '../../../core/figures/experiment/sweep-curves.ts';
import type { Figure } from '../../../core/figures/figure.ts';
import { probeFigures, type ProbeSource } from '../../../core/figures/gradients/probe-registry.ts';
import type { SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import { corpus, evaluation } from '../reports/report-fixtures.ts';
import {
  duelSourceOf,
  experimentSourceOf,
  formulaFigure,
  keptFigure,
  probeSourceOf,
  reportFiguresOf,
  sweepSourceOf,
} from './sources.ts';

/** A text of the classics, which has so many characters. */
const classics = { ...corpus, name: 'classics.txt', distinct: 6257, uniformEntropy: Math.log2(6257) };

const onePoint = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.map((run) => ({ ...run, evaluations: run.evaluations.slice(0, 1), status: 'training' }));

/** Every run ends with figures that no axis was made for. */
const diverged = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.map((run, i) => ({
    ...run,
    status: 'diverged',
    series: {
      ...run.series,
      gradientNorm: run.series.gradientNorm.map((norm, k) => norm * 10 ** (k / 15)),
    },
    evaluations: run.evaluations.map(({ step }) => evaluation(step, 6 * 10 ** (step / 120))),
    divergence: { step: run.steps - (i % 3), where: '∂E/∂Whh', rate: 0.1 },
  }));

/** A long experiment, of which all that is there is its first steps. */
const longOne = (source: ExperimentSource): ExperimentSource => ({
  ...source,
  experiment: { ...source.experiment, steps: 240_000 },
});

const divergedSweep = (runs: readonly SweepRun[]): SweepRun[] =>
  runs.map((run) => ({ ...run, status: 'diverged', evaluation: null, divergedAt: 40 }));

const ofClassics = <Source extends Pick<ExperimentSource, 'corpus' | 'baselines'>>(
  source: Source,
): Source => ({
  ...source,
  corpus: classics,
  baselines: { characters: 5000, unigramBits: 9.791, bigramBits: 7.612, mostFrequentAccuracy: 0.049 },
});

/** The cells of the report's table of verdicts. */
const cellsOf = (source: ExperimentSource): Figure[] => {
  const { experiment, runs } = source;
  const { arms } = standing(experiment, runs);
  return (['bitsPerCharacter', 'brier'] as const).flatMap((yardstick, i) => {
    const all = allPairs(arms, yardstick, experiment);
    return all.length === 0 ? [] : [pairCells(source, all.slice(0, 12), i === 0)];
  });
};

const ofExperiment = (source: ExperimentSource): Figure[] => [
  ...reportFiguresOf(source).map(([, figure]) => figure),
  ...cellsOf(source),
  ...quantities.flatMap(({ id: quantity }) =>
    (quantity === 'norm' ? (['all', 'Whh'] as const) : (['all'] as const)).map((matrix) =>
      overTraining(source, { quantity, matrix, seed: null, logY: quantity !== 'cosine' }),
    ),
  ),
];
const ofProbe = (source: ProbeSource): Figure[] =>
  Object.values(probeFigures).map(({ draw }) => draw(source, {}));
const ofDuel = (source: DuelSource): Figure[] =>
  Object.values(duelFigures).map(({ draw }) => draw(source, 0));

/**
 * Every figure of the lab over sources of ordinary size and odd ones: nothing, one point, all diverged, 6 257 characters,
 * twelve long names. An entry of a registry is a figure more here; the three that answer a question of their own, and so
 * stand in no registry, are named.
 */
export const everyFigure: Readonly<Record<string, () => readonly Figure[]>> = {
  'an experiment with a seed that diverged': () => ofExperiment(experimentSourceOf(4)),
  'an experiment before its first step': () => ofExperiment(experimentSourceOf(4, () => [])),
  'an experiment after its first evaluation': () => ofExperiment(experimentSourceOf(4, onePoint)),
  'an experiment that diverged': () => ofExperiment(longOne(experimentSourceOf(4, diverged))),
  'an experiment on 6257 characters': () => ofExperiment(ofClassics(experimentSourceOf(4))),
  'an experiment of one arm': () => ofExperiment(experimentSourceOf(1)),
  'an experiment of twelve arms with long names': () =>
    ofExperiment(experimentSourceOf(12, (runs) => runs, true)),
  'an experiment of twelve arms with long names that diverged': () =>
    ofExperiment(experimentSourceOf(12, diverged, true)),

  'a probe': () => ofProbe(probeSourceOf(12, 25, 6)),
  'a probe of one character, one step': () => ofProbe(probeSourceOf(1, 1, 5)),
  'a probe of 6257 characters': () => ofProbe(probeSourceOf(6257, 25, 2)),
  'a probe of weights that diverged': () => ofProbe(probeSourceOf(12, 25, 6, false, 1e150)),
  'a probe of twelve layers with long names': () => ofProbe(probeSourceOf(8, 10, 12, true)),

  'a duel': () => ofDuel(duelSourceOf(4)),
  'a duel in Chinese characters': () => ofDuel(duelSourceOf(2, { chinese: true })),
  'a duel of one arm over one position': () => ofDuel(duelSourceOf(1, { characters: 1 })),
  'a duel of 6257 characters': () => ofDuel(duelSourceOf(2, { chinese: true, V: 6257 })),
  'a duel of weights that diverged': () => ofDuel(duelSourceOf(4, { size: 1e150 })),
  'a duel of twelve arms with long names': () => ofDuel(duelSourceOf(12, { long: true })),

  'a sweep': () => [sweep(sweepSourceOf(1)), sweep(sweepSourceOf(4)), sweep(ofClassics(sweepSourceOf(4)))],
  'a sweep that has not begun, or has one run': () => [
    sweep(sweepSourceOf(4, () => [])),
    sweep(sweepSourceOf(4, (runs) => runs.slice(0, 1))),
  ],
  'a sweep that diverged': () => [sweep(sweepSourceOf(4, divergedSweep))],
  'a sweep of twelve arms with long names': () => [sweep(sweepSourceOf(12, (runs) => runs, true))],

  'a typed loss': () => [formulaFigure(), formulaFigure('1e5 * sum((y - t)^2)')],
  'kept experiments': () => [keptFigure(), keptFigure(1), keptFigure(0), keptFigure(7, 240_000)],
};
