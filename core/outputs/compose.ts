import type { Activation } from './activations/activation.ts';
import type { ActivationId } from './activations/registry.ts';
import type { Loss } from './losses.ts';
import type { OutputLayer } from './output-layer.ts';
import type { Vector } from './vector.ts';

/**
 * An activation and a loss joined by the chain rule: y = f(z), E = L(y, t), δ = f′(z)ᵀ ∂L/∂y.
 * This is what a layer *is*; a fused form is faster or more stable and must agree with it.
 */
export function compose(
  activation: Activation<ActivationId>,
  loss: Loss,
): Pick<
  OutputLayer,
  'activation' | 'loss' | 'torch' | 'forward' | 'lossAndDelta' | 'outputGradient' | 'uniformBias'
> {
  return {
    activation: activation.id,
    loss: loss.id,
    torch: loss.torch,
    forward: activation.forward,
    lossAndDelta(z: Vector, target: number, y: Vector, delta: Vector): number {
      activation.forward(z, y);
      loss.gradient(y, target, delta);
      activation.backward(y, delta, delta);
      return loss.value(y, target);
    },
    outputGradient: loss.gradient,
    uniformBias: activation.uniformBias,
  };
}

/** δ = y − t, the fused gradient of every matched pair. */
export function outputMinusTarget(y: Vector, target: number, delta: Vector): void {
  if (delta !== y) delta.set(y);
  delta[target] = y[target] - 1;
}
