import { onAxis } from '../figures/domain.ts';
import { ground, readable } from '../figures/drawing/colours.ts';
import { scaleOf, tickGap } from '../figures/drawing/scales.ts';
import {
  dashes,
  endLabels,
  endPlaces,
  isAlone,
  lineOf,
  nameOf,
  ruleDash,
} from '../figures/drawing/svg-lines.ts';
import type { FigureAxis, FigureLook, LinesPanel } from '../figures/figure.ts';
import { compact } from '../words/compact.ts';

/** Any part of a specification. */
export type Spec = Readonly<Record<string, unknown>>;

/** Values of a field along an axis of a figure. */
export const channel = (field: string, { label, scale, domain }: FigureAxis): Spec => ({
  field,
  type: 'quantitative',
  title: label,
  scale:
    scale === 'log'
      ? { type: 'log', domain: [...domain] }
      : { type: 'linear', domain: [...domain], zero: false },
});

interface Style {
  readonly colour: string;
  readonly line: FigureLook['line'];
}

/** Colours and dashes by the names of what is drawn, as the lab draws them. @param told names in the legend */
export function byName(styles: ReadonlyMap<string, Style>, told: readonly string[]): Spec {
  const channelOf = (range: readonly unknown[]) => ({
    ...{
      field: 'arm',
      type: 'nominal',
      title: null,
      legend: {
        values: told,
        orient: 'bottom',
        columns: 3,
        symbolType: 'stroke',
        symbolOpacity: 1,
        symbolStrokeWidth: 2.2,
        labelLimit: 400,
      },
    },
    scale: { domain: [...styles.keys()], range },
  });
  const all = [...styles.values()];
  return {
    color: channelOf(all.map(({ colour }) => colour)),
    // Vega takes a dash without numbers for none given.
    strokeDash: channelOf(all.map(({ line }) => (line === 'solid' ? [1, 0] : dashes[line]))),
  };
}

/** What pictures take of paper. */
export const paper = ground('light');

/** JSON has no NaN. */
export const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Signs at points as Vega draws them in a square of side 2 around the middle. */
const signs = { cross: 'M-.7-.7L.7.7M-.7.7L.7-.7', ring: 'circle' };

const plotHeight = 320;

/** Curves with their bands, rules, marks, regions and the names at their ends: everything that the panel has. */
export function lines(panel: LinesPanel, looks: readonly FigureLook[]): Spec {
  const { title, x, y, series, rules, marks, regions } = panel;
  const names = series.map((each) => nameOf(each, looks));
  const nameOfLook = (look: number) => looks[look].label;
  // What a series says of its own line goes before what its look says.
  const styles = new Map([
    ...[...marks, ...regions].map(
      ({ look }) => [nameOfLook(look), { colour: looks[look].light, line: looks[look].line }] as const,
    ),
    ...series.map(
      (each, i) => [names[i], { colour: looks[each.look].light, line: lineOf(each, looks) }] as const,
    ),
  ]);
  const colours = byName(
    styles,
    names.filter((_, i) => series[i].weight === 'strong'),
  );
  const { color } = colours;
  /** A value that has no place on the axis is a gap. */
  const placed = (value: number | undefined) => (y.scale === 'log' && !(value! > 0) ? null : finite(value));
  const values = series.flatMap((each, line) => {
    const ys = Array.from({ length: each.x.length }, (_, i) => placed(each.y[i]));
    return ys.map((value, i) => ({
      ...{ arm: names[line], line, fine: each.weight === 'fine', x: each.x[i], y: value },
      ...{ low: placed(each.low?.[i]), high: placed(each.high?.[i]) },
      ...(isAlone((at) => typeof ys[at] === 'number', i) && { alone: true }),
    }));
  });
  const [across, up] = [channel('x', x), channel('y', y)];
  const drawn = (filter: string, mark: Spec, encoding: Spec) => ({
    transform: [{ filter }],
    mark: { clip: true, ...mark },
    encoding: { x: across, y: up, color, detail: { field: 'line' }, ...encoding },
  });
  const labels = endLabels(panel, looks);
  const places = endPlaces(labels, scaleOf(y, [plotHeight, 0], tickGap.y).at, plotHeight);
  const colourOf = ({ look, target }: (typeof labels)[number]) =>
    look === null ? paper[target ? 'accent' : 'muted'] : readable(looks[look].light, 'light');
  return {
    title,
    width: 640,
    height: plotHeight,
    data: { values },
    layer: compact([
      regions.length > 0 && {
        data: { values: regions.map(({ look, low, high }) => ({ arm: nameOfLook(look), low, high })) },
        mark: { type: 'rect', opacity: 0.08, clip: true },
        encoding: { x: channel('low', x), x2: { field: 'high' }, color },
      },
      drawn(
        'isValid(datum.low)',
        { type: 'area', opacity: 0.2 },
        { y: channel('low', y), y2: { field: 'high' } },
      ),
      drawn('datum.fine', { type: 'line', strokeWidth: 1, opacity: 0.55 }, colours),
      ...rules.map(({ label, value, kind }) => ({
        data: { values: [{ value, label }] },
        mark: {
          ...{ type: 'rule', clip: true },
          ...(kind === 'target'
            ? { color: paper['accent'], strokeWidth: 1.5 }
            : { color: paper['muted'], strokeDash: ruleDash }),
        },
        encoding: { y: channel('value', y), tooltip: { field: 'label' } },
      })),
      drawn('!datum.fine', { type: 'line', strokeWidth: 2.2 }, colours),
      drawn('datum.alone', { type: 'point', filled: true, size: 40 }, {}),
      marks.length > 0 && {
        data: {
          values: marks.map(({ look, x, y: value, kind }) => ({
            ...{ arm: nameOfLook(look), kind, x, y: onAxis(value, y) },
          })),
        },
        mark: { type: 'point', filled: false, size: 100, strokeWidth: 2.4, opacity: 1 },
        encoding: {
          ...{ x: across, y: up, color },
          shape: {
            ...{ field: 'kind', type: 'nominal', legend: null },
            scale: { domain: Object.keys(signs), range: Object.values(signs) },
          },
        },
      },
      labels.length > 0 && {
        data: {
          values: labels.map((label, i) => ({
            text: label.text,
            place: places[i].place,
            colour: colourOf(label),
          })),
        },
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8 },
        encoding: {
          x: { value: 'width' },
          y: { field: 'place', type: 'quantitative', scale: null },
          text: { field: 'text' },
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
    ]),
  };
}
