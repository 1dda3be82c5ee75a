import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { operationsPerCharacter } from '../../core/network/operations.ts';
import { digits, milliseconds, percent, table, times } from './document.ts';
import { interleaved } from './rounds.ts';
import type { Section } from './section.ts';
import { charactersPerStep, matrixParameters, setting, type Setting } from './settings.ts';
import { median, medianRatio, spread } from './statistics.ts';
import { fitSteps } from './step-fit.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** One size at a time differs from M. */
const grid: readonly (readonly [keyof Setting & ('vocabulary' | 'hidden' | 'length' | 'batch'), number[]])[] =
  [
    ['vocabulary', [16, 130, 512, 2000]],
    ['hidden', [32, 64, 128, 512, 1024]],
    ['length', [5, 25, 100, 200]],
    ['batch', [1, 4, 8, 32, 64]],
  ];

const letters = { vocabulary: 'V', hidden: 'H', length: 'T', batch: 'B' } as const;

const usual = setting('M');

const points: readonly Setting[] = [
  usual,
  ...grid.flatMap(([size, values]) =>
    values.map((value) => ({ ...usual, name: `${letters[size]} ${value}`, [size]: value })),
  ),
];

export const sizes: Section = {
  name: 'sizes',
  title: 'Step time against V, H, T and B',
  async measure({ rounds, seconds }) {
    const peers = points.map((point) => {
      const { step } = subject(fastEngine(), point);
      return { name: point.name, measure: (time: number) => secondsPerCall(step, time) };
    });
    const measured = await interleaved(peers, rounds, seconds);
    const fit = fitSteps(
      points.map((point) => ({
        operations: charactersPerStep(point) * operationsPerCharacter(point),
        parameters: matrixParameters(point),
        seconds: median(measured[point.name]),
      })),
    );
    const errors = fit.relativeErrors.map(Math.abs);
    const worst = errors.indexOf(Math.max(...errors));
    const { gigaflops, nanosecondsPerParameter, microsecondsPerStep } = fit;
    const signed = (value: number) => `${value > 0 ? '+' : ''}${percent(value)}`;
    return {
      lines: [
        `float32 around M: V ${usual.vocabulary}, H ${usual.hidden}, T ${usual.length}, B ${usual.batch}.`,
        '',
        ...table(
          ['sizes', 'step', 'spread', 'against M', 'GFLOP/s', 'the fit is off by'],
          points.map((point, i) => {
            const own = measured[point.name];
            const work = charactersPerStep(point) * operationsPerCharacter(point);
            return [
              point.name,
              milliseconds(median(own)),
              `± ${percent(spread(own))}`,
              times(medianRatio(own, measured[usual.name])),
              digits(work / median(own) / 1e9),
              signed(fit.relativeErrors[i]),
            ];
          }),
        ),
        'Fitted with the least squares of relative errors: t = T·B·(6H² + 6HV)/F + u·(H² + 2HV) + c with',
        `F = ${digits(gigaflops)} GFLOP/s, u = ${digits(nanosecondsPerParameter)} ns per parameter, c = ${digits(microsecondsPerStep)} µs.`,
        `Worst relative error: ${percent(errors[worst])}, at ${points[worst].name}.`,
        '',
      ],
      raw: { points, measured, fit },
    };
  },
};
