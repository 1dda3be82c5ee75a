/** A factor of a product: R × n numbers in a flat array, row-major or transposed. */
export interface Factor {
  readonly values: Float64Array;
  readonly rows: number;
  /** n: length of a row. */
  readonly inner: number;
  /** Distance of two rows, and of two entries of a row. */
  readonly strides: readonly [row: number, entry: number];
}

export const rowMajor = (values: Float64Array, inner: number): Factor => ({
  values,
  rows: values.length / inner,
  inner,
  strides: [inner, 1],
});

/** The transpose of a row-major matrix with rows of `length` entries. */
export const transposed = (values: Float64Array, length: number): Factor => ({
  values,
  rows: length,
  inner: values.length / length,
  strides: [1, length],
});

/** Rows of b that are used for all rows of a before the next ones: as many as stay in the processor's cache. */
const tile = 32;

/**
 * a · b as R × m, for b of n × m. Two rows of the result and four of b go together: each number that is loaded is then
 * used several times, which is most of what makes it fast.
 */
export function product(a: Factor, b: Float64Array, m: number): Float64Array<ArrayBuffer> {
  const { values, rows, inner } = a;
  const [rowStride, stride] = a.strides;
  const out = new Float64Array(rows * m);
  for (let from = 0; from < inner; from += tile) {
    const to = Math.min(from + tile, inner);
    const whole = from + ((to - from) & ~3);
    let row = 0;
    for (; row + 1 < rows; row += 2) {
      const p = row * m;
      const q = p + m;
      let i = from;
      for (; i < whole; i += 4) {
        const x = row * rowStride + i * stride;
        const y = x + rowStride;
        const x0 = values[x];
        const x1 = values[x + stride];
        const x2 = values[x + 2 * stride];
        const x3 = values[x + 3 * stride];
        const y0 = values[y];
        const y1 = values[y + stride];
        const y2 = values[y + 2 * stride];
        const y3 = values[y + 3 * stride];
        for (let j = 0, at = i * m; j < m; j++, at++) {
          const b0 = b[at];
          const b1 = b[at + m];
          const b2 = b[at + 2 * m];
          const b3 = b[at + 3 * m];
          out[p + j] = out[p + j] + (x0 * b0 + x1 * b1 + (x2 * b2 + x3 * b3));
          out[q + j] = out[q + j] + (y0 * b0 + y1 * b1 + (y2 * b2 + y3 * b3));
        }
      }
      for (; i < to; i++) {
        addRow(out, p, values[row * rowStride + i * stride], b, i * m, m);
        addRow(out, q, values[(row + 1) * rowStride + i * stride], b, i * m, m);
      }
    }
    for (; row < rows; row++)
      for (let i = from; i < to; i++) addRow(out, row * m, values[row * rowStride + i * stride], b, i * m, m);
  }
  return out;
}

/** out[at …] += factor · b[from …], m numbers. */
function addRow(
  out: Float64Array,
  at: number,
  factor: number,
  b: Float64Array,
  from: number,
  m: number,
): void {
  for (let j = 0; j < m; j++) out[at + j] = out[at + j] + factor * b[from + j];
}
