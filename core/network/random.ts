import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of random numbers. It is passed in wherever chance is needed; there is no other. */
export interface Generator {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform whole number from 0 to n − 1. */
  below(n: number): number;
}

/** What random numbers are used for. Each use has a stream of its own, so that one does not shift another. */
const purposes = ['weights', 'order', 'sampling', 'source', 'bootstrap'] as const;
export type Purpose = (typeof purposes)[number];

/** xoroshiro128+ fills its state from one 32-bit seed; the first values still show it and are thrown away. */
const warmUp = 64;

/**
 * The random numbers of a seed for one purpose. Streams of one seed are 2⁶⁴ steps apart.
 * @param seed whole number; only its lower 32 bits count
 */
export function stream(seed: number, purpose: Purpose): Generator {
  const source = xoroshiro128plus(seed | 0);
  for (let i = 0; i < warmUp; i++) source.next();
  for (let i = 0; i < purposes.indexOf(purpose); i++) source.jump();
  const uniform = () => uniformFloat64(source);
  return {
    uniform,
    // Box–Muller; 1 − u lies in (0, 1], so the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (n) => uniformInt(source, 0, n - 1),
  };
}
