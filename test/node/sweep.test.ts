import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { lab, outcomeOf, said, startLab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const model = [
  '--builtin',
  'reber',
  '--characters',
  '5000',
  '--hidden',
  '8',
  '--length',
  '6',
  '--batch',
  '4',
];
const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
const question = (steps: number) => [
  ...model,
  ...layers,
  '--rates',
  '1e-3..1/4',
  '--seeds',
  '2',
  '--steps',
  String(steps),
  '--extension',
  '0',
];

interface Results {
  readonly complete: boolean;
  readonly tuning: { readonly best: readonly { readonly armId: string; readonly rate: number }[] } | null;
}
const results = (out: string): Results =>
  JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results;

/** The runs of a sweep without what depends on the machine. */
function runsOf(out: string): Record<string, unknown> {
  const runs = join(out, 'runs');
  return Object.fromEntries(
    readdirSync(runs)
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const run = JSON.parse(readFileSync(join(runs, name), 'utf8')) as {
          seconds: number;
          evaluation: { seconds: number };
        };
        run.seconds = 0;
        run.evaluation.seconds = 0;
        return [name, run];
      }),
  );
}

describe('loss-lab sweep', () => {
  const whole = join(folder, 'whole');

  it('finds a best rate for every layer, and keeps each run', async () => {
    const { status, stdout } = await lab(['sweep', ...question(30), '--out', whole]);
    expect(status).toBe(0);
    expect(stdout).toContain('softmax + cross-entropy');
    expect(stdout).toContain('tuning seeds (10001, 10002)');
    expect(Object.keys(runsOf(whole))).toHaveLength(2 * 4 * 2);
    expect(results(whole).complete).toBe(true);
    expect(results(whole).tuning!.best).toHaveLength(2);
    const csv = readFileSync(join(whole, 'sweep.csv'), 'utf8').trim().split('\r\n');
    expect(csv).toHaveLength(1 + 16);
    expect(csv[0]).toMatch(/^arm,layer,rate,seed,status,step,bitsPerCharacter/);
  });

  it('has nothing left to do the second time', async () => {
    const { status, stderr } = await lab(['sweep', ...question(30), '--out', whole]);
    expect(status).toBe(0);
    expect(stderr).toContain('16 runs are done already');
  });

  it('does not mix two questions in one folder', async () => {
    const { status, stderr } = await lab(['sweep', ...question(31), '--out', whole]);
    expect(status).toBe(2);
    expect(stderr).toContain('holds another sweep: it differs in the evaluations and the steps.');
    const asked = await lab(['sweep', ...question(31), '--out', join(folder, 'longer'), '--shard', '1/8']);
    expect(asked.status).toBe(0);
    const merged = await lab(['merge', join(folder, 'longer'), '--out', whole]);
    expect(merged.status).toBe(2);
    expect(merged.stderr).toContain('holds another sweep: it differs in the evaluations and the steps.');
  });

  const long = question(3000);
  const fresh = join(folder, 'fresh');
  beforeAll(() => lab(['sweep', ...long, '--out', fresh], { limit: 120_000 }));

  it.each([
    ['SIGKILL', null],
    ['SIGTERM', 143],
  ] as const)(
    'repeats no run that had ended at a %s, and ends with the same numbers',
    async (signal, status) => {
      const broken = join(folder, signal);
      const runs = join(broken, 'runs');
      const count = () =>
        existsSync(runs) ? readdirSync(runs).filter((name) => name.endsWith('.json')).length : 0;
      const child = startLab(['sweep', ...long, '--out', broken]);
      const gone = outcomeOf(child, 100_000);
      await expect.poll(count, { interval: 20, timeout: 60_000 }).toBeGreaterThanOrEqual(3);
      child.kill(signal);
      expect((await gone).status).toBe(status);
      const before = Object.fromEntries(
        readdirSync(runs).map((name) => [name, readFileSync(join(runs, name), 'utf8')]),
      );
      const kept = Object.keys(before).filter((name) => name.endsWith('.json'));
      expect(kept.length).toBeLessThan(16);
      const again = await lab(['sweep', ...long, '--out', broken], { limit: 120_000 });
      expect(again.status).toBe(0);
      expect(again.stderr).toContain(`${kept.length} runs are done already`);
      // To the byte, the seconds of training among them: they were not trained again.
      for (const name of kept) expect(readFileSync(join(runs, name), 'utf8')).toBe(before[name]);
      expect(runsOf(broken)).toEqual(runsOf(fresh));
      expect(results(broken)).toEqual(results(fresh));
    },
  );

  const one = [...model, '--layers', 'softmax-cross-entropy', '--rates', '0.1..1/2', '--extension', '0'];
  const checkpointsIn = (out: string) =>
    readdirSync(join(out, 'runs')).filter((name) => name.endsWith('.checkpoint'));

  it('goes on in the middle of a run after each SIGTERM, with the same numbers', async () => {
    const asked = [...one, '--seeds', '1', '--steps', '40000', '--threads', '1'];
    const [unbroken, broken] = ['unbroken-runs', 'broken-run'].map((name) => join(folder, name));
    const breakOff = async (after: number) => {
      const child = startLab(['sweep', ...asked, '--out', broken]);
      const gone = outcomeOf(child, 100_000);
      await said(child, /run \d of 2/);
      await wait(after);
      child.kill('SIGTERM');
      expect((await gone).status).toBe(143);
    };
    // Until it had made a step, then once more.
    for (let after = 100; after === 100 || checkpointsIn(broken).length === 0; after *= 2)
      await breakOff(after);
    await breakOff(200);
    expect(checkpointsIn(broken)).toHaveLength(1);
    expect((await lab(['sweep', ...asked, '--out', broken])).status).toBe(0);
    expect(checkpointsIn(broken)).toEqual([]);
    expect((await lab(['sweep', ...asked, '--out', unbroken])).status).toBe(0);
    expect(runsOf(broken)).toEqual(runsOf(unbroken));
  });

  it('goes on after a SIGKILL from where a run was some seconds before', async () => {
    const out = join(folder, 'killed-run');
    const asked = ['sweep', ...one, '--seeds', '1', '--steps', '1000000', '--threads', '1', '--out', out];
    const killed = startLab(asked);
    await said(killed, /^0\.0 % · run 0 of 2/);
    await expect.poll(() => checkpointsIn(out), { interval: 50, timeout: 60_000 }).toHaveLength(1);
    killed.kill('SIGKILL');
    await outcomeOf(killed, 10_000);
    const next = startLab(asked);
    await said(next, /^(?!0\.0)[\d.]+ % · run 0 of 2/);
    next.kill('SIGKILL');
    await outcomeOf(next, 10_000);
  });

  it('gives the same numbers in three shards', async () => {
    const parts = [1, 2, 3].map((index) => join(folder, `part${index}`));
    for (const [i, part] of parts.entries()) {
      const { status, stderr } = await lab([
        'sweep',
        ...question(30),
        '--out',
        part,
        '--shard',
        `${i + 1}/3`,
      ]);
      expect(status).toBe(0);
      expect(stderr).toContain(`Part ${i + 1} of 3`);
    }
    const merged = join(folder, 'merged');
    const { status, stdout } = await lab(['merge', ...parts, '--out', merged]);
    expect(status).toBe(0);
    expect(stdout).toContain('Best learning rate');
    expect(runsOf(merged)).toEqual(runsOf(whole));
    expect(results(merged)).toEqual(results(whole));
    // What lies there counts on: a part that is merged again takes nothing away.
    expect((await lab(['merge', parts[0], '--out', merged])).status).toBe(0);
    expect(results(merged)).toEqual(results(whole));
  });

  it('widens the grid by itself', async () => {
    const out = join(folder, 'wide');
    const { stdout } = await lab([
      'sweep',
      ...model,
      '--layers',
      'softmax-cross-entropy',
      '--rates',
      '1e-5..1e-4/2',
      '--steps',
      '30',
      '--seeds',
      '1',
      '--extension',
      '4',
      '--out',
      out,
    ]);
    expect(stdout).toContain('widened from 0.00001 … 0.0001');
    expect(Object.keys(runsOf(out)).length).toBeGreaterThan(2);
  });

  it.each([
    [['--rates', 'many']],
    [['--rates', '1..2/1']],
    [['--shard', '3/2']],
    [['--yardstick', 'nope']],
    [['--seeds', '0']],
  ])('refuses %s', async (wrong) => {
    const { status, stderr } = await lab([
      'sweep',
      ...model,
      ...layers,
      '--out',
      join(folder, 'none'),
      ...wrong,
    ]);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  it('says which file of a sweep is damaged', async () => {
    const damaged = join(folder, 'merged', 'runs', readdirSync(join(folder, 'merged', 'runs'))[0]);
    writeFileSync(damaged, '{"armId":');
    const { status, stderr } = await lab(['sweep', ...question(30), '--out', join(folder, 'merged')]);
    expect(status).toBe(1);
    expect(stderr).toContain('is not valid JSON');
  });
});

describe('a comparison', () => {
  const small = [...model, ...layers, '--steps', '20', '--evaluate-every', '10'];

  it('takes the best rates of a sweep, and says so', async () => {
    const out = join(folder, 'tuned');
    const whole = join(folder, 'whole');
    const { status, stdout } = await lab([
      'compare',
      ...small,
      '--sweep',
      whole,
      '--seeds',
      '2',
      '--out',
      out,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('best learning rate for each output layer');
    const { experiment } = parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8'));
    for (const { armId, rate } of results(whole).tuning!.best)
      expect(experiment.arms.find(({ id }) => id === armId)!.rate).toBe(rate);
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toContain('Best per output layer');
  });

  it('refuses a sweep of another text, or one tuned on the seeds it reports', async () => {
    const whole = join(folder, 'whole');
    const other = await lab(['compare', ...small, '--characters', '6000', '--sweep', whole]);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('another text');
    const seeds = await lab(['compare', ...small, '--seed', '10001', '--sweep', whole]);
    expect(seeds.status).toBe(2);
    expect(seeds.stderr).toContain('which this comparison reports');
  });

  it('has the same numbers when it was trained in shards and merged', async () => {
    const whole = join(folder, 'compared');
    await lab(['compare', ...small, '--seeds', '3', '--out', whole]);
    const parts = [1, 2].map((index) => join(folder, `compared${index}`));
    for (const [i, part] of parts.entries()) {
      const { status } = await lab([
        'compare',
        ...small,
        '--seeds',
        '3',
        '--out',
        part,
        '--shard',
        `${i + 1}/2`,
      ]);
      expect(status).toBe(0);
    }
    const merged = join(folder, 'compared-merged');
    const { status } = await lab(['merge', ...parts, '--out', merged]);
    expect(status).toBe(0);
    const numbers = (out: string) => {
      const { experiment, runs, partial } = parseReport(
        readFileSync(join(out, 'report', 'report.json'), 'utf8'),
      );
      return {
        experiment,
        partial,
        runs: runs.map(({ armId, seed, status: ended, series, evaluations }) => ({
          armId,
          seed,
          ended,
          loss: [...series.loss],
          evaluations: evaluations.map((each) => ({ ...each, seconds: 0 })),
        })),
      };
    };
    expect(numbers(merged)).toEqual(numbers(whole));
    expect(numbers(merged).partial).toBe(false);
    expect(numbers(parts[0]).partial).toBe(true);
    expect(readdirSync(join(merged, 'runs')).sort()).toEqual(readdirSync(join(whole, 'runs')).sort());
  });

  it('is merged from the runs of a part that was killed before its report, and says which runs another version made', async () => {
    const parts = [1, 2].map((index) => join(folder, `compared${index}`));
    const killed = join(folder, 'killed');
    cpSync(parts[0], killed, { recursive: true });
    rmSync(join(killed, 'report'), { recursive: true });
    for (const name of readdirSync(join(killed, 'runs'))) {
      const path = join(killed, 'runs', name, 'meta.json');
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), labVersion: '0.0.9' }));
    }
    const merged = join(folder, 'merged-killed');
    const { status, stderr } = await lab(['merge', killed, parts[1], '--out', merged]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/Not all runs were made alike/);
    expect(stderr).toMatch(/Loss Lab 0\.0\.9/);
    const report = parseReport(readFileSync(join(merged, 'report', 'report.json'), 'utf8'));
    expect(report.origins?.map(({ labVersion }) => labVersion).sort()).toEqual(['0.0.9', '0.1.0']);
    expect(readFileSync(join(merged, 'report', 'report.md'), 'utf8')).toMatch(
      /2 that differ in version of the lab made these runs/,
    );
  });

  it('tells where a part asks something else by now, and keeps what the first asks', async () => {
    const [first, second] = [1, 2].map((index) => join(folder, `compared${index}`));
    const asking = join(folder, 'asking');
    cpSync(second, asking, { recursive: true });
    const question = { now: 'Why so?', first: '' };
    writeFileSync(
      join(asking, 'notes.json'),
      JSON.stringify({
        format: 'loss-lab-notes',
        version: 1,
        name: null,
        question,
        tags: [],
        notes: '',
        trashed: null,
      }),
    );
    const merged = join(folder, 'merged-asking');
    const { status, stderr } = await lab(['merge', first, asking, '--out', merged]);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `The question was changed after results were there: '${asking}' asks “Why so?” by now, '${first}' nothing, and so does the whole.`,
    );
    expect(readFileSync(join(merged, 'report', 'report.md'), 'utf8')).not.toContain('Why so?');
  });

  it('has nothing to do for a shard without runs, nor has a sweep, and says so by status 0', async () => {
    const one = ['--layers', 'softmax-cross-entropy', '--steps', '3', '--seeds', '1'];
    for (const asked of [
      ['compare', ...model, ...one],
      ['sweep', ...model, ...one, '--rates', '0.1..1/2', '--extension', '0'],
    ]) {
      const { status, stderr } = await lab([
        ...asked,
        '--shard',
        '3/3',
        '--out',
        join(folder, `no-${asked[0]}`),
      ]);
      expect(status).toBe(0);
      expect(stderr).toMatch(/Part 3 of 3: 0 /);
    }
  });

  it('refuses parts of different experiments, the same part twice, and what is no part', async () => {
    const part = join(folder, 'compared1');
    const twice = await lab(['merge', part, part, '--out', join(folder, 'x')]);
    expect(twice.status).toBe(2);
    expect(twice.stderr).toContain('is in 2 of the parts');
    const other = await lab(['merge', part, join(folder, 'tuned'), '--out', join(folder, 'x')]);
    expect(other.stderr).toMatch(/is no part of the same work as .*: it differs in .*the seeds/);
    const mixed = await lab(['merge', part, join(folder, 'whole'), '--out', join(folder, 'x')]);
    expect(mixed.status).toBe(2);
    const nothing = await lab(['merge', part, folder, '--out', join(folder, 'x')]);
    expect(nothing.stderr).toContain('neither a sweep nor a report');
  });
});
