import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { bestArms } from '../../experiments/comparison/lead.ts';
import { standingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { lacksReading, unreadRemark } from '../../experiments/comparison/unread.ts';
import { baselineLines } from '../../experiments/comparison/baseline-lines.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { timeToTarget } from '../../experiments/comparison/steps-to-target.ts';
import { mean } from '../../experiments/statistics/mean-interval.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import { fixed, grouped } from '../../words/number-format.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import type { BaselineLine } from '../../yardsticks/yardstick.ts';
import { targetOf, type PlacedFigures } from '../report-figures.ts';
import type { ArmReport, Report } from '../report-data.ts';
import { earlyEnds, targetRows } from '../words/early-ends.ts';
import { leaderOf } from '../words/leader.ts';
import { seedsText, troubleWords } from '../words/run-words.ts';
import { rateRows } from '../words/rate-rows.ts';
import { robustnessRows } from '../words/robustness-rows.ts';
import { armKey, armRows, cell, heading, sentences, type Numbered } from './html-parts.ts';
import { verdictTable } from './html-verdicts.ts';

/** Steps to the target: the mean over seeds, as the screen tells it, and their range, where all of them reached it. */
function stepsText({ runs }: ArmReport, { yardstick, value }: ReturnType<typeof targetOf>, say: Say): string {
  const steps = runs.flatMap((run) => {
    const time = timeToTarget(run, yardstick, value);
    return time.reached ? [time.step] : [];
  });
  if (steps.length === 0) return say`not reached`;
  if (steps.length < runs.length) return say`in ${steps.length} of ${runs.length} seeds`;
  const [low, high] = [Math.min(...steps), Math.max(...steps)];
  const middle = grouped(mean(steps));
  return low === high ? middle : `${middle} (${grouped(low)}–${grouped(high)})`;
}

/** Mean and interval of every arm on every yardstick; the best mean of a column is set bold. */
function standingTable(report: Report, numbered: Numbered): Html {
  const say = sayOf(report);
  const { arms, standing, pairs, corpus, baselines, experiment } = report;
  const best = yardsticks.map(({ id }) => bestArms(standing.arms, id));
  const digits = yardsticks.map((yardstick) => standingDigits(standing.arms, yardstick, pairs));
  const value = (each: ArmReport, column: number) => {
    const { id, label: own } = yardsticks[column];
    const label = say.of(own);
    const { mean, interval } = each.standing.yardsticks[id];
    if (lacksReading(each.standing, id))
      return cell(label, html`– <span class="sub">${say.of(unreadRemark)}</span>`);
    if (Number.isNaN(mean)) return cell(label, '–');
    const shown = (x: number) => fixed(x, digits[column]);
    const isBest = best[column].includes(each.standing);
    return cell(
      label,
      html`<span class="${isBest ? 'lead' : 'mean'}">${shown(mean)}</span
        >${interval && html`<span class="soft"> ± ${shown(interval.halfWidth)}</span>`}`,
    );
  };
  const lines = yardsticks.map(({ id }) => baselineLines(id, corpus, baselines?.heldOut ?? null));
  const target = targetOf(report);
  const { label: own, better } = yardstickById(target.yardstick);
  const aimed = say.of(own);
  const toTarget = say`steps to ${target.value}`;
  const models = new Set(lines.flat().map(({ by }) => by));
  const labelsOf = (model: BaselineLine['by']) =>
    lines.flat().flatMap(({ by, label }) => (by === model ? say.of(label) : []));
  return html`${numbered.table(
      say.sentences([
        say`Mean over seeds ± half of its 95 % t interval; best mean of a column in bold.`,
        say`An output layer with diverged seeds where another has none has no best mean.`,
        say`Below the output layers: what guesses and simple models of the training text reach on the same characters.`,
        better === 'lower'
          ? say`Steps to ${target.value}: first evaluation with ${aimed} of that or less, the mean over seeds (range).`
          : say`Steps to ${target.value}: first evaluation with ${aimed} of that or more, the mean over seeds (range).`,
        experiment.stopping?.target || yardstickById(target.yardstick).firstTarget !== null
          ? ''
          : say`It is what the best guess or simple model reaches.`,
      ]),
    )}
    <table>
      <thead>
        <tr>
          <th scope="col">${say`output layer`}</th>
          ${yardsticks.map(({ label, better }) => html`<th scope="col" class="number">${say.of(label)}<span class="sub">${better === 'lower' ? say`lower is better` : say`higher is better`}</span></th>`)}
          <th scope="col" class="number">${toTarget}</th>
          <th scope="col" class="number">${say`seeds`}</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          (each, i) =>
            html`<tr>
              <th scope="row">${armKey(each, i)}${each.label}</th>
              ${yardsticks.map((_, column) => value(each, column))}${cell(toTarget, stepsText(each, target, say))}${cell(say`seeds`, seedsText(each, say))}
            </tr>`,
        )}
        ${[...models].map(
          (model) =>
            html`<tr class="baseline">
              <th scope="row">${say.names([...new Set(labelsOf(model))])}</th>
              ${yardsticks.map(({ label }, column) => {
                const line = lines[column].find(({ by }) => by === model);
                return line ? cell(say.of(label), fixed(line.value, digits[column])) : html`<td></td>`;
              })}
              <td></td>
              <td></td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function early(report: Report, numbered: Numbered): Html | null {
  const say = sayOf(report);
  const ended = earlyEnds(report, say);
  const times = targetRows(report, say);
  if (ended.length === 0 && !times) return null;
  return html`${heading(3, 'early-ends', say`Early ends`)}${ended.length > 0 && sentences(ended)}${
    times && html`${numbered.table(times.caption)}${armRows(report.arms, times.head, times.rows, say)}`
  }`;
}

function robustness(report: Report, numbered: Numbered): Html | null {
  const say = sayOf(report);
  const repeat = robustnessRows(report, say);
  return (
    repeat &&
    html`${heading(3, 'robustness', say`Robustness repeat`)}${sentences(repeat.sentences)}${
      repeat.rows.length > 0 &&
      html`${numbered.table(repeat.caption)}${armRows(report.arms, repeat.head, repeat.rows, say)}`
    }`
  );
}

/** Figures in two columns. */
const pairwise = (figures: readonly Html[]): Html | null =>
  figures.length === 0 ? null : html`<div class="two">${figures}</div>`;

/** Standing, verdicts, rates, curves, gradients over training. */
export function resultsSection(report: Report, figures: PlacedFigures, numbered: Numbered): Html {
  const at = report.standing.step;
  const say = sayOf(report);
  const rates = rateRows(report, say);
  const troubles = troubleWords(report, say);
  const leader = leaderOf(report, primaryYardstick(report.experiment));
  return html`${numbered.section('results', say`Results`)}
  ${heading(3, 'standing', at === null ? say`Standing` : say`Standing at step ${grouped(at)}`)}
  ${standingTable(report, numbered)}
  ${troubles.length > 0 && html`${heading(3, 'troubles', say`Runs that did not end well`)}${sentences(troubles)}`}
  ${heading(3, 'verdicts', say`Differences and verdicts`)}
  ${report.arms.length > 1 ? verdictTable(report, numbered) : html`<p>${say`There is one output layer.`}</p>`}
  ${early(report, numbered)}
  ${
    rates &&
    html`${heading(3, 'rates', say`Learning rates`)}
      <div class="rates">
        <div>${numbered.table(rates.caption)}${armRows(report.arms, rates.head, rates.rows, say)}</div>
        ${pairwise(figures.rates.map((figure) => numbered.half(figure)))}
      </div>`
  }
  ${heading(3, 'training', say`Over training`)}
  ${pairwise([
    ...[...(leader ? figures.leader.slice(0, 1) : []), ...figures.curves, ...figures.gradients].map(
      (figure) => numbered.half(figure),
    ),
    // On paper a row more would take a page more; no other figure of paper is numbered after them.
    ...figures.times.map((figure) => html`<div class="screen">${numbered.half(figure)}</div>`),
  ])}
  ${robustness(report, numbered)}`;
}
