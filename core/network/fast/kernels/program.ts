/**
 * Row programs: the loss, outputs and δ of a layer that is no kernel of its own, as a list of steps over registers. A
 * register of one number holds it four times over, so one loop serves rows and numbers.
 */
import {
  exponential,
  hyperbolicTangent,
  logarithm,
  logarithmOfOnePlus,
  multiplyAdd,
  table,
  total,
} from './elementary';

/** Bytes of a decoded step: which, bytes to go over, where to, and three places each with a mask (0: one number). */
const stepBytes: usize = 36;

/** e^x for every x; infinite from 2^127.5 on. */
// @ts-expect-error: decorator
@inline
function exponentialOfAny(x: v128): v128 {
  const most = f32x4.splat(88.37);
  const e = exponential(f32x4.pmin(x, most), table);
  return v128.bitselect(f32x4.splat(Infinity), e, f32x4.gt(x, most));
}

/** ln x for every x: −∞ at 0, not a number below. */
// @ts-expect-error: decorator
@inline
function logarithmOfAny(x: v128): v128 {
  const zero = f32x4.splat(0);
  const far = f32x4.splat(Infinity);
  let l = v128.bitselect(logarithm(x, table), x, f32x4.lt(x, far));
  l = v128.bitselect(f32x4.splat(-Infinity), l, f32x4.eq(x, zero));
  return v128.bitselect(f32x4.splat(NaN), l, f32x4.lt(x, zero));
}

/** 1 where the bits are set, else 0. */
// @ts-expect-error: decorator
@inline
function one(bits: v128): v128 {
  return v128.and(bits, f32x4.splat(1));
}

// @ts-expect-error: decorator
@inline
function sigmoid(x: v128): v128 {
  const unit = f32x4.splat(1);
  const e = exponential(f32x4.neg(f32x4.abs(x)), table);
  return f32x4.div(v128.bitselect(e, unit, f32x4.lt(x, f32x4.splat(0))), f32x4.add(unit, e));
}

/** ln σ(x) = min(x, 0) − ln(1 + e^{−|x|}) */
// @ts-expect-error: decorator
@inline
function logSigmoid(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)), table);
  return f32x4.sub(f32x4.pmin(x, f32x4.splat(0)), logarithmOfOnePlus(e, table));
}

/** ln cosh x: |x| − ln 2 + ln(1 + e^{−2|x|}), and near 0, where that cancels, x²/2 − x⁴/12 + x⁶/45. */
// @ts-expect-error: decorator
@inline
function logCosh(x: v128): v128 {
  const a = f32x4.abs(x);
  const e = exponential(f32x4.mul(a, f32x4.splat(-2)), table);
  const far = f32x4.add(f32x4.sub(a, f32x4.splat(0.6931471805599453)), logarithmOfOnePlus(e, table));
  const u = f32x4.mul(x, x);
  let p = multiplyAdd(u, f32x4.splat(1.0 / 45), f32x4.splat(-1.0 / 12));
  p = multiplyAdd(u, p, f32x4.splat(0.5));
  return v128.bitselect(f32x4.mul(u, p), far, f32x4.lt(a, f32x4.splat(0.3)));
}

/** a^b for a ≥ 0; not a number for a < 0, whose powers have a value for whole exponents only. */
// @ts-expect-error: decorator
@inline
function power(a: v128, b: v128): v128 {
  const p = exponentialOfAny(f32x4.mul(b, logarithmOfAny(a)));
  // At 0 the logarithm is infinite and its exponential stops short of 0.
  const zero = f32x4.splat(0);
  const atZero = v128.bitselect(zero, p, f32x4.gt(b, zero));
  return v128.bitselect(atZero, p, f32x4.eq(a, zero));
}

// @ts-expect-error: decorator
@inline
function sign(x: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.sub(one(f32x4.gt(x, zero)), one(f32x4.lt(x, zero)));
}

/** Σ of the first V entries. */
function rowSum(at: usize, V: i32): f32 {
  const whole = <usize>(V & ~3) << 2;
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += 16) sums = f32x4.add(sums, v128.load(at + i));
  let sum = total(sums);
  for (let i = whole; i < <usize>V << 2; i += 4) sum += load<f32>(at + i);
  return sum;
}

/** The largest of the first V entries. */
function rowMost(at: usize, V: i32): f32 {
  const whole = <usize>(V & ~3) << 2;
  let most: f32 = -Infinity;
  if (whole > 0) {
    let all = v128.load(at);
    for (let i: usize = 16; i < whole; i += 16) all = f32x4.pmax(all, v128.load(at + i));
    most = max(
      max(f32x4.extract_lane(all, 0), f32x4.extract_lane(all, 1)),
      max(f32x4.extract_lane(all, 2), f32x4.extract_lane(all, 3)),
    );
  }
  for (let i = whole; i < <usize>V << 2; i += 4) most = max(most, load<f32>(at + i));
  return most;
}

/** Row a, or one number as a row, with b at the target. */
function patch(to: usize, a: usize, aMask: usize, b: usize, target: usize, width: usize): void {
  const value = load<f32>(b);
  if (to !== a) for (let i: usize = 0; i < width; i += 16) v128.store(to + i, v128.load(a + (i & aMask)));
  store<f32>(to + target, value);
}

/** 1 at the first largest entry, else 0. */
function firstMost(to: usize, a: usize, V: i32, width: usize): void {
  const most = rowMost(a, V);
  memory.fill(to, 0, width);
  for (let i: usize = 0; i < <usize>V << 2; i += 4)
    if (load<f32>(a + i) === most) {
      store<f32>(to + i, 1);
      return;
    }
}

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

function run(at: usize, target: usize, V: i32, width: usize): void {
  const n = <usize>load<u32>(at + 4);
  const to = <usize>load<u32>(at + 8);
  const a = <usize>load<u32>(at + 12);
  const aMask = <usize>load<u32>(at + 16);
  const b = <usize>load<u32>(at + 20);
  const bMask = <usize>load<u32>(at + 24);
  const c = <usize>load<u32>(at + 28);
  const cMask = <usize>load<u32>(at + 32);
  switch (load<u32>(at)) {
    case 0:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, v128.load(a + (i & aMask)));
      break;
    case 1:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.add(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 2:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.sub(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 3:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.mul(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 4:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.div(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 5:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(
          to + i,
          multiplyAdd(v128.load(a + (i & aMask)), v128.load(b + (i & bMask)), v128.load(c + (i & cMask))),
        );
      break;
    case 6:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.max(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 7:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, f32x4.min(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 8:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, one(f32x4.lt(v128.load(a + (i & aMask)), v128.load(b + (i & bMask)))));
      break;
    case 9:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, one(f32x4.le(v128.load(a + (i & aMask)), v128.load(b + (i & bMask)))));
      break;
    case 10:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, one(f32x4.eq(v128.load(a + (i & aMask)), v128.load(b + (i & bMask)))));
      break;
    case 11:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(
          to + i,
          v128.bitselect(
            v128.load(b + (i & bMask)),
            v128.load(c + (i & cMask)),
            f32x4.ne(v128.load(a + (i & aMask)), f32x4.splat(0)),
          ),
        );
      break;
    case 12:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, f32x4.sqrt(v128.load(a + (i & aMask))));
      break;
    case 13:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, power(v128.load(a + (i & aMask)), v128.load(b + (i & bMask))));
      break;
    case 14:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, exponentialOfAny(v128.load(a + (i & aMask))));
      break;
    case 15:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, logarithmOfAny(v128.load(a + (i & aMask))));
      break;
    case 16:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, f32x4.abs(v128.load(a + (i & aMask))));
      break;
    case 17:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, sign(v128.load(a + (i & aMask))));
      break;
    case 18:
      for (let i: usize = 0; i < n; i += 16)
        v128.store(to + i, multiplyAdd(sign(v128.load(a + (i & aMask))), f32x4.splat(0.5), f32x4.splat(0.5)));
      break;
    case 19:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, hyperbolicTangent(v128.load(a + (i & aMask)), table));
      break;
    case 22:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, logCosh(v128.load(a + (i & aMask))));
      break;
    case 23:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, sigmoid(v128.load(a + (i & aMask))));
      break;
    case 24:
      for (let i: usize = 0; i < n; i += 16) v128.store(to + i, logSigmoid(v128.load(a + (i & aMask))));
      break;
    case 25:
      v128.store(to, f32x4.splat(rowSum(a, V)));
      break;
    case 26:
      v128.store(to, f32x4.splat(rowMost(a, V)));
      break;
    case 27:
      v128.store(to, f32x4.splat(load<f32>(a + target)));
      break;
    case 28:
      patch(to, a, aMask, b, target, width);
      break;
    case 29:
      firstMost(to, a, V, width);
      break;
  }
}
