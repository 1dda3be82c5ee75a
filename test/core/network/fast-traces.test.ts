import { describe, expect, it } from 'vitest';
import { instantiate, kernelBuilds } from '../../../core/network/fast/kernels.ts';

const start = 4096;
const width = 8;

/** One row of logits in the memory of the kernels. */
function room(build: ReturnType<typeof kernelBuilds>[number], logits: readonly number[]) {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true }) as unknown as {
    buffer: SharedArrayBuffer;
  };
  const kernels = instantiate(build, memory);
  const [z, delta, targets] = [start, start + 4 * width, start + 8 * width];
  new Float32Array(memory.buffer, z, width).set(logits);
  const row = (at: number) => Array.from(new Float32Array(memory.buffer, at, logits.length));
  return { kernels, z, delta, targets, row };
}

describe.each(kernelBuilds())('build %s', (build) => {
  it.each(['softmaxCrossEntropy', 'softmaxQuadratic', 'sigmoidCrossEntropy', 'sigmoidQuadratic'] as const)(
    '%s leaves no δ whose products are subnormal, and hides no NaN',
    (id) => {
      const logits = [0, -72, -79, -20, 1];
      const { kernels, z, delta, targets, row } = room(build, logits);
      const stride = 4 * width;
      kernels[id](z, delta, stride, targets, 1, logits.length, stride);
      const traces = row(delta).filter((value) => value !== 0 && Math.abs(value) < 1e-30);
      expect(traces).toEqual([]);
      // e⁻⁷² ≈ 5·10⁻³² is one; e⁻²⁰ ≈ 2·10⁻⁹ is none, and its square 4·10⁻¹⁸ neither.
      expect(row(delta)[1]).toBe(0);
      expect(Math.abs(row(delta)[3])).toBeGreaterThan(1e-30);

      const broken = room(build, [0, NaN, 1]);
      broken.kernels[id](broken.z, broken.delta, stride, broken.targets, 1, 3, stride);
      expect(broken.row(broken.delta).some(Number.isNaN)).toBe(true);
    },
  );

  it('∂E/∂u loses its traces on the way back through time, and no NaN', () => {
    // h is 0, so that ∂E/∂u = ∂E/∂h.
    const { kernels, z, delta, row } = room(build, [1e-31, -1e-31, 1e-29, NaN, 2]);
    kernels.slopeRows(z, delta, 4 * width, 1, 4 * width);
    expect(row(z).map(Math.abs)).toEqual([0, 0, Math.fround(1e-29), NaN, 2]);
  });
});
