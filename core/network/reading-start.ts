import type { Span } from '../corpora/parts.ts';
import type { Network } from './engine.ts';

/**
 * The hidden state from which a network reads and draws text without being trained (science: state). `carried`: the one
 * that its training carries, H values. A trained network may never visit h = 0, and may stay for thousands of
 * characters in another resting state that it reaches from there. `zero`: h = 0, for initial weights, and for those whose
 * state was not kept.
 */
export type ReadingStart =
  { readonly kind: 'carried'; readonly state: Float64Array } | { readonly kind: 'zero' };

/** W: characters before a stretch on which a carried state is warmed up; they are not scored. */
export const warmUpCharacters = 100;

/** H values: a copy of the state from which reading starts, before any warm-up. */
export function startState(start: ReadingStart, hidden: number): Float64Array<ArrayBuffer> {
  return start.kind === 'carried' ? Float64Array.from(start.state) : new Float64Array(hidden);
}

/** Indices of a text, whole or in part. */
export type Readable = ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> };

/**
 * The hidden state before the input that the first character of a span is predicted from. A carried one is warmed up: of
 * the up to 100 characters before it in its text all but the last, which is that input, have been read. From 0 nothing has.
 * @returns H values, or null when interrupted
 */
export function stateBefore(
  network: Network,
  text: Readable,
  { from, begins = 0 }: Span,
  start: ReadingStart,
  interrupted: () => boolean,
): Float64Array | null {
  const state = startState(start, network.spec.shape.hidden);
  if (start.kind === 'zero') return state;
  const before = text.subarray(Math.max(begins, from - warmUpCharacters), from - 1);
  return network.advance(before, state, interrupted) ? state : null;
}
