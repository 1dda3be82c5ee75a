import { visibleBlock, visibleLine } from '../../words/visible-text.ts';

/**
 * Outside text for Markdown, on one line: every character that could start markup, a cell, a link or HTML is written
 * so that it is itself. Addresses are broken up too: GitHub's dialect makes links of bare ones.
 */
export function markdownText(text: string): string {
  return visibleLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/(www)\./gi, '$1&#46;')
    .replace(/^\s*([#+-]+(?:\s|$)|=+\s*$|-{2})/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** A block of outside text, fenced by more backticks than it holds in a row. */
export function markdownBlock(text: string): string {
  const inert = visibleBlock(text);
  const longest = Math.max(0, ...[...inert.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${inert}\n${fence}`;
}

/** A table; cells are outside text. Columns from `firstNumber` on are flush right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  firstNumber = Infinity,
): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => markdownText(String(cell))).join(' | ')} |`;
  const rule = head.map((_, i) => (i >= firstNumber ? '---:' : '---'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A list of sentences. */
export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join('\n');
}
