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

/** Powers of ten within the ends; where there are fewer than two, d3's ticks between them. */
function logValues([low, high]: readonly [number, number], most: number): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  if (to - from < 1)
    return scaleLog([low, high], [0, 1])
      .ticks(most)
      .slice(0, 2 * most);
  const stride = Math.max(1, Math.ceil((to - from + 1) / most));
  // 10 ** −4 is not quite 0.0001.
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) =>
    Number(`1e${from + i * stride}`),
  );
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
      ? logValues(domain, most)
      : scaleLinear(domain, [0, 1])
          .ticks(most)
          .filter((value) => !whole || Number.isInteger(value));
  const labels = scale === 'log' ? values.map((value) => significant(value)) : tickLabels(values);
  return {
    ...places,
    ticks: values.map((value, i) => ({ value, place: places.at(value), label: labels[i] })),
  };
}
