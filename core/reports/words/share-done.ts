import { stepsOf } from '../../experiments/plan/stopping.ts';
import type { ReportInput } from '../report-data.ts';

/** The share of the planned steps that was done, 0 … 1; what a run that ended early leaves undone is not planned any more. */
export function shareDone({ experiment, runs }: Pick<ReportInput, 'experiment' | 'runs'>): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const planned = runs.map((run) => (run.early ? run.steps : stepsOf(experiment, run.armId)));
  return sum(runs.map(({ steps }) => steps)) / sum(planned);
}
