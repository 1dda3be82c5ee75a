import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../core/experiments/run.ts';
import { sense, yardstickById, yardsticks, type YardstickId } from '../../../core/yardsticks/registry.ts';

describe('the yardsticks', () => {
  it('are fields of an evaluation, each once', () => {
    const fields: readonly (keyof Evaluation)[] = yardsticks.map(({ id }) => id);
    expect(new Set(fields).size).toBe(yardsticks.length);
    expect(new Set(yardsticks.map(({ label }) => label)).size).toBe(yardsticks.length);
    expect(new Set(yardsticks.map(({ short }) => short)).size).toBe(yardsticks.length);
  });

  it.each(yardsticks)(
    '$label shows the smallest difference that matters',
    ({ id, digits, smallest, bounds }) => {
      expect(10 ** -digits).toBeLessThanOrEqual(smallest);
      expect(smallest).toBeLessThan(bounds.high - bounds.low);
      expect(yardstickById(id).id).toBe(id);
    },
  );

  it.each<[YardstickId, number, number]>([
    ['bitsPerCharacter', 2, 3],
    ['brier', 0.7, 0.8],
    ['accuracy', 0.5, 0.4],
    ['top5Accuracy', 0.9, 0.8],
  ])('know which way is better: %s', (id, better, worse) => {
    expect(sense(id) * better).toBeLessThan(sense(id) * worse);
  });
});
