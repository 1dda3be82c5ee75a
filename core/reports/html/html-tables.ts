import { matchWords } from '../../outputs/match.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import { curveClass } from '../../figures/svg-lines.ts';
import { html, type Html } from '../../figures/markup.ts';
import { bestArms } from '../../experiments/comparison/lead.ts';
import { standingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { isUnread, lacksReading, unreadRemark } from '../../experiments/comparison/unread.ts';
import { clippedText, readingName } from '../words/method.ts';
import { pairTable } from '../../experiments/comparison/pair-table.ts';
import { verdictNotes } from '../../experiments/comparison/verdict-words.ts';
import { fixed, grouped, percent, significant } from '../../words/number-format.ts';
import type { Report, ArmReport } from '../report-data.ts';
import { speedCells, speedHead, speedNote } from '../words/speed.ts';
import { labelOf, yardstickValue } from '../words/summary.ts';

/** A short piece of the arm's line, as in the charts. */
export const armKey = ({ look }: ArmReport, arm: number): Html =>
  html`<svg class="key figure" viewBox="0 0 26 10" aria-hidden="true">
    <path class="${curveClass(arm, look.line)}" d="M0 5H26" />
  </svg>`;

const armCell = (each: ArmReport, arm: number) =>
  html`<th scope="row">${armKey(each, arm)}${each.label}</th>`;

/** `5 of 5`, with what became of the others. */
function seedsCell({ standing: { n, runs, diverged, failed } }: ArmReport): Html {
  const fates = [diverged && `${diverged} diverged`, failed && `${failed} failed`].filter(Boolean).join(', ');
  return html`<td class="number">
    ${n} of ${runs}${fates !== '' && html`<span class="sub">${fates}</span>`}
  </td>`;
}

/** Mean, interval and spread of every arm on every yardstick; the best mean of a column is set bold. */
export function standingTable({ arms, standing, pairs }: Report): Html {
  const best = yardsticks.map(({ id }) => bestArms(standing.arms, id));
  const digits = yardsticks.map((yardstick) => standingDigits(standing.arms, yardstick, pairs));
  const cell = (each: ArmReport, column: number) => {
    const { id } = yardsticks[column];
    const { mean, sd, interval, n } = each.standing.yardsticks[id];
    if (n === 0) return html`<td class="number">–</td>`;
    if (lacksReading(each.standing, id))
      return html`<td class="number">–<span class="sub">${unreadRemark}</span></td>`;
    const value = (x: number) => fixed(x, digits[column]);
    const half = interval ? ` ± ${value(interval.halfWidth)}` : '';
    const spread = n > 1 ? `sd ${fixed(sd, digits[column] + 1)}` : 'one value';
    return html`<td class="number">
      <span class="${best[column].includes(each.standing) ? 'lead' : 'mean'}">${value(mean)}</span
      >${half}<span class="sub">${spread}</span>
    </td>`;
  };
  const at = standing.step === null ? 'nothing evaluated yet' : `at step ${grouped(standing.step)}`;
  return html`<div class="wide">
    <table>
      <caption>
        Mean over seeds ± half of its 95 % t interval, ${at}; sd over seeds. Best mean of a column in bold; an
        arm with diverged seeds where another has none has no best mean.
      </caption>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col" class="number">η</th>
          ${yardsticks.map(
            ({ label, better }) =>
              html`<th scope="col" class="number">${label}<span class="sub">${better} is better</span></th>`,
          )}
          <th scope="col" class="number">seeds</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          (each, i) =>
            html`<tr>
              ${armCell(each, i)}
              <td class="number">${each.arm.rate}</td>
              ${yardsticks.map((_, column) => cell(each, column))}${seedsCell(each)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Every seed on its own: bits per character at the step of comparison, or what became of the run. */
export function seedTable({ arms, experiment }: Report): Html {
  return html`<div class="wide">
    <table>
      <caption>
        Bits per character, seed by seed. Values of one column are paired.
      </caption>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          ${experiment.seeds.map((seed) => html`<th scope="col" class="number">seed ${seed}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          (each, i) =>
            html`<tr>
              ${armCell(each, i)}${each.standing.seeds.map(({ evaluation, lastFinite, status }) =>
                evaluation && isUnread(evaluation)
                  ? html`<td class="number">–</td>`
                  : evaluation
                    ? html`<td class="number">
                        ${yardstickValue('bitsPerCharacter', evaluation.bitsPerCharacter)}
                      </td>`
                    : html`<td class="number">
                        ${status}${
                          lastFinite &&
                          !isUnread(lastFinite) &&
                          html`<span class="sub"
                            >${yardstickValue('bitsPerCharacter', lastFinite.bitsPerCharacter)} at step
                            ${grouped(lastFinite.step)}</span
                          >`
                        }
                      </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** All pairs of arms on one yardstick; what the verdicts rest on stands below, once each. */
export function pairSection(report: Report, { id, label, better }: (typeof yardsticks)[number]): Html {
  const pairs = report.pairs.filter((pair) => pair.yardstick === id);
  const { heads, rows, caption } = pairTable(pairs, labelOf(report));
  const { notes, number } = verdictNotes(pairs, labelOf(report));
  const cell = (text: string, pair: number, column: number) =>
    column === 1
      ? html`<td>${text} <sup>${number(pairs[pair])}</sup></td>`
      : html`<td class="number">${text}</td>`;
  return html`<div class="wide">
      <table class="pairs">
        <caption>
          ${label} (${better} is better): ${caption}
        </caption>
        <thead>
          <tr>
            ${heads.map((head, i) => html`<th scope="col" class="${i > 1 ? 'number' : ''}">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells], i) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((text, k) => cell(text, i, k + 1))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <ol class="notes">
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ol>`;
}

/** Formulas of the arms, and where each output layer is studied. */
export function armTable({ arms }: Report): Html {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col">loss and δ = ∂E/∂z</th>
          <th scope="col" class="number">η</th>
          <th scope="col">clamp ε</th>
          <th scope="col">read as</th>
          <th scope="col" class="number">clipped at 0</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          (each, i) =>
            html`<tr>
              <th scope="row">
                ${armKey(each, i)}${each.label}<span class="sub"
                  ><span class="badge">${matchWords[each.layer.match].label}</span></span
                >
              </th>
              <td>
                <span class="formula">${each.layer.formula}<br />${each.layer.delta}</span
                ><span class="sub">${each.layer.reference}</span>
              </td>
              <td class="number">${each.arm.rate}</td>
              <td>${each.arm.clamp === null ? 'none' : significant(each.arm.clamp)}</td>
              <td>${readingName(each.layer.reading)}</td>
              <td class="number">${clippedText(each.readingClipped)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function gradientTable({ arms }: Report): Html {
  return html`<div class="wide">
    <table>
      <caption>
        Global gradient norm before clipping: first and last step averaged over seeds, median over all steps
        and seeds.
      </caption>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col" class="number">first</th>
          <th scope="col" class="number">median</th>
          <th scope="col" class="number">last</th>
          <th scope="col" class="number">steps clipped</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map((each, i) => {
          const { first, median, last, clippedShare, steps } = each.gradient;
          const cells =
            steps === 0
              ? ['–', '–', '–', '–']
              : [significant(first), significant(median), significant(last), percent(clippedShare)];
          return html`<tr>
            ${armCell(each, i)}${cells.map((text) => html`<td class="number">${text}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/**
 * A table with a row of figures for each arm.
 * @param all the arms of the report, for their colours; left out: those of the rows
 */
export function armRows(
  arms: readonly ArmReport[],
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  all: readonly ArmReport[] = arms,
): Html {
  return html`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          ${head.map((text) => html`<th scope="col" class="number">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          (each, i) =>
            html`<tr>
              ${armCell(each, all.indexOf(each))}${rows[i].map(
                (text) => html`<td class="number">${text}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** How fast each arm trained. */
export const speedTable = (report: Report): Html =>
  armRows(report.arms, speedNote(report), speedHead, report.arms.map(speedCells));
