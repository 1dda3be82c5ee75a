import { lossWhereDefined } from '../../outputs/where-defined.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { Kernels } from './kernels.ts';
import type { Allocator, Dimensions } from './memory-plan.ts';
import type { LossPass } from './pass.ts';
import { programPass, runsOnKernels } from './program-pass.ts';

/**
 * Logits to outputs, δ and E: by a kernel for the built-in layers, as a program of steps where a layer has one; any other
 * layer does it itself, row by row on the same memory.
 */
export function lossPass(
  k: Kernels,
  floats: Float32Array,
  layer: OutputLayer,
  size: Dimensions,
  memory: Allocator,
): LossPass {
  const { V, outputWidth } = size;
  const { kernel } = layer;
  if (kernel && kernel.id !== 'program')
    return (z, delta, stride, targets, rows) =>
      k[kernel.id](z, delta, stride, targets, rows, V, outputWidth, kernel.epsilon);
  if (kernel && runsOnKernels(kernel.program)) return programPass(k, floats, kernel.program, size, memory);
  const integers = new Uint32Array(floats.buffer);
  const logits = new Float32Array(V);
  return (z, delta, stride, targets, rows) => {
    let loss = 0;
    for (let r = 0; r < rows; r++) {
      const row = (at: number) => floats.subarray((at + r * stride) / 4, (at + r * stride) / 4 + V);
      const y = row(z);
      logits.set(y);
      const target = integers[targets / 4 + r];
      // Not a number where it is not defined: the step is given up for it, on whichever thread that was found.
      loss += lossWhereDefined(() => layer.lossAndDelta(logits, target, y, row(delta)));
    }
    return loss;
  };
}
