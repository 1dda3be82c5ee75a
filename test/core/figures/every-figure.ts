import { allPairs } from '../../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../../core/experiments/comparison/standing.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { ExperimentSource } from '../../../core/figures/experiment/experiment-source.ts';
import { overTraining, quantities } from '../../../core/figures/experiment/over-training.ts';
import type { Figure } from '../../../core/figures/figure.ts';
import { figures } from '../../../core/figures/registry.ts';
import type { SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import { corpus, evaluation } from '../reports/report-fixtures.ts';
import {
  duelSourceOf,
  experimentSourceOf,
  formulaSource,
  keptSource,
  probeSourceOf,
  questionOf,
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

type Kinds = typeof figures;

/** What a kind of figure is asked. */
type Asked<Kind extends keyof Kinds> = Parameters<
  Kinds[Kind] extends (...asked: never[]) => Figure
    ? Kinds[Kind]
    : Kinds[Kind] extends Readonly<
          Record<string, { readonly draw: infer Draw extends (...asked: never[]) => unknown }>
        >
      ? Draw
      : never
>;

/** All figures of a kind. */
function drawn<Kind extends keyof Kinds>(kind: Kind, asked: Asked<Kind>): Figure[] {
  const entry = figures[kind];
  const builders = typeof entry === 'function' ? [entry] : Object.values(entry).map(({ draw }) => draw);
  return builders.flatMap((build: (...asked: never[]) => Figure | readonly Figure[]) =>
    build(...(asked as never[])),
  );
}

const ofExperiment = (source: ExperimentSource): Asked<'experiment'> => [source, questionOf(source)];
const ofProbe = (...of: Parameters<typeof probeSourceOf>): Asked<'probe'> => [probeSourceOf(...of), {}];
const ofDuel = (...of: Parameters<typeof duelSourceOf>): Asked<'duel'> => [duelSourceOf(...of), 0];
const ofSweep = (...of: Parameters<typeof sweepSourceOf>): Asked<'sweep'> => [sweepSourceOf(...of)];

const ofPairs = (source: ExperimentSource, withSeeds: boolean): Asked<'verdicts'> => {
  const { experiment, runs } = source;
  const all = allPairs(standing(experiment, runs).arms, 'bitsPerCharacter', experiment);
  return [source, all.slice(0, 12), withSeeds];
};

/** Sources of every kind of figure, of ordinary size and odd ones: nothing, one point, all diverged, 6 257 characters, twelve long names. */
const asked: { readonly [Kind in keyof Kinds]: Readonly<Record<string, () => Asked<Kind>>> } = {
  experiment: {
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
  },
  probe: {
    'a probe': () => ofProbe(12, 25, 6),
    'a probe of one character, one step': () => ofProbe(1, 1, 5),
    'a probe of 6257 characters': () => ofProbe(6257, 25, 2),
    'a probe of weights that diverged': () => ofProbe(12, 25, 6, false, 1e150),
    'a probe of twelve layers with long names': () => ofProbe(8, 10, 12, true),
  },
  duel: {
    'a duel': () => ofDuel(4),
    'a duel in Chinese characters': () => ofDuel(2, { chinese: true }),
    'a duel of one arm over one position': () => ofDuel(1, { characters: 1 }),
    'a duel of 6257 characters': () => ofDuel(2, { chinese: true, V: 6257 }),
    'a duel of weights that diverged': () => ofDuel(4, { size: 1e150 }),
    'a duel of twelve arms with long names': () => ofDuel(12, { long: true }),
  },
  sweep: {
    'a sweep': () => ofSweep(4),
    'a sweep of one arm': () => ofSweep(1),
    'a sweep on 6257 characters': () => [ofClassics(sweepSourceOf(4))],
    'a sweep that has not begun': () => ofSweep(4, () => []),
    'a sweep that has one run': () => ofSweep(4, (runs) => runs.slice(0, 1)),
    'a sweep that diverged': () => ofSweep(4, divergedSweep),
    'a sweep of twelve arms with long names': () => ofSweep(12, (runs) => runs, true),
  },
  formula: {
    'a typed loss': () => formulaSource(),
    'a typed loss that is large': () => formulaSource('1e5 * sum((y - t)^2)'),
  },
  kept: {
    'kept experiments': () => keptSource(),
    'kept experiments of one point': () => keptSource(1),
    'kept experiments without a point': () => keptSource(0),
    'kept experiments of large values': () => keptSource(7, 240_000),
  },
  verdicts: {
    'the cells of verdicts': () => ofPairs(experimentSourceOf(4), true),
    'the cells of verdicts without seeds': () => ofPairs(experimentSourceOf(2), false),
    'the cells of verdicts before the first step': () =>
      ofPairs(
        experimentSourceOf(4, () => []),
        true,
      ),
    'the cells of verdicts on runs that diverged': () => ofPairs(experimentSourceOf(4, diverged), true),
  },
};

/** The gradients over training in other ways than those of the report. */
const quantitiesOf = (source: ExperimentSource): Figure[] =>
  quantities.flatMap(({ id: quantity }) =>
    (quantity === 'norm' ? (['all', 'Whh'] as const) : (['all'] as const)).map((matrix) =>
      overTraining(source, { quantity, matrix, seed: null, logY: quantity !== 'cosine' }),
    ),
  );

const casesOf = <Kind extends keyof Kinds>(kind: Kind): [name: string, draw: () => Figure[]][] =>
  Object.entries<() => Asked<Kind>>(asked[kind]).map(([name, source]) => [name, () => drawn(kind, source())]);
const kinds = Object.keys(asked) as (keyof Kinds)[];

/** Every figure of the lab over each of its sources. A kind of figure without sources here does not compile. */
export const everyFigure: Readonly<Record<string, () => readonly Figure[]>> = Object.fromEntries([
  ...kinds.flatMap(casesOf),
  ...Object.entries(asked.experiment).map(
    ([name, source]) => [`${name}: gradients over training`, () => quantitiesOf(source()[0])] as const,
  ),
]);

/** Every figure of the lab once, of ordinary size. */
export const ordinaryFigures = (): Figure[] => kinds.flatMap((kind) => casesOf(kind)[0][1]());
