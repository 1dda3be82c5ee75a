import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../core/errors.ts';
import { keptBytes, keptMoments, mostKept } from '../../../../core/experiments/memory.ts';
import type { RunKey } from '../../../../core/contract/run-book.ts';
import { Trainer } from '../../../../core/lab/training/trainer.ts';
import type { FromThread, RunAnswer, RunQuestion } from '../../../../core/lab/training/thread-messages.ts';
import { WeightHistory, type ReadingWeights } from '../../../../core/lab/training/weight-history.ts';
import { engine } from '../../../../core/network/engines.ts';
import { parameterCount, type Weights } from '../../../../core/network/weights.ts';
import { localThread, phaseReached, quickExperiment, smallCorpus, testLab } from '../lab-fixtures.ts';

/** Weights that tell by their numbers which step they are of. */
const weights = (step: number): Weights => ({
  Wxh: Float64Array.of(step, 0.1),
  Whh: Float64Array.of(-step),
  Why: Float64Array.of(step + 1 / 3, 1e-300),
});

const zero = { kind: 'zero' } as const;
const reading = (step: number) => ({ weights: weights(step), start: zero });

/** The steps kept after so many evaluations, 5 steps apart. */
function kept(room: number, evaluations: number): number[] {
  const history = new WeightHistory(room, 'float64');
  for (let i = 0; i < evaluations; i++) history.keep(5 * i, () => reading(5 * i));
  return history.steps;
}

describe('which moments stay', () => {
  it('all of them while there is room, then every second one with the first and the newest', () => {
    expect(kept(4, 4)).toEqual([0, 5, 10, 15]);
    expect(kept(4, 5)).toEqual([0, 10, 20]);
    // Step 25 stays until step 30, which lies on the grid, comes.
    expect(kept(4, 6)).toEqual([0, 10, 20, 25]);
    expect(kept(4, 7)).toEqual([0, 10, 20, 30]);
    expect(kept(4, 8)).toEqual([0, 20, 35]);
    expect(kept(4, 9)).toEqual([0, 20, 40]);
  });

  it.each([2, 3, 4, 5, 7, 16])('with room for %d never more, from the first to the newest', (room) => {
    for (let n = 1; n <= 200; n++) {
      const steps = kept(room, n);
      expect(steps.length).toBeLessThanOrEqual(room);
      expect(steps[0]).toBe(0);
      expect(steps.at(-1)).toBe(5 * (n - 1));
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      // Once it was full, at least half of the room stays in use, and all gaps but the last are equal.
      if (n > room) expect(steps.length).toBeGreaterThanOrEqual(Math.floor(room / 2) + 1);
      const gaps = steps.slice(1, -1).map((step, i) => step - steps[i]);
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
    }
  });

  it.each([0, 1])('with room for %d nothing is kept, nor read', (room) => {
    const history = new WeightHistory(room, 'float32');
    history.keep(0, () => expect.fail('was read'));
    expect(history.steps).toEqual([]);
    expect(() => history.at(0)).toThrow(/step 0 were not kept, nor were those of any other step/);
  });
});

describe('what comes back', () => {
  it('are the weights that were kept, in float64 on shared memory', () => {
    const history = new WeightHistory(4, 'float64');
    const start = { kind: 'carried', state: Float64Array.of(0.5) } as const;
    history.keep(3, () => ({ weights: weights(3), start }));
    expect(history.at(3).start).toEqual(start);
    const { weights: back } = history.at(3);
    expect(Object.keys(back)).toEqual(['Wxh', 'Whh', 'Why']);
    for (const [name, values] of Object.entries(weights(3)) as [keyof Weights, Float64Array][]) {
      expect([...back[name]!]).toEqual([...values]);
      expect(back[name]!.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('in float32 they take half the room, which loses nothing of float32', () => {
    const history = new WeightHistory(4, 'float32');
    const Wxh = Float64Array.of(Math.fround(0.1), -0, 2 ** -149);
    const matrices = { Wxh, Whh: new Float64Array(0), Why: new Float64Array(0) };
    history.keep(0, () => ({ weights: matrices, start: zero }));
    expect([...history.at(0).weights.Wxh]).toEqual([...Wxh]);
  });

  it('a step that was not kept is refused with those that were', () => {
    const history = new WeightHistory(4, 'float64');
    for (const step of [0, 4, 8]) history.keep(step, () => reading(step));
    const refusal = (() => {
      try {
        return history.at(5);
      } catch (error) {
        return error as LabError;
      }
    })();
    expect(refusal).toMatchObject({
      code: 'unknown-name',
      message: 'The weights of step 5 were not kept. There are those of step 0, 4, 8.',
    });
  });
});

describe('room', () => {
  it('is 16 moments, or what all runs together may take', () => {
    const V = 5;
    const small = quickExperiment();
    expect(keptMoments(small, V)).toBe(mostKept);
    for (const precision of ['float32', 'float64'] as const) {
      const large = { ...small, precision, model: { ...small.model, hidden: 700 } };
      const each =
        parameterCount({ vocabulary: V, hidden: 700, biases: true }) * (precision === 'float32' ? 4 : 8);
      const moments = keptMoments(large, V);
      expect(moments).toBeLessThan(mostKept);
      expect(4 * moments * each).toBeLessThanOrEqual(keptBytes);
      expect(4 * (moments + 1) * each).toBeGreaterThan(keptBytes);
    }
    expect(keptMoments({ ...small, model: { ...small.model, hidden: 8192 } }, V)).toBe(0);
  });
});

describe('a run', () => {
  const arm = quickExperiment().arms[0];
  const text = () => {
    const { indices, vocabulary, parts } = smallCorpus();
    return { indices, vocabulary, parts };
  };

  it.each(['float32', 'float64'] as const)('keeps its weights at evaluations, %s', (precision) => {
    const experiment = quickExperiment({ precision, steps: 12 });
    const trainer = new Trainer(experiment, arm, 1, text(), engine(precision), () => 0);
    const seen = new Map<number, ReadingWeights>();
    const present = () => ({
      weights: trainer.network.readWeights(),
      start: { kind: 'carried', state: trainer.network.readState() } as const,
    });
    while (!trainer.ended) {
      const before = present();
      if (trainer.advance(() => false).kind === 'evaluated') seen.set(trainer.steps, before);
      expect(trainer.weightsAt(null)).toEqual({ ...present(), steps: trainer.steps });
    }
    expect(trainer.keptSteps).toEqual([0, 5, 10, 12]);
    for (const [step, kept] of seen) expect(trainer.weightsAt(step)).toEqual({ ...kept, steps: step });
    expect(trainer.weightsAt(0).weights).not.toEqual(trainer.weightsAt(5).weights);
    expect(trainer.weightsAt(0).start).toEqual({ kind: 'carried', state: new Float64Array(6) });
    expect(trainer.weightsAt(5).start).not.toEqual(trainer.weightsAt(10).start);
  });

  it('keeps nothing of an evaluation that was given up', () => {
    const trainer = new Trainer(quickExperiment(), arm, 1, text(), engine('float64'), () => 0);
    expect(trainer.advance(() => true).kind).toBe('interrupted');
    expect(trainer.keptSteps).toEqual([]);
    expect(trainer.weightsAt(0).steps).toBe(0);
  });

  it('is asked for them through its thread', async () => {
    const thread = localThread();
    const answers = new Map<number, (answer: FromThread) => void>();
    let held: () => void = () => undefined;
    thread.onMessage((message) => {
      if (message.kind === 'answer' || message.kind === 'refusal') answers.get(message.id)!(message);
      if (message.kind === 'held') held();
    });
    const run: RunKey = { armId: arm.id, seed: 1 };
    let id = 0;
    const ask = (question: RunQuestion) =>
      new Promise<FromThread>((resolve) => {
        answers.set(++id, resolve);
        thread.post({ kind: 'ask', id, run, question });
      });
    const answerTo = async (question: RunQuestion) => ((await ask(question)) as { answer: RunAnswer }).answer;
    thread.post({
      kind: 'assign',
      control: new Int32Array(new SharedArrayBuffer(4)),
      experiment: quickExperiment({ evaluation: { every: 2, characters: 50, start: 'carried' } }),
      text: text(),
      runs: [run],
      threadsPerRun: 1,
    });
    expect(await answerTo({ kind: 'kept-steps' })).toEqual({ kind: 'kept-steps', steps: [] });
    for (let i = 0; i < 5; i++)
      await new Promise<void>((resolve) => {
        held = resolve;
        thread.post({ kind: 'step' });
      });
    expect(await answerTo({ kind: 'kept-steps' })).toEqual({ kind: 'kept-steps', steps: [0, 2, 4] });
    const present = await answerTo({ kind: 'weights', step: null });
    const earlier = await answerTo({ kind: 'weights', step: 2 });
    if (present.kind !== 'weights' || earlier.kind !== 'weights') return expect.fail('other answers');
    expect([present.steps, earlier.steps]).toEqual([5, 2]);
    // A clone of what lies on shared memory is the same memory.
    for (const { weights } of [present, earlier])
      for (const values of Object.values(weights as unknown as Record<string, Float64Array>))
        expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(present.weights.Whh).not.toEqual(earlier.weights.Whh);
    expect(await ask({ kind: 'weights', step: 3 })).toMatchObject({
      kind: 'refusal',
      error: { code: 'unknown-name', message: expect.stringContaining('those of step 0, 2, 4') as string },
    });
    thread.terminate();
  });

  it('has them after its end, and the lab gives them to its host', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const key = { armId: arm.id, seed: 2 };
    expect(await lab.keptSteps(key)).toEqual({ steps: [] });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    expect(await lab.keptSteps(key)).toEqual({ steps: [0, 5, 10, 12] });
    const { steps, weights } = await lab.weights(key);
    expect(steps).toBe(12);
    expect(weights.Why.buffer).toBeInstanceOf(SharedArrayBuffer);
    await lab.close();
  });
});
