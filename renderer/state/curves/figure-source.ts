import type { SweepState } from '../../../core/contract/lab-data.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { ExperimentSource, FigureArm } from '../../../core/figures/experiment-source.ts';
import type { SweepSource } from '../../../core/figures/sweep-curves.ts';
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
});

/** The search of rates before the first step, which reads the tuning part where there is one. */
export const searchSource = (lab: LabState, { plan, runs }: SweepState): SweepSource => ({
  ...{ plan, runs },
  arms: figureArms(lab),
  corpus: lab.corpus,
  baselines: lab.baselines?.tuning ?? lab.baselines?.heldOut ?? null,
});
