import { describe, expect, it } from 'vitest';
import type { LinesPanel } from '../../../core/figures/figure.ts';
import { keptComparison } from '../../../core/figures/experiment/kept-comparison.ts';

const look = { light: '#123456', dark: '#abcdef', line: 'dashed' } as const;
const curve = (values: number[], low = values.map(() => NaN)) => ({
  step: Float64Array.from(values, (_, i) => 10 * i),
  mean: Float64Array.from(values),
  low: Float64Array.from(low),
  high: Float64Array.from(low, (value, i) => 2 * values[i] - value),
});
const figure = keptComparison({
  yardstick: 'bitsPerCharacter',
  experiments: [
    { name: 'before', seeds: [1], arms: [{ label: 'one', look, curve: curve([3, 2]) }] },
    {
      name: 'after',
      seeds: [1, 2, 3],
      arms: [
        { label: 'one', look, curve: curve([3, 1, 0.5], [2.5, 0.8, 0.4]) },
        { label: 'two', look, curve: curve([3, 2, 2], [NaN, 1, 1]) },
      ],
    },
  ],
});
const panel = figure.panels[0] as LinesPanel;

describe('kept experiments on one chart', () => {
  it('are told apart by letters and by line, in their own colours', () => {
    expect(figure.looks.map(({ label, line }) => `${label} ${line}`)).toEqual([
      'A one dotted',
      'B one dashed',
      'B two dashed',
    ]);
    expect(new Set(figure.looks.map(({ light }) => light))).toEqual(new Set(['#123456']));
    expect(figure.subtitle).toBe(
      'A (dotted): before, 1 seed · B: after, 3 seeds · lower is better · mean, band: 95 % t interval',
    );
  });

  it('have bands where there are intervals, and an axis as long as the longest', () => {
    expect(panel.series.map(({ low }) => low !== undefined)).toEqual([false, true, true]);
    expect(panel.x.domain).toEqual([0, 20]);
    expect(panel.series.map(({ y }) => Array.from(y))).toEqual([
      [3, 2],
      [3, 1, 0.5],
      [3, 2, 2],
    ]);
  });

  it('have every value in the table, and a gap where there is no interval', () => {
    const rows = [...figure.table.rows()];
    expect(rows).toHaveLength(8);
    expect(rows[0]).toEqual(['before', 'one', 0, 3, '', '']);
    expect(rows[3]).toEqual(['after', 'one', 10, 1, 0.8, 1.2]);
    expect(rows.every((row) => row.length === figure.table.columns.length)).toBe(true);
  });
});
