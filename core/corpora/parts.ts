import { firstFrom } from '../halving.ts';

/**
 * A stretch of scored characters of a text, half open, in characters from its beginning. Each is predicted from the one
 * before it, so `from` is at least 1.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Where a text of its own begins, of which this is a stretch: what lies before is of another. 0 where it is not given. */
  readonly begins?: number;
}

/** Characters of several spans together. */
export const charactersOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** The first so many characters of several spans, in their order. */
export function firstOf(spans: readonly Span[], characters: number): Span[] {
  let left = characters;
  return spans.flatMap((span) => {
    const taken = Math.min(left, span.to - span.from);
    left -= taken;
    return taken > 0 ? [{ ...span, to: span.from + taken }] : [];
  });
}

/** The parts of a text: disjoint, each in the order of the text. */
export interface TextParts {
  /** Trained on, joined in this order; a span of it may begin at 0. */
  readonly training: readonly Span[];
  /** What sweeps and stopping rules read; empty where they read the held-out part. */
  readonly tuning: readonly Span[];
  /** What every reported yardstick is taken on. */
  readonly heldOut: readonly Span[];
}

/** Longest block of a split by blocks, in characters. */
const longestBlock = 1000;
/** A text has at least so many blocks, however short it is. */
const fewestBlocks = 40;

/**
 * Characters kept of N when a share of them is asked for: two at least (one prediction), and two are left, as long as
 * the text has them.
 */
function kept(N: number, share: number): number {
  if (N < 4) return Math.floor(N / 2);
  return Math.min(N - 2, Math.max(2, Math.round(N * share)));
}

/** Characters of the tuning part beside a rest that training needs; none where it would have fewer than two. */
function keptForTuning(N: number, share: number, rest: number): number {
  const most = rest - 2;
  return share === 0 || most < 2 ? 0 : Math.min(most, Math.max(2, Math.round(N * share)));
}

const spans = (...each: readonly Span[]): Span[] => each.filter(({ from, to }) => to > from);

/** Training, tuning and held-out part one after the other. */
function atTheEnd(N: number, { heldOutShare, tuningShare }: SplitOptions): TextParts {
  const rest = N - kept(N, heldOutShare);
  const training = rest - keptForTuning(N, tuningShare, rest);
  return {
    training: spans({ from: 0, to: training }),
    tuning: spans({ from: training, to: rest }),
    heldOut: spans({ from: rest, to: N }),
  };
}

/** A held-out text of its own follows the other; its first character has none before it, and is an input only. */
function withOwnHeldOut(N: number, { tuningShare }: SplitOptions, own: number): TextParts {
  const rest = N - own;
  const training = rest - keptForTuning(rest, tuningShare, rest);
  return {
    training: spans({ from: 0, to: training }),
    tuning: spans({ from: training, to: rest }),
    heldOut: spans({ from: rest + 1, to: N, begins: rest }),
  };
}

/**
 * Blocks of min(1 000, ⌊N/40⌋) characters, the last one perhaps shorter. Of n blocks k are kept, those at
 * ⌊(i + ½) n/k⌋, and of the k kept ones u are for tuning, those at ⌊(j + ½) k/u⌋: both lie evenly over the text. With
 * 10 % held out and 5 % for tuning every third kept block is for tuning. Nothing is drawn: the same text always has the
 * same blocks.
 */
function inBlocks(N: number, { heldOutShare, tuningShare }: SplitOptions): TextParts {
  const size = Math.max(1, Math.min(longestBlock, Math.floor(N / fewestBlocks)));
  const n = Math.ceil(N / size);
  const heldOutBlocks = Math.min(n - 1, Math.max(1, Math.round(n * heldOutShare)));
  const wanted = tuningShare === 0 ? 0 : Math.max(1, Math.round(n * tuningShare));
  const tuningBlocks = Math.min(n - 1 - heldOutBlocks, wanted);
  const k = heldOutBlocks + tuningBlocks;
  const spread = (of: number, count: number) =>
    new Set(Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * of) / count)));
  const tuned = spread(k, tuningBlocks);
  const parts = { training: [] as Span[], tuning: [] as Span[], heldOut: [] as Span[] };
  let end = 0;
  [...spread(n, k)].forEach((block, i) => {
    const from = block * size;
    const to = Math.min(N, from + size);
    if (from > end) parts.training.push({ from: end, to: from });
    // Nothing predicts the first character of a text.
    (tuned.has(i) ? parts.tuning : parts.heldOut).push(...spans({ from: Math.max(1, from), to }));
    end = to;
  });
  if (end < N) parts.training.push({ from: end, to: N });
  return parts;
}

/**
 * The parts of a text of N characters.
 * @param ownHeldOut characters of the held-out text of its own at the end, for `split: 'file'`
 */
export function textParts(N: number, options: SplitOptions, ownHeldOut = 0): TextParts {
  if (options.split === 'file') return withOwnHeldOut(N, options, ownHeldOut);
  return options.split === 'blocks' && N >= 4 ? inBlocks(N, options) : atTheEnd(N, options);
}

/**
 * At most so many characters of a part: its first ones where it is one stretch, else blocks that lie evenly over it, so
 * that they speak for all of it.
 */
export function evenlyOf(part: readonly Span[], characters: number): Span[] {
  const total = charactersOf(part);
  if (characters >= total) return [...part];
  const count = Math.min(part.length, Math.ceil((characters * part.length) / total));
  for (let more = count; more < part.length; more++) {
    const chosen = Array.from({ length: more }, (_, i) => part[Math.floor(((i + 0.5) * part.length) / more)]);
    // Blocks that are shorter than the others may leave too few.
    if (charactersOf(chosen) >= characters) return firstOf(chosen, characters);
  }
  return firstOf(part, characters);
}

/** The spans of a part joined in their order, as one text. */
export class JoinedText {
  readonly length: number;
  readonly #text: ArrayLike<number>;
  readonly #spans: readonly Span[];
  /** Place in the joined text at which each span begins. */
  readonly #starts: Float64Array;

  constructor(text: ArrayLike<number>, part: readonly Span[] = [{ from: 0, to: text.length }]) {
    this.#text = text;
    this.#spans = part;
    this.#starts = new Float64Array(part.length);
    let length = 0;
    part.forEach(({ from, to }, i) => {
      this.#starts[i] = length;
      length += to - from;
    });
    this.length = length;
  }

  /** The span that holds a place below the length. */
  #spanAt(place: number): number {
    return firstFrom(1, this.#spans.length, (i) => this.#starts[i] > place) - 1;
  }

  /** Where the text begins that a place below the length is of. */
  beginsAt(place: number): number {
    return this.#spans[this.#spanAt(place)].begins ?? 0;
  }

  /** Where a place below the length lies in the whole text. */
  positionOf(place: number): number {
    const i = this.#spanAt(place);
    return this.#spans[i].from + place - this.#starts[i];
  }

  /** `count` characters from a place on; `place + count` is at most the length. */
  copy(place: number, count: number): Uint32Array {
    const into = new Uint32Array(count);
    let at = 0;
    for (let i = this.#spanAt(place); at < count; i++) {
      const { from, to } = this.#spans[i];
      const first = from + place + at - this.#starts[i];
      const end = Math.min(to, first + count - at);
      for (let position = first; position < end; position++) into[at++] = this.#text[position];
    }
    return into;
  }
}

/** How a text is dealt out to training, tuning and evaluation; `textParts` does it. */
export interface SplitOptions {
  /** `end`: the parts one after the other; `blocks`: spread over the text; `file`: a held-out text of its own. */
  readonly split: 'end' | 'blocks' | 'file';
  /** Share of the text that is kept for evaluation; of no effect with `file`. */
  readonly heldOutShare: number;
  /** Share of the text that sweeps and stopping rules read; 0: they read the held-out part. */
  readonly tuningShare: number;
}

/** The part of a text on which something is chosen: rates by a sweep, ends by a rule. */
export type ChoosingPart = 'tuning' | 'held-out';
