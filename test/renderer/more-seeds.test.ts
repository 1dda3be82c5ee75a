import { describe, expect, it } from 'vitest';
import {
  addingPlace,
  addingText,
  missingSeeds,
  repeatFindings,
  repeatText,
  whyNotMore,
} from '../../renderer/state/lab/more-seeds.ts';
import { corpus, experiment, sampleRuns } from '../core/reports/report-fixtures.ts';

const overall = {
  stepsDone: 30,
  stepsTotal: 90,
  charactersPerSecond: 0,
  secondsLeft: null,
  gigaflops: 0,
};
const spec = experiment();
const able = {
  phase: 'finished',
  lost: false,
  opened: false,
  corpus,
  robustness: null,
  runs: sampleRuns(spec),
} as const;

describe('more seeds', () => {
  it('are as many as a verdict is short of', () => {
    expect(missingSeeds({ experiment: experiment({ seeds: [1, 2] }) })).toBe(4);
    expect(missingSeeds({ experiment: experiment({ seeds: [1, 2, 3, 4, 5, 6, 7] }) })).toBe(0);
  });

  it('can be had of runs that have ended by themselves, and else a reason', () => {
    expect(whyNotMore(able)).toBeNull();
    expect(whyNotMore({ ...able, lost: true })).toContain('connection');
    expect(whyNotMore({ ...able, opened: true })).toContain('opened from a report');
    expect(whyNotMore({ ...able, phase: 'running' })).toContain('in training');
    expect(whyNotMore({ ...able, phase: 'paused' })).toContain('in training');
    expect(whyNotMore({ ...able, phase: 'stopped' })).toContain('stopped before their end');
    expect(whyNotMore({ ...able, phase: 'idle' })).toContain('Nothing is trained');
    const robustness = { phase: 'running', seeds: [1], under: null, repeats: [], skipped: [] } as const;
    expect(whyNotMore({ ...able, robustness })).toContain('repeat is under way');
    expect(whyNotMore({ ...able, robustness: { ...robustness, phase: 'finished' } })).toBeNull();
    const runs = [{ ...able.runs[0], status: 'waiting' as const }];
    expect(whyNotMore({ ...able, runs })).toContain('never trained here');
  });

  it('say what they are for while they train', () => {
    expect(addingText({ adding: null })).toBe('');
    expect(addingText({ adding: { seeds: [4, 5], untilDecided: null } })).toBe(
      'Seeds 4, 5 are trained, and join the standing when all runs have ended.',
    );
    const many = { seeds: [4, 5, 6, 7, 8, 9, 10], untilDecided: 40 };
    expect(addingText({ adding: many })).toContain('Seeds 4 … 10 are trained');
    expect(addingText({ adding: many })).toContain('until every pair is decided, 40 in all at most');
    expect(addingPlace({ adding: many, overall })).toBe('adding seeds 4–10 · 33 %');
    expect(addingPlace({ adding: { seeds: [9], untilDecided: 40 }, overall })).toBe('adding seed 9 · 33 %');
  });
});

describe('a robustness repeat on the screen', () => {
  it('says which variation is under way, and what came of those that are through', () => {
    const under = { id: 'precision', overall } as const;
    const repeats = [
      {
        id: 'clipping',
        change: 'without clipping',
        runs: spec.arms.map(({ id: armId }) => ({
          armId,
          seed: 1,
          status: 'diverged' as const,
          evaluation: null,
        })),
      },
    ] as const;
    const robustness = { phase: 'running', seeds: [1, 2, 3], under, repeats, skipped: [] } as const;
    expect(repeatText({ robustness })).toBe('Repeat 2 of 3, in the other precision: 33 %');
    expect(repeatText({ robustness: { ...robustness, phase: 'finished', under: null } })).toBe('');
    const [found, ...more] = repeatFindings(
      { experiment: spec, runs: able.runs, robustness },
      (armId) => armId,
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({ id: 'clipping', holds: false });
    expect(found.text).toContain(
      'without clipping: the order by bits per character does not hold over 1 seed',
    );
    expect(found.text).toContain('→ no value');
  });
});
