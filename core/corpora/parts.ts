/**
 * A stretch of scored characters of a text, half open, in characters from its beginning. Each is predicted from the one
 * before it, so `from` is at least 1.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Characters of several spans together. */
export const charactersOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** The first so many characters of several spans, in their order. */
export function firstOf(spans: readonly Span[], characters: number): Span[] {
  let left = characters;
  return spans.flatMap(({ from, to }) => {
    const taken = Math.min(left, to - from);
    left -= taken;
    return taken > 0 ? [{ from, to: from + taken }] : [];
  });
}
