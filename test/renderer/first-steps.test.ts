import { expect, it } from 'vitest';
import { doneBetween, firstStepsOf } from '../../renderer/state/learning/first-steps.ts';
import { firstExperiment } from '../../core/experiments/default-experiment.ts';

const at = (change: Partial<Parameters<typeof firstStepsOf>[0]> = {}) =>
  firstStepsOf({ experiment: firstExperiment(), phase: 'idle', search: null, ...change });
const { arms, corpus, ...rest } = firstExperiment();

it('a hint is done when its step is, and all are once something trains', () => {
  const other = { ...corpus, seed: 2 } as typeof corpus;
  expect(doneBetween(at(), at({ experiment: { ...rest, arms, corpus: other } }))).toEqual([1]);
  expect(doneBetween(at(), at({ experiment: { ...rest, corpus, arms: arms.slice(1) } }))).toEqual([2]);
  expect(doneBetween(at(), at({ phase: 'running' }))).toEqual([1, 2, 3]);
  expect(doneBetween(at(), at({ search: 'running' }))).toEqual([1, 2, 3]);
});

it('none is where nothing was done, as when hints are asked for again beside results', () => {
  expect(doneBetween(at(), at({ experiment: { ...rest, arms, corpus, steps: 7 } }))).toEqual([]);
  expect(doneBetween(at({ phase: 'finished' }), at({ phase: 'finished' }))).toEqual([]);
  expect(doneBetween(at({ phase: 'running' }), at({ phase: 'finished' }))).toEqual([]);
});
