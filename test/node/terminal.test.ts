import { describe, expect, it } from 'vitest';
import { standingText } from '../../core/node/cli/printed/results.ts';
import { jsonText, table } from '../../core/node/cli/printed/terminal.ts';
import { cellsOf } from '../../core/words/cells.ts';
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

  it.each([
    ['语料', 4],
    ['e\u0301', 1],
    ['कि', 2],
    ['🙂', 2],
    ['a\u200db', 2],
    ['‖∂E/∂W‖ ± η', 11],
  ])('gives %j %i cells', (text, cells) => expect(cellsOf(text)).toBe(cells));

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
      search: null,
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

it('JSON on a terminal holds no control and no direction mark, and reads back to the same', () => {
  const value = { name: 'a\u009b31m\u202egpj.exe\u0007\ud800', text: 'Zeile\n\t长度 🙂', list: [1, null] };
  for (const compact of [false, true]) {
    const text = jsonText(value, { compact });
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('长度 🙂');
    expect(JSON.parse(text)).toEqual(value);
  }
});
