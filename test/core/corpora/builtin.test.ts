import { describe, expect, it } from 'vitest';
import { anbn } from '../../../core/corpora/builtin/anbn.ts';
import { generated } from '../../../core/corpora/builtin/builtin-source.ts';
import { chain64 } from '../../../core/corpora/builtin/chain64.ts';
import { markov2 } from '../../../core/corpora/builtin/markov2.ts';
import { periodic } from '../../../core/corpora/builtin/period.ts';
import { reber } from '../../../core/corpora/builtin/reber.ts';
import { builtin, builtins } from '../../../core/corpora/builtin/registry.ts';
import { generateCorpus } from '../../../core/corpora/generate.ts';
import { textOf, tools } from './reading.ts';

const how = { tools, memoryLimit: 1e9, progress: () => undefined, checkpoint: () => undefined };

/**
 * H(X_k | X_1 … X_{k−1}) of a text, bits, from counts of blocks. It falls towards the entropy rate as k grows, and
 * reaches it at k = 3 for a source of second order.
 */
function conditionalBlockEntropy(text: string, k: number): number {
  const blocks = new Map<string, number>();
  const contexts = new Map<string, number>();
  for (let i = 0; i + k <= text.length; i++) {
    const block = text.slice(i, i + k);
    const context = block.slice(0, -1);
    blocks.set(block, (blocks.get(block) ?? 0) + 1);
    contexts.set(context, (contexts.get(context) ?? 0) + 1);
  }
  let sum = 0;
  for (const [block, n] of blocks) sum -= n * Math.log2(n / contexts.get(block.slice(0, -1))!);
  return sum / (text.length - k + 1);
}

/**
 * Bits per character of a source of lines that are drawn independently: entropy of the lines over their mean length,
 * both from a sample.
 */
function lineEntropyRate(text: string): number {
  const lines = text.split('\n').slice(0, -1);
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / lines.length) * Math.log2(n / lines.length);
  return bits / (lines.reduce((sum, line) => sum + line.length + 1, 0) / lines.length);
}

describe.each(builtins)('$id', (source) => {
  it('is the same for the same seed, another for another, and as long as asked', () => {
    for (const characters of [1, 2, 13, 1000]) {
      const text = generated(source, 7, characters);
      expect(text).toHaveLength(characters);
      expect(generated(source, 7, characters)).toBe(text);
      expect(generated(source, 7, characters + 50).startsWith(text)).toBe(true);
    }
    expect(generated(source, 8, 1000)).not.toBe(generated(source, 7, 1000));
  });

  it('has an entropy rate below that of its characters', async () => {
    const { summary } = await generateCorpus(source.id, 3, 200_000, how);
    expect(summary).toMatchObject({
      source: 'builtin',
      builtin: { id: source.id, seed: 3 },
      encodingSource: 'generated',
      characters: 200_000,
      entropyRate: source.entropyRate(3),
    });
    expect(summary.entropyRate).toBeGreaterThanOrEqual(0);
    expect(summary.entropyRate).toBeLessThan(summary.unigramEntropy);
    // A source of first order has the one its pairs have; from a sample that is a little low.
    expect(summary.entropyRate).toBeLessThan(summary.bigramEntropy + 0.01);
    expect(summary.warnings).toEqual([]);
  });

  it('takes seeds up to 2³² − 1', () => {
    expect(generated(source, 0, 100)).toHaveLength(100);
    expect(generated(source, 2 ** 32 - 1, 100)).toHaveLength(100);
  });
});

describe('the embedded Reber grammar', () => {
  const text = generated(reber, 1, 400_000);

  it('makes words of the grammar, whose second letter comes back before the last', () => {
    for (const line of text.split('\n').slice(0, 2000)) {
      expect(line).toMatch(/^B([TP])B[TSXPV]+E\1E$/);
      expect(accepts(line.slice(2, -2))).toBe(true);
    }
  });

  it('has the entropy rate of its Markov chain', () => {
    // v_s: expected choices from state s, by value iteration instead of algebra.
    let v = [0, 0, 0, 0, 0, 0];
    const arrows = [
      [1, 2],
      [1, 3],
      [2, 4],
      [2, 5],
      [3, 5],
    ];
    for (let round = 0; round < 200; round++) v = [...arrows.map(([a, b]) => 1 + (v[a] + v[b]) / 2), 0];
    const bits = 1 + v[0];
    const characters = 'BT'.length + 'BE'.length + v[0] + 'TE\n'.length;
    expect(reber.entropyRate(0)).toBeCloseTo(bits / characters, 12);
  });

  it('is estimated from 400 000 characters', () => {
    // Counting the choices made: one bit for each of the inner letters and for the outer one.
    const lines = text.split('\n').slice(0, -1);
    const bits = lines.reduce((sum, line) => sum + 1 + (line.length - 6), 0);
    const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
    expect(bits / characters).toBeCloseTo(reber.entropyRate(0), 2);
    expect(lineEntropyRate(text)).toBeLessThan(reber.entropyRate(0) + 0.005);
  });
});

/** The inner grammar as Reber drew it, followed letter by letter. */
function accepts(word: string): boolean {
  const next: Record<string, string> = {
    '0T': '1',
    '0P': '2',
    '1S': '1',
    '1X': '3',
    '2T': '2',
    '2V': '4',
    '3X': '2',
    '3S': '5',
    '4P': '3',
    '4V': '5',
  };
  let state: string | undefined = '0';
  for (const letter of word.slice(1, -1)) state = state && next[state + letter];
  return word.startsWith('B') && word.endsWith('E') && state === '5';
}

describe('aⁿbⁿ', () => {
  const text = generated(anbn, 2, 300_000);

  it('has as many b as a, from 1 to 10', () => {
    const lengths = new Set<number>();
    for (const line of text.split('\n').slice(0, -1)) {
      const n = line.length / 2;
      expect(line).toBe('a'.repeat(n) + 'b'.repeat(n));
      lengths.add(n);
    }
    expect([...lengths].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('has the entropy rate of a sample', () => {
    expect(anbn.entropyRate(0)).toBeCloseTo(Math.log2(10) / 12, 12);
    expect(lineEntropyRate(text)).toBeCloseTo(anbn.entropyRate(0), 2);
  });
});

describe('the second-order Markov source', () => {
  it.each([0, 1, 2, 3])('of seed %i has the conditional entropy of a long sample', (seed) => {
    const text = generated(markov2, seed, 1_000_000);
    const rate = markov2.entropyRate(seed);
    // 448 free probabilities: the estimate is low by about 448 / (2 N ln 2) = 0.0003 bits.
    expect(Math.abs(conditionalBlockEntropy(text, 3) - rate)).toBeLessThan(0.005);
    // It is of second order: one character less of context says less, one more says no more.
    expect(conditionalBlockEntropy(text, 2)).toBeGreaterThan(rate + 0.02);
    expect(conditionalBlockEntropy(text, 4)).toBeGreaterThan(rate - 0.01);
  });
});

describe('the chain of 64 letters', () => {
  it.each([0, 1, 2, 3])(
    'of seed %i has all letters, four after each, and the entropy rate of a sample',
    (seed) => {
      const text = generated(chain64, seed, 400_000);
      expect(new Set(text).size).toBe(64);
      const pairs = new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));
      expect(pairs.size).toBe(4 * 64);
      expect(chain64.entropyRate(seed)).toBe(1.75);
      expect(Math.abs(conditionalBlockEntropy(text, 2) - 1.75)).toBeLessThan(0.01);
    },
  );
});

describe('the periodic source', () => {
  it('repeats after 16 letters and has nothing to tell after the first', () => {
    const text = generated(periodic, 5, 10_000);
    for (let i = 16; i < text.length; i++) expect(text[i]).toBe(text[i - 16]);
    expect(periodic.entropyRate(5)).toBe(0);
    expect(conditionalBlockEntropy(text, 17)).toBe(0);
  });

  it('is no shorter period for any of the first hundred seeds', () => {
    for (let seed = 0; seed < 100; seed++) {
      const word = generated(periodic, seed, 16);
      for (const period of [1, 2, 4, 8])
        expect(word.slice(period) + word.slice(0, period), `seed ${seed}`).not.toBe(word);
    }
  });
});

describe('a generated corpus', () => {
  it('holds the text of its source', async () => {
    const corpus = await generateCorpus('reber', 4, 500, how);
    expect(textOf(corpus)).toBe(generated(reber, 4, 500));
  });

  it('is refused by name when there is no such source', async () => {
    await expect(generateCorpus('x', 1, 10, how)).rejects.toMatchObject({
      code: 'unknown-name',
      message: expect.stringContaining('reber, anbn, markov2, period, chain64'),
    });
    expect(builtin('anbn')).toBe(anbn);
  });

  it('is refused when it would be too long for one string', async () => {
    await expect(generateCorpus('period', 1, 1e9, how)).rejects.toMatchObject({ code: 'text-too-large' });
  });
});
