/**
 * What a step does to the rows of Wxh that belong to the characters it has read, in one call for all of them. Rows follow
 * each other in a table, each as long as the distance between them, a multiple of 32 bytes; `indices` says which are meant.
 * Sums are made row by row, in the order of the indices.
 */
import { add, largest, products, squares } from './recurrence';

/** Bytes from the first row of a table to the one that index r names. */
// @ts-expect-error: decorator
@inline
export function rowAt(indices: usize, r: i32, width: usize): usize {
  return <usize>load<u32>(indices + 4 * <usize>r) * width;
}

export function clearRows(table: usize, width: usize, indices: usize, rows: i32): void {
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const at = table + rowAt(indices, r, width);
    for (let i: usize = 0; i < width; i += 32) {
      v128.store(at + i, zero, 16);
      v128.store(at + i, zero);
    }
  }
}

/** Rows of one table go to the same places of another. */
export function copyRows(from: usize, to: usize, width: usize, indices: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    const source = from + row;
    const target = to + row;
    for (let i: usize = 0; i < width; i += 32) {
      const low = v128.load(source + i);
      const high = v128.load(source + i, 16);
      v128.store(target + i, high, 16);
      v128.store(target + i, low);
    }
  }
}

/** a += b */
export function addRows(a: usize, b: usize, width: usize, indices: usize, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    add(a + row, b + row, <i32>(width >> 2));
  }
}

/** Σ x², as `products`. */
export function squaresOfRows(table: usize, width: usize, indices: usize, rows: i32, scratch: usize): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < rows; r++) sum += squares(table + rowAt(indices, r, width), <i32>(width >> 2), scratch);
  return sum;
}

/** `sum` + Σ a b, as `products`. */
export function productsOfRows(
  sum: f64,
  a: usize,
  b: usize,
  width: usize,
  indices: usize,
  rows: i32,
  scratch: usize,
): f64 {
  for (let r = 0; r < rows; r++) {
    const row = rowAt(indices, r, width);
    sum += products(a + row, b + row, <i32>(width >> 2), scratch);
  }
  return sum;
}

/** The largest |x|, as `largest`. */
export function largestOfRows(table: usize, width: usize, indices: usize, rows: i32, scratch: usize): f32 {
  let most: f32 = 0;
  for (let r = 0; r < rows; r++)
    most = max(most, largest(table + rowAt(indices, r, width), <i32>(width >> 2), scratch));
  return most;
}
