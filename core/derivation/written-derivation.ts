import { piecesOf, plainOf, texOf } from '../words/mathematics.ts';
import type { Words } from '../words/en.ts';
import type { Written } from '../formulas/typeset/notation.ts';
import { isDerived, type Derivation, type DerivationChecks } from './derivation.ts';
import { cancelWords, checkWords } from './derivation-words.ts';
import { filledPlain, filledTex, withoutTerms } from './shown-number.ts';
import type { StepLine } from './step-terms.ts';
import { derivationSteps, type DerivationStep } from './steps.ts';

/** A derivation with what its checks said, to be written out. */
interface WrittenDerivation {
  readonly derivation: Derivation;
  readonly checks: DerivationChecks;
  /** A character as its reader can tell it. */
  readonly name: (codePoint: number) => string;
}

/** One format: how each kind of line is written. */
interface Format {
  readonly head: (step: DerivationStep, of: string) => string[];
  readonly text: (sentence: string) => string[];
  readonly formulas: (formulas: readonly Written[]) => string[];
  readonly layer: (label: string) => string[];
  readonly line: (written: Written, values: StepLine['values'], label: string | null) => string[];
  readonly note: (sentence: string) => string[];
}

function lines({ derivation, checks, name }: WrittenDerivation, words: Words, format: Format): string[] {
  const said = words.derivation;
  const { place, inputs, targets, vocabulary } = derivation;
  const here = [
    said.atPlace(
      place.t,
      inputs.length,
      name(vocabulary[inputs[place.t - 1]]),
      name(vocabulary[targets[place.t - 1]]),
    ),
    said.output(name(vocabulary[place.output])),
    said.units(place.unit, place.from),
  ];
  const refused = derivation.layers.flatMap((layer) =>
    isDerived(layer) ? [] : [`${layer.label}: ${said.refused(layer.refusal.message)}`],
  );
  return [
    ...format.note(here.join('; ')),
    ...refused.flatMap(format.note),
    ...derivationSteps(derivation, words).flatMap((step) => [
      ...format.head(step, said.stepOf(step.number, 12)),
      ...format.text(step.text),
      ...format.formulas(step.formulas),
      ...step.lines.flatMap((line) => {
        const layer = line.layer === null ? null : derivation.layers[line.layer];
        const check =
          line.check && line.layer !== null ? checkWords(checks[line.layer]?.[line.check], words) : null;
        const cancels = layer && step.id === 'dEdz' ? cancelWords(layer, words) : null;
        const isShared = layer && isDerived(layer) && layer.forms?.shared && step.id === 'dEdz';
        const isPlugin =
          layer && isDerived(layer) && !layer.forms && (step.id === 'dEdy' || step.id === 'dEdz');
        const clamp = layer && step.id === 'dEdy' ? layer.probed.clamp : null;
        return [
          ...(layer ? format.layer(layer.label) : []),
          ...(line.symbols ? format.line(line.symbols, {}, null) : []),
          ...line.numbers.flatMap((numbers) =>
            format.line(
              numbers,
              line.values,
              numbers.label === 'atStep'
                ? said.atStep(place.t)
                : numbers.label === 'allSteps'
                  ? said.allSteps(inputs.length)
                  : null,
            ),
          ),
          ...(isShared ? format.note(`${said.ownTerm} + ${said.otherTerms}`) : []),
          ...(cancels === null ? [] : format.note(cancels)),
          ...(clamp === null ? [] : format.note(said.clamped(String(clamp)))),
          ...(isPlugin ? format.note(said.pluginOnly) : []),
          ...(check ? format.note(`${check.good ? '✓' : '✗'} ${check.text}`) : []),
        ];
      }),
    ]),
  ];
}

/** For a terminal. */
export function derivationText(input: WrittenDerivation, words: Words): string {
  return `${lines(input, words, {
    head: (step, of) => ['', `${of} · ${plainOf(step.title)}`],
    text: (sentence) => [plainOf(sentence), ''],
    formulas: (formulas) => formulas.map(({ plain }) => `    ${plain}`),
    layer: (label) => ['', `  ${label}`],
    line: ({ plain }, values, label) => [
      `    ${filledPlain(plain, values)}${label === null ? '' : `    (${label})`}`,
    ],
    note: (sentence) => [`    ${sentence}`],
  }).join('\n')}\n`;
}

/** Markdown with TeX between dollar signs. */
export function derivationMarkdown(input: WrittenDerivation, words: Words): string {
  const inline = (sentence: string) =>
    piecesOf(sentence)
      .map(({ mathematics, text }) => (mathematics ? `$${texOf(text)}$` : escaped(text)))
      .join('');
  const escaped = (text: string) => text.replace(/[\\`*_[\]<>$]/g, '\\$&');
  return `# ${words.derivation.name}\n\n${lines(input, words, {
    head: (step, of) => ['', `## ${of} · ${inline(step.title)}`, ''],
    text: (sentence) => [inline(sentence), ''],
    formulas: (formulas) => formulas.flatMap(({ tex }) => ['$$', withoutTerms(tex), '$$', '']),
    layer: (label) => [`**${escaped(label)}**`, ''],
    line: ({ tex }, values, label) => [
      '$$',
      `${filledTex(tex, values)}${label === null ? '' : ` \\qquad \\text{${label}}`}`,
      '$$',
      '',
    ],
    note: (sentence) => [escaped(sentence), ''],
  }).join('\n')}\n`;
}

const texSigns: Readonly<Record<string, string>> = {
  '∂': '$\\partial$',
  δ: '$\\delta$',
  σ: '$\\sigma$',
  ε: '$\\varepsilon$',
  '′': "$'$",
  '−': '$-$',
  '·': '$\\cdot$',
  '±': '$\\pm$',
  '≤': '$\\le$',
  '∞': '$\\infty$',
  '✓': '$\\checkmark$',
  '✗': '$\\times$',
  '’': "'",
  '‘': "'",
  '–': '--',
  '…': '\\ldots{}',
  ᵢ: '$_i$',
  ⱼ: '$_j$',
  ₖ: '$_k$',
  '²': '$^2$',
  '⅔': '$\\frac{2}{3}$',
  Σ: '$\\sum$',
  '\u00a0': '~',
};
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';

/** Any text for LaTeX: its own signs escaped, mathematical ones as commands, and what it has no sign for by its number. */
function latexText(text: string, chinese: boolean): string {
  return [...text]
    .map((sign) => {
      if (/[#$%&_{}]/.test(sign)) return `\\${sign}`;
      if (sign === '\\') return '\\textbackslash{}';
      if (sign === '~') return '\\textasciitilde{}';
      if (sign === '^') return '\\textasciicircum{}';
      if (texSigns[sign] !== undefined) return texSigns[sign];
      const power = superscripts.indexOf(sign);
      if (power >= 0) return `$^{${power === 10 ? '-' : power}}$`;
      if (/[\x20-\x7e]/.test(sign) || (chinese && /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(sign)))
        return sign;
      return `\\texttt{U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}}`;
    })
    .join('');
}

/** Names of parameters in formulas may be letters of any kind; those of TeX have commands already. */
const latexFormula = (tex: string): string =>
  tex.replace(/[^\x20-\x7e]/gu, (sign) =>
    latexText(sign, false)
      .replace(/^\$|\$$/g, '')
      .replace(/^\\texttt/, '\\mathtt'),
  );

/** A LaTeX document of `align` environments; in Chinese for XeLaTeX or LuaLaTeX. */
export function derivationLatex(input: WrittenDerivation, words: Words, chinese: boolean): string {
  const text = (sentence: string) => latexText(sentence, chinese);
  const inline = (sentence: string) =>
    piecesOf(sentence)
      .map(({ mathematics, text: piece }) => (mathematics ? `$${texOf(piece)}$` : text(piece)))
      .join('');
  const aligned = (rows: readonly string[]) => [
    '\\begin{align*}',
    rows.map((row) => `  & ${row}`).join(' \\\\\n'),
    '\\end{align*}',
  ];
  return [
    '\\documentclass{article}',
    ...(chinese ? ['\\usepackage[UTF8]{ctex}'] : ['\\usepackage[utf8]{inputenc}']),
    '\\usepackage{amsmath,amssymb,cancel}',
    '\\allowdisplaybreaks',
    `\\title{${text(words.derivation.name)}}`,
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    ...lines(input, words, {
      head: (step, of) => ['', `\\section*{${text(of)}: ${inline(step.title)}}`],
      text: (sentence) => [inline(sentence)],
      formulas: (formulas) => aligned(formulas.map(({ tex }) => latexFormula(withoutTerms(tex)))),
      layer: (label) => ['', `\\noindent\\textbf{${text(label)}}`],
      line: ({ tex }, values, label) =>
        aligned([
          `${latexFormula(filledTex(tex, values))}${label === null ? '' : ` && \\text{${text(label)}}`}`,
        ]),
      note: (sentence) => [`\\noindent ${text(sentence)}`, ''],
    }),
    '\\end{document}',
    '',
  ].join('\n');
}

/** Everything as data: of each layer z, y, t, ∂E/∂y, ∂y/∂z and δ of the output, the way back, the steps and the checks. */
export function derivationData({ derivation, checks }: WrittenDerivation, words: Words) {
  const { place, inputs, targets, vocabulary, logits, shape, stretch } = derivation;
  const { t, output, unit, from } = place;
  const at = (t - 1) * shape.hidden + unit;
  return {
    format: 'loss-lab derivation',
    version: 1,
    t,
    index: output,
    character: String.fromCodePoint(vocabulary[output]),
    unit,
    from,
    V: shape.vocabulary,
    H: shape.hidden,
    T: inputs.length,
    stretch,
    input: String.fromCodePoint(vocabulary[inputs[t - 1]]),
    target: String.fromCodePoint(vocabulary[targets[t - 1]]),
    h: derivation.hidden[at],
    u: derivation.inner[at],
    layers: derivation.layers.map((layer, l) => {
      const { layer: id, clamp } = layer.probed;
      if (!isDerived(layer)) return { layer: id, clamp, refused: layer.refusal.message };
      const { forms, gradient, jacobian } = layer;
      return {
        layer: id,
        label: layer.label,
        clamp,
        z: logits[output],
        y: layer.outputs[output],
        t: targets[t - 1] === output ? 1 : 0,
        dEdy: gradient && (jacobian ? [...gradient] : gradient[output]),
        dydz: jacobian ? [...jacobian] : layer.slopes[output],
        direct: layer.direct ?? 0,
        delta: layer.delta[output],
        E: layer.loss,
        E_t: layer.lossPerStep[t - 1],
        formulas: forms && {
          E: forms.loss.plain,
          dEdy: forms.gradient.plain,
          dydz: forms.slope.plain,
          direct: forms.direct?.plain ?? null,
          delta: forms.delta.plain,
          cancels: forms.cancels,
          cancelled: forms.cancelled,
        },
        dh: layer.dh[at],
        dhnext: layer.dhnext[at],
        du: layer.du[at],
        Why: layer.cells.Why,
        Wxh: layer.cells.Wxh,
        Whh: layer.cells.Whh,
        gradientNorm: layer.gradientNorm,
        checks: checks[l] ?? {},
      };
    }),
    steps: derivationSteps(derivation, words).map(({ number, id, title, formulas }) => ({
      number,
      id,
      title: plainOf(title),
      formulas: formulas.map(({ plain, tex, article }) => ({
        formula: plain,
        tex: withoutTerms(tex),
        article: article?.plain ?? null,
      })),
    })),
  };
}
