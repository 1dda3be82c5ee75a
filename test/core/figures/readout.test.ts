import { describe, expect, it } from 'vitest';
import { lookOf } from './sources.ts';
import type { LinesPanel, LineSeries } from '../../../core/figures/figure.ts';
import { smooth } from '../../../core/figures/thin.ts';
import {
  describe as describePanel,
  nearestPlace,
  placesOf,
  readoutAt,
} from '../../../core/figures/drawing/readout.ts';

const looks = [lookOf(0, 'first'), lookOf(1, 'second')];
const line = (y: readonly number[], change: Partial<LineSeries> & { every?: number } = {}): LineSeries => ({
  look: 0,
  weight: 'strong',
  x: y.map((_, i) => (change.every ?? 10) * i),
  y,
  ...change,
});
const panelOf = (...series: LineSeries[]): LinesPanel => ({
  kind: 'lines',
  title: '',
  x: { label: 'training steps', scale: 'linear', domain: [0, 30], whole: true },
  y: { label: 'bits', scale: 'linear', domain: [0, 9] },
  series,
  rules: [],
  marks: [],
  regions: [],
});
const told = (panel: LinesPanel, x: number) => {
  const { heading, lines } = readoutAt(panel, looks, x);
  return [heading, ...lines.map(({ name, text }) => `${name}: ${text}`)];
};

describe('a readout', () => {
  it('gives a value over decades with digits of its own', () => {
    const flow = panelOf(line([4, 2e-3, 3.21e-12]));
    const panel: LinesPanel = { ...flow, y: { label: 'norm', scale: 'log', domain: [1e-12, 10] } };
    expect(told(panel, 20)[1]).toMatch(/3\.21e.12$/);
    expect(told(panel, 10)[1]).toMatch(/0\.002$/);
    expect(describePanel(panel, looks)).toMatch(/from 4 to 3\.21e.12/);
  });

  const whole = line([6, 5, 4, 3], { look: 1 });
  /** An arm that diverged after its evaluation at step 10. */
  const short = line([6, 9], { end: 'diverged at step 15' });

  it('names the place it speaks of, and says of a curve that has ended why, with no value of another step', () => {
    expect(told(panelOf(short, whole), 30)).toEqual([
      'training steps: 30',
      'first: diverged at step 15',
      'second: 3.00',
    ]);
    expect(told(panelOf(short, whole), 10)).toEqual(['training steps: 10', 'first: 9.00', 'second: 5.00']);
    expect(told(panelOf(line([6, 9]), whole), 30)[1]).toBe('first: ended at 10');
  });

  it('takes a gap for what it is: no value stands in for the missing one', () => {
    expect(told(panelOf(line([6, 5, NaN, 3]), whole), 20)).toEqual(['training steps: 20', 'second: 4.00']);
    // A series that diverges has NaN to its end, as means over no seed have.
    expect(told(panelOf(line([6, 9, NaN, NaN]), whole), 30)[1]).toBe('first: ended at 10');
    expect(told(panelOf(line([NaN, NaN]), whole), 10)).toEqual(['training steps: 10', 'second: 5.00']);
  });

  it('names the step that a curve has instead, where curves are thinned each by itself', () => {
    expect(told(panelOf(line([6, 5, 4, 3], { every: 7 }), whole), 20)).toEqual([
      'training steps: 20',
      'first: 3.00 at 21',
      'second: 4.00',
    ]);
  });

  it('tells the measured value beside a smoothed one, and the ends of a band', () => {
    const measured = [6, 4, 8, 2];
    const smoothed = line(Array.from(smooth(measured, 3)), {
      measured,
      low: [5, 4, 5, 3],
      high: [7, 6, 8, 5],
    });
    expect(told(panelOf(smoothed), 20)).toEqual([
      'training steps: 20',
      'first: 6.50, measured 8.00 (5.00 to 8.00)',
    ]);
  });

  it('is found where curves have points, the nearest on the axis as it is drawn', () => {
    const places = placesOf(panelOf(line([6, NaN, 5, 4]), whole));
    expect(places).toEqual([0, 10, 20, 30]);
    expect(nearestPlace(places, 14, 'linear')).toBe(10);
    expect(nearestPlace(places, 1000, 'linear')).toBe(30);
    // The middle of 10 and 20 on a logarithmic axis is 14.1.
    expect(nearestPlace([10, 20], 14.5, 'log')).toBe(20);
    expect(nearestPlace([], 5, 'linear')).toBeNull();
    expect(placesOf({ ...panelOf(whole), x: { ...panelOf().x, domain: [10, 20] } })).toEqual([10, 20]);
  });
});

describe('the sentence about the curves', () => {
  it('says from where to where every curve went, and how it ended', () => {
    const panel = panelOf(line([6.022, 4, 2.309], { end: 'diverged at step 25' }), line([], { look: 1 }));
    expect(describePanel(panel, looks)).toBe(
      'bits against training steps: first from 6.02 to 2.31, diverged at step 25.',
    );
    expect(describePanel(panelOf(), looks)).toBe('bits against training steps: nothing measured yet.');
  });
});
