import type { ChartDataset, ChartOptions } from 'chart.js';
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { ground, over, type Theme } from '../../core/figures/drawing/colours.ts';
import type {
  BarsPanel,
  Column,
  DotsPanel,
  FigureAxis,
  FigureLook,
  LinesPanel,
  LineSeries,
  Mark,
} from '../../core/figures/figure.ts';
import { isWithin, onAxis } from '../../core/figures/domain.ts';
import { inEnglish, type Say } from '../../core/words/said/say.ts';
import { scaleOf, tickGap } from '../../core/figures/drawing/scales.ts';
import { dashes, isAlone, lineOf, ruleDash } from '../../core/figures/drawing/svg-lines.ts';

/** Panels that chart.js draws; heat maps are drawn by `map-canvas.ts`. */
type ChartPanel = LinesPanel | BarsPanel | DotsPanel;
/** Of a figure, by the places that its series name. */
type Looks = readonly FigureLook[];
type Point = { x: number; y: number };
type Bars = ChartDataset<'bar', Point[]>;
type Lines = ChartDataset<'line', Point[]>;

export interface ChartConfig {
  readonly type: 'line' | 'bar';
  readonly data: { readonly datasets: (Lines | Bars)[] };
  readonly options: ChartOptions;
}

const face = { family: "'Inter Variable', system-ui, sans-serif", size: 12 };

const points = (x: Column, y: Column, scale: FigureAxis['scale'] = 'linear') =>
  Array.from({ length: x.length }, (_, i) => ({
    x: x[i],
    // A value that has no place on the axis is a gap.
    y: scale === 'log' && !(y[i] > 0) ? NaN : y[i],
  }));

/** Points between two gaps, which have no line, are dots. */
function radii(data: readonly { y: number }[], radius: number): number | number[] {
  const has = (i: number) => Number.isFinite(data[i]?.y);
  const lone = data.map((_, i) => isAlone(has, i));
  return lone.includes(true) ? lone.map((is) => (is ? radius : 0)) : 0;
}

/** What an axis is of, and that it is logarithmic. */
export const axisName = ({ label, scale }: FigureAxis, say: Say = inEnglish): string =>
  label + (scale === 'log' ? say`, logarithmic` : '');

/** An axis with the ticks and figures of every other drawing of it. */
function axisOf(axis: FigureAxis, theme: Theme, horizontal: boolean, say: Say = inEnglish) {
  const { muted, grid } = ground(theme);
  const [min, max] = axis.domain;
  return {
    type: axis.scale === 'log' ? 'logarithmic' : 'linear',
    min,
    max,
    title: {
      display: horizontal && axis.label !== '',
      text: axisName(axis, say),
      color: muted,
      font: face,
    },
    grid: { color: grid, drawOnChartArea: !horizontal },
    border: { color: muted },
    ticks: {
      color: muted,
      font: face,
      autoSkip: false,
      maxRotation: 0,
      callback: (_value: unknown, i: number, ticks: { label?: string }[]) => ticks[i].label,
    },
    afterBuildTicks: (scale: { width: number; height: number; ticks: unknown }) => {
      const [size, gap] = horizontal ? [scale.width, tickGap.x] : [scale.height, tickGap.y];
      scale.ticks = scaleOf(axis, [0, size], gap).ticks.filter(({ value }) => isWithin(value, axis.domain));
    },
  };
}

function seriesSets(panel: LinesPanel, looks: Looks, theme: Theme): Lines[] {
  const { panel: ground0 } = ground(theme);
  const { scale } = panel.y;
  const ends: Lines[] = [];
  const curves = panel.series.map((series: LineSeries, i): Lines => {
    const colour = looks[series.look][theme];
    const strong = series.weight === 'strong';
    const data = points(series.x, series.y, scale);
    if (series.low && series.high) {
      const borderColor = over(colour, 0.45, ground0);
      const edge = (label: string, y: Column, fill: Lines['fill']): Lines => ({
        ...{ label, fill, borderColor, borderWidth: 1, pointRadius: 0, order: 1e6 - i },
        data: points(series.x, y, scale),
        backgroundColor: over(colour, 0.2, ground0),
      });
      ends.push(edge('low', series.low, false), edge('high', series.high, '-1'));
    }
    return {
      label: series.part ?? '',
      data,
      borderColor: strong ? colour : over(colour, 0.55, ground0),
      backgroundColor: colour,
      borderWidth: strong ? 2.2 : 1,
      borderDash: [...dashes[lineOf(series, looks)]],
      pointRadius: radii(data, strong ? 3.5 : 2),
      pointBorderWidth: 0,
      fill: false,
      order: -i,
    };
  });
  return [...ends, ...curves];
}

/** A mark keeps inside the plot: what lies beyond is marked at the edge. */
function markSet({ look, x, y, kind }: Mark, panel: LinesPanel, looks: Looks, theme: Theme): Lines {
  const colour = looks[look][theme];
  return {
    label: kind,
    data: [{ x, y: onAxis(y, panel.y) }],
    showLine: false,
    clip: false,
    pointStyle: kind === 'cross' ? 'crossRot' : 'circle',
    pointRadius: 5,
    pointBorderWidth: 2.2,
    borderColor: colour,
    backgroundColor: kind === 'cross' ? colour : ground(theme)['panel'],
    order: -1e6,
  };
}

/** A stretch of the x axis with a colour of its own, behind the curves. */
const box = (xMin: number, xMax: number, backgroundColor: string): AnnotationOptions => ({
  ...{ type: 'box', xMin, xMax, backgroundColor },
  borderWidth: 0,
  drawTime: 'beforeDatasetsDraw',
});

function annotations(panel: LinesPanel, looks: Looks, theme: Theme): AnnotationOptions[] {
  const { muted, accent, panel: under } = ground(theme);
  return [
    ...panel.regions.map((region) =>
      box(region.low, region.high, over(looks[region.look][theme], 0.08, under)),
    ),
    ...panel.rules
      .filter(({ value }) => isWithin(value, panel.y.domain))
      .map(({ value, kind }): AnnotationOptions => ({
        type: 'line',
        scaleID: 'y',
        value,
        borderColor: kind === 'target' ? accent : muted,
        borderWidth: kind === 'target' ? 1.5 : 1,
        borderDash: kind === 'target' ? [] : [...ruleDash],
        drawTime: 'beforeDatasetsDraw',
      })),
  ];
}

/** What holds for every chart. Chart.js's own type knows no options that hold for curves and bars alike. */
const optionsOf = (scales: object, padding: object, behind: readonly AnnotationOptions[] = []) => {
  const options: object = {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    parsing: false,
    normalized: true,
    spanGaps: false,
    // A curve at the end of its axis runs along the edge and is not cut in half there.
    clip: 2,
    // Pointer and keyboard are the card's.
    events: [],
    layout: { padding },
    scales,
    plugins: {
      filler: { propagate: false, drawTime: 'beforeDatasetsDraw' },
      annotation: { animations: false, annotations: behind },
    },
  };
  return options as ChartOptions;
};

/** An axis from 0 on that is not drawn. */
const unseen = (max: number) => ({ type: 'linear', display: false, min: 0, max });

/** Width of the gutter in which the handle of a target line stands, in pixels. */
const handleGutter = 50;

function linesConfig(panel: LinesPanel, looks: Looks, theme: Theme, right: number, say: Say): ChartConfig {
  const aimed = panel.rules.some(({ kind }) => kind === 'target');
  const y = {
    ...axisOf(panel.y, theme, false),
    afterFit: (scale: { width: number }) => {
      if (aimed) scale.width = Math.max(scale.width, handleGutter);
    },
  };
  return {
    type: 'line',
    data: {
      datasets: [
        ...seriesSets(panel, looks, theme),
        ...panel.marks.map((mark) => markSet(mark, panel, looks, theme)),
      ],
    },
    options: optionsOf(
      { x: axisOf(panel.x, theme, true, say), y },
      { top: 8, right },
      annotations(panel, looks, theme),
    ),
  };
}

/** Heights by ln(1 + count), as the SVG writer has them. */
function barsConfig({ counts, look, x }: BarsPanel, looks: Looks, theme: Theme): ChartConfig {
  const [low, high] = x.domain;
  const width = (high - low) / Math.max(1, counts.length);
  return {
    type: 'bar',
    data: {
      datasets: [
        {
          label: '',
          data: Array.from(counts, (count, i) => ({ x: low + (i + 0.5) * width, y: Math.log1p(count) })),
          backgroundColor: looks[look][theme],
          barPercentage: 0.86,
          categoryPercentage: 1,
        },
      ],
    },
    options: optionsOf(
      {
        x: { ...axisOf(x, theme, true), offset: false },
        y: unseen(Math.log1p(Math.max(1, ...Array.from(counts)))),
      },
      { top: 8, right: 8 },
    ),
  };
}

/** Rows from the top; row i lies at i + ½. */
function dotsConfig({ rows, x, strip }: DotsPanel, looks: Looks, theme: Theme): ChartConfig {
  const { panel: under, grid } = ground(theme);
  const datasets = rows.flatMap(({ look, value, low, high, each }, i): Lines[] => {
    const colour = looks[look][theme];
    const at = (list: Column) => Array.from(list, (one) => ({ x: one, y: i + 0.5 }));
    const dots = { showLine: false, pointBorderWidth: 0, clip: false } as const;
    return [
      { ...dots, label: 'each', data: at(each), pointRadius: 2.5, backgroundColor: over(colour, 0.4, under) },
      { ...dots, label: 'value', data: at([value]), pointRadius: 4.5, backgroundColor: colour },
      {
        label: 'interval',
        data: at([low, high]),
        borderColor: colour,
        borderWidth: 2.4,
        borderDash: [...dashes[looks[look].line]],
        pointRadius: 0,
      },
    ];
  });
  return {
    type: 'line',
    data: { datasets },
    options: optionsOf(
      {
        x: {
          // Its name stands below the picture, where it may take two lines.
          ...axisOf({ ...x, label: '' }, theme, true),
          grid: { color: grid },
          afterFit: (scale: { height: number }) => (scale.height = dotsAxis),
        },
        y: { ...unseen(Math.max(1, rows.length)), reverse: true },
      },
      { left: 12, right: 12, top: 0 },
      strip ? [box(...strip, grid)] : [],
    ),
  };
}

/** Pixels of a row of dots, and of the figures of the axis below them. */
export const dotsRow = 26;
export const dotsAxis = 26;

/**
 * A panel as chart.js draws it: plain data but for the ticks, which are those of the SVG writer.
 * @param right pixels that are kept free beside the plot
 */
export function chartConfig(
  panel: ChartPanel,
  looks: Looks,
  theme: Theme,
  right = 14,
  say: Say = inEnglish,
): ChartConfig {
  switch (panel.kind) {
    case 'lines':
      return linesConfig(panel, looks, theme, right, say);
    case 'bars':
      return barsConfig(panel, looks, theme);
    case 'dots':
      return dotsConfig(panel, looks, theme);
  }
}
