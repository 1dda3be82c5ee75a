import { describe, expect, it } from 'vitest';
import { gigaflops, operationsPerCharacter } from '../../../core/network/operations.ts';

/** Counts as a textbook loop would: forward, back to the states, gradients; × and + per entry of Whh and of Why. */
function counted(H: number, V: number): number {
  let operations = 0;
  const pass = (rows: number, columns: number) => {
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) operations += 2;
  };
  for (let kind = 0; kind < 3; kind++) {
    pass(H, H);
    pass(V, H);
  }
  return operations;
}

describe('the useful work of training', () => {
  it.each([
    [1, 1, 12],
    [100, 65, 99_000],
    [128, 65, 148_224],
    [7, 3, 420],
  ])('H = %d, V = %d: %d operations per character', (hidden, vocabulary, expected) => {
    expect(operationsPerCharacter({ hidden, vocabulary })).toBe(expected);
    expect(counted(hidden, vocabulary)).toBe(expected);
  });

  it('becomes a rate in 10⁹ operations per second', () => {
    // 6 · 128 · (128 + 65) = 148 224 operations, 2 000 000 times a second.
    expect(gigaflops(2e6, { hidden: 128, vocabulary: 65 })).toBeCloseTo(296.448, 10);
    expect(gigaflops(0, { hidden: 128, vocabulary: 65 })).toBe(0);
  });
});
