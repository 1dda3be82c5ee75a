import type { NetworkState } from '../state.ts';
import type { Layout } from './memory-layout.ts';
import { WeightPanels } from './weight-panels.ts';

/** The matrices of a vector that is laid out as the parameters are. */
function panels(floats: Float32Array, { size, plan }: Layout, biases: boolean, at: number): WeightPanels {
  return new WeightPanels(floats, size, plan, biases, at);
}

/** The state of a network between two steps. @param keptNorm norm of the gradient that was kept; NaN for none */
export function exportState(
  floats: Float32Array,
  layout: Layout,
  { biases, batch, updates, keptNorm }: StateFacts,
): NetworkState {
  const { parameters, state, kept, carried, size } = layout;
  const read = (at: number) => panels(floats, layout, biases, at).read();
  const rows = new Float64Array(batch * size.H);
  for (let b = 0; b < batch; b++) {
    const at = (carried + b * size.hiddenStride) / 4;
    rows.set(floats.subarray(at, at + size.H), b * size.H);
  }
  return {
    updates,
    weights: read(parameters),
    optimizer: state.map(read),
    carried: rows,
    kept: Number.isNaN(keptNorm) ? null : { norm: keptNorm, gradient: read(kept) },
  };
}

/** Puts a state in place of that of a network that has made no step. The transposes are the caller's to renew. */
export function importState(
  floats: Float32Array,
  layout: Layout,
  { biases, batch }: Pick<StateFacts, 'biases' | 'batch'>,
  { weights, optimizer, carried, kept }: NetworkState,
): void {
  const { size } = layout;
  panels(floats, layout, biases, layout.parameters).write(weights);
  layout.state.forEach((at, i) => panels(floats, layout, biases, at).write(optimizer[i]));
  for (let b = 0; b < batch; b++)
    floats.set(carried.subarray(b * size.H, (b + 1) * size.H), (layout.carried + b * size.hiddenStride) / 4);
  if (kept) panels(floats, layout, biases, layout.kept).write(kept.gradient);
}

interface StateFacts {
  readonly biases: boolean;
  readonly batch: number;
  readonly updates: number;
  readonly keptNorm: number;
}
