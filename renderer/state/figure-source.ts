import type { RunRecord } from '../../core/experiments/run.ts';
import type { ExperimentSource, FigureArm } from '../../core/figures/experiment-source.ts';
import type { LabState } from './lab-state.svelte.ts';

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
