import {
  Interaction,
  type Chart,
  type ChartEvent,
  type InteractionItem,
  type TooltipItem,
  type TooltipModel,
} from 'chart.js';
import { lostWords, readoutAt } from './readout.ts';
import type { Point } from '../../core/figures/thin.ts';
import type { ArmCurve } from './yardstick-series.ts';

declare module 'chart.js' {
  interface InteractionModeMap {
    onePlace(chart: Chart, event: ChartEvent): InteractionItem[];
  }
}

/** Pixels from which a mark, which is no point of a line, is meant. */
const reach = 8;

/** The place that the readout of a chart speaks of. */
const places = new WeakMap<Chart, number>();

/** The named lines at one place, and the marks that the pointer is on. */
Interaction.modes.onePlace = (chart, { x: pointer }) => {
  const scale = chart.scales['x']!;
  const away = (x: number) => Math.abs(scale.getPixelForValue(x) - pointer!);
  const named = chart
    .getSortedVisibleDatasetMetas()
    .filter(({ index }) => chart.data.datasets[index]!.label !== '');
  const isMark = (index: number) => {
    const dataset = chart.data.datasets[index]!;
    return 'showLine' in dataset && dataset.showLine === false;
  };
  const dataOf = (index: number) => chart.data.datasets[index]!.data as Point[];
  const lines = named.filter(({ index }) => !isMark(index));
  const readout = readoutAt(
    lines.map(({ index }) => dataOf(index)),
    away,
  );
  if (!readout) return [];
  places.set(chart, readout.x);
  return named.flatMap(({ index: datasetIndex, data }): InteractionItem[] => {
    const at = isMark(datasetIndex)
      ? dataOf(datasetIndex).findIndex(({ x }) => away(x) <= reach)
      : readout.points[lines.findIndex(({ index }) => index === datasetIndex)]!;
    return at === null || at < 0 ? [] : [{ element: data[at]!, datasetIndex, index: at }];
  });
};

/** A readout as text, its lines parted by line ends; empty when it is not shown. */
export const readoutText = ({ opacity, title, body, afterBody }: TooltipModel<'line'>): string =>
  opacity > 0 ? [...title, ...body.flatMap(({ lines }) => lines), ...afterBody].join('\n') : '';

/** How a chart writes a place on its axis, and a value. */
interface Words {
  readonly title: (x: number) => string;
  readonly place: (x: number) => string;
  readonly value: (y: number) => string;
}

/** The readout of curves: it heads the place it speaks of, and names what has diverged before it. */
export function curveTooltip(curves: readonly ArmCurve[], { title, place, value }: Words) {
  const curveOf = ({ dataset }: TooltipItem<'line'>) => curves.find(({ label }) => label === dataset.label);
  return {
    title: ([first]: TooltipItem<'line'>[]) => (first ? title(places.get(first.chart)!) : ''),
    label: (item: TooltipItem<'line'>) => {
      const [x, y] = [Number(item.parsed.x), Number(item.parsed.y)];
      const here = places.get(item.chart)!;
      const curve = curveOf(item);
      const lost = curve ? lostWords(curve, here) : '';
      const elsewhere = place(x) === place(here) ? '' : ` at ${place(x)}`;
      return ` ${item.dataset.label}: ${value(y)}${elsewhere}${lost && ` (${lost})`}`;
    },
    /** Lines that have nothing there, where it is known why. */
    afterBody: (items: TooltipItem<'line'>[]) => {
      const here = items[0] ? places.get(items[0].chart)! : -Infinity;
      const told = new Set(items.map(({ dataset }) => dataset.label));
      return curves.flatMap((curve) => {
        const lost = told.has(curve.label) ? '' : lostWords(curve, here);
        return lost ? [`${curve.label}: ${lost}`] : [];
      });
    },
  };
}
