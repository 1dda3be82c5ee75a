import { describe, expect, it } from 'vitest';
import { Pulse } from '../../../../core/plugins/pulse.ts';
import type { TrainingThread } from '../../../../core/lab/ports.ts';
import type { FromThread, ToThread } from '../../../../core/lab/training/thread-messages.ts';
import { WatchedThread } from '../../../../core/lab/training/watched-thread.ts';
import { noGradients, noTraining } from '../../../../core/experiments/run.ts';
import { quickExperiment, smallCorpus } from '../lab-fixtures.ts';

/** A watched thread whose clock and answers are the test's. */
function watched() {
  const clock = { now: 0 };
  const memory = { inUse: 0 };
  const timers: { at: number; callback: () => void }[] = [];
  const inside: { say: (message: FromThread) => void; ended: boolean; heard: ToThread[] } = {
    say: () => undefined,
    ended: false,
    heard: [],
  };
  const thread: TrainingThread = {
    post: (message) => void inside.heard.push(message),
    onMessage: (listener) => (inside.say = listener),
    onFailure: () => undefined,
    terminate: () => (inside.ended = true),
  };
  const cells = new Int32Array(2);
  const outside = new WatchedThread(thread, 'my-loss.mjs', cells, 10_000, {
    memoryLimit: 1e9,
    memoryInUse: () => memory.inUse,
    now: () => clock.now,
    after: (milliseconds, callback) => {
      const timer = { at: clock.now + milliseconds, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const failures: string[] = [];
  const messages: FromThread[] = [];
  outside.onFailure((sentence) => failures.push(sentence));
  outside.onMessage((message) => messages.push(message));
  const { indices, vocabulary, parts } = smallCorpus();
  outside.post({
    kind: 'assign',
    control: new Int32Array(1),
    experiment: quickExperiment(),
    text: { indices, vocabulary, parts },
    runs: [{ armId: 'softmax-cross-entropy', seed: 1 }],
    threadsPerRun: 1,
  });
  /** Lets time pass, with every timer at its time. */
  const pass = (milliseconds: number) => {
    const end = clock.now + milliseconds;
    for (;;) {
      const next = timers.reduce<(typeof timers)[number] | null>(
        (first, each) => (first && first.at <= each.at ? first : each),
        null,
      );
      if (!next || next.at > end) break;
      timers.splice(timers.indexOf(next), 1);
      clock.now = next.at;
      next.callback();
    }
    clock.now = end;
  };
  return { outside, inside, failures, messages, timers, memory, pass, pulse: new Pulse(cells) };
}

const progress = (change: object) =>
  ({
    kind: 'progress',
    runs: [
      {
        armId: 'softmax-cross-entropy',
        seed: 1,
        status: 'training',
        engine: null,
        fromStep: 1,
        loss: Float64Array.of(1, 2),
        gradientNorm: Float64Array.of(1, 2),
        clipped: Uint8Array.of(0, 1),
        seconds: Float64Array.of(1, 2),
        gradients: noGradients(),
        training: noTraining(),
        evaluations: [],
        glimpse: null,
        divergence: null,
        early: null,
        failure: null,
        ...change,
      },
    ],
  }) as unknown as FromThread;

describe('a thread that a plug-in shares', () => {
  it('is ended when a call does not return in time, and not before', () => {
    const { outside, inside, failures, pass, pulse } = watched();
    outside.post({ kind: 'go' });
    pulse.toPlugin('lossAndDelta');
    pass(9_900);
    expect(inside.ended).toBe(false);
    pass(1_200);
    expect(inside.ended).toBe(true);
    expect(failures).toEqual(['my-loss.mjs: lossAndDelta did not return within 10 s; its thread was ended.']);
  });

  it('may take as long as it likes for work of the lab, call after call', () => {
    const { outside, inside, pass, pulse } = watched();
    outside.post({ kind: 'go' });
    pulse.toLab();
    pass(60_000);
    for (let i = 0; i < 20; i++) {
      pulse.toPlugin('lossAndDelta');
      pass(6_000);
      pulse.toLab();
    }
    expect(inside.ended).toBe(false);
  });

  it('is ended when a call goes on while memory runs out, and not for the memory of the lab', () => {
    const { outside, inside, failures, memory, pass, pulse } = watched();
    outside.post({ kind: 'go' });
    memory.inUse = 2e9;
    for (let i = 0; i < 20; i++) {
      pulse.toPlugin('lossAndDelta');
      pass(500);
      pulse.toLab();
      pass(500);
    }
    expect(inside.ended).toBe(false);
    pulse.toPlugin('lossAndDelta');
    pass(1_500);
    expect(failures).toEqual([
      'my-loss.mjs: lossAndDelta took more memory than there is; its thread was ended.',
    ]);
  });

  it('is not watched while nothing is expected of it, and leaves no timer behind', () => {
    const { outside, inside, timers, pass, pulse } = watched();
    outside.post({ kind: 'go' });
    outside.post({ kind: 'hold' });
    inside.say({ kind: 'held' });
    pulse.toPlugin('a timer or promise of its own');
    pass(100_000);
    expect(inside.ended).toBe(false);
    expect(timers).toEqual([]);
    outside.post({ kind: 'go' });
    pass(11_500);
    expect(inside.ended).toBe(true);
  });

  it('is ended when it does not let itself be held', () => {
    const { outside, inside, failures, pass, pulse } = watched();
    outside.post({ kind: 'go' });
    outside.post({ kind: 'hold' });
    for (let i = 0; i < 30; i++) {
      pulse.toPlugin('lossAndDelta');
      pass(1_000);
      pulse.toLab();
    }
    expect(inside.ended).toBe(true);
    expect(failures[0]).toContain('its thread did not answer');
  });

  it('is heard as long as it says what the lab says', () => {
    const { outside, inside, messages, failures } = watched();
    outside.post({
      kind: 'ask',
      id: 7,
      run: { armId: 'softmax-cross-entropy', seed: 1 },
      question: { kind: 'kept-steps' },
    });
    inside.say(progress({}));
    inside.say({ kind: 'answer', id: 7, answer: { kind: 'kept-steps', steps: [0] } });
    inside.say({ kind: 'done' });
    expect(messages.map(({ kind }) => kind)).toEqual(['progress', 'answer', 'done']);
    expect(failures).toEqual([]);
  });

  it.each([
    ['for another arm', progress({ armId: 'sigmoid-quadratic' })],
    ['for another seed', progress({ seed: 2 })],
    ['with numbers that are text', progress({ evaluations: [{ step: 1, accuracy: 'x' }] })],
    ['with lists of unequal lengths', progress({ loss: new Float64Array(3) })],
    [
      'with training yardsticks of unequal lengths',
      progress({ training: { ...noTraining(), brier: new Float64Array(2) } }),
    ],
    ['beyond the last step', progress({ fromStep: 12 })],
    ['that are no arrays', progress({ loss: [1, 2] })],
    ['that start threads', { kind: 'crew', crew: { spec: { parts: 1e9 } } }],
    ['to questions that nobody asked', { kind: 'answer', id: 99, answer: { kind: 'sample', text: '' } }],
    ['of no kind', { kind: 'other' }],
    ['that are nothing', null],
  ])('is ended when it forges messages %s', (_, message) => {
    const { inside, failures, messages } = watched();
    inside.say(message as FromThread);
    expect(failures).toEqual(['my-loss.mjs sent the lab a message of its own.']);
    expect(messages).toEqual([]);
    expect(inside.ended).toBe(true);
  });
});
