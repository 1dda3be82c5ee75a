import {
  convergenceColumns,
  meansOf,
  valuesAt,
} from '../../core/experiments/comparison/convergence-columns.ts';
import { isUnread } from '../../core/experiments/comparison/unread.ts';
import { tInterval } from '../../core/experiments/statistics/mean-interval.ts';
import { yardstickById, type YardstickId } from '../../core/yardsticks/registry.ts';
import type { RunRecord } from '../../core/experiments/run.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import { trainingColumns, type TrainingChoice } from './training-series.ts';
import type { CsvRows } from './export-csv.ts';

/**
 * The curves for a file: as measured, neither smoothed nor thinned, one row per arm and step. Where training batches are
 * drawn their rows follow those of the arm, and a column says which text a row is of.
 */
export function convergenceRows(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  seeds: readonly number[],
  yardstick: YardstickId,
  policy: string,
  training: TrainingChoice | null = null,
): CsvRows {
  const { label: name } = yardstickById(yardstick);
  const head = [
    'output layer',
    'learning rate',
    'policy',
    ...(training ? ['text'] : []),
    'step',
    'characters',
    'seconds',
    'seeds',
    `mean ${name}`,
    't low',
    't high',
    ...seeds.map((seed) => `seed ${seed}`),
  ];
  const rows: (string | number)[][] = [head];
  for (const { arm, label } of arms) {
    const own = runs.filter((run) => run.armId === arm.id);
    const columns = convergenceColumns(own, yardstick);
    const gap =
      yardstickById(yardstick).ofProbabilities && own.some(({ evaluations }) => evaluations.some(isUnread));
    const means = meansOf(columns);
    const places = seeds.map((seed) => own.findIndex((run) => run.seed === seed));
    for (let i = 0; i < means.length; i++) {
      const values = valuesAt(columns, i);
      const { interval } = tInterval(values);
      rows.push([
        label,
        arm.rate,
        policy,
        ...(training ? ['held-out'] : []),
        columns.step[i]!,
        columns.characters[i]!,
        columns.seconds[i]!,
        values.length,
        // What is not there for this layer is an empty cell.
        gap ? '' : means[i]!,
        interval?.low ?? '',
        interval?.high ?? '',
        ...places.map((k) => (k >= 0 && !gap && columns.present[k]![i] === 1 ? columns.values[k]![i]! : '')),
      ]);
    }
    if (!training || gap) continue;
    const batches = trainingColumns(own, yardstick, { ...training, span: 1 });
    batches.step.forEach((step, i) => {
      const values = places.map((k) => own[k]?.training[yardstick][i]);
      const found = values.filter((value) => value !== undefined);
      const { interval } = tInterval(found);
      rows.push([
        label,
        arm.rate,
        policy,
        'training batches',
        step,
        batches.characters[i]!,
        batches.seconds[i]!,
        found.length,
        batches.mean[i]!,
        interval?.low ?? '',
        interval?.high ?? '',
        ...values.map((value) => value ?? ''),
      ]);
    });
  }
  return rows;
}
