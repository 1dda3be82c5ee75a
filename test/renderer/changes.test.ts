import { describe, expect, it, vi } from 'vitest';
import type { Lab, LabEvents } from '../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import { LabError } from '../../core/errors.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import { defaultEvaluation } from '../../core/experiments/plan/evaluation-plan.ts';
import { corpus, experiment } from '../core/reports/report-fixtures.ts';
import { stateOf, texts } from './lab-double.ts';

/** A lab that keeps what was trained: an id for each experiment that `train` was called on. */
async function keepingLab() {
  const shelf = new Map<string, Experiment>();
  let now: LabSnapshot = {
    experiment: experiment(),
    ownLayers: [],
    corpus,
    wantedBytes: null,
    baselines: null,
    phase: 'idle',
    overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
    runs: [],
    adding: null,
    search: null,
    robustness: null,
    opened: false,
    kept: null,
  };
  let heard: (event: LabEvents['snapshot']) => void = () => undefined;
  const become = async (next: Partial<LabSnapshot>) => {
    now = { ...now, ...next };
    heard(now);
    return now;
  };
  const methods = {
    on: ((name: string, listener: never) => {
      if (name === 'snapshot') heard = listener;
      return () => undefined;
    }) as Lab['on'],
    snapshot: async () => now,
    setExperiment: vi.fn(async ({ experiment: next }: { experiment: Experiment }) => {
      const renamed = next.name !== now.experiment.name;
      if (renamed && now.kept !== null) shelf.set(now.kept, next);
      return become({ experiment: next, ...(!renamed && { kept: null, phase: 'idle' }) });
    }) as unknown as Lab['setExperiment'],
    openKept: vi.fn(async ({ id }: { id: string }) => {
      const found = shelf.get(id);
      if (!found) throw new LabError('file-not-read', `Nothing is kept as '${id}'.`);
      return become({ experiment: found, kept: id, phase: 'finished' });
    }),
    reset: async () => void (await become({ kept: null, phase: 'idle' })),
  };
  const state = await stateOf(false, methods);
  const train = (id: string, phase: LabSnapshot['phase'] = 'finished') => {
    shelf.set(id, now.experiment);
    return become({ kept: id, phase });
  };
  return { state, methods, train, shelf, become };
}

const past = ({ changes }: Awaited<ReturnType<typeof stateOf>>) => changes.past.map(({ words }) => words);

describe('changes of the experiment', () => {
  it('in quick succession leave an evaluation plan that nobody has set with the whole new budget', async () => {
    const { state } = await keepingLab();
    await state.change({ evaluation: defaultEvaluation(state.experiment.steps, state.experiment.model) });
    const { model } = state.experiment;
    await Promise.all([
      state.change({ model: { ...model, length: 5 } }),
      state.change({ model: { ...model, batch: 2 } }),
      state.change({ steps: 60 }),
    ]);
    expect(state.experiment.evaluation).toEqual(defaultEvaluation(60, { length: 5, batch: 2 }));
  });

  it('have names, and are taken back and made again in their order', async () => {
    const { state } = await keepingLab();
    const first = state.experiment;
    const [arm] = first.arms;
    await state.change({ arms: first.arms.map((each) => (each === arm ? { ...arm, rate: 0.05 } : each)) });
    await state.change({ steps: 2000 });
    expect(past(state)).toEqual([
      `rate of ${state.catalogue.outputLayers.find(({ id }) => id === arm.layer)!.label} ${arm.rate} → 0.05`,
      `steps ${first.steps} → 2\u00a0000`,
    ]);
    await state.changes.undo();
    expect(state.experiment).toMatchObject({
      steps: first.steps,
      arms: [{ rate: 0.05 }, ...first.arms.slice(1)],
    });
    await state.changes.undo();
    expect(state.experiment).toEqual(first);
    await state.changes.undo();
    expect(state.experiment).toEqual(first);
    await state.changes.redo();
    await state.changes.redo();
    expect(state.experiment.steps).toBe(2000);
    expect(state.changes.future).toEqual([]);
    await state.changes.undo();
    await state.change({ steps: 7 });
    expect(state.changes.future, 'another way was taken').toEqual([]);
  });

  it('bring results back from the library, on both sides', async () => {
    const { state, methods, train } = await keepingLab();
    await train('one');
    await state.change({ steps: 50 });
    expect([state.kept, state.phase]).toEqual([null, 'idle']);
    await train('two');
    await state.changes.undo();
    expect([state.kept, state.phase]).toEqual(['one', 'finished']);
    await state.changes.redo();
    expect([state.kept, state.experiment.steps]).toEqual(['two', 50]);
    expect(vi.mocked(methods.openKept).mock.calls).toEqual([[{ id: 'one' }], [{ id: 'two' }]]);
  });

  it('bring results back that a reset has put away, and a name without touching results', async () => {
    const { state, methods, train } = await keepingLab();
    await train('one');
    await state.change({ name: 'A better name' });
    expect(state.kept).toBe('one');
    await state.changes.make('training', (lab) => lab.reset({}));
    expect(past(state)).toEqual(['name “A better name”', 'back to step 0']);
    await state.changes.undo();
    expect(state.kept).toBe('one');
    await state.changes.undo();
    expect(methods.openKept).toHaveBeenCalledTimes(1);
    expect([state.kept, state.experiment.name]).toEqual(['one', experiment().name]);
  });

  it('give the experiment back where its results are gone, and say so', async () => {
    const { state, train, shelf } = await keepingLab();
    await train('one');
    await state.change({ steps: 50 });
    shelf.clear();
    await state.changes.undo();
    expect(state.experiment.steps).toBe(experiment().steps);
    expect(texts(state)).toEqual(["Nothing is kept as 'one'."]);
  });

  it('wait while runs train; what is paused is left as it stands', async () => {
    const { state, train, become } = await keepingLab();
    await state.change({ steps: 50 });
    await train('one', 'running');
    await state.changes.undo();
    expect(state.experiment.steps).toBe(50);
    expect(texts(state)).toEqual(['Nothing can be undone while runs train.']);
    await become({ phase: 'paused' });
    await state.changes.undo();
    expect(state.experiment.steps).toBe(experiment().steps);
  });

  it('that the lab refuses, or that change nothing, are none', async () => {
    const { state, methods } = await keepingLab();
    await state.change({ steps: state.experiment.steps });
    vi.mocked(methods.setExperiment).mockRejectedValueOnce(new LabError('bad-experiment', 'No.'));
    expect(await state.change({ steps: 9 })).toBe(false);
    expect(past(state)).toEqual([]);
  });
});
