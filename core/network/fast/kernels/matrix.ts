/**
 * Matrix products in float32, in tiles that stay in registers.
 *
 * One operand comes in panels: strips of 8 columns, row after row, so that a tile reads it as one stream. A tile is up
 * to 6 rows by 8 columns: 12 accumulators, 2 vectors of the panel and 1 broadcast are all of the 15 vector registers
 * that V8 gives away.
 */
import { findConstants } from './elementary';
import { packPanel, useRows } from './packing';
import { strip16, strip8, vectorStrip } from './tiles';

/** Panels that a product takes at once: 1, or 2 where that is faster. Every output is the same sum either way. */
let width: i32 = 1;

/** To be called before all others. @param rows,panels of the largest tile: 6 or 5 rows, 1 panel or 2 */
export function prepare(rows: i32, panels: i32): void {
  useRows(rows);
  width = panels;
  findConstants();
}

/**
 * C (+)= A · B over `depth`. A in blocks (`packRows`, `packColumns`) that stand aBlock apart; B in panels that stand
 * bPanel apart, [depth][8]; strip p of C at c + p · cPanel, its rows cStride apart.
 */
export function product(
  a: usize,
  aBlock: usize,
  b: usize,
  bPanel: usize,
  c: usize,
  cStride: usize,
  cPanel: usize,
  rows: i32,
  panels: i32,
  depth: i32,
  accumulate: bool,
): void {
  let p = 0;
  if (width > 1)
    for (; p + 1 < panels; p += 2) {
      strip16(aBlock, a, b, bPanel, c, cStride, cPanel, rows, depth, accumulate);
      b += 2 * bPanel;
      c += 2 * cPanel;
    }
  for (; p < panels; p++) {
    strip8(aBlock, a, b, c, cStride, rows, depth, accumulate);
    b += bPanel;
    c += cPanel;
  }
}

/** As `product`, with B as plain rows bStride apart; panels are laid into `scratch` (64 · depth bytes) first. */
export function productOfRows(
  a: usize,
  aBlock: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  cPanel: usize,
  rows: i32,
  panels: i32,
  depth: i32,
  accumulate: bool,
  scratch: usize,
): void {
  let p = 0;
  const beside = 32 * <usize>depth;
  if (width > 1)
    for (; p + 1 < panels; p += 2) {
      packPanel(b, bStride, depth, scratch);
      packPanel(b + 32, bStride, depth, scratch + beside);
      strip16(aBlock, a, scratch, beside, c, cStride, cPanel, rows, depth, accumulate);
      b += 64;
      c += 2 * cPanel;
    }
  for (; p < panels; p++) {
    packPanel(b, bStride, depth, scratch);
    strip8(aBlock, a, scratch, c, cStride, rows, depth, accumulate);
    b += 32;
    c += cPanel;
  }
}

/**
 * c += a · B for one row a of `depth` values and panels that stand bPanel apart.
 * @param backwards from the last panel to the first. A matrix a little larger than the first cache, multiplied by again
 *   and again, is found there in part when each pass begins where the one before ended.
 */
export function vectorProduct(
  a: usize,
  b: usize,
  bPanel: usize,
  c: usize,
  panels: i32,
  depth: i32,
  backwards: bool,
): void {
  // The registers that hold two panels of a tile hold eight of a row; those of one hold five.
  const most = width > 1 ? 8 : 5;
  let groups = (panels + most - 1) / most;
  if (backwards) {
    b += <usize>panels * bPanel;
    c += 32 * <usize>panels;
  }
  while (groups > 0) {
    // The larger groups come first forwards and last backwards: the same groups either way.
    const n = backwards ? panels / groups : (panels + groups - 1) / groups;
    if (backwards) {
      b -= <usize>n * bPanel;
      c -= 32 * <usize>n;
    }
    vectorStrip(n, a, b, bPanel, c, depth);
    if (!backwards) {
      b += <usize>n * bPanel;
      c += 32 * <usize>n;
    }
    panels -= n;
    groups--;
  }
}
