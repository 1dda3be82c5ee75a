import { englishReport } from '../reports/report.ts';
import { pairTable } from '../experiments/comparison/pair-table.ts';
import { bestArms } from '../experiments/comparison/lead.ts';
import { standingDigits } from '../experiments/comparison/printed-numbers.ts';
import { titleOf, type Report } from '../reports/report-data.ts';
import { labelOf } from '../reports/words/summary.ts';
import { fixed, grouped, percent, significant } from '../words/number-format.ts';
import { visibleLine } from '../words/visible-text.ts';
import { yardsticks } from '../yardsticks/registry.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "''",
  '−': '$-$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '½': '$\\frac{1}{2}$',
  '⅔': '$\\frac{2}{3}$',
  '²': '$^2$',
  '³': '$^3$',
  Σ: '$\\Sigma$',
  σ: '$\\sigma$',
  δ: '$\\delta$',
  ε: '$\\varepsilon$',
  η: '$\\eta$',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  τ: '$\\tau$',
  π: '$\\pi$',
  '∂': '$\\partial$',
  '′': "$'$",
  '√': '$\\surd$',
  '‖': '$\\|$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '≠': '$\\ne$',
  '∞': '$\\infty$',
  ŷ: '$\\hat y$',
  '–': '--',
  '—': '---',
  '…': '\\ldots{}',
  '“': '``',
  '”': "''",
  '’': "'",
  '‘': '`',
  '\u00a0': '~',
};

/** Text for pdfLaTeX with its usual fonts: what those do not have stands as its code point. */
export function latexText(text: string): string {
  let out = '';
  for (const character of visibleLine(text))
    out +=
      escapes[character] ??
      (/[\x20-\x7e\u00c0-\u00ff]/.test(character)
        ? character
        : `\\texttt{U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}}`);
  return out;
}

function table(
  { caption, label, columns }: { readonly caption: string; readonly label: string; readonly columns: string },
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{${caption}}`,
    `\\label{tab:${label}}`,
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    line(head),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

function armsTable({ arms }: Report): string {
  return table(
    { caption: 'The output layers that were compared.', label: 'arms', columns: 'lllr' },
    ['output layer', '$E$', '$\\delta = \\partial E/\\partial z$', '$\\eta$'],
    arms.map(({ label, layer, arm }) => [
      latexText(label),
      latexText(layer.formula.replace(/^E = /, '')),
      latexText(layer.delta.replace(/^δ = /, '')),
      latexText(significant(arm.rate)),
    ]),
  );
}

function standingTable({ arms, standing, pairs, experiment }: Report): string {
  const digits = yardsticks.map((yardstick) => standingDigits(standing.arms, yardstick, pairs));
  const best = yardsticks.map(({ id }) => bestArms(standing.arms, id));
  const at = standing.step === null ? '' : ` at step ${grouped(standing.step)}`;
  return table(
    {
      caption: latexText(
        `Mean over ${experiment.seeds.length} seeds ± half of its 95 % t interval${at}; the best mean in bold.`,
      ),
      label: 'standing',
      columns: `l${yardsticks.map(() => 'r').join('')}r`,
    },
    ['output layer', ...yardsticks.map(({ label }) => latexText(label)), 'steps clipped'],
    arms.map((arm) => [
      latexText(arm.label),
      ...yardsticks.map(({ id }, column) => {
        const { mean, interval } = arm.standing.yardsticks[id];
        if (Number.isNaN(mean)) return '--';
        const value = latexText(fixed(mean, digits[column]));
        const half = interval ? latexText(` ± ${fixed(interval.halfWidth, digits[column])}`) : '';
        return (best[column].includes(arm.standing) ? `\\textbf{${value}}` : value) + half;
      }),
      latexText(arm.gradient.steps === 0 ? '–' : percent(arm.gradient.clippedShare)),
    ]),
  );
}

/** The tables of a report for LaTeX with booktabs, each a file to be read with \input: its name and its text. */
export function latexTables(given: Report): { readonly name: string; readonly text: string }[] {
  // pdflatex has no Chinese without packages that a journal's class may not have.
  const report = englishReport(given);
  const label = labelOf(report);
  return [
    { name: 'arms', text: armsTable(report) },
    { name: 'standing', text: standingTable(report) },
    ...(report.arms.length < 2
      ? []
      : yardsticks.map(({ id, label: name }) => {
          const { heads, rows, caption } = pairTable(
            report.pairs.filter(({ yardstick }) => yardstick === id),
            label,
          );
          const shown = latexText(`${name}: ${caption}`);
          return {
            name: `verdicts-${id}`,
            text: table(
              {
                caption: shown,
                label: `verdicts-${id}`,
                columns: heads.map((_, i) => (i < 2 ? 'l' : 'r')).join(''),
              },
              heads.map(latexText),
              rows.map((row) => row.map(latexText)),
            ),
          };
        })),
  ];
}

/** All of them as one document that pdfLaTeX sets as it stands. */
export const latexDocument = (report: Report): string =>
  [
    '\\documentclass[10pt]{article}',
    '\\usepackage[T1]{fontenc}',
    '\\usepackage[utf8]{inputenc}',
    '\\usepackage{booktabs}',
    '\\usepackage[a4paper,landscape,margin=15mm]{geometry}',
    '\\begin{document}',
    `\\section*{${latexText(titleOf(report))}}`,
    ...latexTables(report).map(({ text }) => `\\small\n${text}`),
    '\\end{document}',
    '',
  ].join('\n');
