import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import katex from 'katex';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkDerivation } from '../../../core/derivation/check-derivation.ts';
import { isDerived, type Derivation, type DerivationChecks } from '../../../core/derivation/derivation.ts';
import { derive } from '../../../core/derivation/derive.ts';
import { filledPlain, filledTex, shownNumber, withoutTerms } from '../../../core/derivation/shown-number.ts';
import { stepFormulas, stepIds } from '../../../core/derivation/step-formulas.ts';
import { linesOf } from '../../../core/derivation/step-lines.ts';
import { derivationSteps } from '../../../core/derivation/steps.ts';
import { checkWords } from '../../../core/derivation/derivation-words.ts';
import {
  derivationData,
  derivationLatex,
  derivationMarkdown,
  derivationText,
} from '../../../core/derivation/written-derivation.ts';
import { languageOf, languages } from '../../../core/words/language.ts';
import { wordsOf } from '../../../core/words/words-of.ts';
import { allCases, inputFor } from './derived-cases.ts';

const cases = allCases.filter(({ inside }) => !inside);
let derivation: Derivation;
let checks: DerivationChecks;
const name = (point: number) => String.fromCodePoint(point);

beforeAll(() => {
  const input = inputFor(cases);
  derivation = derive(input, () => 0);
  checks = checkDerivation(input);
});

describe.each(languages)('the twelve steps in %s', (language) => {
  const words = wordsOf(language);

  it('are twelve, each with its words, formulas and a sentence for each formula', () => {
    const steps = derivationSteps(derivation, words);
    expect(steps.map(({ id }) => id)).toEqual(stepIds);
    expect(steps).toHaveLength(12);
    for (const { title, text, formulas, id } of steps) {
      expect(title).not.toBe('');
      expect(text.length).toBeGreaterThan(40);
      expect(formulas.length).toBe(words.derivation.steps[id].spoken.length);
      for (const { spoken } of formulas) expect(spoken).toMatch(/[.。]$/);
    }
  });

  it('can all be set: every formula, symbolic line and line of numbers', () => {
    const all = derivationSteps(derivation, words).flatMap(({ formulas, lines }) => [
      ...formulas.flatMap(({ tex, article }) => [withoutTerms(tex), ...(article ? [article.tex] : [])]),
      ...lines.flatMap(({ symbols, numbers, values, terms }) => [
        ...(symbols ? [filledTex(symbols.tex, {})] : []),
        ...numbers.map(({ tex }) => filledTex(tex, values)),
        ...terms.map(({ label }) => label.tex),
      ]),
    ]);
    expect(all.length).toBeGreaterThan(150);
    for (const tex of all) {
      expect(tex).not.toMatch(/\\(term|number)\b/);
      expect(() => katex.renderToString(tex, { strict: 'ignore' })).not.toThrow();
    }
  });

  it('leave no place without its number', () => {
    for (const id of stepIds)
      for (const { numbers, values } of linesOf(derivation, id))
        for (const { plain } of numbers) expect(filledPlain(plain, values)).not.toMatch(/\{[=\w]/);
  });

  it('can be written as text, Markdown and LaTeX', () => {
    const input = { derivation, checks, name };
    for (const text of [derivationText(input, words), derivationMarkdown(input, words)]) {
      expect(text).toContain(words.derivation.stepOf(12, 12));
      expect(text).not.toMatch(/undefined|NaN|\\term|\\number/);
      expect(text).not.toContain('✗');
    }
    const latex = derivationLatex(input, words, language === 'zh-Hans');
    expect(latex.split('\\begin{align*}').length).toBe(latex.split('\\end{align*}').length);
    expect(latex).not.toMatch(/\\term|\\number/);
    // The English document is plain ASCII: any LaTeX reads it.
    // eslint-disable-next-line no-control-regex
    if (language === 'en') expect(latex).toMatch(/^[\x00-\x7f]*$/);
  });
});

describe('a line of numbers', () => {
  it('comes to what the engine says, and says what it is made of', () => {
    const layer = cases.findIndex((each) => each.layer === 'sigmoid-cross-entropy');
    const line = linesOf(derivation, 'dEdz').find((each) => each.layer === layer)!;
    const derived = derivation.layers[layer];
    if (!isDerived(derived)) throw new Error('refused');
    expect(line.result).toBe(derived.delta[derivation.place.output]);
    expect(line.symbols!.plain).toBe('δᵢ = (yᵢ − tᵢ)/(yᵢ (1 − yᵢ)) · yᵢ (1 − yᵢ) = yᵢ − tᵢ');
    const [y, delta] = [shownNumber(derived.outputs[derivation.place.output]), shownNumber(line.result)];
    expect(filledPlain(line.numbers[0].plain, line.values)).toBe(
      `= (${y} − ${line.values['t']})/(${y} (1 − ${y})) · ${y} (1 − ${y}) = ${delta}`,
    );
    expect(line.terms.map(({ name: term }) => term)).toEqual(['gradient', 'slope', 'delta']);
  });

  it.each(['dEdWhy', 'dEdWhh'] as const)('of %s is the part of this step and the sum over all', (id) => {
    for (const { values, result } of linesOf(derivation, id)) {
      expect(values['product']).toBeCloseTo(values['left'] * values['right'], 15);
      expect(values['total']).toBe(result);
    }
  });

  it.each([
    [0.5, '0.5000'],
    [-0.01427, '−0.0143'],
    [1, '1'],
    [-3.14e-5, '−3.14 · 10⁻⁵'],
    [2e7 + 0.5, '2.00 · 10⁷'],
    [Infinity, '∞'],
    [NaN, '–'],
  ])('writes %d as %s', (value, text) => expect(shownNumber(value)).toBe(text));
});

describe('what a check says', () => {
  const words = wordsOf('en');
  it.each([
    [
      { analytic: 0.5, numeric: 0.5, error: 1e-10 },
      true,
      'checked by differences: 0.5000, relative difference 1e−10',
    ],
    [{ analytic: 0, numeric: 1e-12, error: 0 }, true, words.derivation.checkedNearZero],
    [{ analytic: 0.5, numeric: 0.4, error: 0.2 }, false, 'differences say 0.4000: relative difference 0.2'],
    [{ analytic: 0.5, numeric: NaN, error: NaN }, false, words.derivation.notChecked],
  ])('%o', (check, good, text) => expect(checkWords(check, words)).toEqual({ good, text }));
});

describe('the data', () => {
  it('have z, y, t, ∂E/∂y, ∂y/∂z and δ of each layer, vectors for a softmax, and multiply out', () => {
    const data = derivationData({ derivation, checks, name }, wordsOf('en'));
    for (const each of data.layers) {
      if ('refused' in each) throw new Error('refused');
      const { dEdy, dydz, direct, delta } = each;
      const product = Array.isArray(dEdy)
        ? dEdy.reduce((sum, value, j) => sum + value * (dydz as number[])[j], 0)
        : dEdy! * (dydz as number);
      expect(product + direct).toBeCloseTo(delta, 12);
    }
    expect(data.steps).toHaveLength(12);
  });
});

describe('LaTeX', () => {
  it('compiles', ({ skip }) => {
    if (spawnSync('pdflatex', ['--version']).error) {
      console.info(
        'Skipped: pdflatex is not installed here, so the LaTeX document was set by KaTeX line by line alone.',
      );
      skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'loss-lab-latex-'));
    try {
      writeFileSync(
        join(folder, 'd.tex'),
        derivationLatex({ derivation, checks, name }, wordsOf('en'), false),
      );
      const { status, stdout } = spawnSync(
        'pdflatex',
        ['-interaction=nonstopmode', '-halt-on-error', 'd.tex'],
        {
          cwd: folder,
          encoding: 'utf8',
        },
      );
      const missing = /File `(.+)' not found/.exec(stdout)?.[1];
      if (missing !== undefined) {
        console.info(
          `Skipped: this LaTeX has no ${missing}; the document was set by KaTeX line by line alone.`,
        );
        skip();
      }
      expect(stdout.match(/^!.*/gm) ?? []).toEqual([]);
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

describe('the article', () => {
  it('has its formulas in the table of the guide, each at its step', async () => {
    const { readFileSync } = await import('node:fs');
    const table = readFileSync(join(import.meta.dirname, '../../../docs/derivation.md'), 'utf8');
    for (const id of stepIds)
      for (const { article } of stepFormulas[id]) if (article) expect(table, id).toContain(article.plain);
  });
});

describe('a language', () => {
  it.each([
    ['zh-CN', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['en-GB', 'en'],
    ['de', 'en'],
  ])('of a system that speaks %s is %s', (tag, language) => expect(languageOf(tag)).toBe(language));
});
