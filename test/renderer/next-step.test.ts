import { expect, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { takeNextStep, type NextStep } from '../../renderer/state/lab/next-step.ts';
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
