import type { Baselines } from '../../../core/corpora/baselines.ts';
import type { SweepState } from '../../../core/contract/lab-data.ts';
import { usualTarget } from '../../../core/experiments/comparison/baseline-lines.ts';
import { ranking } from '../../../core/experiments/comparison/lead.ts';
import { standing } from '../../../core/experiments/comparison/standing.ts';
import { primaryYardstick } from '../../../core/experiments/plan/plan.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { ExperimentSource, FigureArm } from '../../../core/figures/experiment/experiment-source.ts';
import type { ReportQuestion } from '../../../core/figures/experiment/registry.ts';
import type { SweepSource } from '../../../core/figures/experiment/sweep-curves.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** The arms as figures take them. */
export const figureArms = ({ arms }: Pick<LabState, 'arms'>): FigureArm[] =>
  arms.map(({ arm, label, look }) => ({ id: arm.id, label, ...look }));

/** The experiment on the screen as figures take it, with its own text's facts. */
export const experimentSource = (lab: LabState, runs: readonly RunRecord[]): ExperimentSource => ({
  experiment: lab.experiment,
  arms: figureArms(lab),
  corpus: lab.corpus,
  baselines: lab.baselines?.heldOut ?? null,
  runs,
  say: lab.say,
});

/** What figures are asked where nobody chose: what decides, and the arm that is ahead on it. */
export function figureQuestion(
  { experiment, runs, corpus, baselines }: ExperimentSource,
  tuningBaselines: Baselines | null,
): ReportQuestion {
  const yardstick = primaryYardstick(experiment);
  const [ahead, ...others] = ranking(standing(experiment, runs).arms, yardstick).map(({ armId }) => armId);
  return {
    yardstick,
    target: usualTarget(experiment, corpus, baselines),
    leader: ahead === undefined ? null : { ahead, others },
    tuningBaselines: tuningBaselines ?? baselines,
  };
}

/** The search of rates before the first step, which reads the tuning part where there is one. */
export const searchSource = (lab: LabState, { plan, runs }: SweepState): SweepSource => ({
  ...{ plan, runs },
  arms: figureArms(lab),
  corpus: lab.corpus,
  baselines: lab.baselines?.tuning ?? lab.baselines?.heldOut ?? null,
  say: lab.say,
});
