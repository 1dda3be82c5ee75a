import { progressOf } from '../../renderer/state/lab/progress.ts';
import { expect, it, vi } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { nextStep, takeNextStep, type NextStep } from '../../renderer/state/lab/next-step.ts';
import { stateOf } from './lab-double.ts';

it('trains with everything that was set before, also what is still on its way', async () => {
  const calls: string[] = [];
  const state = await stateOf(false, {
    setExperiment: async ({ experiment }) => {
      await wait(5);
      calls.push(`steps ${experiment.steps}`);
      return {} as never;
    },
    run: async () => {
      calls.push('run');
      return {} as never;
    },
  });
  const changes = [state.change({ steps: 7 }), state.change({ steps: 8 })];
  await takeNextStep(state, { id: 'run' } as NextStep);
  await Promise.all(changes);
  expect(calls).toEqual(['steps 7', 'steps 8', 'run']);
});

it('says what a text needs that is too short to train on, and trains nothing', async () => {
  const run = vi.fn(async () => ({}) as never);
  const state = await stateOf(false, { run });
  const { length } = state.experiment.model;
  state.corpus = { ...state.corpus!, trainCharacters: length };
  const next = nextStep(state);
  expect(next).toMatchObject({ id: 'longer-text', label: 'A longer text is needed' });
  expect(progressOf(state).place).toMatch(/^the text is too short · \d+ runs of/);
  expect(next.hint).toContain(`has ${length} of the ${length + 1} characters`);
  await takeNextStep(state, next);
  expect(run).not.toHaveBeenCalled();
  state.corpus = { ...state.corpus, trainCharacters: length + 1, heldOutCharacters: 1 };
  expect(nextStep(state).hint).toContain('has 1 of the 2 characters that a prediction needs');
  state.corpus = { ...state.corpus, heldOutCharacters: 2 };
  expect(nextStep(state).id).toBe('run');
});
