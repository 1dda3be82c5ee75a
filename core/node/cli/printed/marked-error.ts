import { cellsOf } from '../../../words/cells.ts';
import { LabError } from '../../../errors.ts';
import type { FormulaError } from '../../../formulas/language/formula-error.ts';
import { line } from './terminal.ts';

/** A formula that is none, with the piece of it that is wrong marked in a second line. */
export class MarkedError extends LabError {
  /** Two lines of plain text for a terminal. */
  readonly picture: string;

  constructor(name: string, source: string, error: FormulaError) {
    super('bad-formula', `${name}: ${error.message}`, error.next);
    this.picture = pictureOf(source, error.problem);
  }
}

/** The line of the formula, and below it carets under the piece that is wrong. */
export function pictureOf(
  source: string,
  { line: row, column, length }: Pick<FormulaError['problem'], 'line' | 'column' | 'length'>,
): string {
  const whole = source.split('\n')[row - 1] ?? '';
  const before = line(whole.slice(0, column - 1));
  const marked = line(whole.slice(column - 1, column - 1 + length));
  const after = line(whole.slice(column - 1 + length));
  const carets = '^'.repeat(Math.max(1, cellsOf(marked)));
  return `  ${before}${marked}${after}\n  ${' '.repeat(cellsOf(before))}${carets}`;
}
