import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Logits to look at a loss at, and the place of the target. */
export interface Point {
  readonly z: Float64Array;
  readonly target: number;
  readonly kind: 'random' | 'zeros' | 'far' | 'saturated' | 'mixed';
}

/** Random logits between −width and width, the same every time. */
export function randomPoints(V: number, count: number, width: number): Point[] {
  const source = xoroshiro128plus(V * 1000 + count);
  return Array.from({ length: count }, (_, k) => ({
    z: Float64Array.from({ length: V }, () => width * (2 * uniformFloat64(source) - 1)),
    target: k % V,
    kind: 'random' as const,
  }));
}

/** The same around ½: inside (0, 1), where every usual loss of a linear output is defined. */
export const unitPoints = (V: number, count: number): Point[] =>
  randomPoints(V, count, 0.45).map((point) => ({ ...point, z: point.z.map((z) => z + 0.5) }));

/** Where mistakes hide: all logits equal, all far out, one alone far out (rightly and wrongly), and all of it mixed. */
export function specialPoints(V: number): Point[] {
  const point = (kind: Point['kind'], target: number, of: (i: number) => number): Point => ({
    z: Float64Array.from({ length: V }, (_, i) => of(i)),
    target,
    kind,
  });
  const last = V - 1;
  return [
    point('zeros', 0, () => 0),
    point('far', last, () => 30),
    point('far', 0, () => -30),
    point('saturated', 0, (i) => (i === 0 ? 30 : -30)),
    point('saturated', last, (i) => (i === 0 ? 30 : -30)),
    point('saturated', 0, (i) => (i === 0 ? 1 : 0)),
    point('saturated', last, (i) => (i === 0 ? 1 : 0)),
    point('mixed', 0, (i) => [0, 30, -30, 0.5, -2][i % 5]),
    point('mixed', last, (i) => [-1, 0, 0.25, -30, 3][i % 5]),
  ];
}
