import { LabError } from '../../errors.ts';

/** A piece of a formula's text, in UTF-16 units from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where in a formula's text a fault lies. Lines and columns count from 1. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  /** Length of the marked piece; 0 where something is missing. */
  readonly length: number;
  /** Distance of the marked piece from the beginning of the text. */
  readonly offset: number;
}

/** What is wrong with a formula, as plain data. */
export interface FormulaProblem extends Mark {
  readonly message: string;
  /** What to do about it; may be empty. */
  readonly next: string;
  /** The known name that the unknown one comes closest to; null where none is close. */
  readonly suggestion: string | null;
}

/** A formula that cannot be a loss: code `bad-formula`, with the place in its text. */
export class FormulaError extends LabError {
  readonly problem: FormulaProblem;

  constructor(source: string, span: Span, message: string, next = '', suggestion: string | null = null) {
    const mark = markOf(source, span);
    super('bad-formula', `Line ${mark.line}, column ${mark.column}: ${message}`, next);
    this.name = 'FormulaError';
    this.problem = { ...mark, message, next, suggestion };
  }
}

export function markOf(source: string, { from, to }: Span): Mark {
  const before = source.slice(0, from);
  const line = before.split('\n').length;
  const column = from - before.lastIndexOf('\n');
  return { line, column, length: Math.max(0, to - from), offset: from };
}
