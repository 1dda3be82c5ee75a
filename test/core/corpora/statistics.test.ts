import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsWithin } from '../../../core/corpora/baselines.ts';
import { bigramEntropy, entropy, mostFrequent, unseenInTraining } from '../../../core/corpora/statistics.ts';
import { read } from './reading.ts';

interface Expected {
  readonly name: string;
  readonly N: number;
  readonly V: number;
  readonly rule: readonly [number, number, number, number];
  readonly distinct: number;
  readonly unigramEntropy: number;
  readonly bigramEntropy: number;
  readonly largestCount: number;
}

const file = new URL('../../fixtures/corpus-statistics.json', import.meta.url);
const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected[];

/** Character v of the alphabet: no surrogates. */
const character = (v: number) => String.fromCodePoint(v < 0xd000 ? 0x21 + v : 0x10000 + v);

/** The text of a rule of corpus-statistics.py. */
function textOfRule({ N, V, rule: [a, b, c, m] }: Expected): string {
  return Array.from({ length: N }, (_, i) => character(((a * i * i + b * i + c) % m) % V)).join('');
}

/** H(next | present), straight from its definition with maps of strings. */
function naiveBigramEntropy(text: readonly string[]): number {
  const pairs = new Map<string, number>();
  const firsts = new Map<string, number>();
  for (let i = 1; i < text.length; i++) {
    const [a, b] = [text[i - 1], text[i]];
    pairs.set(`${a}|${b}`, (pairs.get(`${a}|${b}`) ?? 0) + 1);
    firsts.set(a, (firsts.get(a) ?? 0) + 1);
  }
  let sum = 0;
  for (const [pair, n] of pairs) sum -= n * Math.log2(n / firsts.get(pair.split('|')[0])!);
  return text.length < 2 ? 0 : sum / (text.length - 1);
}

describe('statistics agree with numpy', () => {
  it.each(expected)('$name', async (row) => {
    const { summary } = await read(textOfRule(row));
    expect(summary.characters).toBe(row.N);
    expect(summary.distinct).toBe(row.distinct);
    expect(summary.uniformEntropy).toBe(Math.log2(row.distinct));
    expect(summary.unigramEntropy).toBeCloseTo(row.unigramEntropy, 10);
    expect(summary.bigramEntropy).toBeCloseTo(row.bigramEntropy, 10);
    expect(summary.mostFrequent[0].count).toBe(row.largestCount);
  });
});

describe('statistics agree with their definitions', () => {
  it('for any text', async () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c', '唐', '😀', '\n'), {
      minLength: 1,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const { summary } = await read(text.join(''));
        const counts = new Map<string, number>();
        for (const each of text) counts.set(each, (counts.get(each) ?? 0) + 1);
        let unigram = 0;
        for (const n of counts.values()) unigram -= (n / text.length) * Math.log2(n / text.length);
        expect(summary.unigramEntropy).toBeCloseTo(unigram, 12);
        expect(summary.bigramEntropy).toBeCloseTo(naiveBigramEntropy(text), 12);
        // Sorting keeps the order of first appearance among equals, as a Map does.
        const frequent = [...counts].sort((a, b) => b[1] - a[1]);
        expect(summary.mostFrequent).toEqual(
          frequent.map(([each, count]) => ({ codePoint: each.codePointAt(0), count })),
        );
        const { trainCharacters, tuningCharacters } = summary;
        const training = new Set(text.slice(0, trainCharacters));
        const heldOut = text.slice(trainCharacters + tuningCharacters);
        const unseen = new Set(heldOut.filter((each) => !training.has(each))).size;
        const warned = summary.warnings.some((warning) => warning.includes('never in training'));
        expect(warned).toBe(unseen > 0);
      }),
    );
  });

  it('where there is nothing to count', () => {
    expect(entropy([])).toBe(0);
    expect(entropy([7])).toBe(0);
    expect(entropy([1, 1, 0, 2])).toBe(1.5);
    expect(bigramEntropy(Uint8Array.of(0), Float64Array.of(1), 0)).toBe(0);
    expect(mostFrequent(new Uint32Array(0), new Float64Array(0), 20)).toEqual([]);
  });

  it('at most twenty characters are listed', async () => {
    const { summary } = await read(Array.from({ length: 50 }, (_, i) => character(i)).join(''));
    expect(summary.mostFrequent).toHaveLength(20);
  });
});

describe('characters that training never shows', () => {
  it('are found, in the order in which they come', () => {
    const spans = (...list: [number, number][]) => list.map(([from, to]) => ({ from, to }));
    const text = Uint8Array.of(0, 1, 0, 2, 3, 2);
    const unseen = (training: [number, number][], heldOut: [number, number][]) =>
      unseenInTraining(text, spans(...heldOut), countsWithin(text, spans(...training), 4));
    expect(unseen([[0, 3]], [[3, 6]])).toEqual([2, 3]);
    expect(unseen([[0, 3]], [[5, 6]])).toEqual([2]);
    expect(
      unseen(
        [
          [0, 1],
          [3, 4],
        ],
        [[4, 6]],
      ),
    ).toEqual([3]);
    expect(unseen([[0, 2]], [[2, 3]])).toEqual([]);
  });
});
