import type { ParameterName, Shape } from '../weights.ts';

/** Rows of the largest piece of a product over many rows. */
const chunkRows = 204;
/**
 * Rows are dealt out to pieces that are as even as can be, in whole tiles of 6: every piece reads all of a matrix, which
 * for a few rows that are left over costs as much as for many.
 */
const evenRows = (rows: number, most: number) => 6 * Math.ceil(rows / Math.ceil(rows / most) / 6);
/** Rows of a piece of a product over `rows`. */
export const pieceRows = (rows: number) => evenRows(rows, chunkRows);
/** Rows that are summed up at a time for a gradient: as many as leave their blocks in the second cache. */
export const gradientRows = (H: number, rows: number) =>
  evenRows(rows, Math.max(32, Math.min(240, 6 * Math.floor(10240 / H))));
/** Bytes of a matrix that stays in the second cache while it is multiplied by again and again. */
export const cachedBytes = 256 * 1024;
/** Depth of the largest piece of a product: a panel of it (16 KB) and a block of rows fit the first cache together. */
export const chunkDepth = 512;
/**
 * Time steps that `batch` sequences, few enough to go through time in one call, do between two looks at whether to go on:
 * a million multiplications, some 0.1 ms of them.
 */
export const stepsAtOnce = (H: number, batch: number) => Math.max(1, Math.floor(1e6 / (batch * H * H)));
/** Positions that are read at a time without training. */
export const readingRows = 64;

const padded = (count: number) => (count + 7) & ~7;
/** Bytes between rows of `count` float32 values. Powers of two would make all rows fall on the same cache lines. */
function rowStride(count: number): number {
  const bytes = 4 * padded(count);
  return bytes % 1024 === 0 ? bytes + 64 : bytes;
}

/** Bytes after which addresses fall on the same lines of the first cache. */
const cacheTurn = 4096;
/**
 * Bytes from panel to panel of `rows` rows: at least theirs, and so many that eight panels which are read side by side
 * stay 256 bytes apart from each other on the lines of the first cache. At H = 128, 256 or 512 they would all meet on the
 * same lines, eight to a line as many as it holds: whatever else lies there would be read anew each time.
 */
function panelDistance(rows: number): number {
  const meet = (distance: number) =>
    [1, 2, 3, 4, 5, 6, 7].some((panels) => {
      const apart = (panels * distance) % cacheTurn;
      return Math.min(apart, cacheTurn - apart) < 256;
    });
  let distance = 32 * rows;
  while (meet(distance)) distance += 64;
  return distance;
}

/** A flat vector of all parameters in panels: where each begins, relative to the vector, and how long it is, in bytes. */
export interface ParameterPlan {
  readonly bytes: number;
  readonly parts: readonly (readonly [name: ParameterName, at: number, bytes: number])[];
  /** Panels of 8 hidden units, each H rows deep. */
  readonly Whh: number;
  /** Panels of 8 outputs, each H rows deep. */
  readonly Why: number;
  readonly bh: number;
  readonly by: number;
  /** V rows of H values, padded: a character's column of Wxh is one row. */
  readonly Wxh: number;
}

/** Hands out addresses one after the other, each on a cache line of its own. */
export class Allocator {
  /** Bytes given away so far. */
  used: number;
  constructor(from: number) {
    this.used = from;
  }
  take(bytes: number): number {
    const at = this.used;
    this.used += (bytes + 127) & ~63;
    return at;
  }
}

/** Sizes of a network in memory. */
export class Dimensions {
  readonly V: number;
  readonly H: number;
  readonly T: number;
  /** Panels of 8 columns. */
  readonly hiddenPanels: number;
  readonly outputPanels: number;
  /** Bytes from panel to panel of a matrix with H rows. */
  readonly panel: number;
  /** Bytes of a padded row of hidden units or outputs, without what keeps rows apart. */
  readonly hiddenWidth: number;
  readonly outputWidth: number;
  /** Bytes from row to row. */
  readonly hiddenStride: number;
  readonly outputStride: number;

  constructor({ vocabulary, hidden }: Shape, length: number) {
    this.V = vocabulary;
    this.H = hidden;
    this.T = length;
    this.hiddenPanels = padded(hidden) / 8;
    this.outputPanels = padded(vocabulary) / 8;
    this.panel = panelDistance(hidden);
    this.hiddenWidth = 4 * padded(hidden);
    this.outputWidth = 4 * padded(vocabulary);
    this.hiddenStride = rowStride(hidden);
    this.outputStride = rowStride(vocabulary);
  }

  parameters(biases: boolean): ParameterPlan {
    const { V, hiddenPanels, outputPanels, panel, hiddenWidth, outputWidth } = this;
    const sizes: [ParameterName, number][] = [
      ['Whh', hiddenPanels * panel],
      ['Why', outputPanels * panel],
      ['bh', hiddenWidth],
      ['by', outputWidth],
      ['Wxh', hiddenWidth * V],
    ];
    let bytes = 0;
    const at = {} as Record<ParameterName, number>;
    const parts = sizes.map(([name, size]) => {
      at[name] = bytes;
      bytes += size;
      return [name, at[name], size] as const;
    });
    const trained = parts.filter(([name]) => biases || (name !== 'bh' && name !== 'by'));
    return { bytes, parts: trained, ...at };
  }
}

/** Rows side by side in blocks of 6, one for each tile, of which the smallest has 5: bytes of `rows` rows of `depth` values. */
export const blockBytes = (rows: number, depth: number) => 24 * depth * Math.ceil(rows / 5);
