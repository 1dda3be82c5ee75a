import { median, spread } from './statistics.ts';

/** A Markdown table, as lines. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
}

const known = (value: number, text: () => string) => (Number.isFinite(value) ? text() : '–');

/** Three digits, never in powers of ten. */
export const digits = (value: number): string =>
  known(value, () => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)));

/** A large count in thousands. */
export const thousands = (value: number): string => known(value, () => `${digits(value / 1000)} k`);

export const percent = (value: number): string => known(value, () => `${(100 * value).toFixed(0)} %`);

export const times = (value: number): string => known(value, () => `${digits(value)}×`);

export const milliseconds = (seconds: number): string => known(seconds, () => `${digits(1000 * seconds)} ms`);

export const megabytes = (bytes: number): string => known(bytes, () => `${digits(bytes / 1e6)} MB`);

/** Median and spread of several rounds. */
export const withSpread = (values: readonly number[], format: (value: number) => string): string =>
  `${format(median(values))} ± ${percent(spread(values))}`;
