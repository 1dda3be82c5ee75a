import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { quickExperiment } from '../core/lab/lab-fixtures.ts';
import { servedLab, type Served } from './served-lab.ts';
import { temporaryFolder } from './temporary.ts';

const scratch = temporaryFolder();
const open: Served[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.kill();
});

async function served(library: string): Promise<Served> {
  const host = await servedLab(join(scratch, library));
  open.push(host);
  return host;
}

const reached = (lab: Lab, phase: string): Promise<void> =>
  new Promise((resolve) => {
    const off = lab.on('phase', (event) => {
      if (event.phase !== phase) return;
      off();
      resolve();
    });
  });

async function finish(lab: Lab): Promise<LabSnapshot> {
  const end = reached(lab, 'finished');
  await lab.run({});
  await end;
  return lab.snapshot({});
}

/** Resolves when the folder of a run has a checkpoint. */
async function checkpointed(library: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const found = readdirSync(join(scratch, library), { recursive: true, encoding: 'utf8' });
    if (found.filter((path) => path.endsWith('checkpoint')).length === 2) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No checkpoint came.');
}

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(80);

/** A text that is dropped on the page, and the experiment that is set up on it. */
async function dropped(lab: Lab, steps: number): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const { uploadId } = await lab.beginText({ name: 'Fox: 1/2.txt', bytes: bytes.length, source: 'upload' });
  await lab.appendText({ uploadId, bytes });
  await lab.finishText({ uploadId, options: defaultCorpusOptions });
  const { corpus } = (await lab.snapshot({})).experiment;
  const evaluation = { every: 500, characters: 100, start: 'carried' } as const;
  await lab.setExperiment({ experiment: quickExperiment({ corpus, steps, seeds: [1], evaluation }) });
}

/** The files that results rest on. */
const weightsOf = (library: string, id: string): Buffer[] => {
  const runs = join(scratch, library, id, 'runs');
  return readdirSync(runs)
    .sort()
    .map((name) => readFileSync(join(runs, name, 'weights.safetensors')));
};

const curves = ({ runs }: LabSnapshot) =>
  runs.map(({ status, series, evaluations }) => ({
    status,
    loss: series.loss,
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
  }));

describe('a lab that is killed as it trains', () => {
  it('goes on with its text and the very bits, and ends as one that never broke off', async () => {
    const first = await served('killed');
    await dropped(first.lab, 150_000);
    await first.lab.run({});
    const { kept } = await first.lab.snapshot({});
    await checkpointed('killed');
    await first.kill();

    const { lab, problems } = await served('killed');
    const { unfinished, folder } = await lab.library({});
    expect(folder).toBeNull();
    expect(unfinished).toMatchObject({ id: kept, state: 'broken-off', text: { name: 'Fox: 1/2.txt' } });
    const taken = await lab.openKept({ id: kept! });
    expect(taken).toMatchObject({ phase: 'paused', opened: false, corpus: { name: 'Fox: 1/2.txt' } });
    expect(taken.overall.stepsDone).toBeGreaterThan(0);
    expect(taken.overall.stepsDone).toBeLessThan(300_000);
    const broken = await finish(lab);
    await lab.duplicateKept({ id: kept! });
    const whole = await finish(lab);
    expect(whole.kept).not.toBe(kept);
    expect(curves(broken)).toEqual(curves(whole));
    const { entries } = await lab.library({});
    expect(entries.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(weightsOf('killed', kept!)).toEqual(weightsOf('killed', whole.kept!));
    expect(problems).toEqual([]);
  });

  it('that is asked to end loses nothing', async () => {
    const first = await served('ended');
    await dropped(first.lab, 1_000_000);
    const progress = new Promise<void>((resolve) => {
      first.lab.on('progress', ({ overall }) => overall.stepsDone > 500 && resolve());
    });
    await first.lab.run({});
    await progress;
    await first.lab.pause({});
    const { overall } = await first.lab.snapshot({});
    await first.end();
    const { lab } = await served('ended');
    const { unfinished } = await lab.library({});
    expect((await lab.openKept({ id: unfinished!.id })).overall.stepsDone).toBe(overall.stepsDone);
  });
});

describe('two labs on one library', () => {
  it('do not write one experiment: the second sees what the first trains, and can only look', async () => {
    const one = await served('shared');
    await one.lab.setExperiment({ experiment: quickExperiment({ steps: 100_000_000, seeds: [1] }) });
    await one.lab.run({});
    const { kept } = await one.lab.snapshot({});
    await checkpointed('shared');
    const two = await served('shared');
    const { entries, unfinished } = await two.lab.library({});
    expect(entries).toMatchObject([{ id: kept, state: 'elsewhere', canGoOn: false, current: false }]);
    expect(unfinished).toBeNull();
    const seen = await two.lab.openKept({ id: kept! });
    expect(seen).toMatchObject({ opened: true, kept, phase: 'stopped' });
    expect(seen.runs[0].evaluations.length).toBeGreaterThan(0);
    await expect(two.lab.run({})).rejects.toMatchObject({ code: 'wrong-state' });
    await two.lab.reset({});
    await expect(two.lab.trashKept({ id: kept! })).rejects.toMatchObject({ code: 'wrong-state' });
    await one.lab.stop({});
    expect((await one.lab.library({})).entries).toMatchObject([{ state: 'stopped', canGoOn: true }]);
    expect(await two.lab.openKept({ id: kept! })).toMatchObject({ opened: false, phase: 'paused' });
    await expect(one.lab.openKept({ id: kept! })).resolves.toMatchObject({ opened: true });
  });
});

describe('a library', () => {
  it('passes over a damaged folder and names it, and takes others into the trash and back', async () => {
    const { lab } = await served('damaged');
    await lab.setExperiment({ experiment: quickExperiment() });
    const { kept } = await finish(lab);
    mkdirSync(join(scratch, 'damaged/broken'));
    for (const name of ['experiment.json', 'about.json'])
      writeFileSync(join(scratch, 'damaged/broken', name), '{"format":');
    expect(await lab.library({})).toMatchObject({
      entries: [{ id: kept }],
      skipped: [{ name: 'broken' }],
    });
    await lab.reset({});
    await lab.trashKept({ id: kept! });
    expect((await lab.library({})).entries).toMatchObject([
      { id: kept, trashed: expect.any(String) as string },
    ]);
    await lab.restoreKept({ id: kept! });
    expect((await lab.library({})).entries).toMatchObject([{ id: kept, trashed: null }]);
    expect(await lab.openKept({ id: kept! })).toMatchObject({ phase: 'finished', opened: false });
  });
});
