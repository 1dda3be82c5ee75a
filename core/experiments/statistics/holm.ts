/**
 * Holm's step-down correction of p values for their number: adjusted p, in the order given. Rejecting what is at or below α
 * keeps the chance of any false rejection at α, whatever the tests have to do with each other (Holm 1979, Scandinavian
 * Journal of Statistics 6). A test that could not be made is null and counts for nothing.
 */
export function holm(values: readonly (number | null)[]): (number | null)[] {
  const order = values
    .flatMap((p, i) => (p === null ? [] : [{ p, i }]))
    .sort((a, b) => a.p - b.p || a.i - b.i);
  const adjusted: (number | null)[] = values.map(() => null);
  let least = 0;
  order.forEach(({ p, i }, rank) => {
    least = Math.max(least, Math.min(1, (order.length - rank) * p));
    adjusted[i] = least;
  });
  return adjusted;
}
