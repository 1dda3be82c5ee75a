/**
 * Row programs: the loss, outputs and δ of a layer that is no kernel of its own, as a list of steps over registers. A
 * register of one number holds it four times over, so one loop serves rows and numbers.
 */
import { run } from './program-steps';

/** Bytes of a decoded step: which, bytes to go over, where to, and three places each with a mask (0: one number). */
const stepBytes: usize = 36;

/**
 * Rows of logits that become outputs, with δ; answers with Σ E.
 * @param code decoded steps, `steps` of them; their numbers are those of core/outputs/row-program.ts
 * @param logits register of the logits
 * @param y register of y and its mask, then likewise that of δ; E is a register of one number
 */
export function rowProgram(
  z: usize,
  delta: usize,
  stride: usize,
  targets: usize,
  rows: i32,
  V: i32,
  width: usize,
  code: usize,
  steps: i32,
  logits: usize,
  y: usize,
  yMask: usize,
  d: usize,
  dMask: usize,
  loss: usize,
): f64 {
  let sum: f64 = 0;
  const end = code + stepBytes * <usize>steps;
  for (let r = 0; r < rows; r++) {
    const target = <usize>load<u32>(targets) << 2;
    memory.copy(logits, z, width);
    for (let i = V; i < <i32>(width >> 2); i++) store<f32>(logits + (<usize>i << 2), 0);
    for (let at = code; at < end; at += stepBytes) run(at, target, V, width);
    for (let i: usize = 0; i < width; i += 16) {
      v128.store(z + i, v128.load(y + (i & yMask)));
      v128.store(delta + i, v128.load(d + (i & dMask)));
    }
    for (let i = V; i < <i32>(width >> 2); i++) {
      store<f32>(z + (<usize>i << 2), 0);
      store<f32>(delta + (<usize>i << 2), 0);
    }
    sum += <f64>load<f32>(loss);
    z += stride;
    delta += stride;
    targets += 4;
  }
  return sum;
}
