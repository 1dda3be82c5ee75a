import type { Generator } from '../../core/network/random.ts';

/** A law of one number, with its mean and spread where they are finite. */
export interface Law {
  readonly label: string;
  readonly mean: number;
  readonly sd: number;
  readonly draw: (generator: Generator) => number;
}

const normal: Law = { label: 'normal', mean: 0, sd: 1, draw: (generator) => generator.normal() };

/** σ = 1: skewed by 6.2, with a long tail. */
const logNormal: Law = {
  label: 'log-normal',
  mean: Math.exp(0.5),
  sd: Math.sqrt((Math.E - 1) * Math.E),
  draw: (generator) => Math.exp(generator.normal()),
};

/** Student's t with 3 degrees of freedom: symmetric, with tails so long that it has no kurtosis. */
const student: Law = {
  label: 't with 3 degrees',
  mean: 0,
  sd: Math.sqrt(3),
  draw(generator) {
    let squares = 0;
    for (let i = 0; i < 3; i++) squares += generator.normal() ** 2;
    return generator.normal() / Math.sqrt(squares / 3);
  },
};

const laplace: Law = {
  label: 'Laplace',
  mean: 0,
  sd: Math.SQRT2,
  draw(generator) {
    const size = -Math.log(1 - generator.uniform());
    return generator.below(2) === 0 ? size : -size;
  },
};

export const laws = { normal, logNormal, student, laplace } as const;

/** n numbers of a law. */
export const sample = ({ draw }: Law, n: number, generator: Generator): number[] =>
  Array.from({ length: n }, () => draw(generator));
