/** A table as a chart gives it away: the first row names the columns. */
export type CsvRows = readonly (readonly (string | number)[])[];

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

/** A table as the text of a CSV file, lines ended by CR LF. */
export const csvText = (rows: CsvRows): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
