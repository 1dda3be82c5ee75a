/**
 * How matrices lie in memory for the products: weights and gradients in panels of 8 columns, left operands in blocks of
 * 6 rows side by side, one for each tile.
 */

/** Rows of a block. */
export const blockRows: i32 = 6;

/** Most rows of a tile, up to those of a block. */
export let tileRows: i32 = blockRows;

export function useRows(rows: i32): void {
  tileRows = rows;
}

// @ts-expect-error: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}
// @ts-expect-error: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

/**
 * Lays rows of a matrix into the blocks that `product` wants for A: tiles of up to 6 rows, or 5, as even as can be,
 * each [depth][6]. Where a tile has fewer rows its last one is repeated; the product does not read that.
 */
export function packRows(from: usize, stride: usize, rows: i32, depth: i32, to: usize): void {
  let left = rows;
  let tiles = (rows + tileRows - 1) / tileRows;
  const whole = depth & ~3;
  while (tiles > 0) {
    const n = (left + tiles - 1) / tiles;
    let a0 = from;
    let a1 = n > 1 ? a0 + stride : a0;
    let a2 = n > 2 ? a1 + stride : a1;
    let a3 = n > 3 ? a2 + stride : a2;
    let a4 = n > 4 ? a3 + stride : a3;
    let a5 = n > 5 ? a4 + stride : a4;
    const end = a0 + 4 * <usize>whole;
    while (a0 < end) {
      const r0 = v128.load(a0);
      const r1 = v128.load(a1);
      const r2 = v128.load(a2);
      const r3 = v128.load(a3);
      const r4 = v128.load(a4);
      const r5 = v128.load(a5);
      const a = low(r0, r2);
      const b = low(r1, r3);
      const d = high(r0, r2);
      const e = high(r1, r3);
      const f = low(r4, r5);
      const g = high(r4, r5);
      v128.store(to, low(a, b));
      v128.store64_lane(to, f, 0, 16);
      v128.store(to, high(a, b), 24);
      v128.store64_lane(to, f, 1, 40);
      v128.store(to, low(d, e), 48);
      v128.store64_lane(to, g, 0, 64);
      v128.store(to, high(d, e), 72);
      v128.store64_lane(to, g, 1, 88);
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
      a4 += 16;
      a5 += 16;
      to += 96;
    }
    for (let k = whole; k < depth; k++) {
      store<f32>(to, load<f32>(a0));
      store<f32>(to, load<f32>(a1), 4);
      store<f32>(to, load<f32>(a2), 8);
      store<f32>(to, load<f32>(a3), 12);
      store<f32>(to, load<f32>(a4), 16);
      store<f32>(to, load<f32>(a5), 20);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      to += 24;
    }
    from += <usize>n * stride;
    left -= n;
    tiles--;
  }
}

/** The same blocks for Aᵀ: tiles of columns, each [depth][6] for `depth` rows. Reads up to 5 values past a row. */
export function packColumns(from: usize, stride: usize, columns: i32, depth: i32, to: usize): void {
  let left = columns;
  let tiles = (columns + tileRows - 1) / tileRows;
  while (tiles > 0) {
    const n = (left + tiles - 1) / tiles;
    let at = from;
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(at));
      v128.store64_lane(to, v128.load64_zero(at, 16), 0, 16);
      at += stride;
      to += 24;
    }
    from += 4 * <usize>n;
    left -= n;
    tiles--;
  }
}

/** One panel of 8 columns of a matrix, [rows][8]. */
export function packPanel(from: usize, stride: usize, rows: i32, to: usize): void {
  const end = to + 32 * <usize>rows;
  while (to < end) {
    const left = v128.load(from);
    const right = v128.load(from, 16);
    v128.store(to, right, 16);
    v128.store(to, left);
    from += stride;
    to += 32;
  }
}

/** Eight rows of four values, 32 bytes apart, become four rows of eight. */
// @ts-expect-error: decorator
@inline
function turnEight(from: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from, 32);
  const r2 = v128.load(from, 64);
  const r3 = v128.load(from, 96);
  const r4 = v128.load(from, 128);
  const r5 = v128.load(from, 160);
  const r6 = v128.load(from, 192);
  const r7 = v128.load(from, 224);
  const a = low(r0, r2);
  const b = low(r1, r3);
  const c = high(r0, r2);
  const d = high(r1, r3);
  const e = low(r4, r6);
  const f = low(r5, r7);
  const g = high(r4, r6);
  const h = high(r5, r7);
  v128.store(to, low(e, f), 16);
  v128.store(to, low(a, b));
  v128.store(to, high(e, f), 48);
  v128.store(to, high(a, b), 32);
  v128.store(to, low(g, h), 80);
  v128.store(to, low(c, d), 64);
  v128.store(to, high(g, h), 112);
  v128.store(to, high(c, d), 96);
}

/** The same value by value, for what is left at an edge. */
function turnRest(from: usize, to: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      store<f32>(to + 4 * <usize>(8 * j + i), load<f32>(from + 4 * <usize>(8 * i + j)));
}

/**
 * Writes the transpose of a matrix in panels, as panels.
 * @param fromPanel,toPanel bytes from panel to panel
 * @param rows rows of each panel in `from`
 * @param limit columns of `from` that count; those beyond it are padding
 */
export function transpose(
  from: usize,
  fromPanel: usize,
  panels: i32,
  rows: i32,
  to: usize,
  toPanel: usize,
  limit: i32,
): void {
  const next = fromPanel - 32 * <usize>rows;
  for (let p = 0; p < panels; p++) {
    const columns = min(8, limit - 8 * p);
    let out = to;
    for (let left = rows; left > 0; left -= 8) {
      if (left >= 8 && columns == 8) {
        turnEight(from, out);
        turnEight(from + 16, out + 128);
      } else turnRest(from, out, min(8, left), columns);
      from += 32 * <usize>min(8, left);
      out += toPanel;
    }
    from += next;
    to += 256;
  }
}
