import { csvCell } from '../../core/figures/csv.ts';

/** A table as a chart gives it away: the first row names the columns. */
export type CsvRows = readonly (readonly (string | number)[])[];

/** A table as the text of a CSV file, lines ended by CR LF. */
export const csvText = (rows: CsvRows): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
