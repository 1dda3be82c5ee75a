/**
 * The first whole number from `low` to before `high` at which something holds that holds from there on; `high` where it
 * holds nowhere. By halving.
 */
export function firstFrom(low: number, high: number, holds: (n: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
