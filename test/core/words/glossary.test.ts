import { describe, expect, it } from 'vitest';
import { glossary } from '../../../core/words/glossary.ts';

describe('the glossary', () => {
  it('has every word once, each with a sentence', () => {
    expect(new Set(glossary.map(([plain]) => plain)).size).toBe(glossary.length);
    for (const [, sentence] of glossary) expect(sentence).toMatch(/^[A-Zη].*\.$/);
  });
});
