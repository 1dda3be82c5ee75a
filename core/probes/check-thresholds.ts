/** Errors up to `good` are rounding; errors above `wrong` are a defect of the gradient (science: gradient probes). */
export const gradientCheckThresholds = { good: 1e-7, wrong: 1e-4 } as const;
