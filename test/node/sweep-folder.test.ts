import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import type { SweepRun } from '../../core/experiments/rates/sweep-plan.ts';
import {
  copyUnderWay,
  runsUnderWay,
  writeSweep,
  writeSweepRun,
  writeUnderWay,
  type SweepFolder,
} from '../../core/node/sweep-folder.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../core/store/checkpoint-file.ts';
import { quickExperiment } from '../core/lab/lab-fixtures.ts';
import { corpus, nothing, shapeOf, train, trainerOf } from '../core/store/trained.ts';
import { temporaryFolder } from './temporary.ts';

const run = (armId: string): SweepRun => ({
  armId,
  place: 0,
  rate: 0.1,
  seed: 1,
  status: 'finished',
  evaluation: null,
  divergedAt: null,
  seconds: 1,
  engine: null,
  steps: 10,
});

it('runs of arms whose ids differ in upper and lower case alone are files of their own on every system', async () => {
  const folder = join(temporaryFolder(), 'sweep');
  mkdirSync(join(folder, 'runs'), { recursive: true });
  for (const armId of ['A', 'a', 'aB', 'Ab', 'softmax-cross-entropy'])
    await writeSweepRun(folder, run(armId));
  const names = readdirSync(join(folder, 'runs'));
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
  expect(names).toContain('softmax-cross-entropy_0_1.json');
});

it('a sweep cannot be made where there is a file, and a sentence says so', async () => {
  const folder = join(temporaryFolder(), 'file');
  writeFileSync(folder, 'mine');
  const made = writeSweep(folder, {} as SweepFolder);
  await expect(made).rejects.toBeInstanceOf(LabError);
  await expect(made).rejects.toMatchObject({ code: 'file-not-written' });
});

it('keeps where a run stands until it has ended; what is damaged or was begun by another version begins anew', async () => {
  const folder = join(temporaryFolder(), 'under-way');
  const runs = join(folder, 'runs');
  mkdirSync(runs, { recursive: true });
  const experiment = quickExperiment();
  const trainer = trainerOf(experiment, 1);
  train(trainer, 5, nothing());
  const checkpoint = trainer.checkpoint()!;
  const plan = { experiment } as SweepFolder['plan'];
  const writing: Promise<void>[] = [];
  const { before, keep } = runsUnderWay(folder, plan, corpus.vocabulary.length, (work) => {
    // A slow disk: the newest alone is written.
    writing.push(Promise.resolve().then(work));
  });
  expect(before(run('a'))).toBeNull();
  keep(run('a'), { ...checkpoint, seconds: 1 });
  keep(run('a'), { ...checkpoint, seconds: 2 });
  expect(writing).toHaveLength(1);
  await Promise.all(writing);
  expect(before(run('a'))).toMatchObject({ steps: 5, seconds: 2 });
  expect(before(run('b'))).toBeNull();
  // Parts that are merged bring along where their runs stand.
  const whole = join(temporaryFolder(), 'whole');
  mkdirSync(join(whole, 'runs'), { recursive: true });
  const sweep = { plan, text: { distinct: corpus.vocabulary.length } } as SweepFolder;
  await copyUnderWay(folder, whole, sweep);
  const there = runsUnderWay(whole, plan, corpus.vocabulary.length, () => undefined);
  expect(there.before(run('a'))).toMatchObject({ steps: 5, seconds: 2 });
  // The furthest stays, in whichever order they come, and in the place of what is damaged.
  await writeUnderWay(whole, plan, corpus.vocabulary.length, run('a'), { ...checkpoint, steps: 6 });
  await copyUnderWay(folder, whole, sweep);
  expect(there.before(run('a'))).toMatchObject({ steps: 6 });
  await copyUnderWay(whole, folder, sweep);
  expect(before(run('a'))).toMatchObject({ steps: 6 });
  writeFileSync(join(whole, 'runs', 'a_0_1.checkpoint'), 'cut');
  await copyUnderWay(folder, whole, sweep);
  expect(there.before(run('a'))).toMatchObject({ steps: 6 });
  const path = join(runs, 'a_0_1.checkpoint');
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, -1));
  expect(before(run('a'))).toBeNull();
  const shape = shapeOf(experiment);
  writeFileSync(path, encodeCheckpoint({ ...decodeCheckpoint(bytes, shape), maker: 'another' }, shape));
  expect(before(run('a'))).toBeNull();
  writeFileSync(path, bytes);
  expect(before(run('a'))).not.toBeNull();
  await writeSweepRun(folder, run('a'));
  expect(readdirSync(runs)).toEqual(['a_0_1.json']);
});
