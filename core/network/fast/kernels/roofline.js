import { both, each, upperFirst } from './unroll.js';

/**
 * Registers only: 12 independent accumulators, `count` times. What one core can do at most; in pairs, so that V8 may make
 * 256 bits of each, or alone.
 */
const roofline = (name, written, stored) => `
/** @param scratch 384 bytes, where the accumulators are left */
export function ${name}(count: i32, factor: f32, scratch: usize): f32 {
  const y = f32x4.splat(factor);
  ${each(12, (k) => written(`let a${k}_# = f32x4.splat(${k + 1} + 0.5 * #);`))}
  for (let n = 0; n < count; n++) {
    // Every accumulator has a product of its own: none can be shared or taken out of the loop.
    const x = f32x4.splat(f32(n));
    ${each(12, (k) => written(`a${k}_# = multiplyAdd(a${k}_#, y, x);`))}
  }
  ${each(12, (k) => stored(`v128.store(scratch, a${k}_#, ${32 * k} + 16 * #);`))}
  return load<f32>(scratch);
}`;

const alone = (line) => line.replaceAll('#', '0');

export default `
import { multiplyAdd } from './elementary';
${roofline('roofline', alone, alone)}
${roofline('rooflinePairs', both, upperFirst)}
`;
