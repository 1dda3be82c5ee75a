import { describe, expect, it } from 'vitest';
import { bestArms, leadOf, ranking } from '../../../../core/experiments/comparison/lead.ts';
import { allPairs } from '../../../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../../../core/experiments/comparison/standing.ts';
import type { YardstickId } from '../../../../core/yardsticks/registry.ts';
import { evaluation, run } from '../../reports/report-fixtures.ts';
import { unplanned } from '../arm-rows.ts';

const arms = ['a', 'b'].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));

/** Standing of two arms that reached these values at step 10; null for a run that diverged before. */
function rows(yardstick: YardstickId, ...values: readonly (readonly (number | null)[])[]) {
  const runs = values.flatMap((list, i) =>
    list.map((value, seed) =>
      value === null
        ? run(arms[i].id, seed, [evaluation(0, 6)], {
            status: 'diverged',
            divergence: { step: 5, where: 'loss', rate: 9 },
          })
        : run(arms[i].id, seed, [evaluation(0, 6), evaluation(10, 3, { [yardstick]: value })]),
    ),
  );
  return standing({ arms, seeds: [...values[0].keys()] }, runs).arms;
}

const lead = (yardstick: YardstickId, ...values: (number | null)[][]) => {
  const arms = rows(yardstick, ...values);
  const [best, next] = ranking(arms, yardstick);
  const { ahead, by, interval } = leadOf(allPairs(arms, yardstick, unplanned), best, next);
  return { best: best.armId, ahead: ahead.armId, by, interval };
};

describe('who leads', () => {
  it.each<[YardstickId, number[], number[]]>([
    ['bitsPerCharacter', [2, 1.8, 1.9], [3, 3, 3]],
    ['accuracy', [0.4, 0.6, 0.5], [0.1, 0.1, 0.1]],
  ])('is ahead by a positive margin on %s', (yardstick, better, worse) => {
    const found = lead(yardstick, worse, better);
    expect(found).toMatchObject({ best: 'b', ahead: 'b' });
    expect(found.by).toBeCloseTo(yardstick === 'accuracy' ? 0.4 : 1.1);
    expect(found.interval!.low).toBeGreaterThan(0);
    expect(found.interval!.high).toBeGreaterThan(found.by);
  });

  it('may have the worse mean, where that is owed to a lost seed', () => {
    // Means 4 and 6, but in the one seed that both have it is 4 against 3.
    expect(lead('bitsPerCharacter', [4, null, null], [3, 9, null])).toEqual({
      best: 'a',
      ahead: 'b',
      by: 1,
      interval: null,
    });
    expect(lead('accuracy', [0.5, null, null], [0.6, 0.1, null])).toMatchObject({ best: 'a', ahead: 'b' });
  });

  it('is the first of two that are level, by 0', () => {
    expect(lead('bitsPerCharacter', [2, 3], [3, 2])).toMatchObject({ ahead: 'a', by: 0 });
  });
});

describe('the best mean', () => {
  const best = (...values: (number | null)[][]) =>
    bestArms(rows('bitsPerCharacter', ...values), 'bitsPerCharacter').map(({ armId }) => armId);

  it('is not that of an arm with diverged runs where another has none', () => {
    expect(best([2, 2, 2], [3, 3, 3])).toEqual(['a']);
    expect(best([2, null, 2], [3, 3, 3])).toEqual(['b']);
    expect(ranking(rows('bitsPerCharacter', [2, null], [3, 3]), 'bitsPerCharacter')[0].armId).toBe('b');
  });

  it('is the better one where runs of all arms diverged, and is shared', () => {
    expect(best([2, null], [3, null])).toEqual(['a']);
    expect(best([2, 4], [4, 2])).toEqual(['a', 'b']);
  });
});
