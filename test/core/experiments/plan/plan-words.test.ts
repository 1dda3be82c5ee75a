import { describe, expect, it } from 'vitest';
import { usualPlan, withAddition, isUntilDecided } from '../../../../core/experiments/plan/plan.ts';
import { looksOf, planText, planWords, wholeSeeds } from '../../../../core/experiments/plan/plan-words.ts';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import type { RunStatus } from '../../../../core/experiments/run.ts';
import { evaluation, experiment, run } from '../../reports/report-fixtures.ts';

const four = (n: number, change: Partial<Experiment> = {}) =>
  experiment({ seeds: Array.from({ length: n }, (_, i) => i + 1), plan: usualPlan(n), ...change });

/**
 * Runs of an experiment, all of one status but those that `other` names by seed. Every pair of arms is far apart, but
 * those of the arms that `level` has on one level, which change places from seed to seed.
 */
const runsOf = (
  { arms, seeds, steps }: Experiment,
  status: RunStatus,
  {
    other = {},
    level = (arm) => arm,
  }: { other?: Record<number, RunStatus>; level?: (arm: number) => number } = {},
) =>
  arms.flatMap(({ id: armId }, arm) =>
    seeds.map((seed) => {
      const apart = 2 + level(arm) + 0.001 * ((seed * (arm + 3)) % 7) + 0.02 * ((seed + arm) % 2);
      return run(armId, seed, [evaluation(steps, apart)], { status: other[seed] ?? status, steps });
    }),
  );

describe('a plan in words', () => {
  it('says what was declared as soon as it is, and nothing of its course before a run', () => {
    const spec = four(6, { plan: { ...usualPlan(6), smallest: { bitsPerCharacter: 0.05, brier: 0 } } });
    const { declared, kept, course } = planWords(spec, runsOf(spec, 'waiting'));
    expect([kept, course]).toEqual([null, []]);
    expect(declared).toBe(
      'Declared before the first run: 6 paired seeds; bits per character decides; the smallest difference that matters is 0.05 in bits per character, 0 in Brier score.',
    );
    expect(planWords(spec, runsOf(spec, 'training')).kept).toBeNull();
  });

  it('is kept where all planned seeds ended by themselves, diverged or not', () => {
    const spec = four(3);
    const runs = runsOf(spec, 'finished', { other: { 2: 'diverged' } });
    expect(wholeSeeds(spec, runs)).toBe(3);
    expect(planWords(spec, runs)).toMatchObject({ kept: true, course: [] });
    expect(planText(spec, runs)).toContain('The plan was kept.');
  });

  it('is not kept where runs were stopped, or other seeds ran than were planned', () => {
    const spec = four(3);
    expect(planWords(spec, runsOf(spec, 'finished', { other: { 3: 'stopped' } }))).toMatchObject({
      kept: false,
      course: [expect.stringContaining('2 of 3 seeds ended by themselves')],
    });
    const more = four(6, { plan: usualPlan(3) });
    expect(planWords(more, runsOf(more, 'finished'))).toMatchObject({
      kept: false,
      course: ['6 seeds were run where 3 were planned.'],
    });
  });

  it('tells how often the data were looked at where seeds were added by hand', () => {
    const once = withAddition(four(3), 'hand', [4, 5], 0);
    const twice = withAddition(once, 'hand', [6], 0);
    const { outcome, kept, course } = planWords(twice, runsOf(twice, 'finished'));
    expect([outcome, kept]).toEqual(['added', false]);
    expect(planText(twice, runsOf(twice, 'finished'))).not.toContain('not kept');
    expect(course).toEqual([
      'Seeds were added while looking at the results: 2 after 3; 1 after 5.',
      'The data were looked at 2 times before seeds were added, when there were fewer than 6: there was no verdict yet, so none can have decided when to stop.',
    ]);
    expect(isUntilDecided(twice)).toBe(false);
    // From 6 on there was a verdict to look at: only the e-process allows more.
    const third = withAddition(twice, 'hand', [7], 0);
    expect(isUntilDecided(third)).toBe(true);
    const words = planWords(third, runsOf(third, 'finished'));
    expect(words).toMatchObject({ outcome: 'added', kept: false });
    const stopped = runsOf(third, 'finished', { other: { 7: 'stopped' } });
    expect(planText(third, stopped)).toContain('The plan was not kept as it was declared.');
    expect(words.course.join(' ')).toContain(
      'each rule errs in at most 5 % of comparisons, both together in at most 10 %',
    );
    expect(words.course.at(-2)).toMatch(/^Judged by the e-process/);
    expect(words.course.at(-1)).toBe('It ended at 7 seeds with 6 pairs undecided.');
  });

  it('is not kept where more seeds ran than were to be added, where some came by hand, or where it ended before', () => {
    const plan = { ...usualPlan(8), untilDecided: 10 };
    const courseOf = (spec: Experiment, level?: (arm: number) => number) =>
      planWords(spec, runsOf(spec, 'finished', { ...(level && { level }) }));
    expect(courseOf(withAddition(four(8, { plan }), 'until-decided', [9, 10, 11], 0))).toMatchObject({
      kept: false,
      course: expect.arrayContaining(['11 seeds were run where at most 10 were planned.']),
    });
    expect(courseOf(withAddition(four(8, { plan }), 'hand', [9], 0))).toMatchObject({
      kept: false,
      course: expect.arrayContaining(['Seeds were added by hand where they were to be added until decided.']),
    });
    // Seeds enough for the e-process to decide what is apart.
    const later = { ...usualPlan(16), untilDecided: 18 };
    const sixteen = four(16, { plan: later });
    expect(courseOf(sixteen, (arm) => arm >> 1)).toMatchObject({
      kept: false,
      course: expect.arrayContaining(['It ended at 16 seeds with 2 pairs undecided.']),
    });
    expect(courseOf(sixteen).kept).toBe(true);
    expect(courseOf(four(18, { plan: later }), (arm) => arm >> 1).kept).toBe(true);
  });

  it('counts the looks of the e-process, and its bound', () => {
    const planned = four(8, { plan: { ...usualPlan(8), untilDecided: 40 } });
    expect(looksOf(planned, runsOf(planned, 'finished'))).toEqual({
      seeds: 8,
      looks: 1,
      fewest: 8,
      pairs: 6,
      bound: 120,
    });
    const grown = withAddition(withAddition(planned, 'until-decided', [9], 0), 'until-decided', [10, 11], 0);
    expect(grown.additions).toEqual([{ by: 'until-decided', after: 8, added: 3, givenUp: 0 }]);
    const { declared, kept, course } = planWords(grown, runsOf(grown, 'finished'));
    expect(declared).toContain('one by one until every pair is decided, from 8 to at most 40');
    expect(kept).toBe(true);
    expect(course.at(-1)).toBe(
      'Judged by the e-process, which allows looking after every seed: 11 seeds in bits per character, of which the first 8 are the fewest that can decide, so that 4 looks could; the bound is 120 (20 for each of 6 pairs).',
    );
  });

  it('says where a fixed number was given up for the e-process, and where seeds were', () => {
    const spec = withAddition(
      withAddition(four(3), 'until-decided', [4, 5, 6, 7, 8], 0),
      'until-decided',
      [],
      1,
    );
    const { kept, course } = planWords(spec, runsOf(spec, 'finished'));
    expect(kept).toBe(false);
    expect(course.join(' ')).toContain('1 more begun and given up');
    expect(course.join(' ')).toContain('A fixed number of seeds was planned');
    expect(course.join(' ')).not.toContain('more than 5 %');
  });

  it('says of an experiment without a plan that it has none', () => {
    const spec = experiment();
    expect(planText(spec, runsOf(spec, 'finished'))).toBe('Nothing was declared before the first run.');
  });
});
