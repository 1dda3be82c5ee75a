import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { explanations } from '../../renderer/explanations/explanations.ts';
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
