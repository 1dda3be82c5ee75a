import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import { newArms } from '../../../core/experiments/default-experiment.ts';
import { allPairs } from '../../../core/experiments/comparison/paired-difference.ts';
import { usualPlan } from '../../../core/experiments/plan/plan.ts';
import { standing } from '../../../core/experiments/comparison/standing.ts';
import { runBytes } from '../../../core/experiments/memory.ts';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import { parseReport } from '../../../core/reports/data/json.ts';
import { phaseReached, quickExperiment, testLab, trainedOn, exported } from './lab-fixtures.ts';

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
    const files = await exported(lab, ['json']);
    expect(parseReport(new TextDecoder().decode(files[0].bytes)).experiment.additions).toEqual(
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
    const [file] = await exported(trained, ['json']);
    await trained.openExperiment({ json: new TextDecoder().decode(file.bytes) });
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

describe('adding seeds until decided', () => {
  /** Two arms that never differ. */
  const arm = { layer: 'softmax-cross-entropy', rate: 0.1, clamp: null };
  const twins = {
    arms: [
      { id: 'a', ...arm },
      { id: 'b', ...arm },
    ],
  };
  /** Two arms of which one learns and one hardly does. */
  const apart = {
    arms: [
      { id: 'a', ...arm },
      { id: 'b', ...arm, rate: 1e-6 },
    ],
    steps: 30,
  };
  const planned = (most: number) => ({ plan: { ...usualPlan(2), untilDecided: most } });
  const verdicts = ({ experiment, runs }: LabSnapshot) =>
    allPairs(standing(experiment, runs).arms, 'bitsPerCharacter', experiment);

  it('goes on by itself where it is planned, to the fewest seeds that decide', async () => {
    const after = await trainedOn(2, quickExperiment({ ...apart, ...planned(40) }));
    expect(after.experiment.seeds).toHaveLength(6);
    expect(after.experiment.additions).toEqual([{ by: 'until-decided', after: 2, added: 4, givenUp: 0 }]);
    const [pair] = verdicts(after);
    expect(pair.verdict).toEqual({ kind: 'better', side: 'a' });
    expect(pair.eProcess).toMatchObject({ bound: 20, reached: { after: 6 } });
    expect(pair.tTest).toBeNull();
  });

  it('ends at its limit where nothing is decided, one seed at a time or as many as there are cores', async () => {
    for (const threads of [1, 8]) {
      const { lab } = testLab({ threads });
      const batches: (readonly number[])[] = [];
      lab.on('snapshot', ({ adding }) => adding && batches.push(adding.seeds));
      await lab.setExperiment({ experiment: quickExperiment({ ...twins, ...planned(9) }) });
      const end = phaseReached(lab, 'finished');
      await lab.run({});
      await end;
      expect(batches).toEqual(
        threads === 1
          ? [[3, 4, 5, 6], [7], [8], [9]]
          : [
              [3, 4, 5, 6],
              [7, 8, 9],
            ],
      );
      const after = await lab.snapshot({});
      expect(after.experiment.seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(verdicts(after)[0].verdict).toMatchObject({ kind: 'not-decided' });
      await lab.close();
    }
  });

  it('is judged by the e-process from the first seed on, whatever was planned', async () => {
    const lab = await trainedLab({ ...apart, seeds: [1, 2, 3, 4, 5, 6, 7] });
    expect(verdicts(await lab.snapshot({}))[0].eProcess).toBeNull();
    // Seven seeds decide already: none is added, and the rule is another one from now on.
    expect(await lab.addSeeds({ untilDecided: 40 })).toEqual({ seeds: [] });
    const after = await lab.snapshot({});
    expect(after).toMatchObject({ phase: 'finished', adding: null });
    expect(after.experiment.additions).toEqual([{ by: 'until-decided', after: 7, added: 0, givenUp: 0 }]);
    expect(verdicts(after)[0].eProcess).toMatchObject({ reached: { after: 6 } });
    await expect(lab.addSeeds({ untilDecided: 7 })).rejects.toMatchObject({ code: 'bad-argument' });
    await lab.close();
  });

  it('gives up the seeds under way when it is stopped, and goes on when asked again', async () => {
    const { lab } = testLab({ threads: 1 });
    await lab.setExperiment({
      experiment: quickExperiment({ ...twins, ...planned(900), steps: 60, seeds: [1, 2, 3, 4, 5, 6] }),
    });
    const seventh = new Promise<void>((resolve) => {
      lab.on('snapshot', ({ adding }) => adding?.seeds.includes(8) && resolve());
    });
    await lab.run({});
    await seventh;
    await lab.stop({});
    const stopped = await lab.snapshot({});
    expect(stopped).toMatchObject({ phase: 'finished', adding: null });
    const { seeds, additions } = stopped.experiment;
    expect(stopped.runs).toHaveLength(2 * seeds.length);
    expect(stopped.runs.every(({ status }) => status === 'finished')).toBe(true);
    expect(additions).toEqual([{ by: 'until-decided', after: 6, added: seeds.length - 6, givenUp: 1 }]);
    const after = await added(lab, { untilDecided: seeds.length + 2 });
    expect(after.experiment.seeds).toHaveLength(seeds.length + 2);
    await lab.close();
  });

  it('ends with what there is, and says so, where more does not fit into memory', async () => {
    const experiment = quickExperiment({ ...twins, ...planned(900), seeds: [1, 2, 3, 4, 5, 6] });
    const { lab } = testLab({
      memoryLimit: 17 * runBytes({ ...experiment, seeds: [1, 2, 3, 4, 5, 6, 7, 8] }, 5),
    });
    const problem = new Promise((resolve) => lab.on('problem', resolve));
    await lab.setExperiment({ experiment });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    expect(await problem).toMatchObject({ code: 'too-large-for-memory' });
    await end;
    expect((await lab.snapshot({})).phase).toBe('finished');
    await lab.close();
  });

  it('has nothing to decide with one arm, and nothing to wait for where all runs of an arm diverged', async () => {
    const lab = await trainedLab({ arms: newArms(['softmax-cross-entropy'], 0.1) });
    await expect(lab.addSeeds({ untilDecided: 9 })).rejects.toMatchObject({
      message: expect.stringContaining('one output layer') as string,
    });
    await lab.close();
    const arms = [
      { id: 'a', ...arm },
      { id: 'b', layer: 'linear-quadratic', rate: 1e6, clamp: null },
    ];
    const after = await trainedOn(
      2,
      quickExperiment({
        arms,
        ...planned(40),
        optimizer: { id: 'sgd', settings: {} },
        clipping: { kind: 'off' },
        precision: 'float64',
        steps: 60,
      }),
    );
    expect(after.runs.filter(({ armId }) => armId === 'b').every(({ status }) => status === 'diverged')).toBe(
      true,
    );
    expect(after.experiment.seeds).toHaveLength(6);
  });
});
