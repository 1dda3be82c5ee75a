import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { lab, outcomeOf, startLab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder, ...names);

const text = ['--builtin', 'reber', '--characters', '20000'];
const model = ['--hidden', '24', '--length', '10', '--batch', '4', '--seeds', '2'];
const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
const work = ['compare', ...text, ...model, ...layers, '--json'];
/** Evaluated, and kept, soon after its first step. */
const soon = ['--evaluate-every', '400', '--evaluate-characters', '500'];

const started: ReturnType<typeof startLab>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Begins work in a folder and waits until a checkpoint of a run is there. */
async function begun(out: string, ...more: string[]) {
  const child = startLab([...work, ...soon, '--out', out, ...more]);
  started.push(child);
  const outcome = outcomeOf(child, 100_000);
  const runs = join(out, 'runs');
  const kept = () =>
    existsSync(runs) && readdirSync(runs).some((name) => existsSync(join(runs, name, 'checkpoint')));
  for (const limit = Date.now() + 60_000; !kept() && Date.now() < limit;) await wait(50);
  expect(kept()).toBe(true);
  return { child, outcome };
}

/** A folder in which nothing was broken off: who asks for its comparison first trains it, the others are told it. */
const unbroken = at('unbroken');

/** Results without the times, which differ from one training to the next. */
const results = (
  stdout: string,
): { partial: boolean; arms: { runs: { steps: number; status: string }[] }[] } =>
  JSON.parse(stdout, (key, value) => (key === 'seconds' || key === 'charactersPerSecond' ? 0 : value));

describe('a comparison that was killed', () => {
  it('goes on by the same command, and ends as one that was never broken off', async () => {
    const out = at('killed');
    const { child, outcome } = await begun(out, '--steps', '8000');
    child.kill('SIGKILL');
    await outcome;
    expect(existsSync(join(out, 'complete'))).toBe(false);
    const again = await lab([...work, ...soon, '--steps', '8000', '--out', out], { limit: 100_000 });
    expect(again.status).toBe(0);
    const whole = await lab([...work, ...soon, '--steps', '8000', '--out', unbroken], { limit: 100_000 });
    expect(results(again.stdout)).toEqual(results(whole.stdout));
    expect(existsSync(join(out, 'complete'))).toBe(true);
    // Of a run that ended at its first checkpoint there is none before.
    const files = readdirSync(join(out, 'runs', 'softmax-cross-entropy-1')).filter(
      (name) => name !== 'checkpoint.previous',
    );
    expect(files.sort()).toEqual(['checkpoint', 'curves', 'evaluations', 'meta.json', 'weights.safetensors']);
  }, 200_000);

  it('has the weights of a run that had ended when it was killed before they were written', async () => {
    const out = at('killed-late');
    expect((await lab([...work, '--steps', '300', '--out', out], { limit: 100_000 })).status).toBe(0);
    const weights = join(out, 'runs', 'softmax-cross-entropy-1', 'weights.safetensors');
    const before = readFileSync(weights);
    rmSync(weights);
    rmSync(join(out, 'complete'));
    // Another machine had made it: what is only written down here is still of that one.
    const meta = join(out, 'runs', 'softmax-cross-entropy-1', 'meta.json');
    const made = { ...JSON.parse(readFileSync(meta, 'utf8')), machine: 'another, Node 20' };
    writeFileSync(meta, JSON.stringify({ ...made, status: 'training', steps: 0 }));
    expect((await lab([...work, '--steps', '300', '--out', out], { limit: 100_000 })).status).toBe(0);
    expect(readFileSync(weights).equals(before)).toBe(true);
    expect(JSON.parse(readFileSync(meta, 'utf8'))).toEqual(made);
    expect(existsSync(join(out, 'complete'))).toBe(true);
  }, 200_000);

  it.each([
    ['that was killed on the way', 'killed'],
    ['that was killed at its end', 'killed-late'],
  ])(
    '%s goes on from the checkpoint before where the newest is damaged, and says so',
    async (_, name) => {
      const out = at(name);
      const run = join(out, 'runs', 'softmax-cross-entropy-1');
      const bytes = readFileSync(join(run, 'checkpoint'));
      bytes[bytes.length - 5] ^= 1;
      writeFileSync(join(run, 'checkpoint'), bytes);
      const again = await lab(['resume', out, '--json'], { limit: 100_000 });
      expect(again.status).toBe(0);
      expect(again.stderr).toMatch(/checkpoint'.*do not match their checksum. It was not used/);
      expect(results(again.stdout)).toEqual(results((await lab(['resume', out, '--json'])).stdout));
    },
    200_000,
  );
});

describe('two parts of a comparison in one folder', () => {
  it('of which one was killed and begun again end as the comparison in one piece', async () => {
    const out = at('parts');
    const steps = ['--steps', '8000'];
    const part = (number: number) => [...steps, '--shard', `${number}/2`];
    const { child, outcome } = await begun(out, ...part(1));
    child.kill('SIGKILL');
    const other = lab([...work, ...soon, ...part(2), '--out', out], { limit: 100_000 });
    await outcome;
    const again = await lab([...work, ...soon, ...part(1), '--out', out], { limit: 100_000 });
    expect([again.status, (await other).status]).toEqual([0, 0]);
    expect(existsSync(join(out, 'complete'))).toBe(true);
    const whole = await lab([...work, ...soon, ...steps, '--out', unbroken], { limit: 100_000 });
    const told = await lab([...work, ...soon, ...steps, '--out', out], { limit: 100_000 });
    expect(results(told.stdout)).toEqual(results(whole.stdout));
    const time = /^(seconds|generatedAt|begun|charactersPerSecond|fastest|slowest|gigaflops)$/;
    const timeless = (folder: string): unknown => {
      const report = readFileSync(join(folder, 'report', 'report.json'), 'utf8');
      // Its own hash is one of the times as well.
      return { ...JSON.parse(report, (key, value) => (time.test(key) ? 0 : value)), sha256: '' };
    };
    expect(timeless(out)).toEqual(timeless(unbroken));
    for (const name of readdirSync(join(out, 'runs')))
      expect(readFileSync(join(out, 'runs', name, 'weights.safetensors'))).toEqual(
        readFileSync(join(unbroken, 'runs', name, 'weights.safetensors')),
      );
  }, 300_000);
});

describe('a comparison that has ended', () => {
  const short = at('short');

  it('is told again without training', async () => {
    const first = await lab([...work, '--steps', '300', '--out', short]);
    expect(first.status).toBe(0);
    const again = await lab([...work, '--steps', '300', '--out', short]);
    expect(again.stdout).toBe(first.stdout);
  });

  it.each([
    ['compare', [...work, '--steps', '700', '--out', short]],
    ['resume', ['resume', short, '--steps', '900', '--json']],
  ])('goes on to more steps by %s, as if they had been asked for at once', async (_, command) => {
    const steps = command[command.indexOf('--steps') + 1];
    const longer = await lab(command);
    expect(longer.status).toBe(0);
    const every = ['--evaluate-every', '10', '--evaluate-characters', '500'];
    const whole = await lab([...work, '--steps', steps, ...every]);
    const { arms } = results(longer.stdout);
    expect(arms).toEqual(results(whole.stdout).arms);
    expect(arms[0].runs[0].steps).toBe(Number(steps));
    const { files } = JSON.parse(readFileSync(join(short, 'complete'), 'utf8'));
    expect(Object.keys(files)).toContain('runs/sigmoid-quadratic-2/curves');
  });

  it('keeps name and question that it got since, and says in its report that there were results before', async () => {
    const asked = (name: string) => JSON.parse(readFileSync(join(short, name), 'utf8')).content.experiment;
    const notes = {
      format: 'loss-lab-notes',
      version: 1,
      name: 'Renamed',
      tags: [],
      notes: '',
      trashed: null,
    };
    const question = { now: 'Why?', first: '' };
    writeFileSync(join(short, 'notes.json'), JSON.stringify({ ...notes, question }));
    expect((await lab(['resume', short, '--json'])).status).toBe(0);
    const words = { name: 'Renamed', question: 'Why?', firstQuestion: '' };
    expect(asked('report/report.json')).toMatchObject(words);
    // What the window has written into the plan itself, with more seeds, stays there too.
    const plan = join(short, 'experiment.json');
    const kept = JSON.parse(readFileSync(plan, 'utf8'));
    rmSync(join(short, 'notes.json'));
    writeFileSync(plan, JSON.stringify({ ...kept, ...words }));
    const steps = ['--steps', '950'];
    for (const again of [[], ['--question', 'Why?', '--name', 'Other']]) {
      const { status, stderr } = await lab([...work, ...steps, ...again, '--out', short]);
      expect(status).toBe(0);
      expect(stderr.includes("keeps its name: 'Renamed'")).toBe(again.includes('--name'));
      expect(asked('report/report.json')).toMatchObject(words);
      expect(JSON.parse(readFileSync(plan, 'utf8'))).toMatchObject({ ...words, steps: 950 });
    }
    const other = await lab([...work, ...steps, '--question', 'How?', '--out', short]);
    expect(other.stderr).toContain('it differs in the question');
    writeFileSync(plan, JSON.stringify({ ...kept, steps: 950 }));
  });

  it('has not got fewer', async () => {
    for (const fewer of [
      [...work, '--steps', '200', '--out', short],
      ['resume', short, '--steps', '200'],
    ])
      expect(await lab(fewer)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('This comparison has 950 steps, more than the 200 asked for.'),
      });
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s ends training with a checkpoint, the standing, a report and exit status %i',
    async (signal, status) => {
      const out = at(signal);
      const { child, outcome } = await begun(out, '--steps', '2000000');
      child.kill(signal);
      const ended = await outcome;
      expect(ended.status).toBe(status);
      const { partial, arms } = results(ended.stdout);
      expect(partial).toBe(true);
      expect(existsSync(join(out, 'report', 'report.html'))).toBe(true);
      const run = join(out, 'runs', 'softmax-cross-entropy-1');
      const meta = JSON.parse(readFileSync(join(run, 'meta.json'), 'utf8'));
      // Not a step is lost: the checkpoint is of the very last one.
      expect(meta).toMatchObject({ status: 'stopped', steps: arms[0].runs[0].steps });
      expect(readdirSync(run)).not.toContain('lock');
      expect((await lab(['sample', run, '--length', '20'])).stdout).toHaveLength(21);
    },
    120_000,
  );
});

describe('two programs in one folder', () => {
  it('do not write one run: the second is refused in a sentence', async () => {
    const out = at('two');
    const { child, outcome } = await begun(out, '--steps', '2000000');
    const second = await lab([...work, ...soon, '--steps', '2000000', '--out', out]);
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(
      new RegExp(`is being written by process ${child.pid} on .*two programs cannot`),
    );
    const forced = await lab([...work, '--steps', '10', '--out', out, '--force']);
    expect(forced.status).toBe(1);
    expect(readdirSync(out)).not.toContain('earlier-1');
    child.kill('SIGINT');
    expect((await outcome).status).toBe(130);
  }, 120_000);
});

describe('the text of a comparison', () => {
  const words = 'one two three four five six seven eight nine ten.\n'.repeat(200);
  const small = ['--steps', '20', '--hidden', '8', '--seeds', '1', ...layers, '--json'];

  it('that came by standard input is kept in the folder', async () => {
    const out = at('piped');
    expect((await lab(['compare', '-', ...small, '--out', out], { input: words })).status).toBe(0);
    expect(readFileSync(join(out, 'text'), 'utf8')).toBe(words);
    const longer = await lab(['resume', out, '--steps', '40', '--json']);
    expect(results(longer.stdout).arms[0].runs[0].steps).toBe(40);
  });

  it('is found where it was, or said to be; another one is refused', async () => {
    const out = at('moved');
    const [here, there] = [at('here.txt'), at('there.txt')];
    writeFileSync(here, words);
    expect((await lab(['compare', here, ...small, '--out', out])).status).toBe(0);
    copyFileSync(here, there);
    rmSync(here);
    const lost = await lab(['resume', out, '--steps', '40']);
    expect(lost.status).toBe(1);
    expect(lost.stderr).toMatch(/here.txt', is not there any more.*--text/s);
    expect((await lab(['resume', out, '--steps', '40', '--text', there, '--json'])).status).toBe(0);
    writeFileSync(there, words.replace('one', 'two'));
    const other = await lab(['resume', out, '--steps', '60', '--text', there]);
    expect(other.stderr).toMatch(/another SHA-256/);
  });
});

describe('parts that are merged', () => {
  it('by earlier versions are joined and replaced as before: report and trained runs lie side by side', async () => {
    const parts = [1, 2].map((i) => at(`part${i}`));
    for (const [i, part] of parts.entries()) {
      const made = at(`made${i}`);
      const shard = ['--shard', `${i + 1}/2`, '--steps', '20'];
      expect((await lab([...work, ...shard, '--out', made])).status).toBe(0);
      mkdirSync(join(part, 'runs'), { recursive: true });
      copyFileSync(join(made, 'report', 'report.json'), join(part, 'report.json'));
      for (const name of readdirSync(join(made, 'runs')))
        copyFileSync(
          join(made, 'runs', name, 'weights.safetensors'),
          join(part, 'runs', `${name.replace(/-(\d+)$/, '-seed$1')}.safetensors`),
        );
    }
    const out = at('joined');
    expect((await lab(['merge', ...parts, '--out', out])).status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['experiment.json', 'report', 'runs']);
    expect(readdirSync(join(out, 'runs'))).toContain('softmax-cross-entropy-seed1.safetensors');
    const refused = await lab([...work, '--steps', '20', '--out', parts[0]]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/earlier report.*--force/s);
    expect((await lab(['resume', out])).stderr).toMatch(/earlier versions hold results only/);
  });

  it('have in one piece what was said of the first part since; another question is refused', async () => {
    const made = [0, 1].map((i) => at(`made${i}`));
    const question = { now: 'Why?', first: '' };
    const notes = { format: 'loss-lab-notes', version: 1, tags: ['kept'], notes: '', trashed: null };
    writeFileSync(join(made[0], 'notes.json'), JSON.stringify({ ...notes, name: 'Renamed', question }));
    const out = at('joined-anew');
    expect((await lab(['merge', ...made, '--out', out])).status).toBe(0);
    const read = (...names: string[]) => JSON.parse(readFileSync(join(out, ...names), 'utf8'));
    const words = { name: 'Renamed', question: 'Why?', firstQuestion: '' };
    expect(read('report', 'report.json').content.experiment).toMatchObject(words);
    expect(read('notes.json')).toMatchObject({ tags: ['kept'], question });
    const plan = join(made[1], 'experiment.json');
    writeFileSync(plan, JSON.stringify({ ...JSON.parse(readFileSync(plan, 'utf8')), question: 'How?' }));
    const refused = await lab(['merge', ...made, '--out', at('joined-not')]);
    expect(refused.stderr).toMatch(/no part of the same work .*: it differs in the question/);
  });
});
