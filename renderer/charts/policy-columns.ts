import { ratePolicy } from '../../core/experiments/rates/rate-policy.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import type { CsvRows } from './export-csv.ts';

/**
 * A table of values of arms with two more columns, the learning rate of the arm and the policy by which it was chosen:
 * no row leaves the lab without them.
 * @param rows the first one names the columns, the others begin with the label of their arm
 */
export function withPolicy(
  [head, ...rows]: CsvRows,
  arms: readonly ShownArm[],
  experiment: Experiment,
): CsvRows {
  const policy = ratePolicy(experiment);
  const rates = new Map(arms.map(({ arm, label }) => [label, arm.rate]));
  return [
    [...(head ?? []), 'learning rate', 'policy'],
    ...rows.map((row) => [...row, rates.get(String(row[0])) ?? '', policy]),
  ];
}
