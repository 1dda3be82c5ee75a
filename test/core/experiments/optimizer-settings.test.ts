import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../core/experiments/files/parse-experiment.ts';

const withSetting = (id: string, name: string, value: number) => () =>
  parseExperiment({ ...defaultExperiment(), optimizer: { id, settings: { [name]: value } } });

describe('the settings of an optimiser', () => {
  it.each([
    ['adam', 'beta1', 1, 'must be at least 0 and below 1'],
    ['adam', 'beta2', 5, 'must be at least 0 and below 1'],
    ['adam', 'beta2', -0.1, 'must be at least 0 and below 1'],
    ['adam', 'epsilon', -1e-8, 'must be 0 or more'],
    ['momentum', 'momentum', -3, 'must be at least 0 and below 1'],
    ['momentum', 'momentum', 1, 'must be at least 0 and below 1'],
    ['rmsprop', 'alpha', 2, 'must be at least 0 and below 1'],
    ['rmsprop', 'epsilon', -1, 'must be 0 or more'],
    ['adagrad', 'epsilon', -1, 'must be 0 or more'],
  ])('refuse %s with %s = %d and say what it may be', (id, name, value, sentence) => {
    expect(withSetting(id, name, value)).toThrow(
      expect.objectContaining({
        code: 'bad-experiment',
        message: `optimizer.settings.${name}: ${sentence}.`,
      }) as Error,
    );
  });

  it.each([
    ['adam', 'beta1', 0],
    ['adam', 'beta2', 0.999999],
    ['momentum', 'momentum', 0.99],
    ['rmsprop', 'alpha', 0],
    ['adagrad', 'epsilon', 0],
  ])('take %s with %s = %d', (id, name, value) => {
    expect(withSetting(id, name, value)().optimizer.settings).toEqual({ [name]: value });
  });
});
