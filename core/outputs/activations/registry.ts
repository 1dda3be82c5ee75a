import type { Activation } from './activation.ts';
import { linear } from './linear.ts';
import { scaledTanh } from './scaled-tanh.ts';
import { logistic } from './sigmoid.ts';
import { softmax } from './softmax.ts';

/** Every activation there is. A new one is a file and a line here. */
export const activations = [linear, logistic, softmax, scaledTanh] as const satisfies readonly Activation[];

export type ActivationId = (typeof activations)[number]['id'];

export const activationIds: readonly ActivationId[] = activations.map(({ id }) => id);

/** Whether an activation has that name. */
export function isActivationId(name: string): name is ActivationId {
  return activations.some(({ id }) => id === name);
}

/** The record of an activation, null for a name that is none's: of a plug-in that was not loaded. */
export function activationNamed(name: string): Activation<ActivationId> | null {
  return isActivationId(name) ? activationOf(name) : null;
}

/** The record of an activation. */
export function activationOf(id: ActivationId): Activation<ActivationId> {
  return activations.find((each) => each.id === id)!;
}
