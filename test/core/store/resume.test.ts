import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';
import type { Checkpoint } from '../../../core/store/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../core/store/checkpoint-file.ts';
import { goingOn } from '../../../core/store/begun.ts';
import { quickExperiment } from '../lab/lab-fixtures.ts';
import { nothing, shapeOf, train, trainerOf } from './trained.ts';

const recorded = { curves: 0, evaluations: 0 };

const bytesOf = (experiment: Experiment, checkpoint: Checkpoint | null) =>
  encodeCheckpoint({ checkpoint: checkpoint!, recorded }, shapeOf(experiment));

/** A checkpoint that has been a file. */
const reread = (experiment: Experiment, checkpoint: Checkpoint | null): Checkpoint =>
  decodeCheckpoint(bytesOf(experiment, checkpoint), shapeOf(experiment)).checkpoint;

const experimentOf = (change: Partial<Experiment>) =>
  quickExperiment({
    steps: 1000,
    seeds: [7],
    evaluation: { every: 100, characters: 150, start: 'carried' },
    ...change,
  });

const cases = optimizers.flatMap(({ id, defaults }) =>
  (['float32', 'float64'] as const).flatMap((precision) =>
    (precision === 'float32' ? [1, 2] : [1]).map((threads) => ({
      name: `${id}, ${precision}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      threads,
      experiment: experimentOf({
        precision,
        optimizer: { id, settings: defaults },
        model: { ...quickExperiment().model, hidden: 9, batch: 3 },
      }),
    })),
  ),
);

describe('a run that was broken off after 400 steps and goes on to 1 000 has every byte of one that was not', () => {
  it.each(cases)('$name', ({ experiment, threads }) => {
    const told = nothing();
    const whole = trainerOf(experiment, threads);
    train(whole, Infinity, told);

    const first = nothing();
    const broken = trainerOf(experiment, threads);
    expect(broken.network.threads).toBe(threads);
    train(broken, 400, first);
    // Step 400 is done, and its evaluation is due: it shows figures of a step whose tensors are gone by then.
    const checkpoint = reread(experiment, broken.checkpoint());
    // Other threads than at the start change nothing: those of the checkpoint count.
    const gone = trainerOf(experiment, 1, { checkpoint, evaluations: first.evaluations });
    train(gone, Infinity, first);

    expect(gone.engine).toBe(whole.engine);
    expect(first.did).toEqual(told.did);
    expect(first.evaluations).toEqual(told.evaluations);
    expect(first.glimpse).toEqual(told.glimpse);
    expect(first.glimpse!.deltaHistogram).not.toBeNull();
    expect(bytesOf(experiment, gone.checkpoint())).toEqual(bytesOf(experiment, whole.checkpoint()));
  });
});

describe('a run may be broken off anywhere', () => {
  // 9: the next step is compared with the gradient of this one. 40: the text begins anew for some streams near it.
  it.each([0, 1, 9, 10, 39, 40, 41, 99, 100, 101])('after step %i', (step) => {
    const experiment = experimentOf({ steps: 120, clipping: { kind: 'value', threshold: 0.05 } });
    const told = nothing();
    train(trainerOf(experiment, 1), Infinity, told);
    const first = nothing();
    const broken = trainerOf(experiment, 1);
    broken.advance(() => true);
    train(broken, step, first);
    const gone = trainerOf(experiment, 1, {
      checkpoint: reread(experiment, broken.checkpoint()),
      evaluations: first.evaluations,
    });
    train(gone, Infinity, first);
    expect(first).toEqual(told);
  });
});

it('a run that waits has no checkpoint', () => {
  expect(trainerOf(experimentOf({}), 1).checkpoint()).toBeNull();
});

describe('a finished run goes on to more steps', () => {
  const longer = experimentOf({ steps: 130, evaluation: { every: 20, characters: 150, start: 'carried' } });
  const whole = nothing();
  train(trainerOf(longer, 1), Infinity, whole);

  const continued = (shorter: Experiment) => {
    const told = nothing();
    const trainer = trainerOf(shorter, 1);
    train(trainer, Infinity, told);
    const before = goingOn(longer, longer.arms[0].id, {
      checkpoint: reread(shorter, trainer.checkpoint()),
      evaluations: told.evaluations,
    });
    const after = { ...nothing(), evaluations: [...before.evaluations] };
    const gone = trainerOf(longer, 1, before);
    train(gone, Infinity, after);
    return { gone, evaluations: after.evaluations, glimpse: after.glimpse };
  };

  it('from an end on the schedule, with the same evaluations', () => {
    const { evaluations, glimpse } = continued({ ...longer, steps: 60 });
    expect(evaluations).toEqual(whole.evaluations);
    expect(glimpse).toEqual(whole.glimpse);
  });

  it('from an end off the schedule, whose evaluation goes', () => {
    expect(continued({ ...longer, steps: 50 }).evaluations).toEqual(whole.evaluations);
  });

  it('but not where a rule ends it there, which the last step had made needless', () => {
    const { bitsPerCharacter } = whole.evaluations.find(({ step }) => step === 60)!;
    const stopping = {
      target: { yardstick: 'bitsPerCharacter', value: bitsPerCharacter } as const,
      plateau: null,
      budget: null,
    };
    const shorter = { ...longer, steps: 60, stopping };
    const trainer = trainerOf(shorter, 1);
    const told = nothing();
    train(trainer, Infinity, told);
    expect(trainer.early).toBeNull();
    // The tuning part decides, as it was read.
    const value = told.evaluations.at(-1).tuning?.bitsPerCharacter ?? bitsPerCharacter;
    const rule = { ...stopping, target: { ...stopping.target, value } };
    const before = goingOn({ ...longer, stopping: rule }, longer.arms[0].id, {
      checkpoint: trainer.checkpoint()!,
      evaluations: told.evaluations,
    });
    expect(before.checkpoint).toMatchObject({ status: 'finished', early: { rule: 'target', step: 60 } });
    expect(before.evaluations.at(-1)!.zeroState).not.toBeNull();
  });
});

describe('a checkpoint that is not whole is refused', () => {
  const experiment = experimentOf({});
  const trainer = trainerOf(experiment, 1);
  train(trainer, 30, nothing());
  const bytes = bytesOf(experiment, trainer.checkpoint());

  it('wherever a bit was turned', () => {
    const random = (n: number) => (n * 7919) % bytes.length;
    for (let i = 0; i < 200; i++) {
      const damaged = bytes.slice();
      damaged[random(i)] ^= 1 << (i % 8);
      expect(() => decodeCheckpoint(damaged, shapeOf(experiment))).toThrow(/cannot be used|not a valid/);
    }
  });

  it('wherever it was cut', () => {
    for (let length = 0; length < bytes.length; length += 97)
      expect(() => decodeCheckpoint(bytes.subarray(0, length), shapeOf(experiment))).toThrow();
  });

  it('for another network', () => {
    const other = { ...shapeOf(experiment), batch: 17 };
    expect(() => decodeCheckpoint(bytes, other)).toThrow(/places in the text/);
  });
});
