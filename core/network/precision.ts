/** The arithmetics a network can train in, each with what it is for; the first is the usual one. */
export const precisions = [
  { id: 'float32', label: 'float32', hint: 'float32: fast kernels, for training.' },
  { id: 'float64', label: 'float64', hint: 'float64: reference engine, clear and slow.' },
] as const;

export type Precision = (typeof precisions)[number]['id'];
