import { scaleLinear, scaleLog } from 'd3-scale';
import { fixed, grouped, shownAmong, significant } from '../../words/number-format.ts';
import type { FigureAxis } from '../figure.ts';

interface Tick {
  readonly value: number;
  readonly place: number;
  readonly label: string;
}

/** An axis, or what of it is in sight. */
export type Axis = Pick<FigureAxis, 'scale' | 'domain'>;

/** Where the values of an axis lie. */
export interface Places {
  /** Pixels; NaN where a value has no place, such as 0 on a logarithmic axis. */
  at(value: number): number;
  /** The value at a pixel, also beyond the ends. */
  from(pixel: number): number;
}

export interface Scale extends Places {
  readonly ticks: readonly Tick[];
}

/** An axis on a stretch of pixels. */
export function placesOn({ scale, domain }: Axis, pixels: readonly [from: number, to: number]): Places {
  const place = (scale === 'log' ? scaleLog : scaleLinear)(domain, pixels);
  return {
    at: (value) => (scale === 'log' && !(value > 0) ? NaN : place(value)),
    from: (pixel) => place.invert(pixel),
  };
}

/** A value of an axis in words: over decades with digits of its own, since decimals that all share leave small ones as 0.0. */
export const valueOn = (
  { scale }: Pick<FigureAxis, 'scale'>,
  value: number,
  among: Iterable<number>,
): string => (scale === 'log' && Number.isFinite(value) ? significant(value) : shownAmong(value, among));

/** Figures of ticks with as many decimals as their distance asks for. */
function tickLabels(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  const size = Math.max(...ticks.map(Math.abs));
  // Digits that tell neighbours apart, where decimals would be too many.
  if (size >= 1e7 || step < 1e-6 || (size > 0 && size < 1e-3)) {
    const digits = Math.min(15, Math.max(3, 1 + Math.floor(Math.log10(size)) - Math.floor(Math.log10(step))));
    return ticks.map((tick) => significant(tick, digits));
  }
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks.map((tick) => (decimals > 0 ? fixed(tick, decimals) : grouped(tick)));
}

/**
 * Powers of ten within the ends; where there are fewer than two, d3's ticks between them, or of those 1, 2 and 5 where not
 * all have room: they lie the closer the higher they are.
 * @param between as for `scaleOf`
 */
function logValues([low, high]: readonly [number, number], { at }: Places, between: number): number[] {
  const spaced = (values: readonly number[]) => {
    let last = NaN;
    return values.filter((value) => {
      const fits = !(Math.abs(at(value) - last) < between);
      if (fits) last = at(value);
      return fits;
    });
  };
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  // 10 ** −4 is not quite 0.0001.
  if (to > from) return spaced(Array.from({ length: to - from + 1 }, (_, i) => Number(`1e${from + i}`)));
  const all = scaleLog([low, high], [0, 1]).ticks();
  const round = all.filter((value) => /^[125]e/.test(value.toExponential()));
  return spaced(all).length < all.length && round.length > 1 ? spaced(round) : spaced(all);
}

/** Pixels between two ticks at least. */
export const tickGap = { x: 84, y: 36 };

/**
 * An axis on a stretch of pixels, with its ticks.
 * @param between pixels that two ticks keep between them at least
 */
export function scaleOf(
  axis: FigureAxis,
  pixels: readonly [from: number, to: number],
  between: number,
): Scale {
  const { scale, domain, whole } = axis;
  const places = placesOn(axis, pixels);
  const most = Math.max(2, Math.floor(Math.abs(pixels[1] - pixels[0]) / between));
  const values =
    scale === 'log'
      ? logValues(domain, places, between)
      : scaleLinear(domain, [0, 1])
          .ticks(most)
          .filter((value) => !whole || Number.isInteger(value));
  const labels = scale === 'log' ? values.map((value) => significant(value)) : tickLabels(values);
  return {
    ...places,
    ticks: values.map((value, i) => ({ value, place: places.at(value), label: labels[i] })),
  };
}
