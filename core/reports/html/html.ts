import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { html, styleSheet, type Html } from '../../figures/drawing/markup.ts';
import { placedFigures } from '../report-figures.ts';
import type { ReportPart } from '../../contract/report-heading.ts';
import { titleOf, type Report } from '../report-data.ts';
import { abstractSection, originOf } from './html-abstract.ts';
import { appendixSection } from './html-appendix.ts';
import { derivationSection, derivationStyle } from './html-derivation.ts';
import { methodsSection } from './html-methods.ts';
import { heading, Numbered, sentences } from './html-parts.ts';
import { resultsSection } from './html-results.ts';
import { pageStyle } from './html-style.ts';

/** What the numbers do not say, each caveat once. */
function limitsSection(report: Report, numbered: Numbered): Html {
  const { notSupported, uncontrolled } = report;
  const say = sayOf(report);
  return html`${numbered.section('limits', say`What the data do not support`)} ${sentences(notSupported)}
  ${heading(3, 'uncontrolled', say`What was not controlled`)} ${sentences(uncontrolled)}`;
}

function body(report: Report): Html {
  const figures = placedFigures(report);
  const numbered = new Numbered(sayOf(report));
  const has = (part: ReportPart) => !(report.heading?.leftOut ?? []).includes(part);
  return html`<main>
    ${abstractSection(report, figures.first && numbered.wide(figures.first), has)}
    ${has('methods') && methodsSection(report, numbered)}
    ${has('results') && resultsSection(report, figures, numbered)}
    ${has('limits') && limitsSection(report, numbered)} ${derivationSection(report)}
    ${has('appendix') && appendixSection(report, figures, numbered)}
  </main>`;
}

/** A page that needs nothing else: its own policy lets the browser apply this one style sheet and nothing more. */
export function standalonePage(title: string, css: string, content: Html, say: Say): string {
  const hash = base64.encode(sha256(utf8ToBytes(css)));
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="${say.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${say`${title} – Loss Lab report`}</title>
        ${styleSheet(css)}
      </head>
      <body>
        ${content}
      </body>
    </html> `;
  return page.markup;
}

/** The report as one page: charts are inline SVG, there is no script, nothing is loaded. */
export const htmlReport = (report: Report): string =>
  standalonePage(
    titleOf(report),
    `${pageStyle(report.arms, titleOf(report), originOf(report))}${report.derivation ? derivationStyle : ''}`,
    body(report),
    sayOf(report),
  );
