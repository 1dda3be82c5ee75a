import { describe, expect, it } from 'vitest';
import { beyondScale } from '../../../core/figures/drawing/colours.ts';
import { mapPanel } from '../../../core/figures/panels.ts';
import { drawMap } from '../../../core/figures/drawing/svg-map.ts';

const scale = { kind: 'root', low: -1, high: 1, label: '' } as const;

describe('values beyond a scale', () => {
  it('are those further out than its ends, not at them, and no missing ones', () => {
    expect(beyondScale([1, -1, 1.01, -9.7, NaN, 0, Infinity], scale)).toEqual([2, 3, 6]);
    expect(beyondScale([1e9], { ...scale, kind: 'log', low: 1e-3 })).toEqual([]);
  });

  it('are struck through in a map, each by a stroke', () => {
    const drawn = (...values: number[]) => {
      const names = { rows: ['a'], columns: ['1', '2', '3'] };
      const panel = mapPanel({ ...names, values: Float64Array.from(values), colours: scale });
      return drawMap(panel, 300, 'light').markup.markup;
    };
    const strokes = (markup: string) =>
      (/stroke-opacity="0.5" d="([^"]*)"/.exec(markup)?.[1].match(/M/g) ?? []).length;
    expect([strokes(drawn(0, 1, -1)), strokes(drawn(2, 0, -3))]).toEqual([0, 2]);
  });
});
