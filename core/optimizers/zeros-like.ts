import type { Vector } from '../outputs/vector.ts';

/** Zeros as many and as wide as `like`. */
export function zerosLike(like: Vector): Vector {
  return like instanceof Float64Array ? new Float64Array(like.length) : new Float32Array(like.length);
}
