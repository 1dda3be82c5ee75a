import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Keeping } from '../../core/node/store/store-keeping.ts';
import { readRuns } from '../../core/node/store/read-runs.ts';
import { KeptFolder } from '../../core/node/store/kept-folder.ts';
import { checkpointShape } from '../../core/node/store/run-folder.ts';
import { RunLock } from '../../core/node/store/run-lock.ts';
import { moveAside } from '../../core/node/store/experiment-folder.ts';
import type { FromStore } from '../../core/node/store/store-messages.ts';
import { originCaveats, originDifferences, originWords } from '../../core/experiments/run-origins.ts';
import { ProgressLog } from '../../core/lab/training/progress-log.ts';
import { quickExperiment } from '../core/lab/lab-fixtures.ts';
import { corpus, trainerOf } from '../core/store/trained.ts';
import { temporaryFolder } from './temporary.ts';

const scratch = temporaryFolder();
const experiment = quickExperiment({ seeds: [1], steps: 40 });
const run = { armId: experiment.arms[0].id, seed: 1 };
const facts = {
  vocabulary: corpus.vocabulary,
  other: null,
  corpus: { name: 'small.txt', sha256: corpus.summary.sha256 },
  labVersion: '0',
  machine: 'test',
};

const open: Keeping[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.receive({ kind: 'close' });
});

/** A folder that is kept, and what is heard of it. */
async function keepingIn(folder: string, patience: number, machine = 'test') {
  mkdirSync(join(folder, 'runs'), { recursive: true });
  const heard: FromStore[] = [];
  const keeping = new Keeping((message) => void heard.push(message), patience);
  open.push(keeping);
  const until = async (done: (message: FromStore) => boolean) => {
    for (const limit = Date.now() + 20_000; !heard.some(done) && Date.now() < limit;) await wait(20);
    expect(heard.some(done)).toBe(true);
  };
  keeping.receive({ kind: 'open', folder, experiment, mine: [run], facts: { ...facts, machine } });
  await until(({ kind }) => kind === 'opened');
  return { keeping, heard, until };
}

/** A run to its end, told as a training thread tells it. */
function trainedInto(keeping: Keeping): void {
  const log = new ProgressLog();
  const trainer = trainerOf(experiment, 1);
  while (!trainer.ended)
    log.add(
      trainer,
      trainer.advance(() => false),
    );
  keeping.receive({ kind: 'begin', experiment, runs: [{ ...run, fresh: true }] });
  keeping.receive({ kind: 'progress', runs: log.take() });
  keeping.receive({ kind: 'checkpoint', run, checkpoint: trainer.checkpoint()! });
}

const kept = (folder: string) =>
  readRuns(folder, { experiment, about: { corpus: corpus.summary } }, { curves: true }).runs[0];
const ended = [{ ...run, status: 'finished', steps: 40, engine: null, failure: null }] as const;

it('a run that changed machines names all of them in order, however often it went on', async () => {
  const folder = join(scratch, 'moved');
  const trainer = trainerOf(experiment, 1);
  const log = new ProgressLog();
  for (const [machine, upTo] of [
    ['EPYC (2 threads), Node 20', 10],
    ['EPYC (64 threads), Node 20', 20],
    ['Xeon (8 threads), Node 20', 30],
    ['Xeon (8 threads), Node 22', 40],
  ] as const) {
    const { keeping, until, heard } = await keepingIn(folder, 60_000, machine);
    keeping.receive({ kind: 'begin', experiment, runs: [{ ...run, fresh: upTo === 10 }] });
    while (trainer.steps < upTo || (upTo === 40 && !trainer.ended))
      log.add(
        trainer,
        trainer.advance(() => false),
      );
    keeping.receive({ kind: 'progress', runs: log.take() });
    keeping.receive({ kind: 'checkpoint', run, checkpoint: trainer.checkpoint()! });
    const status = trainer.ended ? 'finished' : 'stopped';
    keeping.receive({ kind: 'finish', runs: [{ ...ended[0], status, steps: upTo, engine: trainer.engine }] });
    await until(({ kind }) => kind === 'done');
    keeping.receive({ kind: 'close' });
    await until(() => heard.filter(({ kind }) => kind === 'done').length === 2);
  }
  const { origins } = readRuns(folder, { experiment, about: { corpus: corpus.summary } }, { curves: true });
  expect(originWords(origins, (id) => id)).toEqual([
    {
      maker: ['EPYC, Node 20', 'Xeon, Node 20', 'Xeon, Node 22']
        .map((machine) => `${machine}, Loss Lab 0, ${trainer.engine}`)
        .join(' → '),
      runs: `1 run (${run.armId}: 1)`,
    },
  ]);
  expect(originDifferences(origins)).toEqual(['machine']);
  expect(originCaveats(origins, (id) => id)[0]).toContain('The makers: 3 that differ in machine');
});

describe('a folder that cannot be written', () => {
  it('is told by name with what waits, tried again, and gets everything once it is there again', async () => {
    const folder = join(scratch, 'gone');
    const { keeping, until, heard } = await keepingIn(folder, 60_000);
    renameSync(folder, `${folder}-for-now`);
    trainedInto(keeping);
    await until(({ kind }) => kind === 'trouble');
    expect(heard.find(({ kind }) => kind === 'trouble')).toMatchObject({
      error: { code: 'file-not-written', message: expect.stringMatching(/'.*gone'.*MB wait to be written/s) },
    });
    renameSync(`${folder}-for-now`, folder);
    await until((message) => message.kind === 'trouble' && message.error === null);
    expect(kept(folder)).toMatchObject({ status: 'finished', steps: 40 });
    keeping.receive({ kind: 'finish', runs: ended });
    await until((message) => message.kind === 'done' && message.error === null);
  });

  it('is waited for only so long; then the end tries once more, and says what is not there', async () => {
    const folder = join(scratch, 'never');
    const { keeping, until } = await keepingIn(folder, 10);
    rmSync(folder, { recursive: true });
    trainedInto(keeping);
    await until((message) => message.kind === 'trouble' && message.error === null);
    keeping.receive({ kind: 'finish', runs: ended });
    await until((message) => message.kind === 'done' && message.error !== null);
  });
});

describe('a run that is lost while it is written', () => {
  async function lostWhileWriting(name: string, before: (path: string) => void = () => undefined) {
    const path = join(scratch, name, 'runs', 'a-1');
    const lost = new KeptFolder(path, run, checkpointShape(experiment, corpus.vocabulary.length), facts);
    await lost.lock();
    const trainer = trainerOf(experiment, 1);
    while (!trainer.ended) trainer.advance(() => false);
    lost.checkpoint(trainer.checkpoint()!);
    before(path);
    const writing = lost.write(experiment);
    lost.leave();
    await writing;
    return { path, lost };
  }

  it('waits for no further try where that write fails', async () => {
    const { lost } = await lostWhileWriting('lost-failing', (path) => rmSync(path, { recursive: true }));
    expect(lost.waiting).toBe(false);
  });

  it('is not said to have ended, and its weights are not written', async () => {
    const { path } = await lostWhileWriting('lost-ending');
    expect(readdirSync(path)).not.toContain('weights.safetensors');
    expect(readFileSync(join(path, 'meta.json'), 'utf8')).toContain('"training"');
  });
});

describe('a lock', () => {
  const place = (name: string) => {
    const folder = join(scratch, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const leave = (folder: string, owner: object, age = 0) => {
    const path = join(folder, 'lock');
    writeFileSync(path, JSON.stringify({ token: 'x', began: '', since: 'then', ...owner }));
    const then = new Date(Date.now() - age);
    utimesSync(path, then, then);
  };

  it('is held by one program, and free once it is given back', async () => {
    const folder = place('held');
    const lock = await RunLock.take(folder, 'The run');
    await expect(RunLock.take(folder, 'The run')).rejects.toMatchObject({ code: 'wrong-state' });
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await RunLock.take(folder, 'The run')).release();
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 12345, host: hostname() }, 0, true],
    [
      'of a process whose number another one has by now',
      { pid: process.pid, host: hostname(), began: '1' },
      0,
      process.platform === 'linux',
    ],
    ['of another machine that gave a sign a moment ago', { pid: 1, host: 'elsewhere' }, 30_000, false],
    ['of another machine that has given none for a minute', { pid: 1, host: 'elsewhere' }, 61_000, true],
  ])('%s', async (_, owner, age, taken) => {
    const folder = place(`left-${age}-${owner.pid}`);
    leave(folder, owner, age);
    const attempt = RunLock.take(folder, 'The run');
    if (!taken) return expect(attempt).rejects.toMatchObject({ code: 'wrong-state' });
    await (await attempt).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is being given back is not taken over: a sign at that moment is no trouble', async () => {
    const shape = checkpointShape(experiment, corpus.vocabulary.length);
    const kept = new KeptFolder(join(scratch, 'given-back', 'runs', 'a-1'), run, shape, facts);
    const signs: Promise<boolean>[] = [];
    for (let i = 0; i < 20; i++) {
      await kept.lock();
      let over = false;
      void kept.release().then(() => (over = true));
      while (!over) {
        signs.push(kept.sign());
        await immediate();
      }
    }
    expect(await Promise.all(signs)).not.toContain(false);
  });

  it('that another program has taken over is not given back by the first', async () => {
    const folder = place('taken');
    const lock = await RunLock.take(folder, 'The run');
    leave(folder, { pid: 1, host: 'elsewhere' });
    expect(await lock.refresh()).toBe(false);
    await lock.release();
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken by one of many that ask at once', async () => {
    const folder = place('many');
    leave(folder, { pid: 2 ** 22 + 12345, host: hostname() });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => RunLock.take(folder, 'The run')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what moves aside', () => {
  it('goes on moving where a program was killed as it moved', async () => {
    const folder = join(scratch, 'aside');
    mkdirSync(join(folder, 'earlier-1', 'runs'), { recursive: true });
    for (const name of ['about.json', 'experiment.json', 'notes.json', 'notes.txt', 'robustness.json'])
      writeFileSync(join(folder, name), name);
    expect(await moveAside(folder)).toBe('earlier-1');
    expect(readdirSync(join(folder, 'earlier-1')).sort()).toEqual([
      ...['about.json', 'experiment.json', 'notes.json', 'robustness.json', 'runs'],
    ]);
    writeFileSync(join(folder, 'experiment.json'), 'another');
    expect(await moveAside(folder)).toBe('earlier-2');
    expect(readFileSync(join(folder, 'earlier-2', 'experiment.json'), 'utf8')).toBe('another');
    expect(readdirSync(folder).sort()).toEqual(['earlier-1', 'earlier-2', 'notes.txt']);
  });
});
