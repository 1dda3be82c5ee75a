import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { earlyEnds, targetRows } from '../words/early-ends.ts';
import { armRows } from './html-tables.ts';
import { html, type Html } from '../../figures/markup.ts';
import { leaderCells, leaderHead, leaderNote, leaderOf } from '../words/leader.ts';
import { rateRows } from '../words/rate-rows.ts';
import { robustnessRows } from '../words/robustness-rows.ts';
import type { Report } from '../report-data.ts';

/** Where the learning rates come from; nothing where they were typed in. */
export function rateSection(report: Report, figures: readonly Html[]): Html | null {
  const rates = rateRows(report);
  return (
    rates &&
    html`<h2>Learning rates</h2>
      <div class="panel">${armRows(report.arms, rates.caption, rates.head, rates.rows)}</div>
      ${figures}`
  );
}

/** Which runs ended early, and the time to the target if there is one. */
export function earlySection(report: Report): Html | null {
  const ended = earlyEnds(report);
  const times = targetRows(report);
  if (ended.length === 0 && !times) return null;
  return html`<h2>Early ends</h2>
    ${
      ended.length > 0 &&
      html`<ul class="panel">
        ${ended.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
    }${times && html`<div class="panel">${armRows(report.arms, times.caption, times.head, times.rows)}</div>`}`;
}

/** Whether the order outlasts a repeat of the first seeds with one thing changed; nothing where none was made. */
export function robustnessSection(report: Report): Html | null {
  const repeat = robustnessRows(report);
  return (
    repeat &&
    html`<h2>Robustness repeat</h2>
      <ul class="panel">
        ${repeat.sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      ${
        repeat.rows.length > 0 &&
        html`<div class="panel">${armRows(report.arms, repeat.caption, repeat.head, repeat.rows)}</div>`
      }`
  );
}

/** The arm that is ahead on the primary yardstick against each other one: verdicts, seeds, and the course of training. */
export function leaderSection(report: Report, figures: readonly Html[]): Html | null {
  const leader = leaderOf(report, primaryYardstick(report.experiment));
  if (!leader) return null;
  const others = leader.pairs.map(({ other }) => other);
  return html`<h2>The leader against the others</h2>
    <ul class="panel">
      ${leader.pairs.map(({ sentence }) => html`<li>${sentence}</li>`)}
    </ul>
    <div class="panel">
      ${armRows(others, leaderNote(leader), leaderHead(report), leader.pairs.map(leaderCells), report.arms)}
    </div>
    ${figures}`;
}
