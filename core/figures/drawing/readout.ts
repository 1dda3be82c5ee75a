import { firstFrom } from '../../halving.ts';
import { grouped, shownAmong, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { isWithin } from '../domain.ts';
import { valueOn } from './scales.ts';
import type {
  CellReadout,
  Figure,
  FigureAxis,
  FigureLook,
  LinesPanel,
  LineSeries,
  MapPanel,
} from '../figure.ts';
import { nameOf } from './svg-lines.ts';

/** What is told of one curve at a place of the x axis. */
interface ReadoutLine {
  readonly look: number;
  readonly name: string;
  /** The value, or why there is none. */
  readonly text: string;
  /** Where it stands; null where the curve has nothing there. */
  readonly y: number | null;
}

interface Readout {
  readonly x: number;
  /** The place that every value belongs to: `training steps: 160`. */
  readonly heading: string;
  readonly lines: readonly ReadoutLine[];
}

/** A place on an axis in words. */
function placeWords({ whole, domain }: FigureAxis, x: number): string {
  return whole ? grouped(x) : shownAmong(x, domain);
}

const isTold = ({ weight, part }: LineSeries) => weight === 'strong' || part === 'training batches';

/** First and last place of a series with a value; null for none. */
function reachOf({ y }: LineSeries): [first: number, last: number] | null {
  let [first, last] = [0, y.length - 1];
  while (first <= last && !Number.isFinite(y[first])) first++;
  while (last >= first && !Number.isFinite(y[last])) last--;
  return first <= last ? [first, last] : null;
}

/** Place of the nearest point of a series with a value, within its reach; null outside it. */
function nearest({ x: xs, y }: LineSeries, x: number, reach: [number, number]): number | null {
  const [first, last] = reach;
  if (x < xs[first] || x > xs[last]) return null;
  const from = firstFrom(0, xs.length, (i) => !(xs[i] < x));
  const best = from > first && x - xs[from - 1] <= xs[from] - x ? from - 1 : from;
  return Number.isFinite(y[best]) ? best : null;
}

/** All places that some told curve has a value at, ascending: what arrow keys go through. */
export function placesOf({ series, x }: LinesPanel): number[] {
  const found = new Set<number>();
  for (const each of series)
    if (isTold(each))
      for (let i = 0; i < each.x.length; i++)
        if (Number.isFinite(each.y[i]) && isWithin(each.x[i], x.domain)) found.add(each.x[i]);
  return [...found].sort((a, b) => a - b);
}

/** The one of some places, ascending, that lies nearest on the axis as it is drawn. */
export function nearestPlace(
  places: readonly number[],
  x: number,
  scale: FigureAxis['scale'],
): number | null {
  if (places.length === 0) return null;
  const from = firstFrom(0, places.length, (i) => !(places[i] < x));
  const on = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const [before, after] = [places[from - 1], places[from]];
  if (before === undefined) return after;
  if (after === undefined) return before;
  return on(x) - on(before) <= on(after) - on(x) ? before : after;
}

function valueWords(
  each: LineSeries,
  i: number,
  shown: (value: number) => string,
  elsewhere: string,
  say: Say,
): string {
  const { low, high, measured } = each;
  const band =
    low && high && Number.isFinite(low[i]) && Number.isFinite(high[i])
      ? say` (${shown(low[i])} to ${shown(high[i])})`
      : '';
  const raw = measured && measured[i] !== each.y[i] ? say`, measured ${shown(measured[i])}` : '';
  return `${shown(each.y[i])}${elsewhere}${raw}${band}`;
}

/**
 * What every curve of a panel has at a place: its value there, the place it has instead where curves are thinned each by
 * itself, why it has ended before, or nothing.
 */
export function readoutAt(
  panel: LinesPanel,
  looks: readonly FigureLook[],
  x: number,
  say: Say = inEnglish,
): Readout {
  const values: number[] = [];
  const told = panel.series.filter(isTold).map((each) => {
    const reach = reachOf(each);
    const i = reach && nearest(each, x, reach);
    if (i !== null) values.push(each.y[i]);
    return { each, reach, i };
  });
  const inAxis = values.filter((value) => isWithin(value, panel.y.domain));
  const lines = told.flatMap(({ each, reach, i }): ReadoutLine[] => {
    const name = nameOf(each, looks, say);
    const line = (text: string, y: number | null) => ({ look: each.look, name, text, y });
    if (i !== null) {
      const at = each.x[i];
      const elsewhere = at === x ? '' : say` at ${placeWords(panel.x, at)}`;
      return [
        line(
          valueWords(each, i, (value) => valueOn(panel.y, value, inAxis), elsewhere, say),
          each.y[i],
        ),
      ];
    }
    if (!reach || x <= each.x[reach[1]]) return [];
    const last = placeWords(panel.x, each.x[reach[1]]);
    return [line(each.end ?? say`ended at ${last}`, null)];
  });
  return { x, heading: say`${panel.x.label}: ${placeWords(panel.x, x)}`, lines };
}

/** A panel in one sentence, for readers who do not see it. */
export function describe(panel: LinesPanel, looks: readonly FigureLook[], say: Say = inEnglish): string {
  const parts = panel.series.filter(isTold).flatMap((each) => {
    const reach = reachOf(each);
    if (!reach) return [];
    const [first, last] = reach.map((i) => valueOn(panel.y, each.y[i], panel.y.domain)) as [string, string];
    return [
      say.names([say`${nameOf(each, looks, say)} from ${first} to ${last}`, ...(each.end ? [each.end] : [])]),
    ];
  });
  const shown = parts.length > 12 ? [...parts.slice(0, 12), say`and ${parts.length - 12} more`] : parts;
  return say`${panel.y.label} against ${panel.x.label}: ${shown.length > 0 ? say.series(shown) : say`nothing measured yet`}.`;
}

/** What a figure tells of a cell of its maps; null where there is none. */
export function cellReadout(
  { readCell }: Pick<Figure, 'readCell'>,
  maps: readonly MapPanel[],
  { row, column }: { readonly row: number; readonly column: number },
): CellReadout | null {
  const [first] = maps;
  const at = row * (first?.columns.length ?? 0) + column;
  if (!first || row >= first.rows.length || column >= first.columns.length) return null;
  if (Number.isNaN(first.values[at])) return null;
  if (readCell) return readCell(row, column);
  const named = (label: string, name: string) => (label ? `${label.split(',')[0]} = ${name}` : name);
  return {
    head: `${named(first.yLabel, first.rows[row])}, ${named(first.xLabel, first.columns[column])}`,
    about: '',
    tables: [
      {
        columns: ['', first.colours.label.split(/[,:(]/)[0].trim()],
        rows: maps.map(({ look, title, values }) => ({
          look: look ?? null,
          name: title,
          values: [significant(values[at])],
        })),
      },
    ],
  };
}
