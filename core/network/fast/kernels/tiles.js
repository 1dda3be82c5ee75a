/**
 * What a matrix product keeps in registers: one function for each size of a tile, since none has registers to spare. The
 * loops over the depth are not unrolled: V8 would hoist the loads and spill the accumulators.
 */
import { both, each, typed, upperFirst } from './unroll.js';

/** Where a tile of one panel or two reads and writes. */
const places = (panels) =>
  panels > 1 ? ['a', 'b', 'bPanel', 'c', 'cStride', 'cPanel'] : ['a', 'b', 'c', 'cStride'];

/**
 * One tile: C[r][0…8 · panels] (+)= Σ_k A(r, k) · B[k][…] for `rows` rows r, up to 6, and one or two panels. Strides in
 * bytes. A(r, k) stands at a + 4 r + 24 k, row k of a panel at b + 32 k; panels of B and of C stand bPanel and cPanel
 * apart.
 */
const tile = (rows, panels) => {
  const two = (text) => (panels > 1 ? text : '');
  const next = (r, pointer) => (r > 0 ? `${pointer} += cStride;` : '');
  return `
function tile${rows}x${8 * panels}(${typed(places(panels), 'usize')}, depth: i32, accumulate: bool): void {
  // What stands there is taken or left without a branch: across one, V8 finds no pairs.
  const taken = i32x4.splat(-<i32>accumulate);
  let at = c;
  ${each(
    rows,
    (r) => `
  ${next(r, 'at')}
  ${both(`let c${r}_# = v128.and(v128.load(at, 16 * #), taken);`)}
  ${two(both(`let d${r}_# = v128.and(v128.load(at + cPanel, 16 * #), taken);`))}`,
  )}
  const end = b + 32 * <usize>depth;
  ${two('let beside = b + bPanel;')}
  while (b < end) {
    ${both('const b# = v128.load(b, 16 * #);')}
    ${two(both('const e# = v128.load(beside, 16 * #);'))}
    let s: v128;
    ${each(
      rows,
      (r) => `
    s = v128.load32_splat(a, ${4 * r});
    ${both(`c${r}_# = multiplyAdd(s, b#, c${r}_#);`)}
    ${two(upperFirst(`d${r}_# = multiplyAdd(s, e#, d${r}_#);`))}`,
    )}
    a += 4 * blockRows;
    b += 32;
    ${two('beside += 32;')}
  }
  ${each(
    rows,
    (r) => `
  ${next(r, 'c')}
  ${upperFirst(`v128.store(c, c${r}_#, 16 * #);`)}
  ${two(upperFirst(`v128.store(c + cPanel, d${r}_#, 16 * #);`))}`,
  )}
}`;
};

/** The text of n, which is 1 to `most`. */
const chosen = (most, text) =>
  each(most - 1, (k) => `if (n == ${most - k}) ${text(most - k)} else`) + ` ${text(1)}`;

/** One or two panels: every tile of A against their 8 or 16 columns of B. */
const strip = (panels) => {
  const tileOf = (n) => `tile${n}x${8 * panels}(${places(panels).join(', ')}, depth, accumulate);`;
  return `
// @ts-expect-error: decorator
@inline
export function strip${8 * panels}(aBlock: usize, ${typed(places(panels), 'usize')}, rows: i32, depth: i32, accumulate: bool): void {
  let left = rows;
  let tiles = (rows + tileRows - 1) / tileRows;
  while (tiles > 0) {
    const n = (left + tiles - 1) / tiles;
    ${chosen(6, tileOf)}
    a += aBlock;
    c += <usize>n * cStride;
    left -= n;
    tiles--;
  }
}`;
};

/**
 * Up to 8 panels at once for one row: c[8p …] += Σ_k a[k] · B_p[k][…]. With a single row, one panel alone has too few
 * accumulators to keep the processor busy.
 */
const vectorTile = (panels) => `
function vector${panels}(a: usize, b: usize, bPanel: usize, c: usize, depth: i32): void {
  ${each(panels, (p) => `let b${p} = ${p > 0 ? `b${p - 1} + bPanel` : 'b'};`)}
  ${each(panels, (p) => both(`let c${p}_# = v128.load(c, ${32 * p} + 16 * #);`))}
  const end = a + 4 * <usize>depth;
  do {
    const s = v128.load32_splat(a);
    ${each(
      panels,
      (p) => `
    ${both(`c${p}_# = multiplyAdd(s, v128.load(b${p}, 16 * #), c${p}_#);`)}
    b${p} += 32;`,
    )}
    a += 4;
  } while (a < end);
  ${each(panels, (p) => upperFirst(`v128.store(c, c${p}_#, ${32 * p} + 16 * #);`))}
}`;

export default `
import { multiplyAdd } from './elementary';
import { blockRows, tileRows } from './packing';
${each(6, (r) => tile(r + 1, 1))}
${each(6, (r) => tile(r + 1, 2))}
${strip(1)}
${strip(2)}
${each(8, (p) => vectorTile(p + 1))}

/** n panels, up to 8, for one row. */
// @ts-expect-error: decorator
@inline
export function vectorStrip(n: i32, a: usize, b: usize, bPanel: usize, c: usize, depth: i32): void {
  ${chosen(8, (n) => `vector${n}(a, b, bPanel, c, depth);`)}
}`;
