import type { NetworkSpec, StepFigures } from '../engine.ts';
import { saturationHidden, SaturationCount } from '../saturation.ts';
import type { Kernels } from './kernels.ts';
import type { Layout } from './memory-layout.ts';

/** Shares over all rows of a step, counted where they lie. */
export function stepSaturation(
  kernels: Kernels,
  floats: Float32Array,
  { size, passes }: Layout,
  { layer, batch, length }: Pick<NetworkSpec, 'layer' | 'batch' | 'length'>,
): Pick<StepFigures, 'saturatedOutputs' | 'saturatedWrong' | 'saturatedHidden'> {
  const { V, H, outputStride, hiddenStride } = size;
  const integers = new Uint32Array(floats.buffer);
  const count = new SaturationCount(layer.activation);
  let hidden = 0;
  for (const pass of passes) {
    const { rows } = pass;
    const states = pass.hidden + pass.batch * hiddenStride;
    hidden += kernels.countBeyond(states, hiddenStride, rows, H, saturationHidden);
    for (let r = 0; r < rows; r++)
      count.add(floats, (pass.outputs + r * outputStride) / 4, V, integers[pass.targets / 4 + r]);
  }
  return {
    saturatedOutputs: count.shares?.saturated ?? NaN,
    saturatedWrong: count.shares?.wrong ?? NaN,
    saturatedHidden: hidden / (batch * length * H),
  };
}
