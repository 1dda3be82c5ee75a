import stringWidth from 'string-width';
import { visibleLine } from '../../words/visible-text.ts';

/** One line of outside text for a terminal: no escape sequence and no direction mark gets through. */
export const line = (text: string): string => visibleLine(text);

/**
 * Rows as aligned columns. Widths count terminal cells, so Chinese names line up too.
 * @param right columns whose values are set flush right (figures)
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const all = [head, ...rows].map((row) => row.map(line));
  const widths = head.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))));
  const pad = (cell: string, column: number) => {
    const space = ' '.repeat(widths[column] - stringWidth(cell));
    return right.has(column) ? space + cell : cell + space;
  };
  const [first, ...others] = all.map((row) => row.map(pad).join('  ').trimEnd());
  return [
    first,
    widths
      .map((width) => '─'.repeat(width))
      .join('  ')
      .trimEnd(),
    ...others,
  ].join('\n');
}

/** 1115394 as `1 115 394`. */
export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');

/** A rate as `1.90 M`. */
export function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(0);
}

/** Seconds as `1:05` or `2:03:09`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
