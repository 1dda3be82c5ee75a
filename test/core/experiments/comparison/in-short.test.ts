import { bestArms } from '../../../../core/experiments/comparison/lead.ts';
import { describe, expect, it } from 'vitest';
import { inShort } from '../../../../core/experiments/comparison/in-short.ts';
import { allPairs } from '../../../../core/experiments/comparison/paired-difference.ts';
import type { YardstickId } from '../../../../core/yardsticks/registry.ts';
import { armRows, planned, type Outcome, unplanned } from '../arm-rows.ts';

const short = (
  values: readonly (readonly Outcome[])[],
  plan = unplanned,
  yardstick: YardstickId = 'bitsPerCharacter',
) => {
  const arms = armRows(values, yardstick);
  return inShort(arms, allPairs(arms, yardstick, plan), yardstick, (armId) => armId.toUpperCase());
};

describe('in short', () => {
  it('says below 6 seeds who is ahead in how many, and no more', () => {
    // Differences a − b: −1.0, −1.2, −1.1; t(0.975, 2) = 4.303, s/√3 = 0.0577.
    expect(
      short([
        [2, 1.8, 1.9],
        [3, 3, 3],
      ]),
    ).toEqual({
      means: 'A (1.900) has the best mean, B (3.000) the next.',
      text: 'A is ahead of B by 1.100 bits per character (95 % t interval 0.852 to 1.348, 3 paired seeds): A ahead in 3 of 3 seeds; 6 are needed.',
      why: expect.not.stringContaining('fewer than 6'),
    });
    expect(
      short([
        [2, 3],
        [3, 2.5],
      ]).text,
    ).toMatch(/: each ahead in 1 of 2 seeds; 6 are needed\.$/);
    expect(short([[2], [3]]).text).toMatch(/\(1 paired seed\): A ahead in 1 of 1 seed; 6 are needed\.$/);
  });

  const six = [2, 2.1, 1.9, 2.2, 2.05, 1.95];
  const later = (by: readonly number[]) => six.map((value, i) => value + by[i]);

  it('names the better one, and what that rests on', () => {
    const { text, why } = short([six, later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48])]);
    expect(text).toMatch(/^A is ahead of B by 0\.500 bits .* 6 paired seeds\): A better\.$/);
    expect(why).toMatch(
      /^t test p = \d.*, sign-flip p = 0\.0313, and the difference is above 0\.01, the smallest/,
    );
    const accuracies = [0.5, 0.51, 0.49, 0.5, 0.52, 0.51];
    const worse = accuracies.map((value, i) => value - 0.1 - 0.001 * i);
    expect(short([worse, accuracies], unplanned, 'accuracy').text).toMatch(
      /^B is ahead of A by 0\.1\d\d in top-1 accuracy \(95 % t interval 0\.1\d\d to 0\.1\d\d, .*: B better\.$/,
    );
  });

  it('calls two practically equal where the interval is narrow enough', () => {
    const { text, why } = short([six, later([0.001, 0.002, -0.001, 0.0015, 0, 0.0005])]);
    expect(text).toMatch(/^A and B are practically equal: they differ by 0\.0007 bits per character \(/);
    expect(why).toMatch(/lies inside ±0\.01, the smallest difference that matters\.$/);
    // The sentence tells a distance and its interval, and the reason has that interval, not its mirror image.
    const [, low, high] = /interval (\S+) to (\S+),/.exec(text)!;
    expect(why).toContain(`[${low}, +${high}]`);
  });

  it('says what is missing where it is not decided', () => {
    const { text, why } = short([six, later([0.5, -0.3, 0.4, 0.1, -0.2, 0.3])]);
    expect(text).toMatch(/: not decided\.$/);
    expect(why).toMatch(
      /^Reasons: t test p = 0\.\d+; sign-flip p = 0\.\d+\. It would take about \d+ seeds to tell/,
    );
    expect(why).toMatch(/80 % power\. The output layers’ values correlate by −?0\.\d\d over the seeds: /);
  });

  it('gives no best mean to an arm with diverged seeds, nor calls it better', () => {
    const { means, text, why } = short([
      [...six, null, null],
      [...later([1, 1, 1.1, 0.9, 1, 1]), 3, 3],
    ]);
    expect(means).toBe(
      'B (3.025) has the best mean. 2 of 8 seeds of A diverged: the mean of the others, 2.033, is not compared.',
    );
    expect(text).toMatch(
      /^In the 6 seeds that both have A is ahead of B by 1\.000 .*, which does not count, for 2 of 8 seeds of it diverged: not decided\.$/,
    );
    expect(why).toContain(
      'Reason: an output layer with more diverged seeds than the other is not called better.',
    );
    expect(why).toContain('2 of 8 seeds of A diverged.');
    expect(why).toContain('Seeds without a value in one of the output layers, not in this comparison: 7, 8.');
  });

  it('has nothing to compare where all seeds of an arm diverged, or none has a value in both', () => {
    const lost = six.map(() => null);
    expect(short([six, lost])).toEqual({ means: 'A (2.033). All runs of B diverged.', text: '', why: '' });
    expect(short([lost, lost]).means).toBe('All runs of every output layer diverged.');
    // Values from before all runs of an arm diverged are means of nothing.
    const rows = armRows([six, later([0.1, 0.2, 0.1, 0.2, 0.1, 0.2])]).map((row) => ({
      ...row,
      diverged: 6,
    }));
    expect(bestArms(rows, 'bitsPerCharacter')).toEqual([]);
    const { text, why } = short([
      [...six, 'waiting'],
      [...six.map((): Outcome => 'waiting'), 3],
    ]);
    expect(text).toBe('A and B: no verdict.');
    expect(why).toContain('No seed has a value in both output layers.');
    expect(short([['waiting'], ['waiting']]).means).toBe('No output layer has a value.');
    expect(short([[2, 3]]).means).toBe('A (2.500). There is one output layer.');
  });

  it('names the arm that is ahead seed by seed where the better mean is owed to a lost seed', () => {
    // Means 4 and 6, but in the one seed that both have it is 4 against 3.
    const { means, text } = short([
      [4, null, null],
      [3, 9, null],
    ]);
    expect(means).toMatch(/^A \(4\.000\) has the best mean, B \(6\.000\) the next\./);
    expect(text).toMatch(
      /^B is ahead of A by 1\.000 bits per character \(1 paired seed\): B ahead in 1 of 1 seed/,
    );
  });

  it('names nobody where the arms are equal on average', () => {
    expect(
      short([
        [2, 3],
        [3, 2],
      ]).text,
    ).toBe(
      'A and B are equal on average over the seeds that both have (95 % t interval −12.706 to 12.706, 2 paired seeds): each ahead in 1 of 2 seeds; 6 are needed.',
    );
    expect(short([[2.5], [2.5]]).text).toMatch(/^A and B are equal on average/);
    expect(
      short([
        [2, 3],
        [3, 2],
      ]).means,
    ).toBe('A (2.500) and B (2.500) are equal: they share the best mean.');
  });

  it('shows as many digits as a difference needs', () => {
    const plan = planned({ smallest: { accuracy: 0 }, untilDecided: null });
    const accuracies = [0.5, 0.51, 0.49, 0.5, 0.52, 0.51];
    const { means, text } = short(
      [accuracies, accuracies.map((value, i) => value - 0.00004 - 1e-6 * i)],
      plan,
      'accuracy',
    );
    expect(means).toBe('A (0.50500) has the best mean, B (0.50496) the next.');
    expect(text).toMatch(/by 0\.00004 in top-1 accuracy .*: A better\.$/);
  });

  it('speaks of the e-process where seeds were added while looking', () => {
    const plan = planned({ smallest: null, untilDecided: 40 });
    const clear = short([six, later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48])], plan);
    expect(clear.text + clear.why).toMatch(/e-process (is at \d|reached its bound of 20 after \d+ seeds)/);
    expect(
      short(
        [
          [2, 3],
          [3, 3.5],
        ],
        plan,
      ).text,
    ).toMatch(/; 6 are needed\.$/);
  });
});
