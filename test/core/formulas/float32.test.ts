import { describe, expect, it } from 'vitest';
import { compile } from '../../../core/formulas/compile.ts';
import { formulaLayer, layerOf } from '../../../core/formulas/formula-layer.ts';
import { formulaPresets } from '../../../core/formulas/presets/registry.ts';
import { instantiate, kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { lossPass } from '../../../core/network/fast/loss-pass.ts';
import { Allocator, Dimensions } from '../../../core/network/fast/memory-plan.ts';
import { runsOnKernels } from '../../../core/network/fast/program-pass.ts';
import { webAssembly } from '../../../core/network/fast/web-assembly.ts';
import { stream } from '../../../core/network/random.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { formula } from './definitions.ts';

const binary = '-t*log(y) - (1-t)*log(1-y)';

/** Formulas that between them take every step a program can have, and whether all of these have a kernel. */
const definitions: readonly (readonly [FormulaDefinition, kernels: boolean])[] = [
  ...formulaPresets.map((preset) => [preset, true] as const),
  [formula('linear', '(t-y)^2/2'), true],
  [formula('sigmoid', '(t-y)^2/2'), true],
  [formula('sigmoid', binary), true],
  [formula('softmax', '(t-y)^2/2'), true],
  [formula('softmax', '-t*log(y)'), true],
  [formula('tanh-scaled', '(t-y)^2/2 + y^3/10'), true],
  [formula('sigmoid', 'sqrt(y + 0.1) + min(y, 0.3)*t + (y + 1)^1.7 / (2 - y) - log(y + 0.5)'), true],
  [
    formula(
      'softmax',
      'max(y) - target(y) + logsumexp(z - t) + sum(where(t == 0 and not (y < 0.1), y, y^2))',
    ),
    true,
  ],
  [formula('linear', 'where(y <= 0 or y == 1, abs(y), relu(y - 0.1)) + tanh(y) + log(cosh(y - t))'), true],
  [formula('linear', 'cosh(y - t) + max(z) + mean(y^9)'), false],
  [formula('softmax', binary), false],
];

/** E, y and δ of rows of logits as the float32 engine computes them. */
function onKernels(layer: OutputLayer, V: number, z: Float32Array, targets: readonly number[]) {
  const rows = targets.length;
  const memory = new webAssembly!.Memory({ initial: 64, maximum: 64, shared: true });
  const floats = new Float32Array(memory.buffer);
  const size = new Dimensions({ vocabulary: V, hidden: 1, biases: false }, 1);
  const room = new Allocator(4096);
  const at = room.take(rows * size.outputStride);
  const delta = room.take(rows * size.outputStride);
  const indices = room.take(4 * rows);
  const [build] = kernelBuilds();
  const pass = lossPass(instantiate(build, memory), floats, layer, size, room);
  // What stood in the padding before must not matter.
  floats.fill(NaN, at / 4, (delta + rows * size.outputStride) / 4);
  targets.forEach((target, r) => {
    new Uint32Array(memory.buffer)[indices / 4 + r] = target;
    floats.set(z.subarray(r * V, (r + 1) * V), (at + r * size.outputStride) / 4);
  });
  const loss = pass(at, delta, size.outputStride, indices, rows);
  const row = (from: number, r: number, length: number) =>
    floats.slice((from + r * size.outputStride) / 4, (from + r * size.outputStride) / 4 + length);
  return { loss, row, at, delta, padded: size.outputWidth / 4 };
}

const random = stream(9, 'sampling');

describe('a formula on the kernels of the float32 engine', () => {
  it.each(definitions)('agrees with float64: $0.activation: $0.loss', (definition, kernels) => {
    const compiled = compile(definition);
    // Without the kernel of a built-in layer, so that the program itself is run.
    const layer = layerOf(definition, { ...compiled, twin: null });
    expect(runsOnKernels(compiled.program)).toBe(kernels);
    for (const V of [1, 2, 3, 8, 65, 130]) {
      // Squentropy divides by V − 1.
      if (V === 1 && definition.loss.includes('V-1')) continue;
      const targets = Array.from({ length: 7 }, () => random.below(V));
      const width = [0.2, 3, 8][V % 3];
      const z = Float32Array.from({ length: 7 * V }, () => width * (2 * random.uniform() - 1));
      const own = onKernels(layer, V, z, targets);
      let loss = 0;
      targets.forEach((target, r) => {
        const y = new Float64Array(V);
        const delta = new Float64Array(V);
        loss += layer.lossAndDelta(Float64Array.from(z.subarray(r * V, (r + 1) * V)), target, y, delta);
        const scale = Math.max(1, ...delta.map(Math.abs));
        own.row(own.at, r, V).forEach((value, i) => {
          expect(Math.abs(value - y[i]), `y[${i}]`).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(y[i])));
        });
        own.row(own.delta, r, V).forEach((value, i) => {
          expect(Math.abs(value - delta[i]), `V = ${V}, δ[${i}]`).toBeLessThanOrEqual(5e-6 * scale);
        });
        if (kernels) {
          expect([...own.row(own.at, r, own.padded)].slice(V).every((value) => value === 0)).toBe(true);
          expect([...own.row(own.delta, r, own.padded)].slice(V).every((value) => value === 0)).toBe(true);
        }
      });
      expect(Math.abs(own.loss - loss)).toBeLessThanOrEqual(5e-6 * Math.max(7, Math.abs(loss)));
    }
  });

  it('stays finite for logits of ±10³ where it does in float64', () => {
    for (const [activation, loss] of [
      ['softmax', '-2*t*log(y)'],
      ['sigmoid', `2*(${binary})`],
      ['softmax', '(y-t)^2'],
      ['sigmoid', '(y-t)^2'],
    ] as const) {
      const layer = formulaLayer(formula(activation, loss));
      const z = Float32Array.from([1000, -1000, 0, 1000, -1000, 30, -30, 0.5]);
      const { loss: value, row, delta } = onKernels(layer, 4, z, [1, 0]);
      expect(Number.isFinite(value)).toBe(true);
      expect([...row(delta, 0, 4), ...row(delta, 1, 4)].every(Number.isFinite)).toBe(true);
    }
  });
});
