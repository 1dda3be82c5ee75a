/**
 * Matrix products in float32, in tiles that stay in registers.
 *
 * One operand comes in panels: strips of 8 columns, row after row, so that a tile reads it as one stream. A tile is up
 * to 6 rows by 8 columns: 12 accumulators, 2 vectors of the panel and 1 broadcast are all of the 15 vector registers
 * that V8 gives away. The loops over the depth are not unrolled: V8 would hoist the loads and spill the accumulators.
 */

import { multiplyAdd } from './elementary';
import { packPanel, tileRows } from './layout';

/**
 * One tile: C[r][0…8] (+)= Σ_k A(r, k) · B[k][0…8] for `rows` rows r, up to 6. Strides in bytes.
 * A(r, k) stands at a + 4 r + 24 k, row k of B at b + 32 k.
 */
// @ts-expect-error: decorator
@inline
function tile(
  rows: i32,
  a: usize,
  b: usize,
  c: usize,
  cStride: usize,
  depth: i32,
  accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  let c40 = zero;
  let c41 = zero;
  let c50 = zero;
  let c51 = zero;
  if (accumulate) {
    let at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    if (rows > 1) {
      at += cStride;
      c10 = v128.load(at);
      c11 = v128.load(at, 16);
    }
    if (rows > 2) {
      at += cStride;
      c20 = v128.load(at);
      c21 = v128.load(at, 16);
    }
    if (rows > 3) {
      at += cStride;
      c30 = v128.load(at);
      c31 = v128.load(at, 16);
    }
    if (rows > 4) {
      at += cStride;
      c40 = v128.load(at);
      c41 = v128.load(at, 16);
    }
    if (rows > 5) {
      at += cStride;
      c50 = v128.load(at);
      c51 = v128.load(at, 16);
    }
  }
  const end = b + 32 * <usize>depth;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = multiplyAdd(s, b0, c00);
    c01 = multiplyAdd(s, b1, c01);
    if (rows > 1) {
      s = v128.load32_splat(a, 4);
      c10 = multiplyAdd(s, b0, c10);
      c11 = multiplyAdd(s, b1, c11);
    }
    if (rows > 2) {
      s = v128.load32_splat(a, 8);
      c20 = multiplyAdd(s, b0, c20);
      c21 = multiplyAdd(s, b1, c21);
    }
    if (rows > 3) {
      s = v128.load32_splat(a, 12);
      c30 = multiplyAdd(s, b0, c30);
      c31 = multiplyAdd(s, b1, c31);
    }
    if (rows > 4) {
      s = v128.load32_splat(a, 16);
      c40 = multiplyAdd(s, b0, c40);
      c41 = multiplyAdd(s, b1, c41);
    }
    if (rows > 5) {
      s = v128.load32_splat(a, 20);
      c50 = multiplyAdd(s, b0, c50);
      c51 = multiplyAdd(s, b1, c51);
    }
    a += 4 * tileRows;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  if (rows > 1) {
    c += cStride;
    v128.store(c, c10);
    v128.store(c, c11, 16);
  }
  if (rows > 2) {
    c += cStride;
    v128.store(c, c20);
    v128.store(c, c21, 16);
  }
  if (rows > 3) {
    c += cStride;
    v128.store(c, c30);
    v128.store(c, c31, 16);
  }
  if (rows > 4) {
    c += cStride;
    v128.store(c, c40);
    v128.store(c, c41, 16);
  }
  if (rows > 5) {
    c += cStride;
    v128.store(c, c50);
    v128.store(c, c51, 16);
  }
}

function tile6(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(6, a, b, c, u, n, plus);
}
function tile5(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(5, a, b, c, u, n, plus);
}
function tile4(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(4, a, b, c, u, n, plus);
}
function tile3(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(3, a, b, c, u, n, plus);
}
function tile2(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(2, a, b, c, u, n, plus);
}
function tile1(a: usize, b: usize, c: usize, u: usize, n: i32, plus: bool): void {
  tile(1, a, b, c, u, n, plus);
}


/** One panel: every tile of A against 8 columns of B. */
// @ts-expect-error: decorator
@inline
function strip(
  a: usize,
  aBlock: usize,
  b: usize,
  c: usize,
  cStride: usize,
  rows: i32,
  depth: i32,
  accumulate: bool,
): void {
  let left = rows;
  let tiles = (rows + tileRows - 1) / tileRows;
  while (tiles > 0) {
    const n = (left + tiles - 1) / tiles;
    if (n == 6) tile6(a, b, c, cStride, depth, accumulate);
    else if (n == 5) tile5(a, b, c, cStride, depth, accumulate);
    else if (n == 4) tile4(a, b, c, cStride, depth, accumulate);
    else if (n == 3) tile3(a, b, c, cStride, depth, accumulate);
    else if (n == 2) tile2(a, b, c, cStride, depth, accumulate);
    else tile1(a, b, c, cStride, depth, accumulate);
    a += aBlock;
    c += <usize>n * cStride;
    left -= n;
    tiles--;
  }
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
  for (let p = 0; p < panels; p++) {
    strip(a, aBlock, b, c, cStride, rows, depth, accumulate);
    b += bPanel;
    c += cPanel;
  }
}

/** As `product`, with B as plain rows bStride apart; each panel is laid into `scratch` (32 · depth bytes) first. */
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
  for (let p = 0; p < panels; p++) {
    packPanel(b, bStride, depth, scratch);
    strip(a, aBlock, scratch, c, cStride, rows, depth, accumulate);
    b += 32;
    c += cPanel;
  }
}

/**
 * Up to 5 panels at once for one row: c[8p …] += Σ_k a[k] · B_p[k][…]. With a single row, one panel alone has too few
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
  const end = a + 4 * <usize>depth;
  while (a < end) {
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
    a += 4;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  if (panels > 1) {
    v128.store(c, c10, 32);
    v128.store(c, c11, 48);
  }
  if (panels > 2) {
    v128.store(c, c20, 64);
    v128.store(c, c21, 80);
  }
  if (panels > 3) {
    v128.store(c, c30, 96);
    v128.store(c, c31, 112);
  }
  if (panels > 4) {
    v128.store(c, c40, 128);
    v128.store(c, c41, 144);
  }
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
  let groups = (panels + 4) / 5;
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
    if (n == 5) vector5(a, b, bPanel, c, depth);
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

/** Registers only: 12 independent accumulators, `count` times. What one core can do at most. */
export function roofline(count: i32, factor: f32): f32 {
  const y = f32x4.splat(factor);
  const one = f32x4.splat(1);
  let a = f32x4(1, 2, 3, 4);
  let b = f32x4.add(a, one);
  let c = f32x4.add(b, one);
  let d = f32x4.add(c, one);
  let e = f32x4.add(d, one);
  let f = f32x4.add(e, one);
  let g = f32x4.add(f, one);
  let h = f32x4.add(g, one);
  let i = f32x4.add(h, one);
  let j = f32x4.add(i, one);
  let k = f32x4.add(j, one);
  let l = f32x4.add(k, one);
  for (let n = 0; n < count; n++) {
    // Every accumulator has a product of its own: none can be shared or taken out of the loop.
    const x = f32x4.splat(f32(n));
    a = multiplyAdd(a, y, x);
    b = multiplyAdd(b, y, x);
    c = multiplyAdd(c, y, x);
    d = multiplyAdd(d, y, x);
    e = multiplyAdd(e, y, x);
    f = multiplyAdd(f, y, x);
    g = multiplyAdd(g, y, x);
    h = multiplyAdd(h, y, x);
    i = multiplyAdd(i, y, x);
    j = multiplyAdd(j, y, x);
    k = multiplyAdd(k, y, x);
    l = multiplyAdd(l, y, x);
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  a = f32x4.add(a, f32x4.add(f32x4.add(i, j), f32x4.add(k, l)));
  return f32x4.extract_lane(a, 0);
}
