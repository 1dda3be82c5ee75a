import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../core/contract/data.ts';
import { standing } from '../../core/experiments/standing.ts';
import { leadWords } from '../../renderer/state/lead.ts';
import { evaluation, run } from '../core/reports/report-fixtures.ts';

const arms = ['a', 'b'].map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }));
const diverged = { status: 'diverged', divergence: { step: 5, where: 'loss', rate: 9 } } as const;

/** A run that reached some bits at step 10, or diverged before it. */
const reached = (arm: string, seed: number, bits: number | null): RunRecord =>
  bits === null
    ? run(arm, seed, [evaluation(0, 6)], diverged)
    : run(arm, seed, [evaluation(0, 6), evaluation(10, bits)]);

const lead = (a: readonly (number | null)[], b: readonly (number | null)[]) => {
  const runs = [...a.map((bits, i) => reached('a', i, bits)), ...b.map((bits, i) => reached('b', i, bits))];
  const table = standing({ arms, seeds: [...a.keys()] }, runs);
  return leadWords(table, (armId) => armId.toUpperCase());
};

describe('the sentence on who leads', () => {
  it('says how far, how sure, and on what that rests', () => {
    // Differences a − b: −1.0, −1.2, −1.1; t(0.975, 2) = 4.303, s/√3 = 0.0577.
    expect(lead([2, 1.8, 1.9], [3, 3, 3])).toEqual({
      text: 'A is ahead of B by 1.100 bits per character (95 % interval 0.852 to 1.348, 3 paired seeds): A better.',
      why: expect.stringContaining('with 3 pairs a sign-flip test cannot confirm it'),
    });
    expect(lead([3, 3, 3], [2, 1.8, 1.9])!.text).toMatch(/^B is ahead of A by 1\.100 .* B better\.$/);
  });

  it('names the arm that is ahead seed by seed where the better mean is owed to a lost seed', () => {
    // Means 4 and 6, but in the one seed that both have it is 4 against 3.
    expect(lead([4, null], [3, 9])).toEqual({
      text: 'B is ahead of A by 1.000 bits per character: not decided.',
      why: expect.stringContaining('Seeds without a value in one of the arms, not in this comparison: 1.'),
    });
  });

  it('compares nothing where no seed has a value in both arms', () => {
    expect(lead([4, null], [null, 5])).toEqual({
      text: 'A has the best mean, B the next: not decided.',
      why: expect.stringContaining('No seed has a value in both arms.'),
    });
  });

  it('names nobody where the arms are equal on average', () => {
    expect(lead([2, 3], [3, 2])!.text).toBe(
      'A and B are equal on average over the seeds that both have (95 % interval -12.706 to 12.706, 2 paired seeds): not decided.',
    );
    expect(lead([2.5], [2.5])!.text).toMatch(/^A and B are equal/);
  });

  it('is left out with one arm that has values, and before anything is learned', () => {
    expect(lead([4, 4], [null, null])).toBeNull();
    const start = standing({ arms, seeds: [0] }, [
      run('a', 0, [evaluation(0, 6)]),
      run('b', 0, [evaluation(0, 5)]),
    ]);
    expect(leadWords(start, (id) => id)).toBeNull();
  });
});
