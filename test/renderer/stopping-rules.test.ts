import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../core/experiments/plan/stopping.ts';
import {
  firstBudget,
  firstTarget,
  inUnit,
  limitOf,
  withLimit,
  withRules,
} from '../../renderer/state/lab/stopping-rules.ts';
import { baselines, corpus, experiment } from '../core/reports/report-fixtures.ts';
import { stateOf } from './lab-double.ts';

const base = experiment();
const [first, second] = base.arms.map(({ id }) => id) as [string, string];

describe('rules on the screen', () => {
  it('come and go one by one, and none is null', () => {
    const target = firstTarget('bitsPerCharacter', corpus, baselines);
    // As the bigram of the training part pays on what the rules read, in hundredths.
    expect(target.value).toBe(3.61);
    const tuning = { ...baselines.heldOut, bigramBits: 3.487 };
    expect(firstTarget('bitsPerCharacter', corpus, { ...baselines, tuning }).value).toBe(3.49);
    const one = withRules(null, { target });
    expect(one).toEqual({ target, plateau: null, budget: null });
    expect(withRules(one, { target: null })).toBeNull();
  });

  it('begin with a budget that ends nothing, and give each arm its own', () => {
    const budget = firstBudget(base);
    expect(limitOf(base, budget, first)).toBe(600);
    const own = withLimit(withLimit(budget, second, 100), second, 200);
    expect(own.arms).toEqual([{ armId: second, limit: 200 }]);
    const spec = experiment({ stopping: { target: null, plateau: null, budget: own } });
    expect([first, second].map((id) => stepsOf(spec, id))).toEqual([600, 200]);
    expect(limitOf(spec, { ...own, limit: null }, first)).toBe(600);
  });

  it('say the same budget in the other unit', () => {
    const own = withLimit(firstBudget(base), second, 200);
    // T · B = 400 characters to a step.
    const characters = inUnit(base, own, 'characters');
    expect(characters).toEqual({
      unit: 'characters',
      limit: 240_000,
      arms: [{ armId: second, limit: 80_000 }],
    });
    expect(inUnit(base, characters, 'steps')).toEqual(own);
    expect(inUnit(base, { unit: 'characters', limit: 399, arms: [] }, 'steps').limit).toBe(1);
  });
});

describe('a change of the experiment', () => {
  it('drops the budget of an arm that it removes', async () => {
    const budget = { unit: 'steps', limit: null, arms: [{ armId: first, limit: 5 }] } as const;
    let asked: unknown;
    const state = await stateOf(false, {
      setExperiment: async ({ experiment: next }) => {
        asked = next.stopping;
        return {} as never;
      },
    });
    state.experiment = experiment({ stopping: { target: null, plateau: null, budget } });
    await state.change({ arms: base.arms.slice(1) });
    expect(asked).toBeNull();
    await state.change({ steps: 3 });
    expect(asked).toEqual({ target: null, plateau: null, budget });
  });
});
