import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-api.ts';
import { runBytes } from '../../../core/experiments/memory.ts';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import { parseReport } from '../../../core/reports/json.ts';
import { phaseReached, quickExperiment, testLab, trainedOn } from './lab-fixtures.ts';

/** What must not depend on whether seeds came at once or were added. */
const numbers = ({ runs }: LabSnapshot) =>
  runs.map(({ armId, seed, status, steps, series, evaluations }) => ({
    armId,
    seed,
    status,
    steps,
    loss: [...series.loss],
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
  }));

async function trainedLab(change = {}, ports = {}): Promise<HostedLab> {
  const { lab } = testLab(ports);
  await lab.setExperiment({ experiment: quickExperiment(change) });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  return lab;
}

async function added(lab: HostedLab, wish: Parameters<HostedLab['addSeeds']>[0]): Promise<LabSnapshot> {
  const end = phaseReached(lab, 'finished');
  await lab.addSeeds(wish);
  await end;
  return lab.snapshot({});
}

describe('adding seeds', () => {
  it.each([1, 2, 4])(
    'gives the numbers that the seeds would have had from the start, on %i threads',
    async (threads) => {
      const lab = await trainedLab({}, { threads });
      const before = await lab.snapshot({});
      const after = await added(lab, { count: 3 });
      expect(after.experiment.seeds).toEqual([1, 2, 3, 4, 5]);
      expect(after.phase).toBe('finished');
      const whole = await trainedOn(2, quickExperiment({ seeds: [1, 2, 3, 4, 5] }));
      expect(numbers(after)).toEqual(numbers(whole));
      // What was there is the same record, seconds included.
      for (const run of before.runs)
        expect(after.runs).toContainEqual(expect.objectContaining({ seed: run.seed, seconds: run.seconds }));
      await lab.close();
    },
  );

  it('keeps the plan as it was declared, and records what came after it', async () => {
    const lab = await trainedLab();
    const { plan } = (await lab.snapshot({})).experiment;
    await added(lab, { count: 1 });
    const { experiment } = await added(lab, { count: 2 });
    expect(experiment.plan).toEqual(plan);
    expect(experiment.additions).toEqual([
      { by: 'hand', after: 2, added: 1, givenUp: 0 },
      { by: 'hand', after: 3, added: 2, givenUp: 0 },
    ]);
    const files = await lab.exportReport({ formats: ['json'] });
    expect(parseReport(new TextDecoder().decode(files[0]!.bytes)).experiment.additions).toEqual(
      experiment.additions,
    );
    await lab.close();
  });

  it('shows seeds only when all their runs have ended; the others can be looked at and drawn from meanwhile', async () => {
    const lab = await trainedLab({ steps: 3000, evaluation: { every: 1000, characters: 100 } });
    const end = phaseReached(lab, 'finished');
    const { seeds } = await lab.addSeeds({ count: 2 });
    expect(seeds).toEqual([3, 4]);
    const meanwhile = await lab.snapshot({});
    expect(meanwhile).toMatchObject({ phase: 'running', adding: { seeds: [3, 4], untilDecided: null } });
    expect(meanwhile.overall.stepsTotal).toBe(2 * 2 * 3000);
    expect(meanwhile.runs.map(({ seed }) => seed)).toEqual([1, 2, 1, 2]);
    const question = { characters: 5, temperature: 1, prompt: '', sampleSeed: 1 };
    await lab.sample({ armId: 'sigmoid-quadratic', seed: 2, ...question });
    await expect(lab.addSeeds({ count: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.setExperiment({ experiment: meanwhile.experiment })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await lab.pause({});
    expect((await lab.snapshot({})).phase).toBe('paused');
    await lab.run({});
    await end;
    const after = await lab.snapshot({});
    expect(after.adding).toBeNull();
    expect(after.runs.map(({ status }) => status)).toEqual(new Array(8).fill('finished'));
    await lab.sample({ armId: 'softmax-cross-entropy', seed: 1, ...question });
    await lab.sample({ armId: 'softmax-cross-entropy', seed: 4, ...question });
    await lab.close();
  });

  it('gives seeds up when it is stopped, keeps what was there, and can add them again', async () => {
    const lab = await trainedLab({ steps: 300 });
    const kept = await lab.snapshot({});
    await lab.addSeeds({ count: 50 });
    await lab.stop({});
    const stopped = await lab.snapshot({});
    expect(stopped).toMatchObject({ phase: 'finished', adding: null });
    expect(numbers(stopped)).toEqual(numbers(kept));
    expect(stopped.experiment.additions).toEqual([{ by: 'hand', after: 2, added: 0, givenUp: 50 }]);
    const after = await added(lab, { count: 1 });
    expect(after.experiment.seeds).toEqual([1, 2, 3]);
    expect(numbers(after)).toEqual(numbers(await trainedOn(2, { ...kept.experiment, seeds: [1, 2, 3] })));
    await lab.close();
  });

  it('forgets additions with the results of another experiment', async () => {
    const lab = await trainedLab();
    const { experiment } = await added(lab, { count: 1 });
    await lab.setExperiment({ experiment: { ...experiment, steps: 13 } });
    expect((await lab.snapshot({})).experiment.additions).toEqual([]);
    await lab.close();
  });

  it('counts on from the largest seed, past those that rates were tuned on', async () => {
    const lab = await trainedLab({ seeds: [4, 2 ** 32 - 1] });
    expect((await added(lab, { count: 2 })).experiment.seeds).toEqual([4, 2 ** 32 - 1, 0, 1]);
    await lab.close();
  });

  it('says why there is nothing to add to', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    await expect(lab.addSeeds({ count: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.step({});
    await expect(lab.addSeeds({ count: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.stop({});
    await expect(lab.addSeeds({ count: 1 })).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('ended by themselves') as string,
    });
    await lab.close();

    const trained = await trainedLab();
    const [file] = await trained.exportReport({ formats: ['json'] });
    await trained.openExperiment({ json: new TextDecoder().decode(file!.bytes) });
    await expect(trained.addSeeds({ count: 1 })).rejects.toMatchObject({
      message: expect.stringContaining('opened from a report') as string,
    });
    await trained.close();
  });

  it('refuses what does not fit into memory, with the old state unchanged', async () => {
    const lab = await trainedLab({}, { memoryLimit: 10 * runBytes(quickExperiment(), 5) });
    await expect(lab.addSeeds({ count: 998 })).rejects.toMatchObject({ code: 'too-large-for-memory' });
    expect(await lab.snapshot({})).toMatchObject({ phase: 'finished', adding: null });
    await added(lab, { count: 1 });
    await lab.close();
  });
});
