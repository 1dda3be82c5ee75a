import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatedBaselines, unigramModel } from '../../../core/corpora/baselines.ts';
import { type SplitOptions, textParts } from '../../../core/corpora/parts.ts';
import { measure } from '../../../core/corpora/measure.ts';
import { pairSums, pairsWithin, placesBeside, type Pairs } from '../../../core/corpora/pair-counts.ts';
import { read } from './reading.ts';
import { madeText, type TextRule } from './made-texts.ts';

interface Expected extends TextRule, SplitOptions {
  readonly name: string;
  readonly own: number;
  readonly distinct: number;
  readonly characters: number;
  readonly unigramBits: number;
  readonly bigramBits: number;
  readonly ownUnigramEntropy: number;
}

const file = new URL('../../fixtures/held-out-baselines.json', import.meta.url);
const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected[];

/** Indices by first appearance, as a text that is read gets them, and their counts. */
function indexed(text: readonly number[]) {
  const places = new Map<number, number>();
  const indices = Uint32Array.from(text, (each) => {
    if (!places.has(each)) places.set(each, places.size);
    return places.get(each)!;
  });
  const counts = new Float64Array(places.size);
  for (const index of indices) counts[index]++;
  return { indices, counts, vocabulary: Uint32Array.from(places.keys()) };
}

const within9 = (value: number, wanted: number) => expect(Math.abs(value - wanted)).toBeLessThan(1e-9);

describe('held-out baselines equal an independent count in Python', () => {
  it.each(expected)('$name', (row) => {
    const text = indexed(madeText(row));
    expect(text.vocabulary).toHaveLength(row.distinct);
    const parts = textParts(text.indices.length, row, row.own);
    const { heldOut } = measure(text, parts, row.split === 'file');
    expect(heldOut.characters).toBe(row.characters);
    within9(heldOut.unigramBits, row.unigramBits);
    within9(heldOut.bigramBits, row.bigramBits);
    within9(heldOut.ownUnigramEntropy, row.ownUnigramEntropy);
  });

  it('when a text is read, too', async () => {
    const row = expected[0];
    const { summary } = await read(String.fromCodePoint(...madeText(row).map((index) => 97 + index)));
    within9(summary.heldOut!.bigramBits, row.bigramBits);
  });

  it('where runs are scored on the whole part', () => {
    const row = expected[3];
    const { indices, counts } = indexed(madeText(row));
    const parts = textParts(indices.length, row);
    const question = {
      indices,
      distinct: counts.length,
      parts,
      heldOut: parts.heldOut,
      tuning: parts.tuning,
    };
    const { heldOut, tuning } = evaluatedBaselines(question);
    expect(heldOut.characters).toBe(row.characters);
    within9(heldOut.unigramBits, row.unigramBits);
    within9(heldOut.bigramBits, row.bigramBits);
    expect(tuning!.characters).toBe(1000);
    expect(evaluatedBaselines({ ...question, tuning: [] }).tuning).toBeNull();
  });
});

describe('baselines on the characters that are scored', () => {
  it('are worked by hand on a short text', () => {
    // Training abab, held out ab: n(a) = n(b) = 2, N = 4, V = 3 (c is in no part that is counted): p₁(a) = p₁(b) = 3/7.
    // Pairs ab, ba, ab. a: n = 2, T = 1, p(b | a) = (2 + 3/7)/3 = 17/21. b: n = 1, T = 1, p(a | b) = (1 + 3/7)/2 = 5/7.
    const indices = Uint8Array.of(0, 1, 0, 1, 0, 1, 2);
    const parts = { training: [{ from: 0, to: 4 }] };
    const { heldOut } = evaluatedBaselines({
      indices,
      distinct: 3,
      parts,
      heldOut: [{ from: 4, to: 6 }],
      tuning: [],
    });
    expect(heldOut.characters).toBe(2);
    expect(heldOut.unigramBits).toBeCloseTo(-Math.log2(3 / 7), 12);
    expect(heldOut.bigramBits).toBeCloseTo(-(Math.log2(5 / 7) + Math.log2(17 / 21)) / 2, 12);
    expect(heldOut.mostFrequentAccuracy).toBe(0.5);
  });

  it('are never below the entropy of a source of which every text is drawn evenly', async () => {
    // The in-sample entropy given the character before is 3.3 bits here: no line for a network that cannot know it.
    const text = madeText({ N: 2000, V: 200, step: 1, seed: 9, kind: 'even' });
    const { summary } = await read(String.fromCodePoint(...text.map((index) => 0x4e00 + index)));
    expect(summary.bigramEntropy).toBeLessThan(4);
    expect(summary.heldOut!.unigramBits).toBeGreaterThan(Math.log2(200));
    expect(summary.heldOut!.bigramBits).toBeGreaterThan(Math.log2(200));
  });
});

describe('pairs', () => {
  it('are counted alike by the table and by gathering, however little is gathered at a time', () => {
    const V = 2200;
    const indices = Uint16Array.from({ length: 9000 }, (_, i) => (i * i * 31 + i) % V);
    const learned = [
      { from: 1, to: 4000 },
      { from: 4500, to: 7000 },
    ];
    const pairs: Pairs = {
      learned,
      scored: [[{ from: 7000, to: 9000 }], [{ from: 4100, to: 4300 }]],
      others: placesBeside(learned, 9000),
    };
    const model = unigramModel(new Float64Array(V).fill(3));
    const counts = new Map<string, number>();
    for (let i = 1; i < 9000; i++) {
      const key = `${indices[i - 1]} ${indices[i]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const information = [...counts.values()].reduce((sum, n) => sum + n * Math.log2(n), 0);
    const whole = pairSums(indices, pairs, model);
    expect(whole.information).toBeCloseTo(information, 6);
    // The same with fewer distinct characters, where a table is made.
    const small = indices.map((index) => index % 1100);
    const smallModel = unigramModel(new Float64Array(1100).fill(3));
    const dense = pairSums(small, pairs, smallModel);
    const padded = Float64Array.from({ length: 2049 }, (_, c) => smallModel[c] ?? 0);
    const sparse = pairSums(small, pairs, padded);
    dense.bits.forEach((value, k) => expect(sparse.bits[k]).toBeCloseTo(value, 9));
    for (const atOnce of [1, 100, 7919]) {
      const pieces = pairSums(indices, pairs, model, atOnce);
      expect(pieces.information).toBeCloseTo(whole.information, 6);
      whole.bits.forEach((value, k) => expect(pieces.bits[k]).toBeCloseTo(value, 8));
    }
  });

  it('across gaps are none, and every place is in one list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 5000 }), fc.constantFrom('end', 'blocks'), (N, split) => {
        const { training } = textParts(N, { split: split, heldOutShare: 0.2, tuningShare: 0.1 });
        const learned = pairsWithin(training);
        const places = [...learned, ...placesBeside(learned, N)].sort((a, b) => a.from - b.from);
        let end = 1;
        for (const { from, to } of places) {
          expect(from).toBe(end);
          end = to;
        }
        expect(end).toBe(N);
        for (const { from } of training)
          expect(learned.every((span) => from < span.from || from >= span.to)).toBe(true);
      }),
    );
  });
});
