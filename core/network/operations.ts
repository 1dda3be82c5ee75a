import type { Shape } from './weights.ts';

/**
 * Useful work of training on one character: 6H² + 6HV floating-point operations.
 *
 * A product of an m × n matrix and a vector takes mn multiplications and mn additions. Per character:
 * - forward, Whh h and Why h: 2(H² + HV);
 * - backward to the states, Whhᵀ and Whyᵀ: 2(H² + HV);
 * - gradients, the outer products of ∂E/∂Whh and ∂E/∂Why: 2(H² + HV).
 *
 * Wxh counts nothing, since a one-hot input only picks one of its columns; nor do activations, losses and the update
 * of the weights. What an engine does beyond this is its own affair: rates of engines stay comparable.
 */
export const operationsPerCharacter = ({ hidden: H, vocabulary: V }: Pick<Shape, 'hidden' | 'vocabulary'>) =>
  6 * H * (H + V);

/** Useful work done at a rate of training, in 10⁹ floating-point operations per second. */
export const gigaflops = (charactersPerSecond: number, shape: Pick<Shape, 'hidden' | 'vocabulary'>): number =>
  (charactersPerSecond * operationsPerCharacter(shape)) / 1e9;
