import type { ChartSeries } from './svg-chart.ts';

/** Rough width of text at 12 px; East Asian characters are about twice as wide. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! > 0x2e80 ? 12.5 : 6.8;
  return width;
}

/** Where an entry of the legend stands: pixels from the left, and its row. */
export interface LegendPlace {
  readonly series: ChartSeries;
  readonly x: number;
  readonly row: number;
}

/** Places of the legend's entries: line after line, as many as fit. */
export function legendPlaces(series: readonly ChartSeries[], width: number): LegendPlace[] {
  let x = 0;
  let row = 0;
  return series.map((each) => {
    const need = 34 + textWidth(each.label) + 18;
    if (x > 0 && x + need > width) {
      x = 0;
      row++;
    }
    const place = { series: each, x, row };
    x += need;
    return place;
  });
}

/** Moves labels apart so that none covers another, keeping them in [top, bottom] as far as they fit. */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let last = top - gap;
  for (const i of order) last = places[i] = Math.max(places[i]!, last + gap);
  let limit = bottom;
  for (const i of order.reverse()) limit = (places[i] = Math.min(places[i]!, limit)) - gap;
  return places;
}
