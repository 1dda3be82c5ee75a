import { yardsticks } from '../yardsticks/registry.ts';
import { convergence, convergenceQuestion } from '../figures/convergence.ts';
import { differences } from '../figures/differences.ts';
import type { ExperimentSource } from '../figures/experiment-source.ts';
import type { Figure } from '../figures/figure.ts';
import { overTraining } from '../figures/over-training.ts';
import { ownLoss } from '../figures/own-loss.ts';
import { pairs } from '../figures/pairs.ts';
import { timesToTarget } from '../figures/time-to-target.ts';
import { simplestTarget } from '../experiments/comparison/baseline-lines.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import { leaderOf } from './words/leader.ts';
import type { Report } from './report-data.ts';

/** The report as figures take it. */
export const experimentSource = ({
  experiment,
  arms,
  corpus,
  baselines,
  runs,
}: Report): ExperimentSource => ({
  experiment,
  corpus,
  baselines: baselines?.heldOut ?? null,
  runs,
  arms: arms.map(({ arm, label, look }) => ({ id: arm.id, label, ...look })),
});

/** The yardsticks that are drawn, of all arms against steps. */
export const convergenceFigures = (report: Report): Figure[] =>
  yardsticks
    .filter(({ drawnInReport }) => drawnInReport)
    .map(({ id }) => convergence(experimentSource(report), convergenceQuestion(id)));

/** The leader on the primary yardstick against each other arm, over the steps of training. */
export function differenceFigures(report: Report): Figure[] {
  const yardstick = primaryYardstick(report.experiment);
  const leader = leaderOf(report, yardstick);
  return (leader?.pairs ?? [])
    .filter(({ series }) => series.seeds.length > 0)
    .map(({ other }) =>
      differences(experimentSource(report), {
        a: leader!.arm.arm.id,
        b: other.arm.id,
        yardstick,
        band: 't',
      }),
    );
}

/** Global gradient norm of all arms, before clipping. */
export const gradientFigure = (report: Report): Figure =>
  overTraining(experimentSource(report), { quantity: 'norm', matrix: 'all', seed: null, logY: true });

/** Own losses of different output layers never share an axis. */
export const ownLossFigure = (report: Report): Figure => ownLoss(experimentSource(report));

/** When each seed first reached the target of the experiment, or else what the best simple model reaches. */
export function targetFigure(report: Report): Figure {
  const { experiment, corpus, baselines } = report;
  const declared = experiment.stopping?.target;
  const yardstick = declared?.yardstick ?? primaryYardstick(experiment);
  const target = declared?.value ?? simplestTarget(yardstick, corpus, baselines?.heldOut ?? null);
  return timesToTarget(experimentSource(report), { yardstick, target, x: 'step' });
}

/** All pairs on the primary yardstick with their intervals; null where there is one arm. */
export function pairsFigure(report: Report): Figure | null {
  const yardstick = primaryYardstick(report.experiment);
  const own = report.pairs.filter((pair) => pair.yardstick === yardstick);
  return own.length === 0
    ? null
    : pairs(experimentSource(report), own, { yardstick, statistic: 'last common step' });
}
