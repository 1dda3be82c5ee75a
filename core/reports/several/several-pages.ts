import { html, type Html } from '../../figures/drawing/markup.ts';
import { cell, definitions, heading, Numbered, sentences } from '../html/html-parts.ts';
import { byLine, notes, originOf } from '../html/html-abstract.ts';
import { pageStyle } from '../html/html-style.ts';
import { standalonePage } from '../html/html.ts';
import { markdownList, markdownTable, markdownText } from '../markdown/markdown-text.ts';
import { repeatCommand } from '../repeat-command.ts';
import type { MethodRow, Report, WordTable } from '../report-data.ts';
import {
  experimentsTable,
  overTextsLimits,
  overTextsTable,
  overTextsWords,
  questionRows,
} from './several-words.ts';
import type { SeveralReports } from './several.ts';

const titleOfAll = ({ reports, heading, say }: SeveralReports): string =>
  heading?.title ||
  say`${say.counted(reports.length, 'experiment')} compared: ${say.listed([...new Set(reports.map(({ corpus }) => corpus.name))])}`;

/** Columns of nothing but numbers, which are never torn apart. */
const isNumbers = ({ rows }: WordTable, column: number): boolean =>
  rows.every((row) => /^[\d.,\s−]+$/.test(row[column]));

const table = (given: WordTable, numbered: Numbered): Html => {
  const { caption, head, rows } = given;
  const kinds = head.map((_, i) => (isNumbers(given, i) ? 'number' : 'words'));
  return html`${numbered.table(caption)}
    <table class="tight">
      <thead>
        <tr>
          ${head.map((text, i) => html`<th scope="col" class="${kinds[i]}">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((text, i) => cell(head[i + 1], text, kinds[i + 1]))}
            </tr>`,
        )}
      </tbody>
    </table>`;
};

const repeats = (reports: readonly Report[]) =>
  reports.map((report, i) => ({ label: `${i + 1}: ${report.corpus.name}`, text: repeatCommand(report) }));

/** Several experiments as one page: what each says, and what holds over them. */
export function severalHtml(several: SeveralReports): string {
  const { reports, arms, say } = several;
  const numbered = new Numbered(say);
  const title = titleOfAll(several);
  const asked = questionRows(several);
  return standalonePage(
    title,
    pageStyle(
      arms.map(({ arm }) => arm),
      title,
      originOf(reports[0]),
    ),
    html`<main>
      <div class="head">
        <span>${say`Loss Lab report on several experiments`}</span><span>${originOf(reports[0])}</span>
      </div>
      <h1>${title}</h1>
      ${byLine(several.heading, say)} ${asked.length > 0 && definitions(asked, 'prov')}
      ${overTextsWords(several).map((sentence) => html`<p class="answer">${sentence}</p>`)}
      ${notes(several.heading)} ${numbered.section('verdicts', say`Verdicts, experiment by experiment`)}
      ${table(overTextsTable(several), numbered)} ${numbered.section('experiments', say`The experiments`)}
      ${table(experimentsTable(several), numbered)}
      ${numbered.section('limits', say`What the data do not support`)} ${sentences(overTextsLimits(several))}
      ${heading(2, 'repeat', say`How to repeat`)} ${definitions(repeats(reports), 'prov')}
    </main>`,
    say,
  );
}

/** The same as Markdown. */
export function severalMarkdown(several: SeveralReports): string {
  const { say } = several;
  const authors = several.heading?.authors ?? [];
  const asked = questionRows(several);
  const rows = (list: readonly MethodRow[]) =>
    markdownList(list.map(({ label, text }) => `${label}: ${text}`));
  const markdown = ({ caption, head, rows }: WordTable) => [markdownText(caption), markdownTable(head, rows)];
  return `${[
    `# ${markdownText(titleOfAll(several))}`,
    ...(authors.length > 0 ? [markdownText(say.series(authors))] : []),
    ...(asked.length > 0 ? [rows(asked)] : []),
    markdownList(overTextsWords(several)),
    `## ${say`Verdicts, experiment by experiment`}`,
    ...markdown(overTextsTable(several)),
    `## ${say`The experiments`}`,
    ...markdown(experimentsTable(several)),
    `## ${say`What the data do not support`}`,
    markdownList(overTextsLimits(several)),
    `## ${say`How to repeat`}`,
    rows(repeats(several.reports)),
  ].join('\n\n')}\n`;
}
