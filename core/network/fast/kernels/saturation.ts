/** How many hidden units lie where tanh is flat, counted in float32. */

/** Sum of the four lanes. */
// @ts-expect-error: decorator
@inline
function counted(counts: v128): i32 {
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    (i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3))
  );
}

/** Of the first `count` values of each row, those with |x| > limit. */
export function countBeyond(at: usize, stride: usize, rows: i32, count: i32, limit: f32): i32 {
  const whole: usize = <usize>(count & ~3) << 2;
  const end: usize = <usize>count << 2;
  const most = f32x4.splat(limit);
  let counts = i32x4.splat(0);
  let rest = 0;
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < whole; i += 16)
      counts = i32x4.sub(counts, f32x4.gt(f32x4.abs(v128.load(at + i)), most));
    for (let i = whole; i < end; i += 4) rest += abs(load<f32>(at + i)) > limit ? 1 : 0;
    at += stride;
  }
  return counted(counts) + rest;
}
