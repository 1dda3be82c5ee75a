import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A text the lab makes itself, with a floor to measure against: its exact entropy rate. */
export interface BuiltinSource {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /**
   * What makes the text, piece by piece.
   * @param uniform numbers in [0, 1) of the seed
   */
  pieces(uniform: () => number): () => string;
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

/** `characters` characters of a source, the same for the same seed. */
export function generated({ pieces }: BuiltinSource, seed: number, characters: number): string {
  const next = pieces(uniforms(seed));
  const parts: string[] = [];
  for (let length = 0; length < characters;) {
    // Many of them are single letters, which are brought together first.
    const part = Array.from({ length: 1024 }, next).join('');
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, characters);
}
