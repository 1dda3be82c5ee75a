/** A text made by rule, as `test/fixtures/make/held-out-baselines.py` makes it. */
export interface TextRule {
  readonly N: number;
  readonly V: number;
  readonly step: number;
  readonly seed: number;
  /** `even`: u in place of u³, and of no fixture. */
  readonly kind: 'plain' | 'sorted' | 'all' | 'even';
}

/** Indices of the characters of a text. */
export function madeText({ N, V, step, seed, kind }: TextRule): number[] {
  let x = seed;
  let index = 0;
  const text = Array.from({ length: N }, () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    const u = x / 2 ** 32;
    index = (step * index + Math.floor(kind === 'even' ? V * u : V * u * u * u)) % V;
    return index;
  });
  if (kind === 'sorted') text.sort((a, b) => a - b);
  return kind === 'all' ? [...Array(V).keys(), ...text] : text;
}

/** Words of two to seven letters, the frequent letters in front of an alphabet of their own for each word's beginning. */
export function madeWords(count: number, seed: number): string[] {
  const letters = madeText({ N: 8 * count, V: 22, step: 1, seed, kind: 'plain' });
  return Array.from({ length: count }, (_, i) => {
    const [first = 0, ...rest] = letters.slice(8 * i, 8 * i + 8);
    const length = 1 + (rest[6] % 6);
    return String.fromCharCode(...[first, ...rest.slice(0, length)].map((letter) => 97 + letter));
  });
}
