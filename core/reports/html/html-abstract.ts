import { inShort } from '../../experiments/comparison/in-short.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { html, type Html } from '../../figures/markup.ts';
import { counted, grouped, percent } from '../../words/number-format.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { citation } from '../citation.ts';
import { titleOf, type MethodRow, type Report } from '../report-data.ts';
import { ratePolicyNote } from '../words/method.ts';
import { shareDone } from '../words/share-done.ts';
import { labelOf } from '../words/summary.ts';

/** Day and short hash: what tells one report from another on paper. */
export const originOf = (report: Report): string =>
  `Loss Lab ${report.version} · ${report.generatedAt.slice(0, 10)} · ${citation(report).reportSha256.slice(0, 8)}`;

/** How many seeds there are, and what became of those that have no value. */
function seedsText({ experiment, arms }: Report): string {
  const lost = arms.reduce((sum, { standing: { diverged, failed } }) => sum + diverged + failed, 0);
  return `${counted(experiment.seeds.length, 'paired seed')} an arm, ${lost === 0 ? 'none lost' : `${lost} of ${grouped(experiment.seeds.length * arms.length)} runs diverged or failed`}`;
}

function facts(report: Report): MethodRow[] {
  const { experiment, corpus, parameters } = report;
  const { model, steps } = experiment;
  const characters = steps * model.batch * model.length;
  return [
    { label: 'n', text: seedsText(report) },
    { label: 'Yardstick', text: `${yardstickById(primaryYardstick(experiment)).label} on held-out text` },
    {
      label: 'Text',
      text: `${corpus.name}, ${grouped(corpus.characters)} characters, V\u00a0=\u00a0${grouped(corpus.distinct)}`,
    },
    {
      label: 'Network',
      text: `one tanh layer, H\u00a0=\u00a0${grouped(model.hidden)}, ${grouped(parameters)} parameters`,
    },
    {
      label: 'Budget',
      text: `${counted(steps, 'step')}, ${grouped(characters)} characters (${percent(characters / corpus.trainCharacters)} of the training text)`,
    },
    { label: 'Rates', text: ratePolicyNote(experiment) },
  ];
}

/** The pairs that are decided on the yardstick that decides. */
function decidedText({ pairs, experiment }: Report): string {
  const own = pairs.filter(({ yardstick }) => yardstick === primaryYardstick(experiment));
  const decided = own.filter(
    ({ verdict: { kind } }) => kind === 'better' || kind === 'practically-equal',
  ).length;
  if (own.length < 2) return '';
  return decided === own.length
    ? `All ${own.length} pairs are decided.`
    : `${decided} of ${own.length} pairs are decided.`;
}

/** Title, question, answer and what it rests on. */
export function abstractSection(report: Report, figure: Html | null): Html {
  const { experiment, arms, pairs, partial, runs, heading } = report;
  const yardstick = primaryYardstick(experiment);
  const { label } = yardstickById(yardstick);
  const { means, text, why } = inShort(
    arms.map(({ standing }) => standing),
    pairs.filter((pair) => pair.yardstick === yardstick),
    yardstick,
    labelOf(report),
  );
  const question =
    experiment.question ||
    `Which output layer and loss reaches the best ${label} on held-out text after ${grouped(experiment.steps)} steps?`;
  const authors = heading?.authors ?? [];
  return html`<div class="head"><span>Loss Lab comparison report</span><span>${originOf(report)}</span></div>
    <h1>${titleOf(report)}</h1>
    ${authors.length > 0 && html`<p class="by">${authors.join('; ')}${heading!.address !== '' && html`<br />${heading!.address}`}</p>`}
    ${partial && html`<p class="partial"><strong>Partial.</strong> ${percent(shareDone({ experiment, runs }))} of the planned steps were done when this was written.</p>`}
    <section class="abstract" aria-label="Abstract">
      <div>
        <p class="question">${question}</p>
        <p class="answer">${[means, text].filter((part) => part !== '').join(' ')}</p>
        <p>
          ${[why, decidedText(report)].filter((part) => part !== '').join(' ')} The rule is in
          <a href="#verdict-rule">Methods</a>.
        </p>
      </div>
      <dl class="facts">
        ${facts(report).map(
          (row) =>
            html`<dt>${row.label}</dt>
              <dd>${row.text}</dd>`,
        )}
      </dl>
    </section>
    ${figure}${
      (heading?.notes ?? '') !== '' &&
      heading!.notes.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)
    }`;
}
