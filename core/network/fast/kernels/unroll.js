/**
 * Text of AssemblyScript that says the same of many registers: it has neither arrays of vectors nor loops that the
 * compiler unrolls. A file here that ends in .js has such text as its default export; `scripts/kernels.js` compiles it as
 * if it stood in a file of that name that ends in .ts.
 */

/** @param {number} count @param {(k: number) => string} text of each k from 0 on */
export const each = (count, text) => Array.from({ length: count }, (_, k) => text(k)).join('\n');

/** Arguments of one type. */
export const typed = (names, type) => names.map((name) => `${name}: ${type}`).join(', ');

const halves = (text, order) =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => order.map((half) => line.replaceAll('#', half)))
    .join('\n');

/** Every line for both vectors of a pair, # being 0 in the lower and 1 in the upper one. */
export const both = (text) => halves(text, [0, 1]);

/** The same, the upper one first: V8 makes one of two such stores, without a test between. */
export const upperFirst = (text) => halves(text, [1, 0]);
