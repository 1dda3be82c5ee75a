import { describe, expect, it } from 'vitest';
import { allPairs } from '../../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../../core/experiments/comparison/standing.ts';
import { differences } from '../../../core/figures/experiment/differences.ts';
import { pairs } from '../../../core/figures/experiment/pairs.ts';
import { standaloneSvg } from '../../../core/figures/drawing/svg.ts';
import { unplanned } from '../experiments/arm-rows.ts';
import { evaluation, run } from '../reports/report-fixtures.ts';
import { experimentSourceOf } from './sources.ts';

const curve = (arm: string, seed: number, bits: readonly number[]) =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value)),
  );
const [a, b] = ['arm-0', 'arm-1'];
const source = experimentSourceOf(2, () => [
  curve(a, 1, [26, 3, 2]),
  curve(a, 2, [26, 3.5, 2.25]),
  curve(b, 1, [6, 4, 2.5]),
  curve(b, 2, [6, 4, 2.5]),
]);
const figureOf = (band: 't' | 'off', of = source) =>
  differences(of, { a, b, yardstick: 'bitsPerCharacter', band });
const panelOf = (figure: ReturnType<typeof figureOf>) => {
  const [panel] = figure.panels;
  if (panel?.kind !== 'lines') throw new Error('Curves were expected.');
  return panel;
};

describe('the differences of two arms', () => {
  it('are the mean, its interval and every seed', () => {
    const { series } = panelOf(figureOf('t'));
    const mean = series.find(({ weight }) => weight === 'strong')!;
    expect([Array.from(mean.x), Array.from(mean.y)]).toEqual([
      [0, 10, 20],
      [20, -0.75, -0.375],
    ]);
    // −1 and −0.5: s/√2 = 0.25, t(0.975, 1) = 12.7062.
    expect(mean.low![1]).toBeCloseTo(-0.75 - 0.25 * 12.7062047, 6);
    expect(
      series.filter(({ weight }) => weight === 'fine').map(({ part, y }) => [part, Array.from(y)]),
    ).toEqual([
      ['seed 1', [20, -1, -0.5]],
      ['seed 2', [20, -0.5, -0.25]],
    ]);
    expect(panelOf(figureOf('off')).series.every(({ low }) => low === undefined)).toBe(true);
  });

  it('have 0 in sight, and are not pressed flat by how they begin', () => {
    const [low, high] = panelOf(figureOf('off')).y.domain;
    expect(low).toBeLessThan(-0.7);
    expect(high).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThan(1);
  });

  it('are markup without holes, also where nothing is measured', () => {
    for (const of of [source, experimentSourceOf(2, () => [])])
      expect(standaloneSvg(figureOf('t', of), { width: 720, theme: 'light' })).not.toMatch(/NaN|Infinity/);
  });

  it('go to a file as they were measured, with the policy', () => {
    const { columns, rows } = figureOf('t').table;
    expect(columns.slice(4)).toEqual([
      'step',
      'seeds',
      'mean of a − b',
      't low',
      't high',
      'seed 1',
      'seed 2',
    ]);
    const last = [...rows()][2];
    expect(last.slice(2, 7)).toEqual([
      'bits per character',
      'one learning rate for all output layers, η = 0.1',
      20,
      2,
      -0.375,
    ]);
    expect(last.slice(9)).toEqual([-0.5, -0.25]);
  });
});

describe('all pairs', () => {
  const arms = [a, b].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));
  const all = allPairs(standing({ arms, seeds: [1, 2] }, source.runs).arms, 'bitsPerCharacter', unplanned);
  const figure = pairs(source, all, { yardstick: 'bitsPerCharacter', statistic: 'last', notes: ['a note'] });

  it('are a row each: mean, interval, seeds, and what makes no difference', () => {
    const [panel] = figure.panels;
    if (panel?.kind !== 'dots') throw new Error('Dots were expected.');
    expect(panel.rows).toHaveLength(1);
    expect(panel.rows[0]).toMatchObject({ value: -0.375, each: [-0.5, -0.25] });
    const { smallest } = all[0].rule;
    expect(panel.strip).toEqual(smallest > 0 ? [-smallest, smallest] : null);
    expect(panel.x.domain[0]).toBeLessThan(panel.rows[0].low);
    expect(panel.x.domain[1]).toBeGreaterThan(0);
  });

  it('go to a file at full precision', () => {
    const [row] = [...figure.table.rows()];
    expect(row).toHaveLength(figure.table.columns.length);
    expect(row.slice(5, 7)).toEqual([2, -0.375]);
  });
});
