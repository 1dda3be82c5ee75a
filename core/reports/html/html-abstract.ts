import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { markupIn } from './said-markup.ts';
import { inShort } from '../../experiments/comparison/in-short.ts';
import { questionNote } from '../../experiments/plan/first-question.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import { grouped, percent } from '../../words/number-format.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { citation } from '../citation.ts';
import type { ReportHeading } from '../../contract/report-heading-schema.ts';
import type { ReportPart } from '../../contract/report-heading.ts';
import { titleOf, type MethodRow, type Report } from '../report-data.ts';
import { ratePolicyWords } from '../../experiments/rates/rate-policy.ts';
import { shareDone } from '../words/share-done.ts';
import { passesText } from '../words/method.ts';
import { labelOf } from '../words/summary.ts';

/** Day and short hash: what tells one report from another on paper. */
export const originOf = (report: Report): string =>
  `Loss Lab ${report.version} · ${report.generatedAt.slice(0, 10)} · ${citation(report).reportSha256.slice(0, 8)}`;

/** Who made it, and where it is published. */
export function byLine(heading: ReportHeading | undefined, say: Say): Html | null {
  const { authors = [], address = '' } = heading ?? {};
  const lines = [say.series(authors), address].filter((line) => line !== '');
  return lines.length === 0
    ? null
    : html`<p class="by">${lines.map((line, i) => html`${i > 0 && html`<br />`}${line}`)}</p>`;
}

/** What its authors say on it, a paragraph each. */
export const notes = (heading: ReportHeading | undefined): Html[] =>
  heading && heading.notes !== ''
    ? heading.notes.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)
    : [];

/** How many seeds there are, and what became of those that have no value. */
function seedsFact({ experiment, arms }: Report, say: Say): string {
  const lost = arms.reduce((sum, { standing: { diverged, failed } }) => sum + diverged + failed, 0);
  const seeds = say.counted(experiment.seeds.length, 'paired seed');
  return lost === 0
    ? say`${seeds} for each output layer, none lost`
    : say`${seeds} for each output layer, ${lost} of ${grouped(experiment.seeds.length * arms.length)} runs diverged or failed`;
}

function facts(report: Report, say: Say): MethodRow[] {
  const { experiment, corpus, parameters } = report;
  const { model, steps } = experiment;
  const characters = steps * model.batch * model.length;
  return [
    { label: 'n', text: seedsFact(report, say) },
    {
      label: say`Yardstick`,
      text: say`${say.of(yardstickById(primaryYardstick(experiment)).label)} on held-out text`,
    },
    {
      label: say`Text`,
      text: say`${corpus.name}, ${grouped(corpus.characters)} characters, V\u00a0=\u00a0${grouped(corpus.distinct)}`,
    },
    {
      label: say`Network`,
      text: say`one tanh layer, H\u00a0=\u00a0${grouped(model.hidden)}, ${grouped(parameters)} parameters`,
    },
    {
      label: say`Budget`,
      text: say`${say.counted(steps, 'step')}, ${grouped(characters)} characters (${passesText(characters / corpus.trainCharacters, say)})`,
    },
    { label: say`Rates`, text: ratePolicyWords(experiment, say) },
  ];
}

/** The pairs that are decided on the yardstick that decides. */
function decidedText({ pairs, experiment }: Report, say: Say): string {
  const own = pairs.filter(({ yardstick }) => yardstick === primaryYardstick(experiment));
  const decided = own.filter(
    ({ verdict: { kind } }) => kind === 'better' || kind === 'practically-equal',
  ).length;
  if (own.length < 2) return '';
  return decided === own.length
    ? say`All ${own.length} pairs are decided.`
    : say`${decided} of ${own.length} pairs are decided.`;
}

/** Title, question, answer and what it rests on. */
export function abstractSection(
  report: Report,
  figure: Html | null,
  has: (part: ReportPart) => boolean,
): Html {
  const { experiment, arms, pairs, partial, runs, heading } = report;
  const yardstick = primaryYardstick(experiment);
  const say = sayOf(report);
  const said = markupIn(say);
  const label = say.of(yardstickById(yardstick).label);
  const { means, text, why } = inShort(
    arms.map(({ standing }) => standing),
    pairs.filter((pair) => pair.yardstick === yardstick),
    yardstick,
    labelOf(report),
    say,
  );
  const question =
    experiment.question ||
    say`Which output layer and loss reaches the best ${label} on held-out text after ${grouped(experiment.steps)} steps?`;
  const asked = questionNote(experiment, say);
  return html`<div class="head">
      <span>${say`Loss Lab comparison report`}</span><span>${originOf(report)}</span>
    </div>
    <h1>${titleOf(report)}</h1>
    ${byLine(heading, say)}
    ${partial && html`<p class="partial">${said`<strong>Partial.</strong> ${percent(shareDone({ experiment, runs }))} of the planned steps were done when this was written.`}</p>`}
    <section class="abstract" aria-label="${say`Abstract`}">
      <div>
        <p class="question">${question}</p>
        ${asked !== '' && html`<p class="asked">${asked}</p>`}
        <p class="answer">${say.sentences([means, text])}</p>
        <p>
          ${say.sentences([why, decidedText(report, say)])}
          ${has('methods') && arms.length > 1 && said`The rule is in <a href="#verdict-rule">Methods</a>.`}
        </p>
      </div>
      <dl class="facts">
        ${facts(report, say).map(
          (row) =>
            html`<dt>${row.label}</dt>
              <dd>${row.text}</dd>`,
        )}
      </dl>
    </section>
    ${figure}${notes(heading)}`;
}
