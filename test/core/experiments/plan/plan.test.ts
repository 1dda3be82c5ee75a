import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../../core/experiments/files/parse-experiment.ts';
import {
  pairsOf,
  primaryYardstick,
  usualPlan,
  withoutStaleAdditions,
  withSeeds,
} from '../../../../core/experiments/plan/plan.ts';
import type { Plan, SeedAddition } from '../../../../core/experiments/experiment.ts';
import { presets } from '../../../../core/experiments/presets.ts';
import { eBound, fewestForEProcess } from '../../../../core/experiments/statistics/e-process.ts';

const base = defaultExperiment();
const parsed = (plan: unknown) => parseExperiment(JSON.parse(JSON.stringify({ ...base, plan }))).plan;

describe('the plan of an experiment', () => {
  it('is declared by every new experiment, for as many seeds as it has', () => {
    for (const experiment of [base, ...presets.map((preset) => preset.experiment)])
      expect(experiment.plan).toEqual(usualPlan(experiment.seeds.length));
  });

  it('is none in files that were written before there was one', () => {
    const older = JSON.stringify({ ...base, plan: undefined, additions: undefined });
    const read = parseExperiment(JSON.parse(older));
    expect(read).toMatchObject({ plan: null, additions: [] });
    expect(primaryYardstick(read)).toBe('bitsPerCharacter');
  });

  it('passes through a file unchanged', () => {
    const plan: Plan = { seeds: 6, yardstick: 'brier', smallest: { brier: 0.01 }, untilDecided: 40 };
    expect(parsed(plan)).toEqual(plan);
    expect(primaryYardstick({ plan })).toBe('brier');
  });

  it('keeps no smallest differences where none was set', () => {
    expect(parsed({ ...usualPlan(3), smallest: {} })?.smallest).toBeNull();
  });

  it.each([
    [{ seeds: 0 }, 'plan.seeds'],
    [{ seeds: 1001 }, 'plan.seeds'],
    [{ yardstick: 'beauty' }, 'plan.yardstick'],
    [{ smallest: { bitsPerCharacter: -0.1 } }, 'plan.smallest.bitsPerCharacter'],
    [{ smallest: { beauty: 1 } }, 'plan.smallest.beauty'],
    [{ untilDecided: 1 }, 'plan.untilDecided'],
    [{ untilDecided: 1001 }, 'plan.untilDecided'],
    [{ more: 1 }, 'plan.more'],
  ])('refuses %j', (change, field) => {
    expect(() => parsed({ ...usualPlan(3), ...change })).toThrow(field);
  });

  it('follows the number of seeds; an experiment without one stays without', () => {
    expect(withSeeds(base, 2, 7)).toEqual({ seeds: [7, 8], plan: usualPlan(2) });
    expect(withSeeds({ plan: null }, 2, 7)).toEqual({ seeds: [7, 8], plan: null });
  });
});

describe('the record of added seeds', () => {
  const additions: SeedAddition[] = [{ by: 'hand', after: 3, added: 3, givenUp: 0 }];

  it('stays with a file, and goes with a change of the experiment that carried it along', () => {
    const six = { ...base, seeds: [1, 2, 3, 4, 5, 6], additions };
    expect(parseExperiment(JSON.parse(JSON.stringify(six))).additions).toEqual(additions);
    expect(withoutStaleAdditions(base, six)).toBe(six);
    expect(withoutStaleAdditions(six, { ...six, steps: 7 })).toMatchObject({
      additions: [],
      plan: { seeds: 6 },
    });
  });

  it.each([
    [{ by: 'chance' }, 'additions[0].by'],
    [{ after: 0 }, 'additions[0].after'],
    [{ added: -1 }, 'additions[0].added'],
  ])('refuses %j', (change, field) => {
    expect(() => parseExperiment({ ...base, additions: [{ ...additions[0], ...change }] })).toThrow(field);
  });
});

describe('adding seeds until decided', () => {
  // 1 + ⌈log₂ 20m⌉, science: a factor is at most 2 and the first seed has none.
  it.each([
    [2, 1, 20, 6],
    [3, 3, 60, 7],
    [4, 6, 120, 8],
    [5, 10, 200, 9],
  ])('%i arms are %i pairs: the bound is %i, the fewest seeds %i', (arms, pairs, bound, fewest) => {
    expect([pairsOf(arms), eBound(pairs), fewestForEProcess(pairs)]).toEqual([pairs, bound, fewest]);
    expect(2 ** (fewest - 1)).toBeGreaterThanOrEqual(bound);
    expect(2 ** (fewest - 2)).toBeLessThan(bound);
  });
});
