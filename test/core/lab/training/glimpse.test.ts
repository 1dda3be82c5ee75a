import { expect, it } from 'vitest';
import { phaseReached, quickExperiment, testLab } from '../lab-fixtures.ts';

it('the last look at a run that diverged shows no figures of the step that was not kept', async () => {
  const { lab } = testLab();
  await lab.setExperiment({
    experiment: quickExperiment({
      // Weights grow by dozens of powers of ten with every step, until the loss is infinite and δ is not.
      arms: [{ id: 'a', layer: 'linear-quadratic', rate: 1e40, clamp: null }],
      seeds: [1],
      clipping: { kind: 'off' },
      optimizer: { id: 'sgd', settings: {} },
      precision: 'float64',
      evaluation: { every: 100, characters: 100, start: 'carried' },
    }),
  });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  const [run] = (await lab.snapshot({})).runs;
  expect(run.status).toBe('diverged');
  expect(run.steps).toBeGreaterThan(0);
  expect(run.glimpse).toMatchObject({ step: run.steps, deltaHistogram: null, saturatedHidden: 0 });
  await lab.close();
});
