/** What the yardsticks need of rows of outputs, in one pass over each. */
import { exponential, table, total } from './elementary';

/** Values that are written per row. */
const perRow: usize = 5;

/**
 * Writes for every row of y: Σ max(y, 0), Σ max(y, 0)², y of the target, how many outputs come before it (larger ones,
 * and equal ones with a smaller index), and 1 where an output is below 0.
 */
export function scoreRows(y: usize, stride: usize, rows: i32, V: i32, targets: usize, to: usize): void {
  const zero = f32x4.splat(0);
  const whole = V & ~3;
  for (let r = 0; r < rows; r++) {
    const target = <i32>load<u32>(targets);
    const own = load<f32>(y + 4 * <usize>target);
    const ours = f32x4.splat(own);
    let sums = zero;
    let squares = zero;
    let before = i32x4.splat(0);
    let negative = zero;
    let at = y;
    for (let i = 0; i < whole; i += 4) {
      const x = v128.load(at);
      const positive = f32x4.pmax(zero, x);
      sums = f32x4.add(sums, positive);
      squares = f32x4.add(squares, f32x4.mul(positive, positive));
      // A comparison that holds is −1. Not "y ≤ ours": a NaN comes before everything.
      before = i32x4.sub(before, v128.not(f32x4.le(x, ours)));
      negative = v128.or(negative, f32x4.lt(x, zero));
      at += 16;
    }
    for (let i = 0; i < (target & ~3); i += 4)
      before = i32x4.sub(before, f32x4.eq(v128.load(y + 4 * <usize>i), ours));
    let sum = total(sums);
    let square = total(squares);
    let count =
      i32x4.extract_lane(before, 0) +
      i32x4.extract_lane(before, 1) +
      i32x4.extract_lane(before, 2) +
      i32x4.extract_lane(before, 3);
    let below = v128.any_true(negative);
    for (let i = whole; i < V; i++) {
      const x = load<f32>(y + 4 * <usize>i);
      if (x > 0) {
        sum += x;
        square += x * x;
      } else if (x < 0) below = true;
      if (!(x <= own)) count++;
    }
    for (let i = target & ~3; i < target; i++) if (load<f32>(y + 4 * <usize>i) == own) count++;
    store<f32>(to, sum);
    store<f32>(to, square, 4);
    store<f32>(to, own, 8);
    store<f32>(to, own == own ? <f32>count : <f32>V, 12);
    store<f32>(to, below ? 1 : 0, 16);
    y += stride;
    targets += 4;
    to += 4 * perRow;
  }
}

/**
 * For outputs whose powers are read: writes Σ e^{y − m}, Σ e^{2 (y − m)} and e^{y − m} of the target over what
 * `scoreRows` has written there, with m = max y, and 0 for what was clipped.
 */
export function scorePowers(y: usize, stride: usize, rows: i32, V: i32, targets: usize, to: usize): void {
  const zero = f32x4.splat(0);
  const whole = V & ~3;
  for (let r = 0; r < rows; r++) {
    let most = f32x4.splat(-Infinity);
    for (let i = 0; i < whole; i += 4) most = f32x4.pmax(most, v128.load(y + 4 * <usize>i));
    let top = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    for (let i = whole; i < V; i++) {
      const x = load<f32>(y + 4 * <usize>i);
      if (x > top) top = x;
    }
    const shift = f32x4.splat(top);
    let sums = zero;
    let squares = zero;
    for (let i = 0; i < whole; i += 4) {
      const e = exponential(f32x4.sub(v128.load(y + 4 * <usize>i), shift), table);
      sums = f32x4.add(sums, e);
      squares = f32x4.add(squares, f32x4.mul(e, e));
    }
    let sum = total(sums);
    let square = total(squares);
    for (let i = whole; i < V; i++) {
      const e = power(load<f32>(y + 4 * <usize>i) - top);
      sum += e;
      square += e * e;
    }
    store<f32>(to, sum);
    store<f32>(to, square, 4);
    store<f32>(to, power(load<f32>(y + 4 * <usize>load<u32>(targets)) - top), 8);
    store<f32>(to, 0, 16);
    y += stride;
    targets += 4;
    to += 4 * perRow;
  }
}

// @ts-expect-error: decorator
@inline
function power(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x), table), 0);
}
