import { describe, expect, it } from 'vitest';
import { measureSplits } from '../../../core/corpora/split-measures.ts';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { read } from './reading.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shares = { heldOutShare: 0.1, tuningShare: 0.05 };

/** 4 000 characters whose last fortieth alone has q, and whose tuning part alone has z. */
const text = `${'ab'.repeat(1700)}${'z'.repeat(200)}${'ab'.repeat(150)}${'aq'.repeat(50)}`;

describe('a text split in every way', () => {
  it('has the drift of its summary, and counts what training never shows', async () => {
    for (const split of ['end', 'blocks'] as const) {
      const { summary, indices, vocabulary } = await read(bytes(text), { split });
      const found = measureSplits({ indices, distinct: vocabulary.length, ownHeldOut: 0, ...shares });
      expect(found.map((each) => each.split)).toEqual(['end', 'blocks']);
      const own = found.find((each) => each.split === split)!;
      expect(own.excess - own.chance).toBe(summary.drift);
      expect(own.heldOutCharacters).toBe(summary.heldOutCharacters);
    }
  });

  it('tells where unseen characters are, by fortieth', async () => {
    const { indices, vocabulary } = await read(bytes(text));
    const [end] = measureSplits({ indices, distinct: vocabulary.length, ownHeldOut: 0, ...shares });
    // 85 % to train: z stands in fortieths 35 and 36 of the tuning part, q in the last one.
    expect(end.unseenByFortieth.flatMap((n, at) => (n > 0 ? [[at, n]] : []))).toEqual([
      [34, 1],
      [35, 1],
      [39, 1],
    ]);
    expect([end.unseen, end.unseenCharacters, end.heldOutCharacters]).toEqual([1, 50, 400]);
  });

  it('reads a shorter and the present share alike, whatever the way that holds', async () => {
    const { indices, vocabulary } = await read(bytes(text), { ...defaultCorpusOptions, split: 'blocks' });
    const [end] = measureSplits({
      ...{ indices, distinct: vocabulary.length, ownHeldOut: 0 },
      ...{ heldOutShare: 0.025, tuningShare: 0 },
    });
    expect([end.unseen, end.heldOutCharacters]).toEqual([1, 100]);
  });
});
