import type { Arm } from './experiment.ts';

/** What an arm has to know of its output layer. */
export interface ArmLayer {
  readonly id: string;
  /** The clamp ε an arm starts with; null for layers that need none. */
  readonly defaultClamp: number | null;
}

/** The first of the names 1, 2, … that is not taken. */
export function firstFree(taken: readonly string[], name: (n: number) => string): string {
  let n = 1;
  while (taken.includes(name(n))) n++;
  return name(n);
}

/** The id itself, or `id-2`, `id-3`, … where it is taken. */
export const freeId = (id: string, taken: readonly string[]): string =>
  firstFree(taken, (n) => (n === 1 ? id : `${id}-${n}`));

/** An arm for an output layer, with an id that is not taken yet: `softmax-quadratic`, `softmax-quadratic-2`, … */
export function newArm(layer: ArmLayer, rate: number, taken: readonly Arm[], clamp?: number): Arm {
  return {
    id: freeId(
      layer.id,
      taken.map(({ id }) => id),
    ),
    layer: layer.id,
    rate,
    clamp: layer.defaultClamp === null ? null : (clamp ?? layer.defaultClamp),
  };
}
