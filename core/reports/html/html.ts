import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { yardsticks } from '../../yardsticks/registry.ts';
import { base64 } from './base64.ts';
import { citation } from '../citation.ts';
import type { Figure } from '../../figures/figure.ts';
import { pageSvg } from '../../figures/svg.ts';
import { corpusRows } from '../words/corpus-rows.ts';
import { pageStyle } from './html-style.ts';
import {
  armKey,
  armTable,
  gradientTable,
  pairSection,
  seedTable,
  speedTable,
  standingTable,
} from './html-tables.ts';
import { earlySection, leaderSection, rateSection, robustnessSection } from './html-comparison.ts';
import { html, preformatted, styleSheet, type Html } from '../../figures/markup.ts';
import { ratePolicyNote } from '../words/method.ts';
import { type MethodRow, type Report } from '../report-data.ts';
import { counted, grouped, percent } from '../../words/number-format.ts';
import { shareDone } from '../words/share-done.ts';
import { summaries } from '../words/summary.ts';
import type { ReportFigure } from '../../figures/registry.ts';
import { figuresOf } from '../report-figures.ts';

const definitions = (rows: readonly MethodRow[]) =>
  html`<dl class="panel">
    ${rows.map(
      ({ label, text }) =>
        html`<dt>${label}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;

const sentences = (list: readonly string[]) =>
  html`<ul>
    ${list.map((text) => html`<li>${text}</li>`)}
  </ul>`;

/** Figures are as wide as the page. */
const drawn = (figure: Figure) => html`<figure class="panel">${pageSvg(figure, 914)}</figure>`;

function header({ experiment, corpus, version, generatedAt, partial, runs }: Report): Html {
  const done = shareDone({ experiment, runs });
  return html`<header>
    <h1>${experiment.name === '' ? 'Untitled comparison' : experiment.name}</h1>
    ${experiment.question !== '' && html`<p class="question">${experiment.question}</p>`}
    <p class="meta">
      Comparison of ${counted(experiment.arms.length, 'arm')} on ${corpus.name} ·
      ${counted(experiment.seeds.length, 'paired seed')} · ${counted(experiment.steps, 'step')} ·
      ${ratePolicyNote(experiment)}<br />Loss Lab ${version} · <time>${generatedAt}</time>
    </p>
    ${
      partial &&
      html`<p class="partial">
        <strong>Partial.</strong> ${percent(done)} of the planned steps were done when this was written.
      </p>`
    }
  </header>`;
}

function troubles({ divergences, failures }: Report): Html | null {
  if (divergences.length + failures.length === 0) return null;
  return html`<h2>Runs that did not end well</h2>
    <ul class="panel">
      ${divergences.map(
        ({ label, seed, step, where, rate, last }) =>
          html`<li>
            <strong>${label}, seed ${seed}</strong> diverged at step ${grouped(step)}: ${where} was not
            finite, at η = ${rate}.
            ${
              last
                ? `Last evaluation: ${last.value} at step ${grouped(last.step)}.`
                : 'It was never evaluated with finite values.'
            }
          </li>`,
      )}${failures.map(
        ({ label, seed, reason }) => html`<li><strong>${label}, seed ${seed}</strong> failed: ${reason}</li>`,
      )}
    </ul>`;
}

/** Source, formulas and check of each layer that the experiment brought along. */
function ownLayers({ ownLayers: layers }: Report): Html | null {
  if (layers.length === 0) return null;
  return html`<h2>Layers of this experiment’s own</h2>
    ${layers.map(
      ({ definition, info, rows, source }) =>
        html`<div class="panel sample">
          <h3>${definition.label}</h3>
          ${(info.own?.warnings ?? []).map(
            (warning) => html`<p class="partial"><strong>Warning.</strong> ${warning}</p>`,
          )}
          <pre>${preformatted(source)}</pre>
          <dl>
            ${rows.map(
              ({ label, text }) =>
                html`<dt>${label}</dt>
                  <dd>${text}</dd>`,
            )}
          </dl>
        </div>`,
    )}`;
}

function samples({ arms }: Report): Html {
  return html`<h2>What the networks write</h2>
    <p class="caption">
      Last text drawn from one seed of each arm, temperature 1, with the same random numbers for all.
    </p>
    <div class="grid2">
      ${arms.map(
        (each, i) =>
          html`<div class="panel sample">
            <h3>${armKey(each, i)}${each.label}</h3>
            ${
              each.sample
                ? html`<p class="caption">seed ${each.sample.seed}, step ${grouped(each.sample.step)}</p>
                    <pre>${preformatted(each.sample.text)}</pre>`
                : html`<p class="caption">no text was drawn</p>`
            }
          </div>`,
      )}
    </div>`;
}

function machineRows({ machine, version, arithmetic }: Report): MethodRow[] {
  return [
    { label: 'Loss Lab', text: version },
    { label: 'Runtime', text: machine.runtime },
    { label: 'System', text: machine.system },
    {
      label: 'Processor',
      text: `${machine.processor}, ${counted(machine.cores, 'core')}, ${(machine.memory / 2 ** 30).toFixed(1)} GiB of memory`,
    },
    { label: 'Arithmetic', text: arithmetic },
  ];
}

function cite(report: Report): Html {
  const { text, corpusSha256, reportSha256 } = citation(report);
  return html`<h2>How to cite</h2>
    <div class="panel">
      <p class="hash">${text}</p>
      <dl>
        <dt>Corpus SHA-256</dt>
        <dd class="hash">${corpusSha256}</dd>
        <dt>Report SHA-256</dt>
        <dd class="hash">${reportSha256}</dd>
      </dl>
      <p class="caption">
        The report’s hash is over the content of report.json, which holds every value of this page.
      </p>
    </div>`;
}

function body(report: Report): Html {
  const ofSection = figuresOf(report);
  const figures = (section: ReportFigure['section']) => ofSection(section).map(drawn);
  return html`<main>
    ${header(report)}
    <h2>In short</h2>
    <div class="panel">
      <dl>
        ${summaries(report).map(
          ({ label, text }) =>
            html`<dt>${label}</dt>
              <dd>${text}</dd>`,
        )}
      </dl>
    </div>
    <div class="panel">${standingTable(report)}</div>
    ${troubles(report)}
    <h2>Convergence</h2>
    ${figures('convergence')}
    ${rateSection(report, figures('rates'))}${earlySection(report)}${leaderSection(report, figures('leader'))}${robustnessSection(report)}
    <h2>What the data do not support</h2>
    <div class="panel">${sentences(report.notSupported)}</div>
    <h2>Arms against each other</h2>
    ${figures('pairs')}
    ${
      report.arms.length > 1
        ? yardsticks.map((yardstick) => html`<div class="panel">${pairSection(report, yardstick)}</div>`)
        : html`<p class="caption">There is one arm.</p>`
    }
    <h2>Seed by seed</h2>
    <div class="panel">${seedTable(report)}</div>
    <h2>Output layers</h2>
    <div class="panel">${armTable(report)}</div>
    ${ownLayers(report)}
    <h2>Gradients</h2>
    <div class="panel">${gradientTable(report)}</div>
    ${figures('gradients')}
    <h2>Speed of training</h2>
    <div class="panel">${speedTable(report)}</div>
    <h2>Own losses</h2>
    <p class="caption">
      Each arm minimises a quantity of its own; they have axes of their own and cannot be compared.
    </p>
    ${figures('own losses')} ${samples(report)}
    <h2>How it was compared</h2>
    ${definitions(report.method)}
    <h2>What was not controlled</h2>
    <div class="panel">${sentences(report.uncontrolled)}</div>
    <h2>Text</h2>
    ${definitions(corpusRows(report))}
    <h2>Machine</h2>
    ${definitions(machineRows(report))}${cite(report)}
  </main>`;
}

/**
 * The report as one page that needs nothing else: charts are inline SVG, there is no script, nothing is loaded. The
 * page's own policy lets the browser apply this one style sheet, named by its hash, and nothing more.
 */
export function htmlReport(report: Report): string {
  const css = pageStyle(report.arms);
  const hash = base64(sha256(utf8ToBytes(css)));
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.experiment.name} – Loss Lab report</title>
        ${styleSheet(css)}
      </head>
      <body>
        ${body(report)}
      </body>
    </html> `;
  return page.markup;
}
