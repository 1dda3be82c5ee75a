import { describe, expect, it } from 'vitest';
import { headline, targetFact } from '../../../../core/experiments/comparison/headline.ts';
import { allPairs } from '../../../../core/experiments/comparison/paired-difference.ts';
import type { YardstickId } from '../../../../core/yardsticks/registry.ts';
import { languages } from '../../../../core/words/language.ts';
import { sayIn } from '../../../../core/words/said/say-in.ts';
import { evaluation, run } from '../../reports/report-fixtures.ts';
import { armRows, unplanned, type Outcome } from '../arm-rows.ts';

type Moment = Parameters<typeof headline>[0]['moment'];

const of = (
  values: readonly (readonly Outcome[])[],
  moment: Moment = 'ended',
  yardstick: YardstickId = 'bitsPerCharacter',
  language: (typeof languages)[number] = 'en',
) => {
  const arms = armRows(values, yardstick);
  const pairs = allPairs(arms, yardstick, unplanned);
  return headline({
    moment,
    arms,
    pairs,
    yardstick,
    step: 10,
    label: (armId) => armId.toUpperCase(),
    say: sayIn(language),
  });
};
const said = (...asked: Parameters<typeof of>) =>
  of(...asked)
    .sentence.map(({ text }) => text)
    .join('');

const six = [2, 2.1, 1.9, 2.2, 2.05, 1.95];
const later = (by: readonly number[]) => six.map((value, i) => value + by[i]);

describe('the headline', () => {
  it('says below 6 seeds that an arm is ahead so far, with the seeds that it is', () => {
    const { sentence, facts, seeds, pair } = of([
      [2, 1.8, 1.9],
      [3, 3, 3],
    ]);
    expect(sentence).toEqual([
      { text: 'A', armId: 'a' },
      { text: ' is ahead so far: 1.90 bits a character' },
    ]);
    expect(facts).toEqual([
      {
        id: 'lead',
        value: '1.100',
        what: 'bits ahead of B',
        under: '95 % t interval 0.852 to 1.348, 3 paired seeds',
      },
      { id: 'seeds', value: '', what: 'ahead in 3 of 3 seeds', under: 'no verdict before 6' },
    ]);
    expect(seeds).toEqual({ marks: ['ahead', 'ahead', 'ahead'], fewest: 6, ahead: 'a' });
    expect(pair).toEqual({ a: 'a', b: 'b' });
  });

  it('calls nobody ahead whose lead is one of the mean alone', () => {
    // A is ahead on average, and behind in two of three seeds.
    expect(
      said([
        [1, 3.1, 3.1],
        [3, 3, 3],
      ]),
    ).toBe('A and B take turns so far: 2.40 bits a character on average');
    expect(said([[2], [2]])).toBe('A and B are level so far: 2.00 bits a character');
  });

  it('counts those that learn equally well only where every two of them do', () => {
    const same = (by: number) => later([by, -by, by, -by, by, -by]);
    expect(said([six, same(0.001), same(0.0012)])).toBe(
      'A, B and one more learn equally well: 2.03 bits a character',
    );
    const unsure = later([0, 0, 0, 0, 0, 9]).map((value, i) => value + (i % 2 ? 0.01 : -0.01));
    expect(said([six, same(0.001), unsure])).toBe(
      'A and B learn equally well, not all others are decided: 2.03 bits a character',
    );
    const worse = later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48]);
    expect(said([six, same(0.001), worse])).toBe('A and B learn equally well: 2.03 bits a character');
  });

  it('calls none the best as long as another has no verdict against it', () => {
    const better = later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48]);
    expect(said([six, better, six.map(() => NaN)])).not.toContain('learns best');
  });

  it('says that an arm learns best where the verdict is for it in every pair, and not before', () => {
    const better = later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48]);
    expect(said([six, better])).toBe('A learns best: 2.03 bits a character');
    expect(of([six, better]).seeds?.fewest).toBe(6);
    // The third is far off on average, in one seed only.
    const unsure = later([0, 0, 0, 0, 0, 9]).map((value, i) => value + (i % 2 ? 0.01 : -0.01));
    expect(said([six, better, unsure])).toBe(
      'A learns better than B, not all others are decided: 2.03 bits a character',
    );
  });

  it('is no further than the verdict where it is equal or not decided', () => {
    expect(said([six, later([0.001, 0.002, -0.001, 0.0015, 0, 0.0005])])).toMatch(
      /^A and B learn equally well: 2\.03/,
    );
    expect(said([six, later([0.5, -0.4, 0.6, -0.3, 0.5, -0.2])])).toMatch(
      /^Not decided after 6 seeds: A or B, 2\.03/,
    );
  });

  it('speaks of one arm, of what diverged, and of nothing', () => {
    expect(said([[2, 2.2]])).toBe('A reaches 2.10 bits a character');
    expect(
      said([
        [2, 2],
        [null, null],
      ]),
    ).toBe('A is the only one whose runs did not diverge: 2.00 bits a character');
    expect(said([[null], [null]])).toBe('Every run of every output layer diverged');
    expect(said([['waiting'], ['waiting']])).toBe('No output layer has a score');
  });

  it('calls nothing decided while runs train, are held or were stopped', () => {
    const two = [six, later([0.5, 0.52, 0.49, 0.51, 0.5, 0.48])];
    expect(said(two, 'training')).toBe('Training: A is in front at step 10');
    expect(said(two, 'paused')).toBe('Paused: A is in front at step 10');
    expect(said(two, 'stopped')).toBe('Stopped: A was in front at step 10');
  });

  it('knows which way each yardstick is better', () => {
    const accuracy = of([[0.5], [0.4]], 'ended', 'accuracy');
    expect(accuracy.sentence.map(({ text }) => text).join('')).toBe(
      'A is ahead so far: 0.500 of characters right',
    );
    expect(accuracy.seeds?.marks).toEqual(['ahead']);
    expect(said([[0.5], [0.4]], 'ended', 'brier')).toBe('B is ahead so far: a Brier score of 0.400');
  });
});

it('counts the steps to a target only where every run of the arm came there', () => {
  const at = (armId: string, seed: number, values: readonly number[]) =>
    run(
      armId,
      seed,
      values.map((value, i) => evaluation(10 * i, value)),
    );
  const runs = [at('a', 1, [6, 4, 3]), at('a', 2, [6, 3, 3]), at('b', 1, [6, 5, 3]), at('b', 2, [6, 5, 4])];
  const fact = (all: typeof runs, ahead: string, others: readonly string[]) =>
    targetFact(
      all,
      { ahead, others },
      { yardstick: 'bitsPerCharacter', target: 3.5 },
      { label: (armId) => armId.toUpperCase(), say: sayIn() },
    );
  expect(fact(runs, 'a', ['b'])).toEqual({
    id: 'target',
    value: '15',
    what: 'steps on average to reach 3.5',
    under: 'no other one has in every seed',
  });
  expect(fact(runs, 'b', ['a'])).toBeNull();
  const slow = [at('d', 1, [6, 4, 4, 3]), at('d', 2, [6, 4, 4, 3])];
  expect(fact([...runs, ...slow], 'a', ['d', 'b'])).toMatchObject({ under: 'D needs 30' });
  // The quickest of the others is named, also where it was quicker than the arm with the best score.
  const quick = [at('c', 1, [6, 3.4, 3.4]), at('c', 2, [6, 3.4, 3.4])];
  expect(fact([...runs, ...quick, ...slow], 'a', ['d', 'b', 'c'])).toMatchObject({
    value: '15',
    under: 'C gets there sooner, in 10',
  });
});

it.each(languages)(
  'the headline in %s names the arms in their places, in every verdict and at every moment',
  (language) => {
    const cases = [
      [
        [2, 1.8, 1.9],
        [3, 3, 3],
      ],
      [
        [1, 3.1, 3.1],
        [3, 3, 3],
      ],
      [six, later([0.5, 0.6, 0.4, 0.5, 0.55, 0.45])],
      [six, later([0.001, -0.001, 0.002, -0.002, 0.001, -0.001])],
      [[2], [2]],
      [[2]],
    ];
    for (const moment of ['training', 'paused', 'stopped', 'ended'] as const)
      for (const values of cases) {
        const found = of(values, moment, 'bitsPerCharacter', language);
        const whole = found.sentence.map(({ text }) => text).join('');
        expect(whole).not.toMatch(/[{}]|undefined/);
        expect(found.sentence.some(({ armId }) => armId === 'a')).toBe(true);
        const rest = found.sentence.filter(({ armId }) => armId === undefined).map(({ text }) => text);
        const said = [...rest, ...found.facts.flatMap(({ what, under }) => [what, under])].join(' ');
        // In another language no English is left but the letter of the test, and of an arm.
        if (language !== 'en') expect(said.replace(/\b(t|A|B)\b/g, '')).not.toMatch(/[A-Za-z]/);
      }
  },
);
