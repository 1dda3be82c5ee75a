import { area, line } from 'd3-shape';
import type { Scales } from './chart-scales.ts';
import { html, type Html } from './html-template.ts';
import type { ChartPoint, ChartSeries, Mark } from './svg-chart.ts';

/** The classes of a curve, in the plot and in the legend alike. */
export function lineClass({ line, weight }: Pick<ChartSeries, 'line' | 'weight'>): string {
  return `curve ${weight}${line === 'solid' ? '' : ` ${line}`}`;
}

/** Bands and lines, bands behind. Where a value is not finite there is a gap. */
export function curves(series: readonly ChartSeries[], { x, y }: Scales): Html {
  const inside = (value: number | null | undefined) => typeof value === 'number' && Number.isFinite(y(value));
  const band = area<ChartPoint>()
    .defined(({ low, high }) => inside(low) && inside(high))
    .x((point) => x(point.x))
    .y0((point) => y(point.low!))
    .y1((point) => y(point.high!))
    .digits(1);
  const curve = line<ChartPoint>()
    .defined((point) => inside(point.y))
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  return html`${series.map(
    ({ arm, points }) => html`<path class="band arm-${arm}" d="${band(points) ?? ''}" />`,
  )}${series.map(
    (each) => html`<path class="${lineClass(each)} arm-${each.arm}" d="${curve(each.points) ?? ''}" />`,
  )}`;
}

/** A series with a single point has no line; it is shown as a dot. */
export function dots(series: readonly ChartSeries[], { x, y }: Scales): Html {
  const single = series.filter(({ points }) => points.length === 1 && Number.isFinite(y(points[0]!.y)));
  return html`${single.map(
    ({ arm, points: [only] }) =>
      html`<circle
        class="dot arm-${arm}"
        cx="${x(only!.x).toFixed(1)}"
        cy="${y(only!.y).toFixed(1)}"
        r="4"
      />`,
  )}`;
}

/** A cross inside the plot; at its upper edge when the value has no place. */
export function cross({ arm, x, y }: Mark, scales: Scales, height: number): Html {
  const place = scales.y(y);
  const inside = Number.isFinite(place) ? Math.min(Math.max(place, 6), height - 6) : 6;
  return html`<path
    class="cross arm-${arm}"
    transform="translate(${scales.x(x).toFixed(1)} ${inside.toFixed(1)})"
    d="M-5-5L5 5M-5 5L5-5"
  />`;
}
