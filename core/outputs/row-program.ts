/**
 * Steps of a row program. Unless it says otherwise a step goes entry by entry; a register that holds one number stands for
 * as many equal entries.
 */
export const rowSteps = {
  copy: 0,
  add: 1,
  subtract: 2,
  multiply: 3,
  divide: 4,
  /** a · b + c */
  multiplyAdd: 5,
  larger: 6,
  smaller: 7,
  /** Conditions are 1 where they hold, else 0. */
  less: 8,
  notMore: 9,
  equal: 10,
  /** b where a is not 0, else c */
  where: 11,
  squareRoot: 12,
  /** a^b */
  power: 13,
  exp: 14,
  log: 15,
  abs: 16,
  sign: 17,
  step: 18,
  tanh: 19,
  sinh: 20,
  cosh: 21,
  logcosh: 22,
  sigmoid: 23,
  logsigmoid: 24,
  /** Σ a over the row, one number. */
  sum: 25,
  /** max a over the row, one number. */
  largest: 26,
  /** The entry of row a at the target, one number. */
  entry: 27,
  /** Row a with b at the target. */
  patch: 28,
  /** 1 at the first largest entry of row a, else 0. */
  first: 29,
  /** ln(1 − softmax(a)) of row a. */
  logrest: 30,
  /** What logrest hands back to a of row b. */
  logrestSlope: 31,
} as const;

/** Numbers to a step: which, where to, and up to three registers it reads. */
export const stepLength = 5;

/**
 * E, y and δ of one row of logits as a list of steps over registers: plain data, run by any engine. Registers 0 … rows − 1
 * hold a row of V entries each, number 0 the logits; −1, −2, … hold one number each, first the constants, then V.
 */
export interface RowProgram {
  readonly steps: readonly number[];
  readonly rows: number;
  readonly constants: readonly number[];
  /** Registers of one number, constants and V included. */
  readonly numbers: number;
  /** Registers that hold y, δ (a row or one number for all entries) and E in the end. */
  readonly y: number;
  readonly delta: number;
  readonly loss: number;
}
