import { stepsOf } from '../../experiments/plan/stopping.ts';
import type { Measured, ReportInput } from '../report-data.ts';
import { grouped, percent } from '../../words/number-format.ts';
import type { Say } from '../../words/said/say.ts';

/** The share of the planned steps that was done, 0 … 1; what a run that ended early leaves undone is not planned any more. */
export function shareDone({ experiment, runs }: Pick<ReportInput, 'experiment' | 'runs'>): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const planned = runs.map((run) => (run.early ? run.steps : stepsOf(experiment, run.armId)));
  return sum(runs.map(({ steps }) => steps)) / sum(planned);
}

/** How far an experiment has come that is not finished, and where its arms are compared. */
export function doneWords(report: Pick<Measured, 'experiment' | 'runs' | 'standing'>, say: Say): string {
  const { step } = report.standing;
  const at = step === null ? say`before anything was evaluated` : say`compared at step ${grouped(step)}`;
  return say`${percent(shareDone(report))} of the planned steps were done, ${at} of ${grouped(report.experiment.steps)}`;
}
