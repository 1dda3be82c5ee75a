import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSplit, formerSplit } from '../../../core/corpora/corpus.ts';
import {
  type SplitOptions,
  charactersOf,
  evenlyOf,
  JoinedText,
  textParts,
  type Span,
  type TextParts,
} from '../../../core/corpora/parts.ts';

const all = ({ training, tuning, heldOut }: TextParts): Span[] =>
  [...training, ...tuning, ...heldOut].sort((a, b) => a.from - b.from);

const shares = fc.record({
  heldOutShare: fc.double({ min: 0.001, max: 0.7, noNaN: true }),
  tuningShare: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 0.29, noNaN: true })),
});
const lengths = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 300_000 }));

describe('the parts of a text', () => {
  it('follow each other at the end as 85, 5 and 10 % when nobody says otherwise', () => {
    expect(textParts(10_000, defaultSplit)).toEqual({
      training: [{ from: 0, to: 8500 }],
      tuning: [{ from: 8500, to: 9000 }],
      heldOut: [{ from: 9000, to: 10_000 }],
    });
    expect(textParts(10_000, formerSplit)).toEqual({
      training: [{ from: 0, to: 9000 }],
      tuning: [],
      heldOut: [{ from: 9000, to: 10_000 }],
    });
  });

  it('are whole texts where the held-out one is a file of its own, whose first character nothing predicts', () => {
    expect(textParts(1100, { split: 'file', heldOutShare: 0.1, tuningShare: 0.05 }, 100)).toEqual({
      training: [{ from: 0, to: 950 }],
      tuning: [{ from: 950, to: 1000 }],
      heldOut: [{ from: 1001, to: 1100, begins: 1000 }],
    });
  });

  it('lie in blocks over all of the text, every third kept block for tuning', () => {
    // 40 blocks of 1 000: 4 held out and 2 for tuning, kept at ⌊(i + ½) 40/6⌋ = 3, 10, 16, 23, 30, 36.
    const parts = textParts(40_000, { ...defaultSplit, split: 'blocks' });
    const block = (at: number) => ({ from: 1000 * at, to: 1000 * at + 1000 });
    expect(parts.heldOut).toEqual([3, 16, 23, 36].map(block));
    expect(parts.tuning).toEqual([10, 30].map(block));
    expect(parts.training[0]).toEqual({ from: 0, to: 3000 });
    expect(parts.training.at(-1)).toEqual({ from: 37_000, to: 40_000 });
  });

  it('cover a text once, whatever its length, the kind and the shares', () => {
    const kinds = fc.constantFrom<SplitOptions['split']>('end', 'blocks');
    fc.assert(
      fc.property(lengths, kinds, shares, (N, split, share) => {
        const parts = textParts(N, { split, ...share });
        const list = all(parts);
        let end = 0;
        for (const { from, to } of list) {
          // A block at the beginning is scored from its second character on.
          expect(from === end || (end === 0 && from === 1)).toBe(true);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        expect(end).toBe(N);
        expect(charactersOf(parts.training)).toBeGreaterThan(0);
        for (const { from } of [...parts.tuning, ...parts.heldOut]) expect(from).toBeGreaterThan(0);
        if (share.tuningShare === 0) expect(parts.tuning).toEqual([]);
        if (N >= 4) expect(charactersOf(parts.heldOut)).toBeGreaterThan(0);
      }),
    );
  });

  it('have the shares that were asked for, to a character at the end and to a block in blocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1e6 }), shares, (N, share) => {
        for (const split of ['end', 'blocks'] as const) {
          const { tuning, heldOut } = textParts(N, { split, ...share });
          const block = split === 'end' ? 2 : Math.max(2, 2 * Math.min(1000, Math.floor(N / 40)));
          expect(Math.abs(charactersOf(heldOut) - N * share.heldOutShare)).toBeLessThanOrEqual(block);
          expect(Math.abs(charactersOf(tuning) - N * share.tuningShare)).toBeLessThanOrEqual(block);
        }
      }),
    );
  });

  it('leave each something where there is hardly any text', () => {
    for (const split of ['end', 'blocks'] as const)
      for (let N = 1; N < 60; N++) {
        const { training, tuning, heldOut } = textParts(N, { ...defaultSplit, split });
        expect(charactersOf(training)).toBeGreaterThanOrEqual(N < 4 ? Math.ceil(N / 2) : 2);
        expect(charactersOf(heldOut)).toBeGreaterThanOrEqual(N >= 4 ? 1 : Math.floor(N / 2));
        if (N >= 6) expect(charactersOf(tuning)).toBeGreaterThanOrEqual(1);
      }
  });
});

describe('a share of a part', () => {
  it('is its beginning where it is one stretch', () => {
    expect(evenlyOf([{ from: 50, to: 150 }], 30)).toEqual([{ from: 50, to: 80 }]);
    expect(evenlyOf([{ from: 50, to: 150 }], 1000)).toEqual([{ from: 50, to: 150 }]);
  });

  it('is made of blocks that lie evenly over it', () => {
    const blocks = Array.from({ length: 100 }, (_, i) => ({ from: 100 * i + 10, to: 100 * i + 20 }));
    const chosen = evenlyOf(blocks, 95);
    expect(charactersOf(chosen)).toBe(95);
    expect(chosen.map(({ from }) => from)).toEqual(
      [5, 15, 25, 35, 45, 55, 65, 75, 85, 95].map((i) => 100 * i + 10),
    );
  });

  it('has as many characters as were asked for, if the part has them', () => {
    const part = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 })), {
        minLength: 1,
        maxLength: 50,
      })
      .map((pairs) => {
        let end = 0;
        return pairs.map(([gap, length]) => ({ from: end + gap, to: (end += gap + length) }));
      });
    fc.assert(
      fc.property(part, fc.integer({ min: 1, max: 800 }), (spans, characters) => {
        expect(charactersOf(evenlyOf(spans, characters))).toBe(Math.min(characters, charactersOf(spans)));
      }),
    );
  });
});

describe('a joined text', () => {
  it('reads over the gaps', () => {
    const text = Uint8Array.from({ length: 20 }, (_, i) => i);
    const joined = new JoinedText(text, [
      { from: 2, to: 5 },
      { from: 9, to: 10 },
      { from: 15, to: 20 },
    ]);
    expect(joined.length).toBe(9);
    expect([...joined.copy(0, 9)]).toEqual([2, 3, 4, 9, 15, 16, 17, 18, 19]);
    expect([...joined.copy(2, 3)]).toEqual([4, 9, 15]);
    expect([...joined.copy(8, 1)]).toEqual([19]);
    expect([...joined.copy(9, 0)]).toEqual([]);
    expect([0, 2, 3, 4, 8].map((place) => joined.positionOf(place))).toEqual([2, 4, 9, 15, 19]);
  });

  it('of all of a text is the text', () => {
    const joined = new JoinedText(Uint8Array.of(5, 6, 7));
    expect([...joined.copy(0, 3)]).toEqual([5, 6, 7]);
  });
});
