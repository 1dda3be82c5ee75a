import { cancelWords, checkWords } from '../../derivation/derivation-words.ts';
import { isDerived } from '../../derivation/derivation.ts';
import { filledTex, withoutTerms } from '../../derivation/shown-number.ts';
import type { StepLine } from '../../derivation/step-terms.ts';
import { derivationSteps, type DerivationStep } from '../../derivation/steps.ts';
import { html, type Html } from '../../figures/drawing/markup.ts';
import type { Words } from '../../words/en.ts';
import { piecesOf, texOf } from '../../words/mathematics.ts';
import { visibleSign } from '../../words/visible-text.ts';
import { wordsOf } from '../../words/words-of.ts';
import type { DerivationPart } from '../derivation/derivation-part.ts';
import type { ArmReport, Report } from '../report-data.ts';
import { sayOf } from '../words/say-of.ts';
import { armKey, heading } from './html-parts.ts';
import { mathematics } from './mathml.ts';

/** Steps whose lines differ between output layers in form; in the others only the numbers do. */
const sideBySide: ReadonlySet<DerivationStep['id']> = new Set(['losses', 'dEdy', 'dEdz']);

/** Steps two by two; on paper two columns of two pages. MathML Core has no stroke through what cancels: the sheet draws it. */
export const derivationStyle = `
.derivation{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 40px;font-size:.9rem;line-height:1.44}
.derivation h3{margin:0 0 .25em}.derivation p{margin:0 0 .35em}
.step{padding:0 0 1.1em}
mtd:nth-child(odd){text-align:right}mtd:nth-child(even){text-align:left}
.stretch{font-size:.85rem;overflow-wrap:anywhere}.stretch b{background:color-mix(in srgb,var(--accent) 22%,transparent);padding:0 .1em}
.formulas{margin:.1em 0 .4em}.formulas>span{display:inline-block;margin-right:1.4em}
.line{break-inside:avoid;margin:0 0 .5em;padding:0 0 0 .7em;border-left:2px solid var(--rule)}
.line>div{margin:.15em 0;overflow-x:auto;overflow-y:hidden}
.derivation .line .cap{margin:0;font-size:.76rem}
.line .at{color:var(--muted);font-size:.78rem;margin-left:.7em}
menclose{--stroke:max(.05em,.45px);background:linear-gradient(to bottom right,transparent calc(50% - var(--stroke)),var(--accent) calc(50% - var(--stroke)),var(--accent) calc(50% + var(--stroke)),transparent calc(50% + var(--stroke)));color:var(--muted);-webkit-print-color-adjust:exact;print-color-adjust:exact}
@media screen and (max-width:760px){.derivation{display:block}}
@media print{
#derivation,#derivation~h2#appendix{break-before:page}
.derivation{display:block;columns:2;column-gap:26px;font-size:.82rem;line-height:1.3}.step{padding-bottom:.6em}
.derivation h3{font-size:.9rem}.line{margin-bottom:.35em}.line>div{overflow:visible;margin:.05em 0}.derivation .line .cap,.line .at{font-size:.72rem}}
`;

const said = (sentence: string): Html[] =>
  piecesOf(sentence).map(({ mathematics: isFormula, text }) =>
    isFormula ? mathematics(texOf(text)) : html`${text}`,
  );

/**
 * A line in pieces before each `=` and `+` that lies in no braces and no brackets: MathML breaks no line, and a narrow
 * column needs it to.
 */
const pieces = (tex: string): string[] => {
  const found: string[] = [''];
  let depth = 0;
  for (const token of tex.match(/\\left|\\right|\\[a-zA-Z]+|\\.|[\s\S]/g) ?? []) {
    if (token === '{' || token === '\\left') depth++;
    if (token === '}' || token === '\\right') depth--;
    if (depth === 0 && (token === '=' || token === '+') && found.at(-1)!.trim() !== '') found.push('');
    found[found.length - 1] += token;
  }
  return found;
};

const broken = (tex: string): Html[] =>
  pieces(tex).map((piece) => html`${mathematics(piece.startsWith('+') ? `{}${piece}` : piece)} `);

const signOf = (point: number): string => {
  const sign = visibleSign(point);
  return sign === ' ' ? '␣' : sign;
};

/** One line with its numbers: of an arm, or of all alike. */
function lineOf(
  part: DerivationPart,
  line: StepLine,
  step: DerivationStep,
  report: Report,
  words: Words,
): Html {
  const { derivation, checks, armIds } = part;
  const { derivation: of } = words;
  const layer = line.layer === null ? null : derivation.layers[line.layer];
  const arm =
    line.layer === null ? -1 : report.arms.findIndex(({ arm: { id } }) => id === armIds[line.layer!]);
  const check =
    line.layer !== null && line.check ? checkWords(checks[line.layer]?.[line.check], words) : null;
  const notes = [
    layer && step.id === 'dEdz' ? cancelWords(layer, words) : null,
    layer && isDerived(layer) && !layer.forms && sideBySide.has(step.id) ? of.pluginOnly : null,
    layer?.probed.clamp != null && step.id === 'dEdy' ? of.clamped(String(layer.probed.clamp)) : null,
    check && `${check.good ? '✓' : '✗'} ${check.text}`,
  ].filter((note) => note !== null);
  const label = (at: StepLine['numbers'][number]['label']) =>
    at === 'atStep'
      ? of.atStep(derivation.place.t)
      : at === 'allSteps'
        ? of.allSteps(derivation.inputs.length)
        : null;
  return html`<div class="line">
    ${arm >= 0 && html`<p class="cap">${armKey(report.arms[arm], arm)}<b>${report.arms[arm].label}</b></p>`}
    ${line.symbols && html`<div>${broken(withoutTerms(line.symbols.tex))}</div>`}
    ${line.numbers.map(
      (numbers) =>
        html`<div>
          ${broken(filledTex(numbers.tex, line.values))}${numbers.label !== null && html`<span class="at">${label(numbers.label)}</span>`}
        </div>`,
    )}
    ${notes.length > 0 && html`<p class="cap">${notes.join('; ')}</p>`}
  </div>`;
}

/** The chosen arm's line where only numbers differ; those of all arms where forms do. */
function stepOf(part: DerivationPart, step: DerivationStep, report: Report, words: Words): Html {
  const chosen = part.armIds.indexOf(part.armId);
  const lines = step.lines.filter(
    ({ layer }) => layer === null || layer === chosen || sideBySide.has(step.id),
  );
  return html`<section class="step">
    ${heading(3, `step-${step.number}`, html`${step.number} ${said(step.title)}`)}
    <p>${said(step.text)}</p>
    <p class="formulas">
      ${step.formulas.map(({ tex }) => html`<span>${mathematics(`\\displaystyle ${withoutTerms(tex)}`)}</span> `)}
    </p>
    ${lines.map((line) => lineOf(part, line, step, report, words))}
  </section>`;
}

const armOf = ({ arms }: Report, armId: string): ArmReport | undefined =>
  arms.find(({ arm }) => arm.id === armId);

/** Back-propagation through time in twelve steps with the numbers of one place; null where the report has none. */
export function derivationSection(report: Report): Html | null {
  const { derivation: part } = report;
  if (!part) return null;
  const say = sayOf(report);
  const words = wordsOf(say.language);
  const { derivation: of } = words;
  const { place, inputs, targets, vocabulary, layers, moment, steps } = part.derivation;
  const sign = (index: number) => signOf(vocabulary[index]);
  const here = [
    of.atPlace(place.t, inputs.length, sign(inputs[place.t - 1]), sign(targets[place.t - 1])),
    of.output(sign(place.output)),
    of.units(place.unit, place.from),
  ];
  const chosen = armOf(report, part.armId);
  const weights = [
    say`Weights of ${chosen?.label ?? part.armId}; seed ${moment.seed}`,
    steps === 0 ? say`initial weights` : say`after ${say.counted(steps, 'step')}`,
    say`all output layers at the same weights`,
  ];
  const refused = layers.flatMap((layer, l) =>
    isDerived(layer)
      ? []
      : [`${armOf(report, part.armIds[l])?.label ?? layer.label}: ${of.refused(layer.refusal.message)}`],
  );
  return html`${heading(2, 'derivation', of.report.title)}
    <p>${here.join('; ')}. ${weights.join('; ')}. ${of.report.notInData}</p>
    <p class="stretch sans">
      ${Array.from(inputs, (index, t) => (t === place.t - 1 ? html`<b>${sign(index)}</b>` : html`${sign(index)}`))}
    </p>
    ${refused.map((sentence) => html`<p class="cap">${sentence}</p>`)}
    <div class="derivation">
      ${derivationSteps(part.derivation, words).map((step) => stepOf(part, step, report, words))}
    </div>`;
}
