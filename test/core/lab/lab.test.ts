import { describe, expect, it } from 'vitest';
import type { LabEvents } from '../../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import { engine } from '../../../core/network/engines.ts';
import {
  phaseReached,
  quickExperiment,
  smallCorpus,
  testLab,
  trainedOn,
  stepsDone,
  exported,
  filesHere,
} from './lab-fixtures.ts';
import { readFileSync } from 'node:fs';
import { Offers } from '../../../core/node/files/offers.ts';

/** Everything of a snapshot that must not depend on the machine or on who pressed what when. */
function numbers({ runs }: LabSnapshot) {
  return runs.map(({ armId, seed, status, steps, series, evaluations, glimpse }) => ({
    armId,
    seed,
    status,
    steps,
    loss: [...series.loss],
    norms: [...series.gradientNorm],
    clipped: [...series.clipped],
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
    sample: glimpse?.sample,
  }));
}

const trained = (threads: number, change = {}) => trainedOn(threads, quickExperiment(change));

describe('an experiment', () => {
  it('trains every run to its last step and evaluates on schedule', async () => {
    const { runs, phase, overall } = await trained(2);
    expect(phase).toBe('finished');
    expect(runs).toHaveLength(4);
    for (const run of runs) {
      expect(run.status).toBe('finished');
      expect(run.steps).toBe(12);
      expect(run.series.loss).toHaveLength(12);
      expect(run.evaluations.map((each) => each.step)).toEqual([0, 5, 10, 12]);
      expect(run.evaluations.at(-1)!.characters).toBe(12 * 5 * 3);
      expect(run.series.seconds.every((value, i, all) => i === 0 || value >= all[i - 1])).toBe(true);
    }
    expect(overall.stepsDone).toBe(48);
    expect(overall.stepsTotal).toBe(48);
  });

  it('gives the same numbers on one thread, on two, and on four', async () => {
    const one = numbers(await trained(1));
    expect(numbers(await trained(2))).toEqual(one);
    expect(numbers(await trained(4))).toEqual(one);
  });

  it.each(['float32', 'float64'] as const)(
    'says of every run what engine trained it in %s',
    async (precision) => {
      const { lab } = testLab();
      await lab.setExperiment({ experiment: quickExperiment({ precision }) });
      expect((await lab.snapshot({})).runs.map((run) => run.engine)).toEqual([null, null, null, null]);
      const end = phaseReached(lab, 'finished');
      await lab.run({});
      await end;
      const engines = (await lab.snapshot({})).runs.map((run) => run.engine);
      expect(engines).toEqual(new Array(4).fill(engine(precision).label));
      const [file] = await exported(lab, ['markdown']);
      expect(new TextDecoder().decode(file.bytes)).toContain(`Arithmetic: ${engines[0]}`);
      await lab.close();
    },
  );

  it('pairs the runs of a seed: with the same layer in both arms, both learn the same', async () => {
    const arm = { layer: 'softmax-cross-entropy', rate: 0.1, clamp: null };
    const all = numbers(
      await trained(2, {
        arms: [
          { id: 'a', ...arm },
          { id: 'b', ...arm },
        ],
      }),
    );
    const [a1, a2, b1, b2] = all;
    expect({ ...b1, armId: 'a' }).toEqual(a1);
    expect({ ...b2, armId: 'a' }).toEqual(a2);
    expect(a2.loss).not.toEqual(a1.loss);
  });

  it('gives the same numbers when it is paused, stepped and resumed', async () => {
    const expected = numbers(await trained(2));
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    await lab.step({});
    await lab.step({});
    expect((await lab.snapshot({})).phase).toBe('paused');
    expect((await lab.snapshot({})).runs.map((run) => run.steps)).toEqual([2, 2, 2, 2]);
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await lab.pause({});
    await lab.run({});
    if ((await lab.snapshot({})).phase !== 'finished') await end;
    expect(numbers(await lab.snapshot({}))).toEqual(expected);
    await lab.close();
  });

  it('ends as finished when its last step was a single step', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 1 }) });
    await lab.step({});
    const { phase, runs } = await lab.snapshot({});
    expect(phase).toBe('finished');
    expect(runs.every((run) => run.evaluations.length === 2)).toBe(true);
    await lab.close();
  });

  it('keeps what there is when it is stopped, and starts anew after a reset', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000 }) });
    const begun = stepsDone(lab, 1);
    await lab.run({});
    await begun;
    await lab.stop({});
    const stopped = await lab.snapshot({});
    expect(stopped.phase).toBe('stopped');
    expect(stopped.runs.every((run) => run.status === 'stopped')).toBe(true);
    expect(stopped.runs.some((run) => run.steps > 0)).toBe(true);
    await expect(lab.run({})).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.reset({});
    expect((await lab.snapshot({})).phase).toBe('idle');
    await lab.close();
  });

  it('marks a run that diverges, keeps its last finite evaluation, and lets the other arms go on', async () => {
    const arms = [
      { id: 'calm', layer: 'softmax-cross-entropy', rate: 0.1, clamp: null },
      { id: 'wild', layer: 'linear-quadratic', rate: 1e300, clamp: null },
    ];
    const { runs, phase } = await trained(2, {
      arms,
      optimizer: { id: 'sgd', settings: {} },
      clipping: { kind: 'off' },
    });
    expect(phase).toBe('finished');
    const wild = runs.filter((run) => run.armId === 'wild');
    for (const run of wild) {
      expect(run.status).toBe('diverged');
      expect(run.divergence!.rate).toBe(1e300);
      expect(run.divergence!.step).toBe(run.steps + 1);
      expect(run.divergence!.where).not.toBe('');
      expect(run.evaluations.at(-1)!.step).toBe(run.steps);
    }
    expect(runs.filter((run) => run.armId === 'calm').every((run) => run.status === 'finished')).toBe(true);
  });

  it('marks the runs of a thread that died as failed and finishes the others', async () => {
    const { lab, threads } = testLab();
    const problems: LabEvents['problem'][] = [];
    lab.on('problem', (problem) => problems.push(problem));
    await lab.setExperiment({ experiment: quickExperiment({ steps: 60 }) });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    threads[0].fail('out of memory');
    await end;
    const { runs } = await lab.snapshot({});
    expect(runs.map((run) => run.status)).toEqual(['failed', 'finished', 'failed', 'finished']);
    expect(runs[0].failure).toBe('out of memory');
    expect(problems).toHaveLength(1);
    await lab.close();
  });
});

describe('events', () => {
  it('carry every step exactly once, in order, and no more than 30 progress events a second', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 400 }) });
    const seen = new Map<string, number[]>();
    const times: number[] = [];
    lab.on('progress', ({ runs }) => {
      times.push(performance.now());
      for (const { armId, seed, fromStep, loss } of runs) {
        const list = seen.get(`${armId}/${seed}`) ?? [];
        if (loss.length > 0) expect(fromStep).toBe(list.length + 1);
        list.push(...loss);
        seen.set(`${armId}/${seed}`, list);
      }
    });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    for (const run of (await lab.snapshot({})).runs)
      expect(seen.get(`${run.armId}/${run.seed}`)).toEqual([...run.series.loss]);
    // The last one may come early: the end does not wait for its turn.
    const gaps = times.slice(1, -1).map((at, i) => at - times[i]);
    expect(gaps.every((gap) => gap > 30)).toBe(true);
    await lab.close();
  });
});

describe('the state is guarded', () => {
  it('refuses another experiment or text while runs are in training', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000 }) });
    await lab.run({});
    await expect(lab.setExperiment({ experiment: quickExperiment() })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await expect(lab.useBuiltin({ id: 'reber', seed: 2, characters: 500 })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await lab.stop({});
    await lab.close();
  });

  it.each([
    [
      'a text shorter than one step',
      { corpus: smallCorpus(20) },
      quickExperiment({ model: { ...quickExperiment().model, length: 25 } }),
      'T + 1|needs 26',
    ],
    ['runs that do not fit', { memoryLimit: 10_000 }, quickExperiment(), 'MB'],
  ])('refuses %s before any thread starts', async (_, ports, experiment, sentence) => {
    const { lab, threads } = testLab(ports);
    const attempt = lab.setExperiment({ experiment }).then(() => lab.run({}));
    await expect(attempt).rejects.toThrow(new RegExp(sentence));
    expect(threads).toHaveLength(0);
    await lab.close();
  });

  it('says what is missing when an experiment names a text that is not here', async () => {
    const { lab } = testLab();
    const options = smallCorpus().summary.options;
    const corpus = {
      kind: 'text',
      name: 'novel.txt',
      sha256: 'cd'.repeat(32),
      heldOut: null,
      options,
    } as const;
    const { corpus: summary } = await lab.setExperiment({ experiment: quickExperiment({ corpus }) });
    expect(summary).toBeNull();
    await expect(lab.run({})).rejects.toThrow(/novel\.txt/);
    await lab.close();
  });

  it('draws the same sample twice from the same seed, and refuses a prompt the text did not have', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    await lab.step({});
    const question = {
      armId: 'softmax-cross-entropy',
      seed: 1,
      characters: 40,
      temperature: 1,
      sampleSeed: 7,
    };
    const first = await lab.sample({ ...question, prompt: 'ab' });
    expect(first.text).toHaveLength(40);
    expect(await lab.sample({ ...question, prompt: 'ab' })).toEqual(first);
    await expect(lab.sample({ ...question, prompt: 'Q' })).rejects.toMatchObject({ code: 'bad-argument' });
    await lab.close();
  });
});

describe('files', () => {
  it('opens the experiment it has saved', async () => {
    const offers = new Offers();
    const { lab } = testLab({ files: filesHere(offers) });
    const experiment = quickExperiment({ name: 'Saved — naïve ☃' });
    await lab.setExperiment({ experiment });
    const [{ id, name, bytes }] = await lab.exportExperiment({});
    const json = readFileSync(offers.get(id)!.path, 'utf8');
    expect([name, bytes]).toEqual(['experiment.losslab', Buffer.byteLength(json)]);
    await lab.setExperiment({ experiment: quickExperiment() });
    await lab.openExperiment({ json });
    expect((await lab.snapshot({})).experiment).toEqual(experiment);
    await lab.close();
    await offers.close();
  });

  it('opens a report with its results', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    const before = await lab.snapshot({});
    const [file] = await exported(lab, ['json']);
    await lab.reset({});
    await lab.openExperiment({ json: new TextDecoder().decode(file.bytes) });
    const after = await lab.snapshot({});
    expect(after.phase).toBe('finished');
    expect(numbers(after)).toEqual(numbers(before));
    await lab.close();
  });

  it('keeps its results under another name, trained and opened', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    const before = await lab.snapshot({});
    const renamed = await lab.setExperiment({ experiment: { ...before.experiment, name: 'Second name' } });
    expect(renamed.experiment).toEqual({ ...before.experiment, name: 'Second name' });
    expect(renamed.phase).toBe('finished');
    expect(numbers(renamed)).toEqual(numbers(before));
    const [file] = await exported(lab, ['json']);
    await lab.openExperiment({ json: new TextDecoder().decode(file.bytes) });
    const again = await lab.setExperiment({ experiment: { ...before.experiment, name: 'Third name' } });
    expect(again).toMatchObject({ phase: 'finished', experiment: { name: 'Third name' } });
    expect(numbers(again)).toEqual(numbers(before));
    const other = { ...before.experiment, name: 'Fourth name', steps: before.experiment.steps + 1 };
    expect(await lab.setExperiment({ experiment: other })).toMatchObject({ phase: 'idle' });
    await lab.close();
  });

  it.each([
    '',
    'null',
    '[]',
    '{"format":"x"}',
    '{"format":"loss-lab-experiment"}',
    '{"format":"loss-lab-report"}',
  ])('refuses %j as a file', async (json) => {
    const { lab } = testLab();
    await expect(lab.openExperiment({ json })).rejects.toMatchObject({
      code: expect.stringMatching(/file-not-read|bad-experiment/),
    });
    await lab.close();
  });
});
