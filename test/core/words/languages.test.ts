import { describe, expect, it } from 'vitest';
import { presets } from '../../../core/experiments/presets.ts';
import { languages } from '../../../core/words/language.ts';
import { wordsOf } from '../../../core/words/words-of.ts';
import { sayIn } from '../../../core/words/said/say-in.ts';
import { presetGuides } from '../../../core/words/preset-guides.ts';
import { yardsticks } from '../../../core/yardsticks/registry.ts';

describe.each(languages.filter((language) => language !== 'en'))('all that is said in %s', (language) => {
  const words = wordsOf(language);

  it('has the ready experiments with the links of their guides, each to the same place', () => {
    expect(Object.keys(words.presets)).toEqual(presets.map(({ id }) => id));
    for (const [id, { label, question, lines }] of Object.entries(words.presets)) {
      expect(label).not.toBe('');
      expect(question).toMatch(/？$/);
      lines.forEach((pieces, i) => {
        const places = (of: typeof pieces) =>
          of.flatMap((piece) => (typeof piece === 'string' ? [] : [JSON.stringify(piece.to)])).sort();
        expect(places(pieces), `${id}, line ${i + 1}`).toEqual(places(presetGuides[id].lines[i]));
        const whole = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('');
        expect(whole).toMatch(/。$/);
        expect(whole.length).toBeLessThan(80);
      });
    }
  });

  it('has a sentence for every score that has a name; one that was just added is said as its record says it', () => {
    const say = sayIn(language);
    const named = yardsticks.filter(({ name }) => say.of(name) !== name);
    expect(named.length).toBeGreaterThan(3);
    for (const { id, said } of named) expect(say.of(said.words('1.23')), id).not.toBe(said.words('1.23'));
    for (const { id, said } of yardsticks) expect(say.of(said.words('1.23')), id).toContain('1.23');
  });

  it('leaves no sentence in English', () => {
    const found: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value === 'string') found.push(`${path}: ${value}`);
      else if (Array.isArray(value)) value.forEach((each, i) => look(each, `${path}.${i}`));
      else if (value !== null && typeof value === 'object')
        for (const [name, each] of Object.entries(value)) if (name !== 'to') look(each, `${path}.${name}`);
    };
    look(words, '');
    expect(found.length).toBeGreaterThan(200);
    // Three Latin words in a row are a sentence; names of layers have a plus between them.
    const english = /(?:[A-Za-z]{2,} ){2}[A-Za-z]{2,}/;
    expect(found.filter((each) => english.test(each.slice(each.indexOf(': '))))).toEqual([]);
  });
});
