import {
  convergenceColumns,
  isUnread,
  meansOf,
  tInterval,
  valuesAt,
  yardstickById,
  type RunRecord,
  type YardstickId,
} from '../../core/contract/data.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import type { CsvRows } from './export-csv.ts';

/** The curves for a file: as measured, neither smoothed nor thinned, one row per arm and step. */
export function convergenceRows(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  seeds: readonly number[],
  yardstick: YardstickId,
  policy: string,
): CsvRows {
  const { label: name } = yardstickById(yardstick);
  const head = [
    'output layer',
    'learning rate',
    'policy',
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
  }
  return rows;
}
