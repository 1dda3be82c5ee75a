/**
 * Matrix products in float32, in tiles that stay in registers.
 *
 * One operand comes in panels: strips of 8 columns, row after row, so that a tile reads it as one stream. A tile is up
 * to 6 rows by 8 columns: 12 accumulators, 2 vectors of the panel and 1 broadcast are all of the 15 vector registers
 * that V8 gives away. The loops over the depth are not unrolled: V8 would hoist the loads and spill the accumulators.
 */

import { findConstants, multiplyAdd } from './elementary';
import { blockRows, packPanel, tileRows, useRows } from './layout';

/**
 * One tile: C[r][0…8 · panels] (+)= Σ_k A(r, k) · B[k][…] for `rows` rows r, up to 6, and one or two panels. Strides in
 * bytes. A(r, k) stands at a + 4 r + 24 k, row k of a panel at b + 32 k; panels of B and of C stand bPanel and cPanel
 * apart. Of two neighbouring stores the upper one comes first: V8 then makes one of them, without a test between.
 */
// @ts-expect-error: decorator
@inline
function tile(
  rows: i32,
  panels: i32,
  a: usize,
  b: usize,
  bPanel: usize,
  c: usize,
  cStride: usize,
  cPanel: usize,
  depth: i32,
  accumulate: bool,
): void {
  // What stands there is taken or left without a branch: across one, V8 finds no pairs.
  const taken = i32x4.splat(-<i32>accumulate);
  let at = c;
  let c00 = v128.and(v128.load(at), taken);
  let c01 = v128.and(v128.load(at, 16), taken);
  let c02 = panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c03 = panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  if (rows > 1) at += cStride;
  let c10 = rows > 1 ? v128.and(v128.load(at), taken) : c00;
  let c11 = rows > 1 ? v128.and(v128.load(at, 16), taken) : c00;
  let c12 = rows > 1 && panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c13 = rows > 1 && panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  if (rows > 2) at += cStride;
  let c20 = rows > 2 ? v128.and(v128.load(at), taken) : c00;
  let c21 = rows > 2 ? v128.and(v128.load(at, 16), taken) : c00;
  let c22 = rows > 2 && panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c23 = rows > 2 && panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  if (rows > 3) at += cStride;
  let c30 = rows > 3 ? v128.and(v128.load(at), taken) : c00;
  let c31 = rows > 3 ? v128.and(v128.load(at, 16), taken) : c00;
  let c32 = rows > 3 && panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c33 = rows > 3 && panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  if (rows > 4) at += cStride;
  let c40 = rows > 4 ? v128.and(v128.load(at), taken) : c00;
  let c41 = rows > 4 ? v128.and(v128.load(at, 16), taken) : c00;
  let c42 = rows > 4 && panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c43 = rows > 4 && panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  if (rows > 5) at += cStride;
  let c50 = rows > 5 ? v128.and(v128.load(at), taken) : c00;
  let c51 = rows > 5 ? v128.and(v128.load(at, 16), taken) : c00;
  let c52 = rows > 5 && panels > 1 ? v128.and(v128.load(at + cPanel), taken) : c00;
  let c53 = rows > 5 && panels > 1 ? v128.and(v128.load(at + cPanel, 16), taken) : c00;
  const end = b + 32 * <usize>depth;
  let beside = b + bPanel;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = panels > 1 ? v128.load(beside) : b0;
    const b3 = panels > 1 ? v128.load(beside, 16) : b0;
    let s = v128.load32_splat(a);
    c00 = multiplyAdd(s, b0, c00);
    c01 = multiplyAdd(s, b1, c01);
    if (panels > 1) {
      c02 = multiplyAdd(s, b2, c02);
      c03 = multiplyAdd(s, b3, c03);
    }
    if (rows > 1) {
      s = v128.load32_splat(a, 4);
      c10 = multiplyAdd(s, b0, c10);
      c11 = multiplyAdd(s, b1, c11);
      if (panels > 1) {
        c12 = multiplyAdd(s, b2, c12);
        c13 = multiplyAdd(s, b3, c13);
      }
    }
    if (rows > 2) {
      s = v128.load32_splat(a, 8);
      c20 = multiplyAdd(s, b0, c20);
      c21 = multiplyAdd(s, b1, c21);
      if (panels > 1) {
        c22 = multiplyAdd(s, b2, c22);
        c23 = multiplyAdd(s, b3, c23);
      }
    }
    if (rows > 3) {
      s = v128.load32_splat(a, 12);
      c30 = multiplyAdd(s, b0, c30);
      c31 = multiplyAdd(s, b1, c31);
      if (panels > 1) {
        c32 = multiplyAdd(s, b2, c32);
        c33 = multiplyAdd(s, b3, c33);
      }
    }
    if (rows > 4) {
      s = v128.load32_splat(a, 16);
      c40 = multiplyAdd(s, b0, c40);
      c41 = multiplyAdd(s, b1, c41);
      if (panels > 1) {
        c42 = multiplyAdd(s, b2, c42);
        c43 = multiplyAdd(s, b3, c43);
      }
    }
    if (rows > 5) {
      s = v128.load32_splat(a, 20);
      c50 = multiplyAdd(s, b0, c50);
      c51 = multiplyAdd(s, b1, c51);
      if (panels > 1) {
        c52 = multiplyAdd(s, b2, c52);
        c53 = multiplyAdd(s, b3, c53);
      }
    }
    a += 4 * blockRows;
    b += 32;
    if (panels > 1) beside += 32;
  }
  v128.store(c, c01, 16);
  v128.store(c, c00);
  if (panels > 1) {
    v128.store(c + cPanel, c03, 16);
    v128.store(c + cPanel, c02);
  }
  if (rows > 1) {
    c += cStride;
    v128.store(c, c11, 16);
    v128.store(c, c10);
    if (panels > 1) {
      v128.store(c + cPanel, c13, 16);
      v128.store(c + cPanel, c12);
    }
  }
  if (rows > 2) {
    c += cStride;
    v128.store(c, c21, 16);
    v128.store(c, c20);
    if (panels > 1) {
      v128.store(c + cPanel, c23, 16);
      v128.store(c + cPanel, c22);
    }
  }
  if (rows > 3) {
    c += cStride;
    v128.store(c, c31, 16);
    v128.store(c, c30);
    if (panels > 1) {
      v128.store(c + cPanel, c33, 16);
      v128.store(c + cPanel, c32);
    }
  }
  if (rows > 4) {
    c += cStride;
    v128.store(c, c41, 16);
    v128.store(c, c40);
    if (panels > 1) {
      v128.store(c + cPanel, c43, 16);
      v128.store(c + cPanel, c42);
    }
  }
  if (rows > 5) {
    c += cStride;
    v128.store(c, c51, 16);
    v128.store(c, c50);
    if (panels > 1) {
      v128.store(c + cPanel, c53, 16);
      v128.store(c + cPanel, c52);
    }
  }
}

function tile6x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(6, 1, a, b, 0, c, u, 0, n, plus);
}
function tile5x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(5, 1, a, b, 0, c, u, 0, n, plus);
}
function tile4x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(4, 1, a, b, 0, c, u, 0, n, plus);
}
function tile3x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(3, 1, a, b, 0, c, u, 0, n, plus);
}
function tile2x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(2, 1, a, b, 0, c, u, 0, n, plus);
}
function tile1x8(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(1, 1, a, b, 0, c, u, 0, n, plus);
}
function tile6x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(6, 2, a, b, q, c, u, v, n, plus);
}
function tile5x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(5, 2, a, b, q, c, u, v, n, plus);
}
function tile4x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(4, 2, a, b, q, c, u, v, n, plus);
}
function tile3x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(3, 2, a, b, q, c, u, v, n, plus);
}
function tile2x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(2, 2, a, b, q, c, u, v, n, plus);
}
function tile1x16(a: usize, b: usize, q: usize, c: usize, u: usize, v: usize, n: i32, plus: bool): void {
  tile(1, 2, a, b, q, c, u, v, n, plus);
}

/** One or two panels: every tile of A against their 8 or 16 columns of B. */
// @ts-expect-error: decorator
@inline
function strip(
  panels: i32,
  a: usize,
  aBlock: usize,
  b: usize,
  bPanel: usize,
  c: usize,
  cStride: usize,
  cPanel: usize,
  rows: i32,
  depth: i32,
  accumulate: bool,
): void {
  let left = rows;
  let tiles = (rows + tileRows - 1) / tileRows;
  while (tiles > 0) {
    const n = (left + tiles - 1) / tiles;
    if (panels > 1) {
      if (n == 6) tile6x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
      else if (n == 5) tile5x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
      else if (n == 4) tile4x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
      else if (n == 3) tile3x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
      else if (n == 2) tile2x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
      else tile1x16(a, b, bPanel, c, cStride, cPanel, depth, accumulate);
    } else {
      if (n == 6) tile6x8(a, b, c, cStride, depth, accumulate);
      else if (n == 5) tile5x8(a, b, c, cStride, depth, accumulate);
      else if (n == 4) tile4x8(a, b, c, cStride, depth, accumulate);
      else if (n == 3) tile3x8(a, b, c, cStride, depth, accumulate);
      else if (n == 2) tile2x8(a, b, c, cStride, depth, accumulate);
      else tile1x8(a, b, c, cStride, depth, accumulate);
    }
    a += aBlock;
    c += <usize>n * cStride;
    left -= n;
    tiles--;
  }
}

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
      strip(2, a, aBlock, b, bPanel, c, cStride, cPanel, rows, depth, accumulate);
      b += 2 * bPanel;
      c += 2 * cPanel;
    }
  for (; p < panels; p++) {
    strip(1, a, aBlock, b, 0, c, cStride, 0, rows, depth, accumulate);
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
      strip(2, a, aBlock, scratch, beside, c, cStride, cPanel, rows, depth, accumulate);
      b += 64;
      c += 2 * cPanel;
    }
  for (; p < panels; p++) {
    packPanel(b, bStride, depth, scratch);
    strip(1, a, aBlock, scratch, 0, c, cStride, 0, rows, depth, accumulate);
    b += 32;
    c += cPanel;
  }
}

/**
 * Up to 8 panels at once for one row: c[8p …] += Σ_k a[k] · B_p[k][…]. With a single row, one panel alone has too few
 * accumulators to keep the processor busy.
 */
// @ts-expect-error: decorator
@inline
function vectorTile(panels: i32, a: usize, b: usize, bPanel: usize, c: usize, depth: i32): void {
  let b0 = b;
  let b1 = b0 + bPanel;
  let b2 = b1 + bPanel;
  let b3 = b2 + bPanel;
  let b4 = b3 + bPanel;
  let b5 = b4 + bPanel;
  let b6 = b5 + bPanel;
  let b7 = b6 + bPanel;
  let c00 = v128.load(c);
  let c01 = v128.load(c, 16);
  let c10 = panels > 1 ? v128.load(c, 32) : c00;
  let c11 = panels > 1 ? v128.load(c, 48) : c00;
  let c20 = panels > 2 ? v128.load(c, 64) : c00;
  let c21 = panels > 2 ? v128.load(c, 80) : c00;
  let c30 = panels > 3 ? v128.load(c, 96) : c00;
  let c31 = panels > 3 ? v128.load(c, 112) : c00;
  let c40 = panels > 4 ? v128.load(c, 128) : c00;
  let c41 = panels > 4 ? v128.load(c, 144) : c00;
  let c50 = panels > 5 ? v128.load(c, 160) : c00;
  let c51 = panels > 5 ? v128.load(c, 176) : c00;
  let c60 = panels > 6 ? v128.load(c, 192) : c00;
  let c61 = panels > 6 ? v128.load(c, 208) : c00;
  let c70 = panels > 7 ? v128.load(c, 224) : c00;
  let c71 = panels > 7 ? v128.load(c, 240) : c00;
  const end = a + 4 * <usize>depth;
  do {
    const s = v128.load32_splat(a);
    c00 = multiplyAdd(s, v128.load(b0), c00);
    c01 = multiplyAdd(s, v128.load(b0, 16), c01);
    b0 += 32;
    if (panels > 1) {
      c10 = multiplyAdd(s, v128.load(b1), c10);
      c11 = multiplyAdd(s, v128.load(b1, 16), c11);
      b1 += 32;
    }
    if (panels > 2) {
      c20 = multiplyAdd(s, v128.load(b2), c20);
      c21 = multiplyAdd(s, v128.load(b2, 16), c21);
      b2 += 32;
    }
    if (panels > 3) {
      c30 = multiplyAdd(s, v128.load(b3), c30);
      c31 = multiplyAdd(s, v128.load(b3, 16), c31);
      b3 += 32;
    }
    if (panels > 4) {
      c40 = multiplyAdd(s, v128.load(b4), c40);
      c41 = multiplyAdd(s, v128.load(b4, 16), c41);
      b4 += 32;
    }
    if (panels > 5) {
      c50 = multiplyAdd(s, v128.load(b5), c50);
      c51 = multiplyAdd(s, v128.load(b5, 16), c51);
      b5 += 32;
    }
    if (panels > 6) {
      c60 = multiplyAdd(s, v128.load(b6), c60);
      c61 = multiplyAdd(s, v128.load(b6, 16), c61);
      b6 += 32;
    }
    if (panels > 7) {
      c70 = multiplyAdd(s, v128.load(b7), c70);
      c71 = multiplyAdd(s, v128.load(b7, 16), c71);
      b7 += 32;
    }
    a += 4;
  } while (a < end);
  v128.store(c, c01, 16);
  v128.store(c, c00);
  if (panels > 1) {
    v128.store(c, c11, 48);
    v128.store(c, c10, 32);
  }
  if (panels > 2) {
    v128.store(c, c21, 80);
    v128.store(c, c20, 64);
  }
  if (panels > 3) {
    v128.store(c, c31, 112);
    v128.store(c, c30, 96);
  }
  if (panels > 4) {
    v128.store(c, c41, 144);
    v128.store(c, c40, 128);
  }
  if (panels > 5) {
    v128.store(c, c51, 176);
    v128.store(c, c50, 160);
  }
  if (panels > 6) {
    v128.store(c, c61, 208);
    v128.store(c, c60, 192);
  }
  if (panels > 7) {
    v128.store(c, c71, 240);
    v128.store(c, c70, 224);
  }
}

function vector8(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(8, a, b, t, c, depth);
}
function vector7(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(7, a, b, t, c, depth);
}
function vector6(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(6, a, b, t, c, depth);
}
function vector5(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(5, a, b, t, c, depth);
}
function vector4(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(4, a, b, t, c, depth);
}
function vector3(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(3, a, b, t, c, depth);
}
function vector2(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(2, a, b, t, c, depth);
}
function vector1(a: usize, b: usize, t: usize, c: usize, depth: i32): void {
  vectorTile(1, a, b, t, c, depth);
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
    if (n == 8) vector8(a, b, bPanel, c, depth);
    else if (n == 7) vector7(a, b, bPanel, c, depth);
    else if (n == 6) vector6(a, b, bPanel, c, depth);
    else if (n == 5) vector5(a, b, bPanel, c, depth);
    else if (n == 4) vector4(a, b, bPanel, c, depth);
    else if (n == 3) vector3(a, b, bPanel, c, depth);
    else if (n == 2) vector2(a, b, bPanel, c, depth);
    else vector1(a, b, bPanel, c, depth);
    if (!backwards) {
      b += <usize>n * bPanel;
      c += 32 * <usize>n;
    }
    panels -= n;
    groups--;
  }
}

/**
 * Registers only: 12 independent accumulators, `count` times. What one core can do at most; in pairs, so that V8 may make
 * 256 bits of each, or alone.
 * @param scratch 384 bytes, where the accumulators are left
 */
export function roofline(count: i32, factor: f32, scratch: usize): f32 {
  const y = f32x4.splat(factor);
  let a0 = f32x4.splat(1);
  let b0 = f32x4.splat(2);
  let c0 = f32x4.splat(3);
  let d0 = f32x4.splat(4);
  let e0 = f32x4.splat(5);
  let f0 = f32x4.splat(6);
  let g0 = f32x4.splat(7);
  let h0 = f32x4.splat(8);
  let i0 = f32x4.splat(9);
  let j0 = f32x4.splat(10);
  let k0 = f32x4.splat(11);
  let l0 = f32x4.splat(12);
  for (let n = 0; n < count; n++) {
    // Every accumulator has a product of its own: none can be shared or taken out of the loop.
    const x = f32x4.splat(f32(n));
    a0 = multiplyAdd(a0, y, x);
    b0 = multiplyAdd(b0, y, x);
    c0 = multiplyAdd(c0, y, x);
    d0 = multiplyAdd(d0, y, x);
    e0 = multiplyAdd(e0, y, x);
    f0 = multiplyAdd(f0, y, x);
    g0 = multiplyAdd(g0, y, x);
    h0 = multiplyAdd(h0, y, x);
    i0 = multiplyAdd(i0, y, x);
    j0 = multiplyAdd(j0, y, x);
    k0 = multiplyAdd(k0, y, x);
    l0 = multiplyAdd(l0, y, x);
  }
  v128.store(scratch, a0, 0);
  v128.store(scratch, b0, 32);
  v128.store(scratch, c0, 64);
  v128.store(scratch, d0, 96);
  v128.store(scratch, e0, 128);
  v128.store(scratch, f0, 160);
  v128.store(scratch, g0, 192);
  v128.store(scratch, h0, 224);
  v128.store(scratch, i0, 256);
  v128.store(scratch, j0, 288);
  v128.store(scratch, k0, 320);
  v128.store(scratch, l0, 352);
  return load<f32>(scratch);
}

/** The same in pairs. */
export function rooflinePairs(count: i32, factor: f32, scratch: usize): f32 {
  const y = f32x4.splat(factor);
  let a0 = f32x4.splat(1);
  let a1 = f32x4.splat(1.5);
  let b0 = f32x4.splat(2);
  let b1 = f32x4.splat(2.5);
  let c0 = f32x4.splat(3);
  let c1 = f32x4.splat(3.5);
  let d0 = f32x4.splat(4);
  let d1 = f32x4.splat(4.5);
  let e0 = f32x4.splat(5);
  let e1 = f32x4.splat(5.5);
  let f0 = f32x4.splat(6);
  let f1 = f32x4.splat(6.5);
  let g0 = f32x4.splat(7);
  let g1 = f32x4.splat(7.5);
  let h0 = f32x4.splat(8);
  let h1 = f32x4.splat(8.5);
  let i0 = f32x4.splat(9);
  let i1 = f32x4.splat(9.5);
  let j0 = f32x4.splat(10);
  let j1 = f32x4.splat(10.5);
  let k0 = f32x4.splat(11);
  let k1 = f32x4.splat(11.5);
  let l0 = f32x4.splat(12);
  let l1 = f32x4.splat(12.5);
  for (let n = 0; n < count; n++) {
    // Every accumulator has a product of its own: none can be shared or taken out of the loop.
    const x = f32x4.splat(f32(n));
    a0 = multiplyAdd(a0, y, x);
    a1 = multiplyAdd(a1, y, x);
    b0 = multiplyAdd(b0, y, x);
    b1 = multiplyAdd(b1, y, x);
    c0 = multiplyAdd(c0, y, x);
    c1 = multiplyAdd(c1, y, x);
    d0 = multiplyAdd(d0, y, x);
    d1 = multiplyAdd(d1, y, x);
    e0 = multiplyAdd(e0, y, x);
    e1 = multiplyAdd(e1, y, x);
    f0 = multiplyAdd(f0, y, x);
    f1 = multiplyAdd(f1, y, x);
    g0 = multiplyAdd(g0, y, x);
    g1 = multiplyAdd(g1, y, x);
    h0 = multiplyAdd(h0, y, x);
    h1 = multiplyAdd(h1, y, x);
    i0 = multiplyAdd(i0, y, x);
    i1 = multiplyAdd(i1, y, x);
    j0 = multiplyAdd(j0, y, x);
    j1 = multiplyAdd(j1, y, x);
    k0 = multiplyAdd(k0, y, x);
    k1 = multiplyAdd(k1, y, x);
    l0 = multiplyAdd(l0, y, x);
    l1 = multiplyAdd(l1, y, x);
  }
  v128.store(scratch, a1, 16);
  v128.store(scratch, a0, 0);
  v128.store(scratch, b1, 48);
  v128.store(scratch, b0, 32);
  v128.store(scratch, c1, 80);
  v128.store(scratch, c0, 64);
  v128.store(scratch, d1, 112);
  v128.store(scratch, d0, 96);
  v128.store(scratch, e1, 144);
  v128.store(scratch, e0, 128);
  v128.store(scratch, f1, 176);
  v128.store(scratch, f0, 160);
  v128.store(scratch, g1, 208);
  v128.store(scratch, g0, 192);
  v128.store(scratch, h1, 240);
  v128.store(scratch, h0, 224);
  v128.store(scratch, i1, 272);
  v128.store(scratch, i0, 256);
  v128.store(scratch, j1, 304);
  v128.store(scratch, j0, 288);
  v128.store(scratch, k1, 336);
  v128.store(scratch, k0, 320);
  v128.store(scratch, l1, 368);
  v128.store(scratch, l0, 352);
  return load<f32>(scratch);
}
