import { describe, expect, it } from 'vitest';
import { convergence } from '../../../core/figures/experiment/convergence.ts';
import { convergenceQuestion } from '../../../core/figures/experiment/convergence-question.ts';
import { inSight, looksOf } from '../../../core/figures/drawing/in-sight.ts';
import { probeFigures } from '../../../core/figures/gradients/probe-registry.ts';
import { standaloneSvg } from '../../../core/figures/drawing/svg.ts';
import { sweep } from '../../../core/figures/experiment/sweep-curves.ts';
import { experimentSourceOf, probeSourceOf, reportFiguresOf, sweepSourceOf } from './sources.ts';

const wholeSight = { panels: {}, all: false, hidden: new Set<number>() };
const source = experimentSourceOf(4);
const figure = convergence(source, convergenceQuestion('bitsPerCharacter'));
const linesOf = (of: typeof figure) => {
  const [panel] = of.panels;
  if (panel?.kind !== 'lines') throw new Error('Curves were expected.');
  return panel;
};

describe('a figure in sight', () => {
  it('is the whole figure unless something is chosen', () => {
    for (const [, whole] of reportFiguresOf(source)) expect(inSight(whole, wholeSight)).toEqual(whole);
  });

  it('has the stretches that were zoomed to, and all values when they are wanted', () => {
    const sight = { x: [10, 20], y: [1, 2] } as const;
    const near = linesOf(inSight(figure, { ...wholeSight, panels: { 0: sight } }));
    expect([near.x.domain, near.y.domain]).toEqual([sight.x, sight.y]);
    const [low, high] = linesOf(inSight(figure, { ...wholeSight, all: true })).y.domain;
    for (const { y, weight } of linesOf(figure).series)
      if (weight === 'strong')
        for (const value of Array.from(y).filter(Number.isFinite)) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
  });

  it('is without what is hidden: curve, marks, rows, maps; its table is not', () => {
    const hidden = new Set([0, 2]);
    const less = inSight(figure, { ...wholeSight, hidden });
    expect(looksOf(less.panels)).toEqual([1, 3]);
    expect([...less.table.rows()]).toEqual([...figure.table.rows()]);
    expect(standaloneSvg(less, { width: 720, theme: 'light' })).not.toContain('curve strong arm-0');
    const swept = inSight(sweep(sweepSourceOf(4)), { ...wholeSight, hidden });
    expect(looksOf(swept.panels)).toEqual([1, 3]);
    const maps = probeFigures['delta-maps'].draw(probeSourceOf(12, 25, 4), {});
    expect(inSight(maps, { ...wholeSight, hidden }).panels).toHaveLength(2);
  });
});

describe('a sweep', () => {
  const curvesOf = (of: ReturnType<typeof sweepSourceOf>) => linesOf(sweep(of));

  it('is not pressed flat by rates that ruin a run, and leaves a gap where no seed has a value', () => {
    const swept = sweepSourceOf(2);
    const ruined = swept.runs.map((each) =>
      each.rate > 1 && each.evaluation
        ? { ...each, evaluation: { ...each.evaluation, bitsPerCharacter: 2e9 } }
        : each,
    );
    const panel = curvesOf({ ...swept, runs: ruined });
    expect(panel.y.domain[1]).toBeLessThan(10);
    const none = swept.runs.map((each) => (each.place === 3 ? { ...each, evaluation: null } : each));
    expect(curvesOf({ ...swept, runs: none }).series[0].y[3]).toBeNaN();
  });

  it('stands when there is one rate, or nothing yet', () => {
    const swept = sweepSourceOf(1);
    const grid = { low: 0.1, high: 0.1, count: 1 };
    for (const change of [{ runs: [] }, { plan: { ...swept.plan, grid }, runs: swept.runs.slice(0, 1) }]) {
      const { x, y } = curvesOf({ ...swept, ...change });
      for (const end of [...x.domain, ...y.domain]) expect(end).toSatisfy(Number.isFinite);
      expect(x.domain[0]).toBeLessThan(x.domain[1]);
    }
  });

  it('carries the facts of its own text, or none', () => {
    const swept = sweepSourceOf(2);
    expect(curvesOf(swept).rules.map(({ label }) => label)).toEqual([
      ...['pure guessing (log₂ V)', 'letter counts (unigram)', 'letter pairs (bigram)'],
    ]);
    expect(curvesOf({ ...swept, corpus: null, baselines: null }).rules).toEqual([]);
  });
});
