import { rowSteps, stepLength, type RowProgram } from '../../outputs/row-program.ts';
import type { Kernels } from './kernels.ts';
import type { Allocator, Dimensions } from './memory-plan.ts';
import type { LossPass } from './pass.ts';

/** Steps that are too rare to have a kernel. */
const without: ReadonlySet<number> = new Set([
  rowSteps.sinh,
  rowSteps.cosh,
  rowSteps.logrest,
  rowSteps.logrestSlope,
]);

/** Whether every step of a program has a kernel. Powers go over logarithms there, which whole ones of a negative base do not. */
export function runsOnKernels({ steps, constants }: RowProgram): boolean {
  for (let s = 0; s < steps.length; s += stepLength) {
    if (without.has(steps[s])) return false;
    const exponent = steps[s + 3];
    if (steps[s] === rowSteps.power && !(exponent < 0 && constants[-1 - exponent] % 1 !== 0)) return false;
  }
  return true;
}

/** Numbers to a step as the kernel reads it. */
const decodedLength = 9;

/**
 * A program on the kernels, with registers of its own: each thread of a run has one. What it reads is written at its
 * first use, when all memory is there.
 */
export function programPass(
  k: Kernels,
  floats: Float32Array,
  program: RowProgram,
  { V, outputWidth, outputStride }: Dimensions,
  memory: Allocator,
): LossPass {
  const steps = program.steps.length / stepLength;
  const code = memory.take(4 * decodedLength * steps);
  const rows = memory.take(outputStride * program.rows);
  const numbers = memory.take(16 * program.numbers);
  const at = (register: number) =>
    register < 0 ? numbers + 16 * (-1 - register) : rows + outputStride * register;
  const mask = (register: number) => (register < 0 ? 0 : -1);
  const prepare = () => {
    const integers = new Int32Array(floats.buffer);
    [...program.constants, V].forEach((value, i) => floats.fill(value, at(-1 - i) / 4, at(-1 - i) / 4 + 4));
    for (let s = 0; s < steps; s++) {
      const [step, to, a, b, c] = program.steps.slice(s * stepLength, (s + 1) * stepLength);
      const bytes = to < 0 ? 16 : outputWidth;
      integers.set(
        [step, bytes, at(to), at(a), mask(a), at(b), mask(b), at(c), mask(c)],
        code / 4 + s * decodedLength,
      );
    }
  };
  const { y, delta: d, loss } = program;
  let prepared = false;
  return (z, delta, stride, targets, count) => {
    if (!prepared) prepare();
    prepared = true;
    return k.rowProgram(
      z,
      delta,
      stride,
      targets,
      count,
      V,
      outputWidth,
      code,
      steps,
      at(0),
      at(y),
      mask(y),
      at(d),
      mask(d),
      at(loss),
    );
  };
}
