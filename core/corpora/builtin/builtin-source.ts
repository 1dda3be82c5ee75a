import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A text the lab makes itself, with a floor to measure against: its exact entropy rate. */
export interface BuiltinSource {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** `characters` characters, the same for the same seed. */
  generate(seed: number, characters: number): string;
  /** Entropy rate of the source in bits per character; for some sources it depends on the seed. */
  entropyRate(seed: number): number;
}

/** Uniform numbers in [0, 1) from a seed. */
export function uniforms(seed: number): () => number {
  const source = xoroshiro128plus(seed | 0);
  // The first values still show the seed and are thrown away.
  for (let i = 0; i < 64; i++) source.next();
  return () => uniformFloat64(source);
}

/** Strings made by `next`, one after the other, cut to `characters`. */
export function repeated(next: () => string, characters: number): string {
  const parts: string[] = [];
  for (let length = 0; length < characters;) {
    const part = next();
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, characters);
}

/** The same of single letters, which are brought together first. */
export function repeatedLetters(next: () => string, characters: number): string {
  return repeated(() => Array.from({ length: 1024 }, next).join(''), characters);
}
