import { describe, expect, it } from 'vitest';
import { standingText } from '../../core/node/cli/results.ts';
import { table } from '../../core/node/cli/terminal.ts';
import { corpus, experiment, sampleRuns } from '../core/reports/report-fixtures.ts';

describe('a table on the terminal', () => {
  it('aligns figures to the right, counts cells and leaves no space at the end of a line', () => {
    const text = table(
      ['name', 'count', ''],
      [
        ['语料', '7', ''],
        ['a', '12', ''],
      ],
      new Set([1]),
    );
    expect(text.split('\n')).toEqual(['name  count', '────  ─────', '语料      7', 'a        12']);
  });

  it('has a heading for each column of the standing that holds something', () => {
    const overall = { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 };
    const spec = experiment();
    const snapshot = {
      experiment: spec,
      ownLayers: [],
      corpus,
      baselines: null,
      phase: 'finished',
      overall,
      adding: null,
      robustness: null,
      wantedBytes: null,
      opened: false,
      kept: null,
    } as const;
    const heading = (runs: ReturnType<typeof sampleRuns>) =>
      standingText({ ...snapshot, runs })
        .split('\n')
        .find((line) => line.startsWith('output layer'));
    expect(heading(sampleRuns(spec))).toMatch(/chars\/s {2}remarks$/);
    expect(heading(sampleRuns(spec).filter(({ status }) => status === 'finished'))).toMatch(/chars\/s$/);
  });
});
