import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convergenceColumns,
  differenceColumns,
  meansOf,
  valuesAt,
} from '../../../../core/experiments/comparison/convergence-columns.ts';
import { mean } from '../../../../core/experiments/statistics/mean-interval.ts';
import { evaluation, run } from '../../reports/report-fixtures.ts';

/** A run that was evaluated at some steps. */
const measured = (
  seed: number,
  bits: Readonly<Record<number, number>>,
  status: 'finished' | 'diverged' = 'finished',
) =>
  run(
    'a',
    seed,
    Object.entries(bits).map(([step, value]) => evaluation(Number(step), value, { seconds: Number(step) })),
    { status },
  );
const lists = (values: readonly ArrayLike<number>[]) => values.map((list) => Array.from(list));

describe('columns of one arm', () => {
  it('have the steps of all seeds that go on, and know which seed has a value', () => {
    const columns = convergenceColumns(
      [
        measured(1, { 0: 6, 10: 5, 20: 4 }),
        measured(2, { 0: 6, 5: 7, 10: NaN, 20: 3 }),
        measured(3, { 0: 5 }, 'diverged'),
      ],
      'bitsPerCharacter',
    );
    expect(lists([columns.step, columns.characters, columns.seconds])).toEqual([
      [0, 10, 20],
      [0, 4000, 8000],
      [0, 10, 20],
    ]);
    expect(lists(columns.values)).toEqual([
      [6, 5, 4],
      [6, NaN, 3],
      [5, NaN, NaN],
    ]);
    expect(lists(columns.present)).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 0, 0],
    ]);
    expect(valuesAt(columns, 1)).toEqual([5, NaN]);
    expect([...meansOf(columns)]).toEqual([17 / 3, NaN, 3.5]);
  });

  it('go as far as the furthest where every seed diverged', () => {
    const columns = convergenceColumns(
      [measured(1, { 0: 6, 10: 9 }, 'diverged'), measured(2, { 0: 6, 20: 8 }, 'diverged')],
      'bitsPerCharacter',
    );
    expect([...columns.step]).toEqual([0, 10, 20]);
    expect([...meansOf(columns)]).toEqual([6, 9, 8]);
  });

  it('have the means of the values that are there, to the last bit', () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.array(number, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (seeds) => {
          const columns = convergenceColumns(
            seeds.map((values, seed) => measured(seed, { ...values })),
            'bitsPerCharacter',
          );
          const means = meansOf(columns);
          for (let i = 0; i < 4; i++) expect(means[i]).toBe(mean(valuesAt(columns, i)));
        },
      ),
    );
  });
});

describe('columns of paired differences', () => {
  it('are one arm minus the other where both have a value, seed by seed', () => {
    const columns = differenceColumns(
      [measured(1, { 0: 6, 10: 5, 20: 4 }), measured(2, { 0: 6, 10: 4, 20: 3 }), measured(9, { 0: 1 })],
      // The order of the seeds is another one, and one of them was evaluated elsewhere as well.
      [measured(2, { 0: 6, 10: 4.5, 15: 1, 20: 3.25 }), measured(1, { 0: 6, 10: 4.5, 20: 4.5 })],
      'bitsPerCharacter',
    );
    expect(columns.seeds).toEqual([1, 2]);
    expect([...columns.step]).toEqual([0, 10, 20]);
    expect(lists(columns.values)).toEqual([
      [0, 0.5, -0.5],
      [0, -0.5, -0.25],
    ]);
  });

  it('lose a seed where one of its runs has ended, and keep the others', () => {
    const columns = differenceColumns(
      [measured(1, { 0: 6, 10: 5 }), measured(2, { 0: 6, 10: 5 })],
      [measured(1, { 0: 6 }, 'diverged'), measured(2, { 0: 5, 10: 3 })],
      'bitsPerCharacter',
    );
    expect([...columns.step]).toEqual([0, 10]);
    expect(valuesAt(columns, 0)).toEqual([0, 1]);
    expect(valuesAt(columns, 1)).toEqual([2]);
  });

  it('keep the last value of an arm that ended early, as the standing table does', () => {
    const early = { ...measured(1, { 0: 6, 10: 3 }), early: { rule: 'target', step: 10 } } as const;
    const other = [measured(1, { 0: 6, 10: 5, 20: 4, 30: 2 }), measured(2, { 0: 6, 10: 5, 20: 4 })];
    const columns = differenceColumns(
      [early, measured(2, { 0: 6, 10: 5, 20: 3 })],
      other,
      'bitsPerCharacter',
    );
    expect([...columns.step]).toEqual([0, 10, 20]);
    expect(lists(columns.values)).toEqual([
      [0, -2, -1],
      [0, 0, -1],
    ]);
    expect([...columns.characters]).toEqual([0, 4000, 8000]);
  });

  it('are none without a common seed or step', () => {
    for (const b of [[], [measured(2, { 0: 6 })], [measured(1, {})]])
      expect(differenceColumns([measured(1, { 0: 6 })], b, 'brier').step.length).toBe(0);
  });
});
