import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import {
  experimentDifferences,
  itDiffers,
} from '../../../../core/experiments/plan/experiment-differences.ts';

const first = defaultExperiment();

it('each field of the model is named by itself', () => {
  const named = Object.keys(first.model).map((field) =>
    experimentDifferences(first, { ...first, model: { ...first.model, [field]: 'another' } }),
  );
  expect(named.every(({ length }) => length === 1)).toBe(true);
  expect(new Set(named.flat()).size).toBe(named.length);
});

it('what differs is named one by one, and a name is no difference', () => {
  const model = { ...first.model, hidden: first.model.hidden + 1, batch: first.model.batch + 1 };
  const other = { ...first, name: 'other', model, steps: first.steps + 1 };
  expect(itDiffers(experimentDifferences(first, other))).toBe(
    'it differs in the hidden units, the batch and the steps',
  );
  expect(experimentDifferences(first, { ...first, name: 'other' })).toEqual([]);
});
