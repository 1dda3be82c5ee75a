import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { lab, outcomeOf, startLab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

const reber = ['compare', '--builtin', 'reber', '--characters', '20000'];
const small = ['--hidden', '8', '--length', '6', '--batch', '4', '--evaluate-characters', '500'];
const two = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
const report = (out: string) => parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8'));

describe('compare --until-decided', () => {
  it('trains the fewest seeds that can decide, says what it rests on, and repeats from its experiment', async () => {
    const out = join(folder, 'decided');
    const command = [...reber, ...small, ...two, '--steps', '150', '--until-decided', '--out', out, '--json'];
    const { status, stdout } = await lab(command);
    expect(status).toBe(0);
    const results = JSON.parse(stdout);
    expect(results.untilDecided).toEqual({ seeds: 6, looks: 1, fewest: 6, pairs: 1, bound: 20 });
    expect(results).toMatchObject({ planKept: true, additions: [] });
    expect(results.verdicts[0]).toMatchObject({ eProcess: { bound: 20, reached: { after: 6 } } });
    expect(results.plan).toEqual({
      seeds: 6,
      yardstick: 'bitsPerCharacter',
      smallest: null,
      untilDecided: 40,
    });
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toContain('Judged by the e-process');
    expect(report(out).experiment.seeds).toEqual([1, 2, 3, 4, 5, 6]);
    expect(readdirSync(join(out, 'runs'))).toHaveLength(12);

    const again = await lab(['compare', '--experiment', join(out, 'experiment.json'), '--json']);
    const repeated = JSON.parse(again.stdout);
    expect(repeated.verdicts).toEqual(results.verdicts);
    expect(repeated.untilDecided).toEqual(results.untilDecided);
  });

  it('adds seeds one by one to its limit where nothing is decided, and writes all their runs', async () => {
    const out = join(folder, 'undecided');
    const same = ['--formula', 'same=softmax: -log(target(y))', '--layers', 'softmax-cross-entropy'];
    const { status, stdout, stderr } = await lab([
      ...[...reber, ...small, ...same, '--steps', '5', '--seed', '4', '--until-decided', '8', '--out', out],
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain('1 of 1 pair is not decided; at most 8 seeds in all');
    expect(stdout).toContain(
      '8 seeds in bits per character, of which the first 6 are the fewest that can decide, so that 3 looks could',
    );
    expect(stdout).toContain('8 paired seeds');
    const { experiment, runs, partial } = report(out);
    expect(experiment.seeds).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(experiment.additions).toEqual([{ by: 'until-decided', after: 6, added: 2, givenUp: 0 }]);
    expect(runs.every((run) => run.status === 'finished')).toBe(true);
    expect(partial).toBe(false);
    expect(readdirSync(join(out, 'runs'))).toHaveLength(16);
  });

  it('gives up the seeds under way at the first Ctrl-C, and keeps those that have ended', async () => {
    const out = join(folder, 'interrupted');
    const same = ['--formula', 'same=softmax: -log(target(y))', '--layers', 'softmax-cross-entropy'];
    const child = startLab([
      ...[...reber, ...small, ...same, '--steps', '400', '--until-decided', '900', '--out', out],
    ]);
    child.stderr!.on('data', (data: Buffer) => {
      if (String(data).includes('not decided')) child.kill('SIGINT');
    });
    const { status, stdout } = await outcomeOf(child, 60_000);
    expect(status).toBe(130);
    expect(stdout).toContain('begun and given up');
    expect(stdout).toContain('The plan was not kept');
    const { experiment, runs } = report(out);
    expect(experiment.additions.at(-1)!.givenUp).toBeGreaterThan(0);
    expect(runs).toHaveLength(2 * experiment.seeds.length);
    expect(runs.every((run) => run.status === 'finished')).toBe(true);
  });

  it.each([
    [['--shard', '1/2', '--out', 'x'], /cannot be added until decided in parts/],
    [['--layers', 'softmax-cross-entropy'], /one output layer/],
    [['--layers', 'softmax-cross-entropy,sigmoid-quadratic', '--seeds', '50'], /less than the 50 seeds/],
  ])('refuses %j', async (more, words) => {
    const { status, stderr } = await lab([...reber, ...small, '--until-decided', ...more]);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
  });
});

describe('compare --robustness', () => {
  it('says of each variation whether the order holds, in every output', async () => {
    const out = join(folder, 'robust');
    const { status, stdout, stderr } = await lab([
      ...[...reber, ...small, ...two, '--steps', '60', '--seeds', '2', '--robustness', '--out', out],
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain('Robustness repeat without clipping: seeds 1, 2 again.');
    const changes = [
      'without clipping',
      'float64 instead of float32',
      'held out in blocks instead of held out at the end',
    ];
    for (const change of changes)
      expect(stdout).toMatch(
        new RegExp(`- ${change}: the order by bits per character (holds|does not hold) over 2`),
      );
    expect(report(out).robustness!.repeats.map(({ change }) => change)).toEqual(changes);
    expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain('>Robustness repeat</a></h3>');

    // A saved experiment is repeated the same way, to the same numbers.
    const experiment = join(out, 'experiment.json');
    const again = await lab(['compare', '--experiment', experiment, '--robustness', '--json']);
    const { robustness } = JSON.parse(again.stdout);
    expect(robustness).toMatchObject({ skipped: [], cancelled: false });
    for (const { change, arms, holds } of robustness.variations) {
      const line = stdout.split('\n').find((each) => each.startsWith(`- ${change}:`))!;
      expect(line.includes('does not hold')).toBe(!holds);
      for (const { after } of arms) expect(line).toContain(`→ ${after.toFixed(3)}`);
    }
  });

  it('refuses a part of the work', async () => {
    const { status, stderr } = await lab([...reber, '--robustness', '--shard', '1/2', '--out', 'x']);
    expect(status).toBe(2);
    expect(stderr).toContain('--robustness needs the runs of all parts');
  });
});
