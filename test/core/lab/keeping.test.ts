import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import type { LabErrorData } from '../../../core/errors.ts';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import type { LayerDefinition } from '../../../core/outputs/layer-definition.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { untitled } from '../../../core/words/kept-words.ts';
import { keptReport } from '../../../core/node/cli/kept/kept-report.ts';
import { temporaryFolder } from '../../node/temporary.ts';
import { droppedText, keepingLab } from './kept-fixtures.ts';
import {
  localThread,
  phaseReached,
  quickExperiment,
  smallCorpus,
  stepsDone,
  trainedOn,
} from './lab-fixtures.ts';

const scratch = temporaryFolder();
let made = 0;
const freshFolder = () => join(scratch, String(made++));

/** What must not depend on whether training went through. */
const numbers = ({ runs }: LabSnapshot) =>
  runs.map(({ armId, seed, status, steps, series, gradients, evaluations }) => ({
    armId,
    seed,
    status,
    steps,
    loss: [...series.loss],
    norms: [...gradients.norms.Whh!],
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
  }));

/** Dialogs in which that folder is chosen. */
const dialogsTo = (chosen: string) => ({
  chooseText: async () => null,
  chooseExperiment: async () => null,
  chooseFolder: async () => chosen,
  fillFolder: async () => undefined,
});

function labIn(folder: string, options: Parameters<typeof keepingLab>[1] = {}) {
  const { lab } = keepingLab(folder, options);
  const problems: LabErrorData[] = [];
  lab.on('problem', (problem) => problems.push(problem));
  return { lab, problems };
}

async function finish(
  lab: HostedLab,
  start: () => Promise<unknown> = () => lab.run({}),
): Promise<LabSnapshot> {
  const end = phaseReached(lab, 'finished');
  await start();
  await end;
  return lab.snapshot({});
}

/** What an experiment with a loss of its own has beside the quick one. */
const withOwnLoss = {
  layers: [
    {
      ...{ kind: 'formula', id: 'half', label: 'Half', activation: 'sigmoid', loss: '(t-y)^2/2' },
      ...{ parameters: {}, reference: '', reading: 'sigmoid' },
    },
  ],
  arms: [...quickExperiment().arms.slice(0, 1), { id: 'half', layer: 'half', rate: 0.05, clamp: null }],
};

/** A lab whose experiment has been trained to its end and is kept in a folder. */
async function trained(folder = freshFolder(), change = {}) {
  const { lab, problems } = labIn(folder);
  await lab.setExperiment({ experiment: quickExperiment(change) });
  const snapshot = await finish(lab);
  return { folder, lab, problems, snapshot, id: snapshot.kept! };
}

describe('an experiment', () => {
  it('is kept from its first step, and found with what came out', async () => {
    const { lab, problems, id } = await trained();
    await lab.close();
    const { entries, unfinished, reason, skipped } = await labIn(join(scratch, '0')).lab.library({});
    expect(reason).toBeNull();
    expect(skipped).toEqual([]);
    expect(unfinished).toBeNull();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      id,
      state: 'finished',
      canGoOn: false,
      seeds: 2,
      steps: 12,
      reached: 12,
      current: false,
      trashed: null,
      text: { name: 'small.txt' },
    });
    expect(entries[0].headline).toMatch(/softmax \+ cross-entropy .* sigmoid \+ quadratic/);
    expect(entries[0].ranking.arms.map(({ armId }) => armId)).toHaveLength(2);
    expect(entries[0].bytes).toBeGreaterThan(1000);
    expect(problems).toEqual([]);
  });

  it('loses the one run that another program has taken over; the others go on, and its folder is left alone', async () => {
    const folder = freshFolder();
    const { lab, problems } = labIn(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    await lab.step({});
    const { kept, runs } = await lab.snapshot({});
    const [{ armId, seed }] = runs;
    const lock = join(folder, kept!, 'runs', `${armId}-${seed}`, 'lock');
    writeFileSync(lock, JSON.stringify({ token: 'x', pid: 1, began: '', host: 'elsewhere', since: 'now' }));
    const taken = readdirSync(dirname(lock)).map((name) => [name, readFileSync(join(dirname(lock), name))]);

    const told = new Promise((resolve) => lab.on('problem', resolve));
    await lab.step({});
    await told;
    const { runs: ended } = await finish(lab);
    const sentence = `Another program has taken over the run of ${armId} with seed ${seed}`;
    expect(ended.map(({ status }) => status)).toEqual(['failed', 'finished', 'finished', 'finished']);
    expect(ended[0].failure).toContain(sentence);
    expect(problems).toEqual([
      {
        code: 'wrong-state',
        message: expect.stringContaining(sentence),
        next: 'It is trained no further here; the other runs go on.',
      },
    ]);
    await lab.close();
    expect(readdirSync(dirname(lock)).map((name) => [name, readFileSync(join(dirname(lock), name))])).toEqual(
      taken,
    );
  });

  it('begins another folder with every change, and none as long as nothing is trained', async () => {
    const { lab, id } = await trained();
    const { experiment } = await lab.snapshot({});
    expect((await lab.setExperiment({ experiment: { ...experiment, steps: 6 } })).kept).toBeNull();
    expect((await lab.library({})).entries.map((entry) => entry.id)).toEqual([id]);
    const again = await finish(lab);
    expect(again.kept).not.toBe(id);
    await lab.reset({});
    const { entries } = await lab.library({});
    expect(entries.map(({ steps, state, current }) => ({ steps, state, current }))).toEqual([
      { steps: 6, state: 'finished', current: false },
      { steps: 12, state: 'finished', current: false },
    ]);
    await lab.close();
  });

  it('comes back with its results and the weights behind them', async () => {
    const { folder, lab, snapshot, id } = await trained();
    const asked = { armId: snapshot.runs[0].armId, seed: 2 };
    const drawn = { ...asked, characters: 30, temperature: 1, prompt: 'a', sampleSeed: 5 };
    const { text } = await lab.sample(drawn);
    const { weights } = await lab.weights(asked);
    await lab.close();

    const { lab: other, problems } = labIn(folder);
    const opened = await other.openKept({ id });
    expect(opened).toMatchObject({ phase: 'finished', opened: false, kept: id });
    expect(numbers(opened)).toEqual(numbers(snapshot));
    expect(opened.runs.map(({ glimpse }) => glimpse)).toEqual(snapshot.runs.map(({ glimpse }) => glimpse));
    expect((await other.sample(drawn)).text).toBe(text);
    expect((await other.weights(asked)).weights).toEqual(weights);
    expect(await other.keptSteps(asked)).toEqual({ steps: [12] });
    expect(problems).toEqual([]);
    await other.close();
  });

  it('goes on after it was closed in training, with the same numbers', async () => {
    const folder = freshFolder();
    const experiment = quickExperiment({ steps: 3000 });
    const { lab } = labIn(folder);
    await lab.setExperiment({ experiment });
    const some = stepsDone(lab, 400);
    await lab.run({});
    await some;
    const { kept } = await lab.snapshot({});
    await lab.close();

    const { lab: other, problems } = labIn(folder);
    const { unfinished } = await other.library({});
    expect(unfinished).toMatchObject({ id: kept, state: 'broken-off', canGoOn: true });
    const opened = await other.openKept({ id: kept! });
    expect(opened.phase).toBe('paused');
    expect(opened.overall.stepsDone).toBeGreaterThanOrEqual(400);
    expect((await other.library({})).entries[0]).toMatchObject({ state: 'training', current: true });
    const whole = await finish(other);
    expect(numbers(whole)).toEqual(numbers(await trainedOn(2, experiment)));
    expect((await other.library({})).entries[0].state).toBe('finished');
    expect(problems).toEqual([]);
    await other.close();
  });

  it('comes back with its robustness repeat, which says nothing of further steps', async () => {
    const { folder, lab, id } = await trained();
    const repeated = new Promise((resolve) => {
      lab.on('robustness', (state) => state.phase === 'finished' && resolve(state));
    });
    await lab.startRobustness({});
    await repeated;
    const { robustness } = await lab.snapshot({});
    await lab.close();
    const { lab: other } = labIn(folder);
    const opened = await other.openKept({ id });
    expect(opened.robustness).toEqual(robustness);
    expect(opened.robustness!.repeats.length).toBeGreaterThan(0);
    expect((await finish(other, () => other.trainFurther({ steps: 5 }))).robustness).toBeNull();
    expect((await other.openKept({ id })).robustness).toBeNull();
    await other.close();
  });

  it('is not read again as long as it stays as it is, also by another program', async () => {
    const { folder, lab, id } = await trained();
    const plan = join(folder, id, 'experiment.json');
    const text = readFileSync(plan, 'utf8');
    utimesSync(plan, 1000, 1000);
    await lab.library({});
    // Another text of the same time: who reads it again sees the damage.
    writeFileSync(plan, 'x');
    utimesSync(plan, 1000, 1000);
    const { entries } = await labIn(folder).lab.library({});
    expect(entries).toMatchObject([{ id, state: 'finished' }]);
    utimesSync(plan, 1, 1);
    expect((await labIn(folder).lab.library({})).skipped).toMatchObject([{ name: id }]);
    writeFileSync(plan, text);
    writeFileSync(join(folder, '.index.json'), '{"known":[]');
    expect((await labIn(folder).lab.library({})).entries).toMatchObject([{ id, state: 'finished' }]);
    await lab.close();
  });

  it('that was stopped goes on from there, in the same lab', async () => {
    const experiment = quickExperiment({ steps: 3000 });
    const { lab, problems } = labIn(freshFolder());
    await lab.setExperiment({ experiment });
    const some = stepsDone(lab, 300);
    await lab.run({});
    await some;
    const end = phaseReached(lab, 'stopped');
    await lab.stop({});
    await end;
    const { kept } = await lab.snapshot({});
    await lab.openKept({ id: kept! });
    const whole = await finish(lab);
    expect(whole.kept).toBe(kept);
    expect(numbers(whole)).toEqual(numbers(await trainedOn(2, experiment)));
    expect(problems).toEqual([]);
    await lab.close();
  });

  it('that was left in a pause is stopped there, and what took its place is another one', async () => {
    const { lab } = labIn(freshFolder());
    await lab.setExperiment({ experiment: quickExperiment({ steps: 3000 }) });
    await lab.step({});
    const { kept, phase } = await lab.snapshot({});
    expect(phase).toBe('paused');
    await lab.useBuiltin({ id: 'reber', seed: 1, characters: 2000 });
    const { entries } = await lab.library({});
    expect(entries.map(({ id, state, current }) => ({ id, state, current }))).toEqual([
      { id: kept, state: 'stopped', current: false },
    ]);
    await lab.close();
  });

  it('gets further steps as if it had had them', async () => {
    const { lab, id } = await trained();
    const longer = await finish(lab, () => lab.trainFurther({ steps: 20 }));
    expect(longer.experiment.steps).toBe(32);
    expect(longer.kept).toBe(id);
    expect(numbers(longer)).toEqual(numbers(await trainedOn(2, quickExperiment({ steps: 32 }))));
    expect((await lab.library({})).entries).toMatchObject([{ id, steps: 32, state: 'finished' }]);
    await lab.close();
  });

  it('keeps seeds that are added, also after seeds that were given up', async () => {
    const { folder, lab, id } = await trained();
    await finish(lab, () => lab.addSeeds({ count: 1 }));
    const before = await lab.snapshot({});
    await lab.close();
    const { lab: other } = labIn(folder);
    const opened = await other.openKept({ id });
    expect(opened.experiment).toEqual(before.experiment);
    expect(numbers(opened)).toEqual(numbers(before));
    const more = await finish(other, () => other.addSeeds({ count: 1 }));
    expect(numbers(more)).toEqual(numbers(await trainedOn(2, quickExperiment({ seeds: [1, 2, 3, 4] }))));
    await other.close();
  });

  it('is duplicated as a plan of which nothing is trained', async () => {
    const { lab, snapshot, id } = await trained();
    const copy = await lab.duplicateKept({ id });
    expect(copy).toMatchObject({ phase: 'idle', kept: null, experiment: snapshot.experiment });
    expect(copy.corpus).not.toBeNull();
    const other = await finish(lab);
    expect(other.kept).not.toBe(id);
    expect(numbers(other)).toEqual(numbers(snapshot));
    await lab.close();
  });

  it('has the name, tags and notes that it is given, and keeps what its files say', async () => {
    const { folder, lab, id } = await trained();
    await lab.describeKept({ id, name: 'Rates', tags: ['lecture 7'] });
    await lab.describeKept({ id, notes: 'No leader.' });
    const { experiment } = await lab.snapshot({});
    await lab.setExperiment({ experiment: { ...experiment, name: 'Best rates' } });
    await lab.close();
    const { lab: other } = labIn(folder);
    expect((await other.library({})).entries).toMatchObject([
      { id, name: 'Best rates', tags: ['lecture 7'], notes: 'No leader.', state: 'finished' },
    ]);
    expect((await other.openKept({ id })).experiment.name).toBe('Best rates');
    await other.close();
  });

  it('keeps its results where its question changes, and says since when it asks that', async () => {
    const { folder, lab, id, snapshot } = await trained(freshFolder(), {
      name: untitled,
      question: 'Which?',
    });
    const [{ name }] = (await lab.library({})).entries;
    expect(name).not.toBe(untitled);
    const ask = async (question: string) => {
      const { experiment } = await lab.snapshot({});
      return lab.setExperiment({ experiment: { ...experiment, question } });
    };
    const changed = await ask('How far?');
    expect(changed).toMatchObject({ kept: id, phase: 'finished' });
    expect(changed.experiment).toMatchObject({ question: 'How far?', firstQuestion: 'Which?' });
    expect(numbers(changed)).toEqual(numbers(snapshot));
    await ask('Why?');
    expect((await lab.snapshot({})).experiment.firstQuestion).toBe('Which?');
    const kept = async () => (await keptReport(join(folder, id), {})).input.experiment;
    expect(await kept()).toMatchObject({ question: 'Why?', firstQuestion: 'Which?' });
    const { lab: other } = labIn(folder);
    expect((await other.library({})).entries).toMatchObject([{ id, name, question: 'Why?' }]);
    expect((await other.openKept({ id })).experiment).toMatchObject({
      question: 'Why?',
      firstQuestion: 'Which?',
    });
    // A plan of which nothing is trained asks what it asks beforehand.
    expect((await other.duplicateKept({ id })).experiment.firstQuestion).toBeUndefined();
    await other.close();
    // Taken back, it is what was asked at first.
    expect((await ask('Which?')).experiment).toEqual(snapshot.experiment);
    expect((await kept()).firstQuestion).toBeUndefined();
    await ask('Why?');
    const { experiment } = await lab.snapshot({});
    const longer = await lab.setExperiment({ experiment: { ...experiment, steps: 6 } });
    expect(longer).toMatchObject({ kept: null, experiment: { question: 'Why?' } });
    expect(longer.experiment.firstQuestion).toBeUndefined();
    await ask('Before it is trained?');
    expect((await lab.snapshot({})).experiment.firstQuestion).toBeUndefined();
    await lab.close();
  });

  it('keeps its results where a loss of its own is renamed, everywhere under the new name', async () => {
    const { folder, lab, id, snapshot } = await trained(freshFolder(), { ...withOwnLoss, name: untitled });
    const plan = () => readFileSync(join(folder, id, 'experiment.json'), 'utf8');
    const before = plan();
    const rename = async (label: string) => {
      const { experiment } = await lab.snapshot({});
      return lab.setExperiment({
        experiment: { ...experiment, layers: [{ ...experiment.layers[0], label }] },
      });
    };
    const renamed = await rename('Halved');
    await expect(rename('softmax + cross-entropy')).rejects.toThrow(/is the name of a built-in output layer/);
    expect(renamed).toMatchObject({ kept: id, phase: 'finished', ownLayers: [{ label: 'Halved' }] });
    expect(numbers(renamed)).toEqual(numbers(snapshot));
    expect(plan(), 'what it was trained with').toBe(before);
    const { input } = await keptReport(join(folder, id), {});
    expect(buildReport(input).arms.map(({ label }) => label)).toContain('Halved');
    await lab.close();
    const { lab: other } = labIn(folder);
    const [entry] = (await other.library({})).entries;
    expect(entry.name).toContain('Halved');
    expect(entry.arms.map(({ label }) => label)).toContain('Halved');
    const opened = await other.openKept({ id });
    expect(opened.experiment.layers).toMatchObject([{ id: 'half', label: 'Halved' }]);
    const more = await finish(other, () => other.trainFurther({ steps: 3 }));
    expect(more.runs.map(({ steps }) => steps)).toEqual([15, 15, 15, 15]);
    // Another formula is another loss.
    const layers = [{ ...more.experiment.layers[0], loss: '(t-y)^2/3' } as LayerDefinition];
    const next = await other.setExperiment({ experiment: { ...more.experiment, layers } });
    expect(next).toMatchObject({ kept: null, phase: 'idle' });
    await other.close();
  });

  it('has what its authors say on its report, said before it began and after', async () => {
    const folder = freshFolder();
    const { lab } = labIn(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    const heading = { title: 'Rates', authors: ['Ada Lovelace'], address: '', notes: '', leftOut: [] };
    await lab.describeReport({ heading });
    const first = (await finish(lab)).kept!;
    expect((await lab.snapshot({})).heading).toEqual(heading);
    // A changed experiment is another one by the same authors.
    const { experiment } = await lab.snapshot({});
    await lab.setExperiment({ experiment: { ...experiment, steps: experiment.steps + 1 } });
    await lab.describeReport({ heading: { ...heading, notes: 'Longer.' } });
    const second = (await finish(lab)).kept!;
    await lab.describeReport({ heading: null });
    await lab.close();
    const { lab: other } = labIn(folder);
    expect((await other.openKept({ id: first })).heading).toEqual(heading);
    // Another comparison is not by them.
    const another = { ...quickExperiment(), name: 'Another', steps: 77 };
    expect((await other.setExperiment({ experiment: another })).heading).toBeUndefined();
    expect((await other.openKept({ id: second })).heading).toBeUndefined();
    await other.close();
  });
});

describe('a pause', () => {
  it('that comes while the folder is being made holds what then begins', async () => {
    const { lab } = labIn(freshFolder());
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000_000 }) });
    const run = lab.run({});
    const pause = lab.pause({});
    await run;
    await pause;
    expect((await lab.snapshot({})).phase).toBe('paused');
    await lab.close();
  });
});

describe('the trash', () => {
  it('takes an experiment, gives it back, and is emptied', async () => {
    const { lab, id } = await trained();
    await expect(lab.trashKept({ id })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.reset({});
    await lab.trashKept({ id });
    const { entries, trashBytes } = await lab.library({});
    expect(entries).toMatchObject([{ id, trashed: '2026-01-01T00:00:00.000Z', canGoOn: false }]);
    expect(trashBytes).toBe(entries[0].bytes);
    await expect(lab.openKept({ id })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.restoreKept({ id });
    expect((await lab.library({})).entries).toMatchObject([{ id, trashed: null, state: 'finished' }]);
    await lab.openKept({ id });
    await lab.reset({});
    await lab.trashKept({ id });
    await lab.emptyTrash({});
    expect((await lab.library({})).entries).toEqual([]);
    await lab.close();
  });
});

describe('kept experiments', () => {
  it('are compared where text, split and yardstick agree, and it is said what else differs', async () => {
    const folder = freshFolder();
    const { lab, id } = await trained(folder);
    const { experiment } = await lab.snapshot({});
    const arms = experiment.arms.map((arm) => ({ ...arm, rate: 0.05 }));
    await lab.setExperiment({ experiment: { ...experiment, arms, name: 'Slower' } });
    const { kept } = await finish(lab);
    const compared = await lab.compareKept({ ids: [id, kept!] });
    if ('differs' in compared) throw new Error(compared.differs.join());
    expect(compared.yardstick).toBe('bitsPerCharacter');
    expect(compared.experiments.map(({ name, step }) => [name, step])).toEqual([
      [experiment.name, 12],
      ['Slower', 12],
    ]);
    const [arm] = compared.experiments[1].arms;
    expect([...arm.curve.step]).toEqual([0, 5, 10, 12]);
    expect(arm.curve.mean[3]).toBe(arm.standing.yardsticks.bitsPerCharacter.mean);
    expect(arm.curve.low[3]).toBeLessThan(arm.curve.mean[3]);
    expect(compared.changes).toEqual([
      'Learning rates of softmax + cross-entropy differ: 0.1 → 0.05.',
      'Learning rates of sigmoid + quadratic differ: 0.1 → 0.05.',
    ]);
    await lab.setExperiment({
      experiment: {
        ...experiment,
        evaluation: { ...experiment.evaluation, characters: 50 },
        plan: { ...experiment.plan!, yardstick: 'accuracy' },
      },
    });
    const other = (await finish(lab)).kept!;
    expect(await lab.compareKept({ ids: [id, other] })).toEqual({
      differs: [
        'Characters scored on differ: 100 → 50.',
        'Yardsticks differ: bits per character → top-1 accuracy.',
      ],
    });
    await lab.close();
  });

  it('that cannot be read are passed over and named', async () => {
    const { folder, lab, id } = await trained();
    mkdirSync(join(folder, 'damaged'));
    writeFileSync(join(folder, 'damaged/experiment.json'), '{');
    writeFileSync(join(folder, 'damaged/about.json'), '{}');
    mkdirSync(join(folder, 'something else'));
    const { entries, skipped } = await lab.library({});
    expect(entries.map((entry) => entry.id)).toEqual([id]);
    expect(skipped).toEqual([
      { name: 'damaged', reason: expect.stringContaining('experiment.json') as string },
    ]);
    for (const wrong of ['damaged', 'something else', 'nowhere'])
      await expect(lab.openKept({ id: wrong })).rejects.toMatchObject({
        code: wrong === 'nowhere' ? 'unknown-name' : 'file-not-read',
      });
    expect((await lab.snapshot({})).kept).toBe(id);
    await lab.close();
  });

  it('that were renamed by hand are the same ones', async () => {
    const { folder, lab, id } = await trained();
    await lab.close();
    renameSync(join(folder, id), join(folder, 'Week 7, best'));
    const { lab: other } = labIn(folder);
    expect((await other.openKept({ id: 'Week 7, best' })).phase).toBe('finished');
    await other.close();
  });
});

describe('a host without a library', () => {
  it('says so, and trains as before', async () => {
    const { lab } = keepingLab('', { library: null });
    await lab.setExperiment({ experiment: quickExperiment() });
    expect((await finish(lab)).kept).toBeNull();
    expect(await lab.library({})).toMatchObject({
      entries: [],
      reason: expect.stringContaining('keeps no') as string,
    });
    expect((await lab.capabilities({})).library).toBe(false);
    await expect(lab.openKept({ id: 'a' })).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.trainFurther({ steps: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.close();
  });
});

describe('the text of an experiment', () => {
  it('is kept once, and goes with the last experiment on it', async () => {
    const folder = freshFolder();
    const file = join(scratch, 'text');
    writeFileSync(file, 'abc');
    const sha256 = createHash('sha256').update('abc').digest('hex');
    const corpus = smallCorpus();
    const summary = { ...corpus.summary, sha256, name: 'A/B: ?.txt' };
    const texts = { ...droppedText(file, summary.name), finish: async () => ({ ...corpus, summary }) };
    const { lab } = keepingLab(folder, { texts });
    await lab.finishText({ uploadId: 'a', options: corpus.summary.options });
    const reference = (await lab.snapshot({})).experiment.corpus;
    await lab.setExperiment({ experiment: quickExperiment({ corpus: reference }) });
    const { kept } = await finish(lab);
    const name = 'A_B_ _.txt';
    await expect.poll(() => readdirSync(join(folder, 'texts', sha256))).toEqual([name]);
    await lab.duplicateKept({ id: kept! });
    await finish(lab);
    expect(readdirSync(join(folder, 'texts', sha256))).toEqual([name]);
    utimesSync(join(folder, 'texts', sha256), 1, 1);
    await lab.reset({});
    for (const { id } of (await lab.library({})).entries) {
      expect(readdirSync(join(folder, 'texts'))).toEqual([sha256]);
      await lab.trashKept({ id });
      await lab.emptyTrash({});
    }
    expect(readdirSync(join(folder, 'texts'))).toEqual([]);
    await lab.close();
  });

  it('is wanted where it is gone, and the results are shown all the same', async () => {
    const { folder, lab, id } = await trained();
    await lab.close();
    const about = join(folder, id, 'about.json');
    writeFileSync(
      about,
      readFileSync(about, 'utf8').replace(
        '"kind": "builtin"',
        '"kind": "files", "paths": ["/nowhere"], "heldOut": null',
      ),
    );
    const plan = join(folder, id, 'experiment.json');
    const experiment = JSON.parse(readFileSync(plan, 'utf8')) as object;
    const corpus = {
      kind: 'text',
      name: 'gone.txt',
      sha256: 'ab'.repeat(32),
      options: smallCorpus().summary.options,
    };
    writeFileSync(plan, JSON.stringify({ ...experiment, corpus }));
    const { lab: other, problems } = labIn(folder);
    const opened = await other.openKept({ id });
    expect(opened).toMatchObject({
      opened: true,
      phase: 'finished',
      kept: id,
      corpus: { name: 'small.txt' },
    });
    expect(opened.runs[0].steps).toBe(12);
    expect(problems).toMatchObject([{ code: 'text-not-found' }]);
    await other.close();
  });
});

describe('another folder for the library', () => {
  it('takes over what is in training, with the same numbers at the end', async () => {
    const [folder, chosen] = [freshFolder(), freshFolder()];
    const { lab } = keepingLab(folder, { dialogs: dialogsTo(chosen) });
    const experiment = quickExperiment({ steps: 3000 });
    await lab.setExperiment({ experiment });
    const some = stepsDone(lab, 300);
    await lab.run({});
    await some;
    await lab.pause({});
    const { kept } = await lab.snapshot({});
    expect(await lab.chooseLibrary({})).toMatchObject({
      folder: chosen,
      entries: [{ id: kept, current: true, state: 'training' }],
    });
    expect(numbers(await finish(lab))).toEqual(numbers(await trainedOn(2, experiment)));
    expect((await lab.library({})).entries).toMatchObject([{ id: kept, state: 'finished', reached: 3000 }]);
    await lab.close();
    const { lab: before } = labIn(folder);
    expect((await before.library({})).entries).toMatchObject([{ id: kept, state: 'broken-off' }]);
    await before.close();
  });
});

describe('where nothing can be written', () => {
  it('training waits, says why, and goes on by itself when it can be', async () => {
    const { lab, problems } = labIn(freshFolder(), { dialogs: dialogsTo(scratch) });
    const folder = join(scratch, String(made - 1));
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000_000 }) });
    const paused = phaseReached(lab, 'paused');
    await lab.run({});
    const { kept } = await lab.snapshot({});
    renameSync(join(folder, kept!), join(folder, 'away'));
    await paused;
    expect(problems).toMatchObject([
      {
        code: 'file-not-written',
        message: expect.stringContaining(folder) as string,
        next: expect.stringMatching(/ Or choose another folder for the library\.$/) as string,
      },
    ]);
    const again = phaseReached(lab, 'running');
    renameSync(join(folder, 'away'), join(folder, kept!));
    await again;
    await lab.stop({});
    expect((await lab.library({})).entries).toMatchObject([{ id: kept, state: 'stopped' }]);
    expect(problems).toHaveLength(1);
    await lab.close();
  });

  it('the end of the program says what is missing, and nothing is tried after it', async () => {
    const folder = freshFolder();
    const pending = new Set<number>();
    const after = (milliseconds: number, callback: () => void) => {
      pending.add(milliseconds);
      const timer = setTimeout(callback, milliseconds);
      return () => {
        pending.delete(milliseconds);
        clearTimeout(timer);
      };
    };
    const { lab } = keepingLab(folder, { after });
    const problems: LabErrorData[] = [];
    lab.on('problem', (problem) => problems.push(problem));
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000_000 }) });
    const paused = phaseReached(lab, 'paused');
    await lab.run({});
    const { kept } = await lab.snapshot({});
    renameSync(join(folder, kept!), join(folder, 'away'));
    await paused;
    await lab.stop({});
    await expect.poll(() => problems, { timeout: 10_000 }).toHaveLength(2);
    await expect.poll(() => pending, { timeout: 10_000 }).toContain(5000);
    await lab.close();
    expect(problems).toHaveLength(3);
    expect(problems[2].message).toContain(folder);
    expect(problems[2].next).toContain('What was kept before stays');
    expect(pending).not.toContain(5000);
  });

  it('an experiment is trained all the same, and the user is told', async () => {
    const file = join(scratch, 'a file');
    writeFileSync(file, '');
    const { lab, problems } = labIn(file);
    await lab.setExperiment({ experiment: quickExperiment() });
    expect(await finish(lab)).toMatchObject({ kept: null, phase: 'finished' });
    expect(problems).toMatchObject([{ message: expect.stringContaining('is not kept') as string }]);
    await lab.close();
    expect(readdirSync(scratch)).toContain('a file');
  });
});

describe('a sweep of learning rates', () => {
  const question = {
    grid: { low: 0.01, high: 0.1, count: 2 },
    seeds: 1,
    steps: 6,
    yardstick: 'bitsPerCharacter',
    extension: 0,
  } as const;
  const sweepEnded = (lab: HostedLab) =>
    new Promise<void>((resolve) => {
      const off = lab.on('sweep', ({ phase }) => {
        if (phase === 'running') return;
        off();
        resolve();
      });
    });

  it('is kept before anything is trained, is there again, and what was broken off goes on', async () => {
    const folder = freshFolder();
    const { lab, problems } = labIn(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    const end = sweepEnded(lab);
    await lab.startSweep(question);
    await end;
    const { entries } = await lab.library({});
    expect(entries).toMatchObject([{ state: 'begun', current: false, canGoOn: true }]);
    const [{ id }] = entries;
    const { runs } = (await lab.sweepState({}))!;
    expect(runs).toHaveLength(4);
    await lab.close();
    expect(problems).toEqual([]);

    // As a program that was killed would have left it.
    const files = join(folder, id, 'sweep', 'runs');
    const [lost] = readdirSync(files);
    renameSync(join(files, lost), join(scratch, lost));
    const { lab: other } = labIn(folder);
    await other.openKept({ id });
    const found = (await other.sweepState({}))!;
    expect(found).toMatchObject({ phase: 'cancelled', progress: { runsDone: 3, runsTotal: 4 } });
    const again = sweepEnded(other);
    await other.startSweep(question);
    await again;
    const whole = (await other.sweepState({}))!;
    const plain = (all: typeof runs) =>
      all.map(({ armId, place, evaluation }) => [armId, place, evaluation!.bitsPerCharacter]).sort();
    expect(plain(whole.runs)).toEqual(plain(runs));
    await other.library({});
    expect(readdirSync(files)).toHaveLength(4);
    await other.close();
  });

  /** A lab whose threads stand still after 20 turns of a step each: what is under way has not ended, however quick they are. */
  function haltingLab(folder: string) {
    let halting = true;
    let halted = 0;
    const startThread = () => {
      let clock = 0;
      let turns = 20;
      return !halting
        ? localThread()
        : localThread(
            () => (clock += 30),
            (callback) => (turns-- > 0 ? void setImmediate(callback) : void halted++),
          );
    };
    const { lab } = keepingLab(folder, { startThread });
    const problems: LabErrorData[] = [];
    lab.on('problem', (problem) => problems.push(problem));
    /** Begins, or goes on with, what trains until its threads stand still. */
    const some = async <Answer>(start: () => Promise<Answer>) => {
      halted = 0;
      const answer = await start();
      await expect.poll(() => halted, { timeout: 20_000 }).toBe(2);
      return answer;
    };
    /** The same with a sweep; answers with the steps that were done before. */
    const sweepSome = async () => (await some(() => lab.startSweep(longer))).progress.stepsDone;
    return { lab, problems, some, sweepSome, goOn: () => (halting = false) };
  }
  const longer = { ...question, steps: 60 };
  const underWay = (folder: string, id: string) =>
    readdirSync(join(folder, id, 'sweep', 'runs')).filter((name) => name.endsWith('.checkpoint'));
  const stepsOf = async (lab: HostedLab) => (await lab.sweepState({}))!.progress.stepsDone;
  const outcome = async (lab: HostedLab) =>
    (await lab.sweepState({}))!.runs
      .map(({ armId, place, evaluation }) => [armId, place, evaluation!.bitsPerCharacter])
      .sort();

  it('keeps the runs that are under way when it is cancelled or the program ends, and they end as if unbroken', async () => {
    const { lab: unbroken } = labIn(freshFolder());
    await unbroken.setExperiment({ experiment: quickExperiment() });
    const end = sweepEnded(unbroken);
    await unbroken.startSweep(longer);
    await end;
    const expected = await outcome(unbroken);
    await unbroken.close();

    const folder = freshFolder();
    const { lab, problems, sweepSome } = haltingLab(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    expect(await sweepSome()).toBe(0);
    await lab.cancelSweep({});
    const stood = await stepsOf(lab);
    expect(stood).toBeGreaterThan(0);
    expect(await sweepSome()).toBe(stood);
    await lab.close();
    expect(problems).toEqual([]);

    const { lab: other } = labIn(folder);
    const [{ id }] = (await other.library({})).entries;
    expect(underWay(folder, id)).toHaveLength(2);
    await other.openKept({ id });
    const ended = sweepEnded(other);
    expect((await other.startSweep(longer)).progress.stepsDone).toBeGreaterThan(stood);
    await ended;
    expect(await outcome(other)).toEqual(expected);
    await other.close();
    expect(underWay(folder, id)).toEqual([]);
  });

  it('takes the runs that are under way along to the folder in which training begins', async () => {
    const folder = freshFolder();
    const { lab, problems, sweepSome, goOn } = haltingLab(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    await sweepSome();
    await lab.cancelSweep({});
    const stood = await stepsOf(lab);
    goOn();
    const { kept } = await finish(lab);
    await lab.close();
    expect(problems).toEqual([]);

    const { lab: other } = labIn(folder);
    expect((await other.library({})).entries).toMatchObject([{ id: kept }]);
    await other.openKept({ id: kept! });
    expect((await other.startSweep(longer)).progress.stepsDone).toBe(stood);
    await other.close();
  });

  it('that looks for rates is one experiment however often it is broken off, and is gone on with before it trains', async () => {
    const folder = freshFolder();
    const { lab, problems, some } = haltingLab(folder);
    await lab.setExperiment({ experiment: { ...quickExperiment({ steps: 400 }), search: 'quick' } });
    for (let times = 0; times < 2; times++) {
      await some(() => lab.run({}));
      await lab.stop({});
    }
    const { runs } = (await lab.sweepState({}))!;
    const { entries } = await lab.library({});
    expect(entries).toMatchObject([{ state: 'begun', canGoOn: true }]);
    await lab.close();
    expect(problems).toEqual([]);

    const { lab: other, problems: later } = labIn(folder);
    const opened = await other.openKept({ id: entries[0].id });
    expect(opened).toMatchObject({
      phase: 'idle',
      kept: null,
      experiment: { search: 'quick', tuning: null },
    });
    const restored = (await other.sweepState({}))!;
    expect(restored.runs).toHaveLength(runs.length);
    expect(restored.plan.rounds).toHaveLength(2);
    const { experiment } = await finish(other);
    expect(experiment.tuning?.kind).toBe('best-per-arm');
    expect(experiment.arms.map(({ rate }) => rate)).toEqual(experiment.tuning!.best.map(({ rate }) => rate));
    const left = (await other.library({})).entries;
    expect(left).toMatchObject([{ state: 'finished' }]);
    await other.close();
    expect(later).toEqual([]);
  });

  it('goes along to the folder in which the rates that it found are trained', async () => {
    const folder = freshFolder();
    const { lab, problems } = labIn(folder);
    await lab.setExperiment({ experiment: quickExperiment() });
    const end = sweepEnded(lab);
    await lab.startSweep(question);
    await end;
    const { experiment } = await lab.snapshot({});
    const arms = experiment.arms.map((arm) => ({ ...arm, rate: 0.1 / 3 }));
    await lab.setExperiment({ experiment: { ...experiment, arms } });
    const { kept } = await finish(lab);
    const { entries } = await lab.library({});
    // Where the sweep was kept first is gone: nobody has thrown it away.
    expect(entries).toMatchObject([{ id: kept, state: 'finished', trashed: null }]);
    await lab.close();
    expect(problems).toEqual([]);
    const { lab: other } = labIn(folder);
    await other.openKept({ id: kept! });
    expect(await other.sweepState({})).toMatchObject({
      phase: 'finished',
      progress: { runsDone: 4, runsTotal: 4 },
    });
    await other.close();
  });
});
