import { simplestTarget } from '../experiments/comparison/baseline-lines.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import type { ExperimentSource } from '../figures/experiment-source.ts';
import type { Figure } from '../figures/figure.ts';
import { experimentFigures, type ReportFigure, type ReportQuestion } from '../figures/registry.ts';
import { leaderOf } from './words/leader.ts';
import type { Report } from './report-data.ts';

/** The report as figures take it. */
const sourceOf = ({ experiment, arms, corpus, baselines, runs }: Report): ExperimentSource => ({
  experiment,
  corpus,
  baselines: baselines?.heldOut ?? null,
  runs,
  arms: arms.map(({ arm, label, look }) => ({ id: arm.id, label, ...look })),
});

function questionOf(report: Report): ReportQuestion {
  const { experiment, corpus, baselines } = report;
  const yardstick = primaryYardstick(experiment);
  const leader = leaderOf(report, yardstick);
  const heldOut = baselines?.heldOut ?? null;
  return {
    yardstick,
    // What the best simple model reaches, where the experiment has no target of its own.
    target: experiment.stopping?.target ?? {
      yardstick,
      value: simplestTarget(yardstick, corpus, heldOut),
    },
    leader: leader && {
      ahead: leader.arm.arm.id,
      others: leader.pairs.filter(({ series }) => series.seeds.length > 0).map(({ other }) => other.arm.id),
    },
    tuningBaselines: baselines?.tuning ?? heldOut,
  };
}

/** The figures of a report, section by section; what they are asked is worked out once. */
export function figuresOf(report: Report): (section: ReportFigure['section']) => Figure[] {
  const source = sourceOf(report);
  const question = questionOf(report);
  return (section) =>
    Object.values(experimentFigures)
      .filter((figure) => figure.section === section)
      .flatMap(({ draw }) => draw(source, question));
}

/** Every figure of a report, in the order of the registry, each with a name of its own for files. */
export function namedFigures(report: Report): { readonly name: string; readonly figure: Figure }[] {
  const source = sourceOf(report);
  const question = questionOf(report);
  return Object.entries(experimentFigures).flatMap(([id, { draw }]) => {
    const figures = draw(source, question);
    return figures.map((figure, i) => ({ name: figures.length > 1 ? `${id}-${i + 1}` : id, figure }));
  });
}
