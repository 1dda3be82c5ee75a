import { allPairs } from '../experiments/comparison/paired-difference.ts';
import { standing } from '../experiments/comparison/standing.ts';
import type { UnitResponse } from '../probes/probe.ts';
import { cosines } from './cosines.ts';
import { deltaAgainstZ } from './delta-against-z.ts';
import { deltaMaps } from './delta-maps.ts';
import { convergence, convergenceQuestion } from './convergence.ts';
import { differences } from './differences.ts';
import { duelLines, nextCharactersOf, type DuelSource } from './duel.ts';
import type { ExperimentSource } from './experiment-source.ts';
import type { Figure } from './figure.ts';
import { flowTriangles } from './flow-triangles.ts';
import { gradientFlow } from './gradient-flow.ts';
import { gradientHistograms } from './gradient-histograms.ts';
import { overTraining } from './over-training.ts';
import { ownLoss } from './own-loss.ts';
import { pairs } from './pairs.ts';
import { timesToTarget } from './time-to-target.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import type { Probed } from './probed.ts';

/** What the figures of a probe are made from. */
export interface ProbeSource extends Probed {
  /** Threshold of clipping by norm, for scale; null where there is none. */
  readonly clipping: number | null;
  /** Responses of one output to its own logit, for both targets, in the order of the layers. */
  readonly units: {
    readonly z: Float64Array;
    /** What the logits of the V − 1 others are, in words. */
    readonly others: string;
    readonly isTarget: readonly UnitResponse[];
    readonly isOther: readonly UnitResponse[];
  };
}

/** Every figure of gradients at some weights, by its id: a new one is a builder and a line here. */
export const probeFigures: Readonly<Record<string, (source: ProbeSource) => Figure>> = {
  'delta-against-z': ({ probe, looks, units: { z, others, isTarget, isOther } }) =>
    deltaAgainstZ({
      z,
      others,
      vocabulary: probe.shape.vocabulary,
      looks,
      answers: [
        { t: 1, responses: isTarget },
        { t: 0, responses: isOther },
      ],
    }),
  'delta-maps': (source) => deltaMaps(source),
  'gradient-flow': (source) => gradientFlow(source, source.clipping),
  'gradient-flow-triangle': flowTriangles,
  'gradient-histograms': (source) => gradientHistograms(source),
  cosines: (source) => cosines(source),
};

/** A question of the figures that compare two arms or look at a target. */
export interface ComparedArms {
  /** Ids of two arms. */
  readonly a: string;
  readonly b: string;
  /** Bits per character. */
  readonly target: number;
}

const gradientNorm = { quantity: 'norm', matrix: 'all', seed: null, logY: true } as const;

/** Every figure of a duel, by its id, at a position. */
export const duelFigures: Readonly<Record<string, (source: DuelSource, position: number) => Figure>> = {
  'sampling-duel': (source) => duelLines(source),
  'next-character': nextCharactersOf,
};

/** Every figure of an experiment, by its id, as a report shows it: a new one is a builder and a line here. */
export const experimentFigures: Readonly<
  Record<string, (source: ExperimentSource, compared: ComparedArms) => Figure>
> = {
  ...Object.fromEntries(
    yardsticks
      .filter(({ drawnInReport }) => drawnInReport)
      .map(({ id }) => [
        `convergence-${id}`,
        (source: ExperimentSource) => convergence(source, convergenceQuestion(id)),
      ]),
  ),
  differences: (source, { a, b }) => differences(source, { a, b, yardstick: 'bitsPerCharacter', band: 't' }),
  'time-to-target': (source, { target }) =>
    timesToTarget(source, { yardstick: 'bitsPerCharacter', target, x: 'step' }),
  'over-training': (source) => overTraining(source, gradientNorm),
  'own-loss': ownLoss,
  pairs: (source) => {
    const { arms } = standing(source.experiment, source.runs, 'common-step');
    const all = allPairs(arms, 'bitsPerCharacter', source.experiment);
    return pairs(source, all, { yardstick: 'bitsPerCharacter', statistic: 'last common step' });
  },
};
