import { scaleLinear, scaleLog } from 'd3-scale';
import { fixed, grouped, shownAmong, significant } from '../../words/number-format.ts';
import type { FigureAxis } from '../figure.ts';

interface Tick {
  readonly value: number;
  readonly place: number;
  readonly label: string;
}

export interface Scale {
  /** Pixels; NaN where a value has no place, such as 0 on a logarithmic axis. */
  at(value: number): number;
  readonly ticks: readonly Tick[];
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
 * An axis on a stretch of pixels.
 * @param between pixels that two ticks keep between them at least
 */
export function scaleOf(
  { scale, domain, whole }: FigureAxis,
  [from, to]: [number, number],
  between: number,
): Scale {
  const most = Math.max(2, Math.floor(Math.abs(to - from) / between));
  if (scale === 'log') {
    const place = scaleLog(domain, [from, to]);
    const values = logValues(domain, most);
    return {
      at: (value) => (value > 0 ? place(value) : NaN),
      ticks: values.map((value) => ({ value, place: place(value), label: significant(value) })),
    };
  }
  const place = scaleLinear(domain, [from, to]);
  const found = place.ticks(most).filter((value) => !whole || Number.isInteger(value));
  const labels = tickLabels(found);
  return {
    at: (value) => place(value),
    ticks: found.map((value, i) => ({ value, place: place(value), label: labels[i] })),
  };
}
