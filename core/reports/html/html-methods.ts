import { sayOf } from '../words/say-of.ts';
import { markupIn } from './said-markup.ts';
import { matchWords } from '../../outputs/match.ts';
import { isUntilDecided, primaryYardstick } from '../../experiments/plan/plan.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import { percent, rateWords, significant } from '../../words/number-format.ts';
import type { Report } from '../report-data.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { armKey, cell, definitions, type Numbered } from './html-parts.ts';

/** The arms with their formulas. */
function armTable(report: Report, numbered: Numbered): Html {
  const { arms } = report;
  const say = sayOf(report);
  const said = markupIn(say);
  const clipped = say`steps clipped`;
  const clamped = arms.some(({ arm }) => arm.clamp !== null);
  return html`${numbered.table(
      said`The output layers. δ is what goes back into the network at each step; it is <i>matched</i> where δ = y − t.
        Steps clipped: share of all training steps whose gradient was cut.`,
    )}
    <table>
      <thead>
        <tr>
          <th scope="col">${say`output layer`}</th>
          <th scope="col">${say`loss E`}</th>
          <th scope="col">δ = ∂E/∂z</th>
          ${clamped && html`<th scope="col" class="number">${say`clamp ε`}</th>`}
          <th scope="col" class="number">η</th>
          <th scope="col" class="number">${clipped}</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map((each, i) => {
          const { layer, arm, gradient } = each;
          return html`<tr>
            <th scope="row">${armKey(each, i)}${each.label}</th>
            ${cell('E', html`<span class="formula">${layer.formula.replace(/^E = /, '')}</span>`, 'words')}
            ${cell('δ', html`<span class="formula">${layer.delta.replace(/^δ = /, '')}</span> <span class="soft">${say.of(matchWords[layer.match].label)}</span>`, 'words')}
            ${clamped && cell(say`clamp ε`, arm.clamp === null ? say`none` : significant(arm.clamp))}
            ${cell('η', rateWords(arm.rate))}${cell(clipped, gradient.steps === 0 ? '–' : percent(gradient.clippedShare))}
          </tr>`;
        })}
      </tbody>
    </table>`;
}

/** What a verdict is, as the rule that judged this experiment has it. */
function verdictRule(report: Report): Html {
  const { experiment, pairs } = report;
  const say = sayOf(report);
  const said = markupIn(say);
  const yardstick = primaryYardstick(experiment);
  const rule = pairs.find((pair) => pair.yardstick === yardstick)?.rule;
  const label = say.of(yardstickById(yardstick).label);
  const smallest = rule ? say` (${significant(rule.smallest)} in ${label})` : '';
  return html`<p id="verdict-rule">
    ${
      isUntilDecided(experiment)
        ? said`<b>Verdict rule.</b> Seeds were added after looking, so an e-process judges: <i>better</i>: it has
            reached its bound, no more diverged seeds than the other output layer, and a mean difference above the smallest
            that matters${smallest}. It never says practically equal; else <i>not decided</i>.`
        : said`<b>Verdict rule.</b> <i>Better</i>: 6 paired seeds at least, no more diverged seeds than the other
            output layer, paired t test p &lt; 0.05 after Holm’s correction over the pairs of the yardstick, sign-flip test
            p &lt; 0.05, and a mean difference above the smallest that matters${smallest}. <i>Practically
            equal</i>: no diverged seed in either, and the 95 % t interval inside that. Else
            <i>not decided</i>.`
    }
  </p>`;
}

export const methodsSection = (report: Report, numbered: Numbered): Html =>
  html`${numbered.section('methods', sayOf(report)`Methods`)} ${armTable(report, numbered)}
  ${definitions(report.method, 'defs')} ${report.arms.length > 1 && verdictRule(report)}`;
