import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { languages } from '../../core/words/language.ts';
import { wordsOf } from '../../core/words/words-of.ts';
import { experimentFigures } from '../../core/figures/experiment/registry.ts';
import { duelFigures } from '../../core/figures/duels/duel-registry.ts';
import { probeFigures } from '../../core/figures/gradients/probe-registry.ts';
import { explanationId, explanations, type ExplanationId } from '../../renderer/explanations/explanations.ts';
import type { Explanation } from '../../renderer/explanations/explanation.ts';

describe.each(Object.entries<Explanation>(explanations))(
  'the explanation %s',
  (_, { title, formulas, sentences }) => {
    it('has a title, formulas and sentences', () => {
      expect(title).not.toBe('');
      expect(formulas.length).toBeGreaterThan(0);
      expect(sentences.length).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.*\.$/);
      expect(new Set([...formulas, ...sentences]).size).toBe(formulas.length + sentences.length);
    });

    it.each(formulas)('has TeX that can be set: %s', (tex) => {
      expect(() =>
        katex.renderToString(tex, { throwOnError: true, strict: 'error', trust: false }),
      ).not.toThrow();
    });
  },
);

it('are there for every card that a registry of figures alone makes', () => {
  const entries = [experimentFigures, probeFigures, duelFigures].flatMap((figures) => Object.values(figures));
  const asked = entries.flatMap((entry) => (entry.card === 'with controls' ? [] : [entry.explain]));
  expect(asked).toEqual(expect.arrayContaining(['own-loss', 'gradient-flow-triangle', 'duel-totals']));
  for (const id of asked) expect(explanationId(id)).toBe(id);
});

const ids = Object.keys(explanations) as ExplanationId[];

describe.each(languages.filter((language) => language !== 'en'))('the explanations in %s', (language) => {
  const { explanations: told } = wordsOf(language);

  it('are all there, each with as many formulas and sentences as in English', () => {
    expect(Object.keys(told).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      const { title, formulas, sentences } = told[id];
      expect(title).not.toBe('');
      expect(sentences, id).toHaveLength(explanations[id].sentences.length);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.*。$/);
      if (formulas) expect(formulas, id).toHaveLength(explanations[id].formulas.length);
    }
  });

  it('name the figures that were simulated', () => {
    const figures = (sentence: string) => (sentence.match(/[\d.]*\d/g) ?? []).map(Number).sort();
    for (const [id, simulated] of [
      ['convergence', [3, 4]],
      ['paired-differences', [3, 5]],
    ] as const)
      for (const i of simulated)
        expect(figures(told[id].sentences[i])).toEqual(figures(explanations[id].sentences[i]));
  });

  it('have formulas that can be set, without words of English in them', () => {
    for (const id of ids)
      for (const tex of told[id].formulas ?? explanations[id].formulas) {
        expect(() =>
          katex.renderToString(tex, { throwOnError: true, strict: false, trust: false }),
        ).not.toThrow();
        const english = /\\text\{[^}]*[a-z]{2,} [a-z]{2,}/;
        expect(tex).not.toMatch(english);
      }
  });
});
