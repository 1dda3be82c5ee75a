import { cellsOf } from '../../../words/cells.ts';
import type { LabErrorData } from '../../../errors.ts';
import { grouped as asInText } from '../../../words/number-format.ts';
import { visibleJson, visibleLine } from '../../../words/visible-text.ts';

/** One line of outside text for a terminal: no escape sequence and no direction mark gets through. */
export const line = (text: string): string => visibleLine(text);

/** A sentence on standard error, where progress goes. */
export const say = (sentence: string): void => void process.stderr.write(`${line(sentence)}\n`);

/** A problem and what to do next, on standard error. */
export const tellProblem = ({ message, next }: Pick<LabErrorData, 'message' | 'next'>): void =>
  void process.stderr.write(`loss-lab: ${line(message)}\n${next ? `  ${line(next)}\n` : ''}`);

/** What `--json` prints, indented unless it is `compact`. */
export const jsonText = (value: unknown, { compact = false }: { readonly compact?: boolean } = {}): string =>
  `${visibleJson(JSON.stringify(value, null, compact ? 0 : 2))}\n`;

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
  const widths = head.map((_, column) => Math.max(...all.map((row) => cellsOf(row[column] ?? ''))));
  const pad = (cell: string, column: number) => {
    const space = ' '.repeat(widths[column] - cellsOf(cell));
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

/** 1115394 as `1 115 394`, with spaces that a terminal and a search have. */
export const grouped = (value: number): string => asInText(value).replaceAll('\u00a0', ' ');
