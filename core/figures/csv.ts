import type { Cell, FigureTable } from './figure.ts';

/**
 * One cell (RFC 4180). Numbers get the shortest digits that read back to the same double. A spreadsheet takes text that
 * starts with = + - @ tab or CR for a formula: such text gets a leading quote, unless it is a number.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  const isNumber = value.trim() === value && value !== '' && Number.isFinite(Number(value));
  const inert = /^[=+\-@\t\r]/.test(value) && !isNumber ? `'${value}` : value;
  return /[",\r\n]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A table from its columns and a generator of rows that can be gone through again and again. */
export const tableOf = (columns: readonly string[], rows: () => Iterable<readonly Cell[]>): FigureTable => ({
  columns,
  rows,
});

/** A table as CSV (RFC 4180), line by line: raw values, with the shortest digits that read back to the same double. */
export function* csvOf({ columns, rows }: FigureTable): Generator<string> {
  yield `${columns.map(csvCell).join(',')}\r\n`;
  for (const row of rows()) yield `${row.map(csvCell).join(',')}\r\n`;
}
