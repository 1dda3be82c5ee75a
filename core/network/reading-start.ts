import type { Span } from '../corpora/parts.ts';
import type { Network } from './engine.ts';

/**
 * The hidden state from which a network reads text without being trained (science: state). `carried`: the one that its
 * training carries, H values, warmed up on the characters before what is read. A trained network may never visit
 * h = 0, and may stay for thousands of characters in another resting state that it reaches from there. `zero`: h = 0, with
 * nothing read before.
 */
export type ReadingStart =
  { readonly kind: 'carried'; readonly state: Float64Array } | { readonly kind: 'zero' };

/** W: characters before a stretch on which a carried state is warmed up; they are not scored. */
export const warmUpCharacters = 100;

/** Where the warm-up of a stretch begins that is read from place `first` on: fewer characters where the text begins. */
export const warmUpFrom = (first: number): number => Math.max(0, first - warmUpCharacters);

/** H values: a copy of the state from which reading starts, before any warm-up. */
export function startState(start: ReadingStart, hidden: number): Float64Array<ArrayBuffer> {
  return start.kind === 'carried' ? Float64Array.from(start.state) : new Float64Array(hidden);
}

/**
 * The hidden state before the input at place `first` of a text.
 * @returns H values, or null when interrupted
 */
export function stateBefore(
  network: Network,
  text: Readable,
  first: number,
  start: ReadingStart,
  interrupted: () => boolean,
): Float64Array | null {
  const state = startState(start, network.spec.shape.hidden);
  if (start.kind === 'zero') return state;
  return network.advance(text.subarray(warmUpFrom(first), first), state, interrupted) ? state : null;
}

/** Indices of a text, whole or in part. */
export type Readable = ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> };

/** The inputs whose predictions are the characters of a span. */
export const inputsOf = (text: Readable, { from, to }: Span): ArrayLike<number> =>
  text.subarray(from - 1, to - 1);
