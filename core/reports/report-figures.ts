import { usualTarget } from '../experiments/comparison/baseline-lines.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import type { ExperimentSource } from '../figures/experiment/experiment-source.ts';
import type { Figure } from '../figures/figure.ts';
import { experimentFigures, type ReportFigure, type ReportQuestion } from '../figures/experiment/registry.ts';
import { leaderOf } from './words/leader.ts';
import { sayOf } from './words/say-of.ts';
import type { Report } from './report-data.ts';

/** The report as figures take it. */
export const sourceOf = ({
  experiment,
  arms,
  corpus,
  baselines,
  runs,
  heading,
}: Report): ExperimentSource => ({
  say: sayOf({ heading }),
  experiment,
  corpus,
  baselines: baselines?.heldOut ?? null,
  runs,
  arms: arms.map(({ arm, label, look }) => ({ id: arm.id, label, ...look })),
});

/** The target that times are taken to. */
export const targetOf = ({ experiment, corpus, baselines }: Report): ReportQuestion['target'] =>
  usualTarget(experiment, corpus, baselines?.heldOut ?? null);

function questionOf(report: Report): ReportQuestion {
  const { experiment, baselines } = report;
  const yardstick = primaryYardstick(experiment);
  const leader = leaderOf(report, yardstick);
  const heldOut = baselines?.heldOut ?? null;
  return {
    yardstick,
    target: targetOf(report),
    leader: leader && {
      ahead: leader.arm.arm.id,
      others: leader.pairs.filter(({ series }) => series.seeds.length > 0).map(({ other }) => other.arm.id),
    },
    tuningBaselines: baselines?.tuning ?? heldOut,
  };
}

/** The figures of a report where they stand on its page. */
export interface PlacedFigures {
  /** Beside the answer: the curves on the yardstick that decides. */
  readonly first: Figure | null;
  /** The curves on other yardsticks. */
  readonly curves: readonly Figure[];
  readonly leader: readonly Figure[];
  readonly rates: readonly Figure[];
  readonly gradients: readonly Figure[];
  readonly times: readonly Figure[];
  readonly own: readonly Figure[];
}

/** What they are asked is worked out once, and not for each of them. */
export function placedFigures(report: Report): PlacedFigures {
  const source = sourceOf(report);
  const question = questionOf(report);
  const { language } = sayOf(report);
  const of = (section: ReportFigure['section'], test: (id: string) => boolean = () => true) =>
    Object.entries(experimentFigures)
      .filter(([id, figure]) => figure.section === section && test(id))
      .flatMap(([, { draw }]) => draw(source, question).map((figure) => ({ ...figure, language })));
  const primary = `convergence-${question.yardstick}`;
  const atFirst =
    primary in experimentFigures
      ? primary
      : Object.keys(experimentFigures).find((id) => experimentFigures[id].section === 'convergence');
  return {
    first: of('convergence', (id) => id === atFirst)[0] ?? null,
    curves: of('convergence', (id) => id !== atFirst),
    leader: of('leader'),
    rates: of('rates'),
    gradients: of('gradients'),
    times: of('times'),
    own: of('own losses'),
  };
}

/** Every figure of a report, in the order of the registry, each with a name of its own for files. */
export function namedFigures(report: Report): { readonly name: string; readonly figure: Figure }[] {
  const { language } = sayOf(report);
  const source = sourceOf(report);
  const question = questionOf(report);
  return Object.entries(experimentFigures).flatMap(([id, { draw }]) => {
    const figures = draw(source, question).map((figure) => ({ ...figure, language }));
    return figures.map((figure, i) => ({ name: figures.length > 1 ? `${id}-${i + 1}` : id, figure }));
  });
}
