import { describe, expect, it } from 'vitest';
import { progressText } from '../../core/node/cli/printed/progress-line.ts';

const overall = {
  stepsDone: 1200,
  stepsTotal: 10_000,
  charactersPerSecond: 1_900_000,
  secondsLeft: 21,
  gigaflops: 281.63,
};

describe('the progress line', () => {
  it('says how far, how fast in characters and in work, and how long still', () => {
    expect(progressText(overall)).toBe(
      '12.0 % · step 1 200 of 10 000 · 1.9 M chars/s · 281.63 GFLOP/s · 0:21 left',
    );
  });

  it('names no rate before there is one', () => {
    expect(progressText({ ...overall, charactersPerSecond: 0, gigaflops: 0, secondsLeft: null })).toBe(
      '12.0 % · step 1 200 of 10 000',
    );
  });
});
