import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { RunLock } from '../../core/node/store/run-lock.ts';
import { lab, outcomeOf, said, startLab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const text = join(folder, 'words.txt');
writeFileSync(text, 'alta borin celu domo emi fara golu '.repeat(200));
const model = ['--hidden', '8', '--length', '6', '--batch', '4', '--evaluate-characters', '500'];
const layers = ['--layers', 'softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy'];
const comparison = [text, ...model, ...layers, '--steps', '6000', '--seeds', '3'];

async function planned(name: string, kind: 'compare' | 'sweep', ...rest: string[]): Promise<string> {
  const { status, stdout, stderr } = await lab(['plan', kind, ...rest]);
  expect(stderr).not.toMatch(/loss-lab:/);
  expect(status).toBe(0);
  const file = join(folder, name);
  writeFileSync(file, stdout);
  return file;
}

/** What must be the same on all machines. */
const runs = (out: string) =>
  JSON.parse(
    JSON.stringify(
      parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8')).runs,
      (key, value) => (key === 'seconds' ? undefined : (value as unknown)),
    ),
  ) as unknown;

describe('a plan of a comparison', () => {
  it('is worked in one folder by several programs, one of them ended by a scheduler: the whole is that of one program', async () => {
    const plan = await planned('plan.json', 'compare', ...comparison, '--shards', '3');
    expect(JSON.parse(readFileSync(plan, 'utf8')).parts).toEqual([
      [0, 5, 7],
      [1, 3, 8],
      [2, 4, 6],
    ]);
    const out = join(folder, 'whole');
    const part = (i: number) => ['work', plan, '--shard', String(i), '--out', out];
    const first = startLab(part(1));
    await said(first, /step/);
    first.kill('SIGUSR1');
    const ended = await outcomeOf(first, 60_000);
    expect(ended.status).toBe(138);
    expect(ended.stderr).toContain('Stopping; what there is is kept');
    // It was renamed on the way here: its contents count.
    const renamed = join(folder, 'other-name.txt');
    renameSync(text, renamed);
    try {
      const missing = await lab(part(2));
      expect(missing.status).toBe(1);
      expect(missing.stderr).toContain('Say where it is with --text.');
      const all = await Promise.all([1, 2, 3].map((i) => lab([...part(i), '--text', renamed])));
      expect(all.map(({ status }) => status)).toEqual([0, 0, 0]);
      expect(all.some(({ stderr }) => /9 of the 9 runs/.test(stderr))).toBe(true);
    } finally {
      renameSync(renamed, text);
    }
    // Who comes when all is told reads and writes nothing again, unless somebody has thrown it away.
    const report = join(out, 'report', 'report.json');
    const { ino } = statSync(report);
    const late = await lab(part(1));
    expect(late).toMatchObject({ status: 0, stdout: '' });
    expect(late.stderr).toContain(`Part 1 of 3: all runs of the comparison are in '${out}'`);
    expect(statSync(report).ino).toBe(ino);
    rmSync(report);
    expect((await lab(part(1))).status).toBe(0);
    // Nor where a run is gone that another part has made: that is told, and its part makes it again.
    rmSync(join(out, 'runs', 'softmax-cross-entropy-1'), { recursive: true });
    expect((await lab(part(2))).stderr).toContain('Part 2 of 3: 8 of the 9 runs');
    expect((await lab(part(1))).stderr).toContain('Part 1 of 3: 9 of the 9 runs');
    const one = join(folder, 'one');
    expect((await lab(['compare', ...comparison, '--threads', '2', '--out', one])).status).toBe(0);
    expect(runs(out)).toEqual(runs(one));
  });

  it('is refused where the folder holds another comparison, which says what differs', async () => {
    const plan = await planned('longer.json', 'compare', ...comparison, '--shards', '2', '--seed', '5');
    const { status, stderr } = await lab(['work', plan, '--shard', '1', '--out', join(folder, 'one')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/holds another comparison: it differs in the seeds/);
    const asking = await planned(
      'asking.json',
      'compare',
      ...comparison,
      '--shards',
      '2',
      '--question',
      'Why?',
    );
    const refused = await lab(['work', asking, '--shard', '1', '--out', join(folder, 'one')]);
    expect(refused.stderr).toMatch(/holds another comparison: it differs in the question/);
  });

  it.each([
    ['{}', /no plan that can be used/],
    ['nothing', /no plan that can be used/],
  ])('that is none is refused: %s', async (content, words) => {
    const file = join(folder, 'none.json');
    writeFileSync(file, content);
    const { status, stderr } = await lab(['work', file, '--shard', '1', '--out', join(folder, 'no')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(words);
  });

  it('with a run twice is refused', async () => {
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
    plan.parts[0][0] = plan.parts[1][0];
    const file = join(folder, 'twice.json');
    writeFileSync(file, JSON.stringify(plan));
    const { stderr } = await lab(['work', file, '--shard', '1', '--out', join(folder, 'no')]);
    expect(stderr).toContain('do not have every run once');
  });

  it('is made of a saved experiment too', async () => {
    const { work } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
    const saved = join(folder, 'saved.json');
    writeFileSync(saved, JSON.stringify(work.experiment));
    const again = await planned('again.json', 'compare', text, '--experiment', saved, '--shards', '3');
    expect(JSON.parse(readFileSync(again, 'utf8'))).toEqual(
      JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')),
    );
    expect((await lab(['compare', text, '--experiment', saved, '--threads', '1'])).status).toBe(0);
  });

  it('of one part that was broken off has the report of all its runs in the end', async () => {
    const plan = await planned('single.json', 'compare', ...comparison, '--shards', '1');
    const out = join(folder, 'single');
    const work = ['work', plan, '--shard', '1', '--out', out];
    const partial = () => parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8')).partial;
    const first = startLab(work);
    await said(first, /step/);
    first.kill('SIGTERM');
    expect((await outcomeOf(first, 60_000)).status).toBe(143);
    expect(partial()).toBe(true);
    expect((await lab(work)).status).toBe(0);
    expect(partial()).toBe(false);
  });

  it('has nothing to do for a part without runs, and says so by status 0', async () => {
    const few = [text, ...model, '--layers', 'softmax-cross-entropy', '--steps', '3', '--seeds', '1'];
    const plan = await planned('few.json', 'compare', ...few, '--shards', '2');
    const { status } = await lab(['work', plan, '--shard', '2', '--out', join(folder, 'few')]);
    expect(status).toBe(0);
    const sweep = await planned('few-rates.json', 'sweep', ...few, '--rates', '0.1..1/2', '--shards', '3');
    const none = await lab(['work', sweep, '--shard', '3', '--out', join(folder, 'few-rates')]);
    expect(none.status).toBe(0);
    expect(none.stderr).toContain('Part 3 of 3: 0 runs are done, 2 of the sweep are not.');
  });

  it('ends with the same status each time where every run diverged', async () => {
    const arm = ['--layers', 'linear-quadratic', '--rates', 'linear-quadratic=1e30', '--optimizer', 'sgd'];
    const wild = [text, ...model, ...arm, '--clip', '0', '--steps', '20', '--seeds', '2', '--shards', '1'];
    const plan = await planned('wild.json', 'compare', ...wild);
    for (const stdout of [/2 of 2 diverged/, /^$/]) {
      const told = await lab(['work', plan, '--shard', '1', '--out', join(folder, 'wild')]);
      expect(told).toMatchObject({ status: 1, stderr: expect.stringContaining('Every run diverged') });
      expect(told.stdout).toMatch(stdout);
    }
  });

  it('fixes the threads that share a run; a merge says where parts differ in them', async () => {
    const shared = [
      ...['compare', '--builtin', 'reber', '--characters', '5000', '--hidden', '256', '--length', '20'],
      ...[
        '--batch',
        '8',
        '--layers',
        'softmax-cross-entropy',
        '--steps',
        '4',
        '--seeds',
        '2',
        '--shards',
        '2',
      ],
    ] as const;
    const parts = [1, 2].map((threads) => join(folder, `of-${threads}`));
    for (const [i, out] of parts.entries()) {
      const plan = join(folder, `shared-${i}.json`);
      const made = await lab(['plan', ...shared, '--threads-per-run', String(i + 1)]);
      writeFileSync(plan, made.stdout);
      const { status } = await lab(['work', plan, '--shard', String(i + 1), '--threads', '2', '--out', out]);
      expect(status).toBe(0);
    }
    const { status, stderr } = await lab(['merge', ...parts, '--out', join(folder, 'of-both')]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/Not all runs were made alike/);
    expect(stderr).toMatch(/: 1\): .*float32(?!.*to a run)/);
    expect(stderr).toMatch(/: 2\): .*float32.*, 2 threads to a run/);
    const report = readFileSync(join(folder, 'of-both', 'report', 'report.md'), 'utf8');
    expect(report).toMatch(/differ in build or threads to a run made these runs/);
  });
});

describe('a plan of a sweep', () => {
  it('is worked in one folder, wider grid included, with the numbers of one program', async () => {
    const grid = [text, ...model, ...layers, '--steps', '15', '--seeds', '2', '--rates', '0.3..10/4'];
    const plan = await planned('sweep.json', 'sweep', ...grid, '--shards', '3');
    const out = join(folder, 'swept');
    for (const i of [1, 2, 3])
      expect((await lab(['work', plan, '--shard', String(i), '--out', out])).status).toBe(0);
    const one = join(folder, 'swept-by-one');
    expect((await lab(['sweep', ...grid, '--out', one])).status).toBe(0);
    const rows = (where: string) =>
      readFileSync(join(where, 'sweep.csv'), 'utf8')
        .split('\n')
        .map((row) => row.replace(/,[^,]*$/, ''));
    expect(rows(out)).toEqual(rows(one));
    // Who comes when all is told reads no run again, unless one is gone.
    const [first, second] = readdirSync(join(out, 'runs')).map((name) => join(out, 'runs', name));
    const damaged = readFileSync(first);
    writeFileSync(first, '{');
    const late = await lab(['work', plan, '--shard', '2', '--out', out]);
    expect(late).toMatchObject({ status: 0, stdout: '' });
    expect(late.stderr).toContain(`Part 2 of 3: all runs of the sweep are in '${out}'`);
    writeFileSync(first, damaged);
    rmSync(second);
    for (const i of [1, 2, 3])
      expect((await lab(['work', plan, '--shard', String(i), '--out', out])).status).toBe(0);
    expect(rows(out)).toEqual(rows(one));
  });

  it('ends with the same status each time where every run failed', async () => {
    const out = join(folder, 'failed-sweep');
    const grid = [text, ...model, ...layers, '--steps', '3', '--seeds', '1', '--rates', '0.1..1/2'];
    const plan = await planned('failed.json', 'sweep', ...grid, '--extension', '0', '--shards', '1');
    const work = ['work', plan, '--shard', '1', '--out', out];
    expect((await lab(work)).status).toBe(0);
    const told = join(out, 'results.json');
    const results = JSON.parse(readFileSync(told, 'utf8'));
    for (const { rates } of results.arms)
      for (const rate of rates) Object.assign(rate, { values: [], failed: 1 });
    writeFileSync(told, JSON.stringify(results));
    expect((await lab(work)).status).toBe(1);
  });
});

describe('a plan of several texts', () => {
  const other = join(folder, 'other words.txt');
  writeFileSync(other, 'lima mono nuri opal pira rusa '.repeat(230));
  const few = [text, other, ...model, '--layers', 'softmax-cross-entropy,linear-quadratic', '--each-text'];

  it('is worked text by text, found by their contents, and ends with a table over them', async () => {
    const plan = await planned(
      'texts.json',
      'compare',
      ...few,
      '--steps',
      '8',
      '--seeds',
      '2',
      '--shards',
      '2',
    );
    const there = join(folder, 'there');
    mkdirSync(there);
    cpSync(other, join(there, 'a.txt'));
    cpSync(text, join(there, 'b.txt'));
    const out = join(folder, 'over');
    const part = (i: number) => lab(['work', plan, '--shard', String(i), '--out', out, '--text', there]);
    const [first, last] = [await part(1), await part(2)];
    expect([first.status, last.status]).toEqual([0, 0]);
    expect(first.stderr).toMatch(/runs of all texts are not done/);
    expect(readdirSync(out).sort()).toEqual(['1-words', '2-other-words', 'over-texts.html', 'over-texts.md']);
    expect(last.stdout).toMatch(/first over second +1: words\.txt +2: other words\.txt +ahead in/);
    expect(last.stdout).toMatch(/softmax \+ cross-entropy over linear \+ quadratic/);
    const overTexts = join(out, 'over-texts.html');
    const { ino } = statSync(overTexts);
    expect((await part(1)).stdout).not.toContain('first over second');
    expect(statSync(overTexts).ino).toBe(ino);
    rmSync(overTexts);
    expect((await part(1)).stdout).toContain('first over second');
    expect(readdirSync(out)).toContain('over-texts.html');
    // Of programs that end together one writes it, the others leave it.
    rmSync(overTexts);
    const lock = await RunLock.take(out, 'The whole');
    const waiting = startLab(['work', plan, '--shard', '2', '--out', out, '--text', there]);
    const left = outcomeOf(waiting, 60_000);
    await said(waiting, /all runs of the comparison are in '.*2-other-words'/);
    writeFileSync(overTexts, 'written by another');
    await lock.release();
    expect(await left).toMatchObject({ status: 0, stdout: expect.not.stringContaining('first over second') });
    expect(readFileSync(overTexts, 'utf8')).toBe('written by another');
    // A title given is that of the page, and of none of the experiments on it.
    const page = join(folder, 'both.md');
    const both = [join(out, '1-words'), join(out, '2-other-words')];
    const written = await lab([
      'report',
      ...both,
      '--format',
      'md',
      '--title',
      'Both of them',
      '--out',
      page,
    ]);
    expect(written.status, written.stderr).toBe(0);
    expect(readFileSync(page, 'utf8').match(/Both of them/g)).toHaveLength(1);
    const alone = join(folder, 'other-alone');
    const asked = [other, ...few.slice(2, -1), '--steps', '8', '--seeds', '2', '--threads', '1'];
    expect((await lab(['compare', ...asked, '--out', alone])).status).toBe(0);
    expect(runs(join(out, '2-other-words'))).toEqual(runs(alone));
  });

  it('of a sweep ends with the best rate on each', async () => {
    const grid = ['--rates', '0.1..1/2', '--extension', '0', '--steps', '3', '--seeds', '1', '--shards', '1'];
    const plan = await planned('swept.json', 'sweep', ...few, ...grid);
    for (const runs of [/Best learning rate of each/, /^(?![^]*Best learning rate of each)/]) {
      const { status, stdout } = await lab([
        'work',
        plan,
        '--shard',
        '1',
        '--out',
        join(folder, 'swept-over'),
      ]);
      expect(status).toBe(0);
      expect(stdout).toMatch(runs);
      expect(stdout).toMatch(/Best learning rate on each text.*output layer +words\.txt +other words\.txt/s);
    }
  });

  it.each([
    [[text, '--each-text'], /two texts or more/],
    [[text, text, '--each-text'], /the same text as another one/],
    [[text, other, '--each-text', '--held-out-file', text], /held-out part of its own/],
  ])('is refused: %s', async (asked, words) => {
    const { status, stderr } = await lab(['plan', 'compare', ...asked, '--shards', '2']);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
  });
});
