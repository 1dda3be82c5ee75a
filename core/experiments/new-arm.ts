/** What an arm has to know of its output layer. */

import type { Arm } from './experiment.ts';

export interface ArmLayer {
  readonly id: string;
  /** The clamp ε an arm starts with; null for layers that need none. */
  readonly defaultClamp: number | null;
}

/** An arm for an output layer, with an id that is not taken yet: `softmax-quadratic`, `softmax-quadratic-2`, … */
export function newArm(layer: ArmLayer, rate: number, taken: readonly Arm[], clamp?: number): Arm {
  const used = new Set(taken.map((arm) => arm.id));
  let id = layer.id;
  for (let n = 2; used.has(id); n++) id = `${layer.id}-${n}`;
  return {
    id,
    layer: layer.id,
    rate,
    clamp: layer.defaultClamp === null ? null : (clamp ?? layer.defaultClamp),
  };
}
