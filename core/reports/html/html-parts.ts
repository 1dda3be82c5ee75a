import type { Say } from '../../words/said/say.ts';
import type { Figure } from '../../figures/figure.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import { curveClass, lineMarkOf } from '../../figures/drawing/svg-lines.ts';
import { pageSvg } from '../../figures/drawing/svg.ts';
import type { ArmReport, MethodRow } from '../report-data.ts';

/** A short piece of the arm's line with its mark, as in the charts. */
export const armKey = ({ look }: Pick<ArmReport, 'look'>, arm: number): Html =>
  html`<svg class="key figure" viewBox="0 0 26 12" aria-hidden="true">
    <path class="${curveClass(arm, look.line)}" d="M0 6H26" />
    ${lineMarkOf(arm, 13, 6)}
  </svg>`;

/** A heading that is a link to itself. */
export const heading = (level: 2 | 3, id: string, text: Html | string): Html =>
  level === 2
    ? html`<h2 id="${id}"><a href="#${id}">${text}</a></h2>`
    : html`<h3 id="${id}"><a href="#${id}">${text}</a></h3>`;

/** Sections, figures and tables of a page in the order in which they stand, with their numbers. */
export class Numbered {
  readonly #say: Say;
  /** Clauses of captions, each with the figure that says it. */
  readonly #clauses = new Map<string, number>();
  #sections = 0;
  #figures = 0;
  #tables = 0;

  constructor(say: Say) {
    this.#say = say;
  }

  /** `2 Results`, where one section stands before it. */
  section(id: string, words: string): Html {
    return heading(2, id, `${++this.#sections} ${words}`);
  }

  /** `Table 3.` with what stands above it. */
  table(words: Html | string): Html {
    return html`<p class="cap" id="table-${++this.#tables}">
      <b>${this.#say`Table ${this.#tables}.`}</b> ${words}
    </p>`;
  }

  /** A figure over the whole page: drawn for screen and paper, and for a telephone. */
  wide(figure: Figure): Html {
    return this.#drawn(
      figure,
      html`<div class="wide">${pageSvg(figure, 904)}</div>
        <div class="small">${pageSvg(figure, 342)}</div>`,
    );
  }

  /** A figure in half of the page: on paper its names are smaller, and the lines those of Figure 1 and of the tables. */
  half(figure: Figure): Html {
    return this.#drawn(
      figure,
      html`<div class="wide screen">${pageSvg(figure, 432)}</div>
        <div class="paper">${pageSvg(figure, 490, false)}</div>
        <div class="small">${pageSvg(figure, 342)}</div>`,
    );
  }

  #drawn({ title, subtitle, notes }: Figure, drawing: Html): Html {
    const say = this.#say;
    const number = ++this.#figures;
    const words = [title, this.#once(subtitle, number), ...notes]
      .filter((text) => text !== '')
      .map((text) => sentence(text, say));
    return html`<figure id="figure-${number}">
      ${drawing}
      <figcaption><b>${say`Figure ${number}.`}</b> ${say.sentences(words)}</figcaption>
    </figure>`;
  }

  /** What earlier captions say, such as what bands are, is not said again, but where it stands; which way is better is. */
  #once(subtitle: string, figure: number): string {
    const say = this.#say;
    const clauses = subtitle.split(/\s*·\s*/);
    const known = [...new Set(clauses.flatMap((text) => this.#clauses.get(text) ?? []))].sort(
      (a, b) => a - b,
    );
    const fresh = clauses.filter((text) => !this.#clauses.has(text));
    for (const text of fresh)
      if (text !== say`lower is better` && text !== say`higher is better`) this.#clauses.set(text, figure);
    const there =
      known.length > 1 ? say`else as in Figures ${say.listed(known)}` : say`else as in Figure ${known[0]}`;
    return [...fresh, ...(known.length > 0 ? [there] : [])].join(' · ');
  }
}

function sentence(text: string, say: Say): string {
  const whole = say.series(text.split(/\s*·\s*/));
  const begun = `${whole.charAt(0).toUpperCase()}${whole.slice(1)}`;
  return /[.!?。！？]$/.test(begun) ? begun : say`${begun}.`;
}

export const definitions = (rows: readonly MethodRow[], kind: 'defs' | 'prov'): Html =>
  kind === 'defs'
    ? html`<dl class="defs">
        ${rows.map(
          ({ label, text }) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>`
    : html`<dl class="prov">
        ${rows.map(
          ({ label, text }) =>
            html`<dt>${label}</dt>
              <dd>${text}</dd>`,
        )}
      </dl>`;

export const sentences = (list: readonly string[]): Html =>
  html`<ul class="limits">
    ${list.map((text) => html`<li>${text}</li>`)}
  </ul>`;

/** A cell that says on a telephone, where there is no head, what it is. */
export const cell = (label: string, content: Html | string | number, kind = 'number'): Html =>
  html`<td class="${kind}" data-y="${label}"><span>${content}</span></td>`;

/** A table with a row of figures for each arm; on a telephone a list. */
export function armRows(
  arms: readonly ArmReport[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  say: Say,
): Html {
  return html`<table class="tight">
    <thead>
      <tr>
        <th scope="col">${say`output layer`}</th>
        ${head.map((text) => html`<th scope="col" class="number">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${arms.map(
        (each, i) =>
          html`<tr>
            <th scope="row">${armKey(each, i)}${each.label}</th>
            ${rows[i].map((text, k) => cell(head[k], text))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
