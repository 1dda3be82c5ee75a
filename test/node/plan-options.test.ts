import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { usualPlan } from '../../core/experiments/plan/plan.ts';
import { planOf, withPlanOptions, type PlanOptions } from '../../core/node/cli/options/plan-options.ts';

/** The options of a command line, as `compare` takes them. */
function options(...words: string[]): PlanOptions {
  const command = withPlanOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return command.parse(words, { from: 'user' }).opts();
}

describe('the plan of a command line', () => {
  it('is three seeds and bits per character where nothing is said', () => {
    expect(planOf(options(), 4)).toEqual(usualPlan(3));
  });

  it('names the primary yardstick and the smallest differences that matter', () => {
    const given = options(
      '--primary',
      'top5',
      '--smallest',
      'bits=0.02,accuracy=0.005',
      '--smallest',
      'brier=0',
    );
    expect(planOf({ ...given, seeds: 6 }, 2)).toEqual({
      seeds: 6,
      yardstick: 'top5Accuracy',
      smallest: { bitsPerCharacter: 0.02, accuracy: 0.005, brier: 0 },
      untilDecided: null,
    });
  });

  it('begins with the fewest seeds that can decide, or with those asked for', () => {
    expect(planOf(options('--until-decided'), 4)).toMatchObject({ seeds: 8, untilDecided: 40 });
    expect(planOf(options('--until-decided', '20'), 2)).toMatchObject({ seeds: 6, untilDecided: 20 });
    expect(planOf({ ...options('--until-decided'), seeds: 3 }, 4)).toMatchObject({ seeds: 3 });
  });

  it('refuses a limit with which nothing can be decided, and one arm', () => {
    expect(() => planOf(options('--until-decided', '7'), 4)).toThrow('at least 8 seeds');
    expect(() => planOf({ ...options('--until-decided', '9'), seeds: 10 }, 4)).toThrow('less than the 10');
    expect(() => planOf(options('--until-decided'), 1)).toThrow('one output layer');
  });

  it.each([
    ['--primary', 'beauty'],
    ['--smallest', 'bits'],
    ['--smallest', 'bits=-1'],
    ['--smallest', 'beauty=1'],
    ['--until-decided', '1'],
    ['--until-decided', 'soon'],
  ])('refuses %s %s', (...words) => {
    expect(() => options(...words)).toThrow();
  });
});
