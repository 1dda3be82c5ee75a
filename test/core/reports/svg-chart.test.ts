import { describe, expect, it } from 'vitest';
import { chartScales } from '../../../core/reports/chart-scales.ts';
import { spreadLabels } from '../../../core/reports/chart-labels.ts';
import { svgChart, type Chart } from '../../../core/reports/svg-chart.ts';

const chart = (ys: readonly number[], change: Partial<Chart> = {}): Chart => ({
  title: 'Title',
  note: 'note',
  width: 600,
  height: 300,
  x: { title: 'steps', scale: 'linear' },
  y: { title: 'bits', scale: 'linear' },
  series: [
    { label: 'arm', arm: 0, line: 'solid' as const, weight: 'strong', points: ys.map((y, x) => ({ x, y })) },
  ],
  baselines: [],
  marks: [],
  ...change,
});
const labels = (made: Chart) => chartScales(made, 500, 200).yTicks.map(({ label }) => label);

describe('axes', () => {
  it('has round ticks with as many decimals as they need', () => {
    expect(labels(chart([0, 1]))).toContain('0.4');
    expect(labels(chart([2000, 8000]))).toContain('4\u00a0000');
    expect(labels(chart([-1, 1]))).toContain('−0.5');
  });

  it('has no half steps, and both ends of a single one', () => {
    expect(chartScales(chart([1, 2]), 500, 200).xTicks.map(({ label }) => label)).toEqual(['0', '1']);
  });

  it('covers all values, baselines and a little more', () => {
    const { y } = chartScales(chart([2, 5], { baselines: [{ label: 'log₂ V', value: 6 }] }), 500, 200);
    expect(y(6)).toBeGreaterThan(0);
    expect(y(2)).toBeLessThan(200);
  });

  it('is not pressed flat by the interval of two seeds', () => {
    const points = [0, 1].map((x) => ({ x, y: 2 + x, low: -100, high: 100 }));
    const { y } = chartScales(
      chart([], { series: [{ label: 'a', arm: 0, line: 'solid' as const, weight: 'strong', points }] }),
      500,
      200,
    );
    expect(y(2) - y(3)).toBeGreaterThan(100);
  });

  it('ends at a ceiling that values exceed, and below it when none does', () => {
    const top = (ys: number[]) => {
      const made = chart(ys, { y: { title: 'bits', scale: 'linear', ceiling: 7 } });
      return Number(chartScales(made, 500, 200).yTicks.at(-1)!.label);
    };
    expect(top([2, 14])).toBe(7);
    expect(top([2, 4])).toBeLessThan(5);
  });

  it('does not leave the range of a share', () => {
    const { yTicks } = chartScales(
      chart([0, 1], { y: { title: 'share', scale: 'linear', bounds: [0, 1] } }),
      500,
      200,
    );
    expect(yTicks.at(-1)).toEqual({ place: 0, label: '1.0' });
  });

  it('is logarithmic where asked, with no place for 0', () => {
    const made = chart([1e-6, 1e6, 0], { y: { title: 'norm', scale: 'log' } });
    expect(labels(made).every((label) => /^(1|0\.0*1$)/.test(label))).toBe(true);
    expect(chartScales(made, 500, 200).y(0)).toBeNaN();
  });

  it.each([[[]], [[3]], [[3, 3]], [[NaN]], [[0]], [[1e300, 1e-300]]])(
    'copes with %j on either scale',
    (ys) => {
      for (const scale of ['linear', 'log'] as const) {
        const { markup } = svgChart(chart(ys, { y: { title: 'y', scale } }));
        expect(markup.replace(/aria-label="[^"]*"/, '')).not.toMatch(/NaN|Infinity|undefined/);
      }
    },
  );
});

describe('labels at the right', () => {
  it('never cover each other', () => {
    const places = [...spreadLabels([50, 52, 51, 10], 14, 4, 200)].sort((a, b) => a - b);
    places.slice(1).forEach((place, i) => expect(place - places[i]!).toBeGreaterThanOrEqual(14));
  });

  it('stay inside the plot', () => {
    for (const place of spreadLabels([199, 200, 0, -5], 14, 4, 200)) {
      expect(place).toBeGreaterThanOrEqual(4);
      expect(place).toBeLessThanOrEqual(200);
    }
  });
});

describe('a chart', () => {
  it('says that nothing was measured', () => {
    expect(svgChart(chart([])).markup).toContain('nothing was measured');
    expect(svgChart(chart([1])).markup).not.toContain('nothing was measured');
  });

  it('wraps a long legend and grows by its rows', () => {
    const series = Array.from({ length: 12 }, (_, i) => ({
      label: `output layer number ${i}`,
      arm: i,
      line: 'solid' as const,
      weight: 'strong' as const,
      points: [{ x: 0, y: i }],
    }));
    const height = (markup: string) => Number(/viewBox="0 0 600 (\d+)"/.exec(markup)![1]);
    expect(height(svgChart(chart([], { series })).markup)).toBeGreaterThan(
      height(svgChart(chart([1])).markup) + 40,
    );
  });
});
