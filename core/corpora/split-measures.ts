import { countsWithin } from './baselines.ts';
import type { Indices } from './corpus.ts';
import { driftAndChance, type Drift } from './drift.ts';
import { heldOutOf, trainingCounts } from './measure.ts';
import { placesBeside } from './pair-counts.ts';
import { charactersOf, textParts, type SplitOptions } from './parts.ts';

/** Stretches that unseen characters are counted by: fortieths of the text, as short as the blocks of a short one. */
const stretches = 40;

/** What one way to split a text does to it. */
export interface SplitMeasure extends Drift {
  readonly split: SplitOptions['split'];
  /** Distinct characters of the held-out part that training never shows. */
  readonly unseen: number;
  /** How often they occur there, of so many characters. */
  readonly unseenCharacters: number;
  readonly heldOutCharacters: number;
  /** Distinct characters of each fortieth of the text, outside of the training part, that training never shows. */
  readonly unseenByFortieth: readonly number[];
}

/** A text and how it might be split; the indices lie on shared memory. */
export interface SplitQuestion extends Pick<SplitOptions, 'heldOutShare' | 'tuningShare'> {
  readonly indices: Indices;
  /** V. */
  readonly distinct: number;
  /** Characters of the held-out text of its own that stands at the end; 0 where there is none. */
  readonly ownHeldOut: number;
}

/** A text split at the end, by blocks, and by its held-out file where it has one. */
export function measureSplits(question: SplitQuestion): SplitMeasure[] {
  const { indices, distinct, ownHeldOut, heldOutShare, tuningShare } = question;
  const text = indices.subarray(0, indices.length - ownHeldOut);
  const counts = countsWithin(text, [{ from: 0, to: text.length }], distinct);
  const ways = (['end', 'blocks'] as const).map((split) =>
    measured({ indices: text, counts }, { split, heldOutShare, tuningShare }, 0),
  );
  if (ownHeldOut === 0) return ways;
  const own = countsWithin(indices, [{ from: text.length, to: indices.length }], distinct);
  const all = counts.map((n, c) => n + own[c]);
  return [
    ...ways,
    measured({ indices, counts: all }, { split: 'file', heldOutShare, tuningShare }, ownHeldOut),
  ];
}

function measured(
  text: { readonly indices: Indices; readonly counts: Float64Array },
  options: SplitOptions,
  ownHeldOut: number,
): SplitMeasure {
  const { indices, counts } = text;
  const parts = textParts(indices.length, options, ownHeldOut);
  const training = trainingCounts(text, parts);
  const spans = heldOutOf(parts, ownHeldOut > 0);
  const heldOut = countsWithin(indices, spans, counts.length);
  const isUnseen = training.map((n) => (n === 0 ? 1 : 0));
  const byFortieth = Array<number>(stretches).fill(0);
  /** The stretch in which each character was met last. */
  const met = new Int8Array(counts.length).fill(-1);
  for (const { from, to } of placesBeside(parts.training, indices.length, 0))
    for (let i = from; i < to; i++) {
      const c = indices[i];
      if (isUnseen[c] === 0) continue;
      const stretch = Math.floor((stretches * i) / indices.length);
      if (met[c] === stretch) continue;
      met[c] = stretch;
      byFortieth[stretch]++;
    }
  return {
    split: options.split,
    ...driftAndChance(counts, training, heldOut),
    unseen: heldOut.reduce((sum, n, c) => sum + (n > 0 ? isUnseen[c] : 0), 0),
    unseenCharacters: heldOut.reduce((sum, n, c) => sum + n * isUnseen[c], 0),
    heldOutCharacters: charactersOf(spans),
    unseenByFortieth: byFortieth,
  };
}
