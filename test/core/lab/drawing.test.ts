import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FromThread } from '../../../core/lab/training/thread-messages.ts';
import { TrainingThreadLoop } from '../../../core/lab/training/training-thread.ts';
import { quickExperiment, smallCorpus } from './lab-fixtures.ts';

afterEach(() => vi.restoreAllMocks());

/** What a thread answers to a wish for text while its flag is as `flag` says, one value per look at it. */
function drawn(flag: (look: number) => number): FromThread {
  const said: FromThread[] = [];
  const loop = new TrainingThreadLoop({
    post: (message) => void said.push(message),
    now: () => 0,
    yield: () => undefined,
  });
  const { indices, vocabulary, parts } = smallCorpus();
  const run = { armId: 'softmax-cross-entropy', seed: 1 };
  loop.receive({
    kind: 'assign',
    control: new Int32Array(new SharedArrayBuffer(4)),
    experiment: quickExperiment(),
    text: { indices, vocabulary, parts },
    runs: [run],
    threadsPerRun: 1,
  });
  let looks = 0;
  vi.spyOn(Atomics as unknown as { load(): number }, 'load').mockImplementation(() => flag(looks++));
  const question = { kind: 'sample', characters: 50, temperature: 1, prompt: '', sampleSeed: 1 } as const;
  loop.receive({ kind: 'ask', id: 1, run, question });
  return said[0];
}

describe('drawing text', () => {
  it('is given up when a pause comes, which must not wait for it', () => {
    expect(drawn((look) => (look < 20 ? 0 : 1))).toMatchObject({
      kind: 'refusal',
      error: { code: 'cancelled' },
    });
  });

  it.each([
    ['in training', 0],
    ['in a pause', 1],
  ])('comes to its end %s', (_, flag) => {
    expect(drawn(() => flag)).toMatchObject({
      kind: 'answer',
      answer: { text: expect.stringMatching(/^.{50}$/) },
    });
  });
});
