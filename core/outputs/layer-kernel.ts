import type { RowProgram } from './row-program.ts';

/** Kernels of the float32 engine that compute a layer from its logits, by their names in `network/fast/kernels/losses.js`. */
export const lossKernels = [
  'linearQuadratic',
  'sigmoidCrossEntropy',
  'softmaxCrossEntropy',
  'sigmoidQuadratic',
  'softmaxQuadratic',
  'linearCrossEntropy',
] as const;

/** What computes a layer in place of its `lossAndDelta`; `epsilon` is the clamp of a training form. */
export type LayerKernel =
  | { readonly id: (typeof lossKernels)[number]; readonly epsilon?: number }
  /** A layer of no kernel of its own, as a program that the engine can run. */
  | { readonly id: 'program'; readonly program: RowProgram };
