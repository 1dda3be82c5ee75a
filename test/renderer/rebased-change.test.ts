import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../core/experiments/default-experiment.ts';
import { rebasedChange } from '../../renderer/state/lab/rebased-change.ts';

const base = defaultExperiment();

describe('a change that was made before another one had come back', () => {
  it('is taken as it is where there was none', () => {
    const change = { steps: 5 };
    expect(rebasedChange(base, change, base)).toBe(change);
  });

  it('keeps what the other one has changed, down to the fields of a part', () => {
    const now = {
      ...base,
      model: { ...base.model, hidden: 8 },
      plan: { ...base.plan!, smallest: { brier: 0.004 } },
    };
    const change = {
      ...base,
      seeds: [1, 2],
      model: { ...base.model, batch: 4 },
      plan: { ...base.plan!, untilDecided: 40 },
    };
    expect({ ...now, ...rebasedChange(base, change, now) }).toEqual({
      ...base,
      seeds: [1, 2],
      model: { ...base.model, hidden: 8, batch: 4 },
      plan: { ...base.plan, smallest: { brier: 0.004 }, untilDecided: 40 },
    });
  });

  it('wins where both have changed the same, and a list is whole', () => {
    const now = { ...base, steps: 7, arms: base.arms.slice(1) };
    const change = { steps: 9, arms: base.arms.slice(2), clipping: { kind: 'off' } as const };
    expect(rebasedChange(base, change, now)).toEqual(change);
  });

  it('does not mix parts of two kinds', () => {
    const now = { ...base, clipping: { kind: 'value', threshold: 3 } as const };
    expect(rebasedChange(base, { clipping: { kind: 'norm', threshold: 1 } }, now)).toEqual({
      clipping: { kind: 'norm', threshold: 1 },
    });
  });
});
