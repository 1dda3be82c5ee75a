import { sayOf } from '../words/say-of.ts';
import { markupIn } from './said-markup.ts';
import { digitsOf } from '../../experiments/comparison/difference-words.ts';
import { ranking } from '../../experiments/comparison/lead.ts';
import { pairOf, reversed, type PairedDifference } from '../../experiments/comparison/paired-difference.ts';
import { pairTable } from '../../experiments/comparison/pair-table.ts';
import { verdictNotes } from '../../experiments/comparison/verdict-words.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import { pageCells } from '../../figures/drawing/svg.ts';
import { figures } from '../../figures/registry.ts';
import { grouped, signed, significant } from '../../words/number-format.ts';
import { sense, yardstickById, yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import type { ArmReport, Report } from '../report-data.ts';
import { sourceOf } from '../report-figures.ts';
import { labelOf } from '../words/summary.ts';
import { verdictWord } from '../words/verdict-word.ts';
import { armKey, cell, type Numbered } from './html-parts.ts';

/** Up to so many arms every pair stands on the page; of more, the leader against the others and neighbours in the order. */
const mostArms = 6;

/** Arms by their mean on a yardstick, the best first; those without one last. */
function ordered({ arms }: Report, yardstick: YardstickId): ArmReport[] {
  const ranked = ranking(
    arms.map(({ standing }) => standing),
    yardstick,
  );
  const place = ({ standing }: ArmReport) =>
    ranked.includes(standing) ? ranked.indexOf(standing) : arms.length;
  return [...arms].sort((a, b) => place(a) - place(b));
}

/** The pairs that the page shows, the better arm first, and whether there are more. */
function shownPairs(report: Report): {
  readonly names: readonly (readonly [string, string])[];
  readonly more: boolean;
} {
  const ids = ordered(report, primaryYardstick(report.experiment)).map(({ arm }) => arm.id);
  const all = ids.flatMap((a, i) => ids.slice(i + 1).map((b): readonly [string, string] => [a, b]));
  if (ids.length <= mostArms) return { names: all, more: false };
  return { names: all.filter(([a, b]) => a === ids[0] || ids.indexOf(b) === ids.indexOf(a) + 1), more: true };
}

/** Footnotes of the verdicts on the primary yardstick: what each rests on, once, with the way back. */
interface Footnotes {
  readonly mark: (pair: PairedDifference) => Html;
  readonly list: Html;
}

/**
 * A verdict of `better` rests on numbers that stand in the table of numbers, and of too few seeds there is a caveat; all
 * others are explained, with intervals of the advantage, as the bars show it.
 */
function footnotes(pairs: readonly PairedDifference[], report: Report): Footnotes {
  const say = sayOf(report);
  const explained = pairs.filter(({ verdict }) => verdict.kind !== 'better');
  const advantages = new Map(
    explained.map((pair) => [pair, sense(pair.yardstick) > 0 ? reversed(pair) : pair]),
  );
  const { notes, number } = verdictNotes([...advantages.values()], labelOf(report), say);
  const seen = new Set<number>();
  return {
    mark: (pair) => {
      const advantage = advantages.get(pair);
      const n = advantage ? number(advantage) : 0;
      if (n === 0) return html``;
      const first = !seen.has(n);
      seen.add(n);
      return first
        ? html`<sup><a id="ref-${n}" href="#note-${n}">${n}</a></sup>`
        : html`<sup><a href="#note-${n}">${n}</a></sup>`;
    },
    list: html`${
      notes.length > 0 &&
      html`<ol class="notes">
        ${notes.map(
          (note, i) =>
            html`<li id="note-${i + 1}">
              ${note} <a class="back" href="#ref-${i + 1}" aria-label="${say`back to the table`}">↩</a>
            </li>`,
        )}
      </ol>`
    }`,
  };
}

/** The verdict on each pair and yardstick as a word over a small forest plot; what they rest on stands below. */
export function verdictTable(report: Report, numbered: Numbered): Html {
  const { arms, experiment } = report;
  const say = sayOf(report);
  const said = markupIn(say);
  const primary = primaryYardstick(experiment);
  const columns = [primary, ...yardsticks.map(({ id }) => id).filter((id) => id !== primary)];
  const { names, more } = shownPairs(report);
  const seen = columns.map((id) => {
    const own = report.pairs.filter(({ yardstick }) => yardstick === id);
    return names.map(([a, b]) => pairOf(own, a, b));
  });
  const cells = columns.map((id, k) =>
    pageCells(figures.verdicts(sourceOf(report), seen[k], id === primary), id === primary ? 230 : 112),
  );
  const notes = footnotes(seen[0], report);
  const armOf = (id: string) => arms.findIndex(({ arm }) => arm.id === id);
  const line = (id: string, kind: string) =>
    html`<span class="arm ${kind}">${armKey(arms[armOf(id)], armOf(id))}${arms[armOf(id)].label}</span>`;
  const word = (pair: PairedDifference, isPrimary: boolean) => {
    const text = verdictWord(pair, say);
    const isWorse = pair.verdict.kind === 'better' && pair.verdict.side === 'b';
    const decided = pair.verdict.kind === 'better' || pair.verdict.kind === 'practically-equal';
    const sign = -sense(pair.yardstick);
    const { mean, interval } = pair.summary;
    const digits = digitsOf(pair);
    const ends =
      interval &&
      [sign * interval.low, sign * interval.high]
        .sort((x, y) => x - y)
        .map((end) => signed(end, digits).replace('+', ''));
    return html`<span class="word"
      ><span class="${isWorse ? 'worse' : decided ? 'decided' : 'open'}"
        >${text}${isPrimary && notes.mark(pair)}</span
      >${
        isPrimary &&
        Number.isFinite(mean) &&
        html`<span class="value"
          >${signed(sign * mean, digits).replace('+', '')}
          ${ends && html`<span class="soft">[${ends.join(', ')}]</span>`}</span
        >`
      }</span
    >`;
  };
  const smallest = columns.map(
    (id, k) => say`${significant(seen[k][0].rule.smallest)} in ${say.of(yardstickById(id).label)}`,
  );
  const many = say`Of ${grouped(arms.length)} output layers: the leader against every other one, and neighbours in the order; all pairs are in report.json.`;
  return html`${numbered.table(
      say.sentences([
        say`Is the first output layer better than the second? Right of zero it is, on every yardstick.`,
        say`Bar: mean advantage with its 95 % t interval, the dot in the colour of the output layer ahead; small dots: each seed; grey, at zero: differences too small to matter (${say.series(smallest)}).`,
        more ? many : '',
      ]),
    )}
    <table class="verdicts">
      <thead>
        <tr>
          <th scope="col">${said`first <span class="soft">over</span> second`}</th>
          ${columns.map((id) => html`<th scope="col" class="${id === primary ? 'primary' : ''}">${say.of(yardstickById(id).label)}<span class="sub">${id === primary ? say`decides; ` : ''}${sense(id) > 0 ? say`saved` : say`gained`}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${names.map(
          ([a, b], row) =>
            html`<tr>
              <th scope="row">${line(a, 'first')}${line(b, 'second')}</th>
              ${columns.map((id, k) => html`<td class="${id === primary ? 'primary' : ''}" data-y="${say.of(yardstickById(id).short)}">${word(seen[k][row], id === primary)}${Number.isFinite(seen[k][row].summary.mean) && cells[k][row]}</td>`)}
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td></td>
          ${columns.map((id, k) => html`<td class="${id === primary ? 'primary' : ''}">${cells[k].at(-1)!}</td>`)}
        </tr>
      </tfoot>
    </table>
    ${notes.list}`;
}

/** The numbers behind the verdicts: one table, a group for each yardstick. What no column says again, the verdict, stands above. */
export function numbersTable(report: Report, numbered: Numbered): Html {
  const say = sayOf(report);
  const { names, more } = shownPairs(report);
  const tables = yardsticks.map(({ id, label, better }) => {
    const own = report.pairs.filter(({ yardstick }) => yardstick === id);
    const pairs = names.map(([a, b]) => pairOf(own, a, b));
    const name = say.of(label);
    return {
      title: better === 'lower' ? say`${name} (lower is better)` : say`${name} (higher is better)`,
      ...pairTable(pairs, labelOf(report), say),
    };
  });
  const [{ heads, words }] = tables;
  const skipped = new Set([1, heads.length - 1]);
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => !skipped.has(i));
  return html`${numbered.table(
      say.sentences([
        say`The numbers behind the verdicts: ${say.series(words.slice(0, -1))}.`,
        more ? say`The pairs of that table.` : '',
      ]),
    )}
    <table class="tight numbers">
      <thead>
        <tr>
          ${kept(heads).map((head, i) => html`<th scope="col" class="${i > 0 ? 'number' : 'words'}">${head}</th>`)}
        </tr>
      </thead>
      ${tables.map(
        ({ title, rows }) =>
          html`<tbody>
            <tr class="group">
              <th scope="rowgroup" colspan="${kept(heads).length}">${title}</th>
            </tr>
            ${rows.map((row) => {
              const [name, ...cells] = kept(row);
              return html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((text, k) => cell(kept(heads)[k + 1], text))}
              </tr>`;
            })}
          </tbody>`,
      )}
    </table>`;
}
