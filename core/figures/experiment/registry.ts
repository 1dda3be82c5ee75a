import { allPairs } from '../../experiments/comparison/paired-difference.ts';
import { standing } from '../../experiments/comparison/standing.ts';
import { convergence } from './convergence.ts';
import { convergenceQuestion } from './convergence-question.ts';
import { differences } from './differences.ts';
import type { ExperimentSource } from './experiment-source.ts';
import type { Figure } from '../figure.ts';
import { overTraining } from './over-training.ts';
import { ownLoss } from './own-loss.ts';
import { pairs } from './pairs.ts';
import { tunedRates } from './sweep-curves.ts';
import { timesToTarget } from './time-to-target.ts';
import { yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import type { Baselines } from '../../corpora/baselines.ts';

/** What a report asks of its figures. */
export interface ReportQuestion {
  /** What decides. */
  readonly yardstick: YardstickId;
  readonly target: { readonly yardstick: YardstickId; readonly value: number };
  /** Ids of the arm that is ahead and of those that it is held against; null where nobody is. */
  readonly leader: { readonly ahead: string; readonly others: readonly string[] } | null;
  /** On the characters that a sweep reads. */
  readonly tuningBaselines: Baselines | null;
}

interface PlacedFigure {
  /** The section of a report it stands in; null where the page says the same otherwise: then it is in window and archive alone. */
  readonly section: 'convergence' | 'rates' | 'leader' | 'gradients' | 'times' | 'own losses' | null;
  /** None where there is nothing to show. */
  readonly draw: (source: ExperimentSource, question: ReportQuestion) => readonly Figure[];
}

export type ReportFigure = PlacedFigure &
  (
    | {
        /** The tab of the window that draws it as it is. */
        readonly card: 'convergence' | 'gradients';
        /** What its card explains: an id in `renderer/explanations`. */
        readonly explain: string;
      }
    /** A card in `renderer/views` has controls of its own for it. */
    | { readonly card: 'with controls' }
  );

/** Every figure of an experiment, by its id, as report and window show it: a new one is a builder and a line here. */
export const experimentFigures: Readonly<Record<string, ReportFigure>> = {
  ...Object.fromEntries(
    yardsticks
      .filter(({ drawnInReport }) => drawnInReport)
      .map(({ id }): [string, ReportFigure] => [
        `convergence-${id}`,
        {
          ...{ section: 'convergence', card: 'with controls' },
          draw: (source) => [convergence(source, convergenceQuestion(id))],
        },
      ]),
  ),
  'time-to-target': {
    section: 'times',
    card: 'with controls',
    draw: (source, { target: { yardstick, value } }) => [
      timesToTarget(source, { yardstick, target: value, x: 'step' }),
    ],
  },
  'tuned-rates': {
    section: 'rates',
    card: 'with controls',
    draw: (source, { tuningBaselines }) => tunedRates(source, tuningBaselines),
  },
  differences: {
    section: 'leader',
    card: 'with controls',
    draw: (source, { yardstick, leader }) =>
      (leader?.others ?? []).map((b) => differences(source, { a: leader!.ahead, b, yardstick, band: 't' })),
  },
  pairs: {
    // The cells of the table of verdicts draw every pair.
    section: null,
    card: 'with controls',
    draw: (source, { yardstick }) => {
      const { experiment, runs } = source;
      const all = allPairs(standing(experiment, runs).arms, yardstick, experiment);
      return all.length === 0 ? [] : [pairs(source, all, { yardstick, statistic: 'last common step' })];
    },
  },
  'over-training': {
    section: 'gradients',
    card: 'with controls',
    draw: (source) => [overTraining(source, { quantity: 'norm', matrix: 'all', seed: null, logY: true })],
  },
  'own-loss': {
    section: 'own losses',
    card: 'gradients',
    explain: 'own-loss',
    draw: (source) => [ownLoss(source)],
  },
};
