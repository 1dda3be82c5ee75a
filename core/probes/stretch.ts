import { LabError } from '../errors.ts';
import type { Indices } from '../corpora/corpus.ts';
import { JoinedText, type TextParts } from '../corpora/parts.ts';
import type { ProbeStretch } from './probe.ts';

/** What a probe needs of a text; the indices lie on shared memory. */
export interface ProbeText {
  readonly indices: Indices;
  /** Code point of each index. */
  readonly vocabulary: Uint32Array;
  readonly parts: Pick<TextParts, 'training' | 'heldOut'>;
}

/** A stretch as the network reads it. */
export interface ReadStretch {
  /** Read before it; the last of them is followed by the first input. */
  readonly context: Uint32Array;
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Where a part has several spans, it is read joined, as training reads it.
 * @throws LabError `bad-argument` when the part of the text ends before the stretch does
 */
export function readStretch(text: ProbeText, stretch: ProbeStretch): ReadStretch {
  const { part, start, length } = stretch;
  const { indices, parts } = text;
  const joined = new JoinedText(indices, part === 'training' ? parts.training : parts.heldOut);
  // The target of the last input is one character further on.
  if (start + length + 1 > joined.length)
    throw new LabError(
      'bad-argument',
      `The ${part} part has ${joined.length} characters; ${length} from place ${start} on, each with the character after it, need ${start + length + 1}.`,
      'Choose an earlier or a shorter stretch.',
    );
  // Held-out text is come to from whatever stands before it, as evaluations do.
  const first = part === 'training' ? start : joined.positionOf(start);
  const leading = part === 'training' ? joined : new JoinedText(indices);
  const begins = part === 'training' ? 0 : joined.beginsAt(start);
  const before = Math.min(first - begins, stretch.context);
  return {
    context: leading.copy(first - before, before),
    inputs: joined.copy(start, length),
    targets: joined.copy(start + 1, length),
  };
}

/** Characters whose frequencies put the rows of a map in order: a few million tell, and take milliseconds. */
const counted = 4_000_000;

/** All characters, the most frequent first; among equals the one that appears first in the text. */
export function byFrequency(text: ProbeText): Uint32Array {
  const counts = new Uint32Array(text.vocabulary.length);
  const end = Math.min(text.indices.length, counted);
  for (let i = 0; i < end; i++) counts[text.indices[i]]++;
  return Uint32Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b);
}

/** The rows of a map: the `wanted` first of all characters in their order, and every target of the stretch. */
export function rowsAmong(order: Uint32Array, targets: Uint32Array, wanted: number): Uint32Array {
  const isTarget = new Set(targets);
  return order.filter((index, place) => place < wanted || isTarget.has(index));
}

/** The rows of a map of a text: see `byFrequency` and `rowsAmong`. */
export const mapRows = (text: ProbeText, targets: Uint32Array, wanted: number): Uint32Array =>
  rowsAmong(byFrequency(text), targets, wanted);
