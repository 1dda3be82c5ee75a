import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ratePolicy } from '../../core/experiments/rates/rate-policy.ts';
import { parseReport } from '../../core/reports/data/json.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const small = [
  '--builtin',
  'reber',
  '--characters',
  '5000',
  '--hidden',
  '8',
  '--steps',
  '20',
  '--seeds',
  '2',
];
const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
const compare = (...more: string[]) => lab(['compare', ...small, ...layers, ...more]);

describe('the learning-rate policy of compare', () => {
  it('matches the first gradient norms, and the report keeps the record', async () => {
    const out = join(folder, 'matched');
    const { status, stdout } = await compare(
      ...['--policy', 'norm-matched', '--reference', 'sigmoid-quadratic', '--rate', '0.3', '--out', out],
    );
    expect(status).toBe(0);
    expect(stdout).toContain('learning rates norm-matched');
    expect(stdout).toMatch(/First gradient norms, averaged over the seeds: softmax \+ cross-entropy [\d.]+;/);
    const { experiment, runs } = parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8'));
    expect(ratePolicy(experiment)).toBe('norm-matched');
    expect(experiment.arms[1].rate).toBe(0.3);
    // What the rates were matched on is what training then met.
    const products = experiment.arms.map(({ id, rate }) => {
      const own = runs.filter(({ armId }) => armId === id).map(({ series }) => series.gradientNorm[0]);
      return rate * (own.reduce((sum, norm) => sum + norm, 0) / own.length);
    });
    expect(products[0] / products[1]).toBeCloseTo(1, 3);
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toContain('Norm-matched');
  });

  it('is the same rate for all when asked for', async () => {
    const { stdout } = await compare('--policy', 'same', '--rate', '0.3', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      policy: 'same',
      tuning: null,
      arms: [{ rate: 0.3 }, { rate: 0.3 }],
    });
  });

  it('is the best rate of every arm, found before the first step, and found again in the folder', async () => {
    const out = join(folder, 'best');
    const first = await compare('--policy', 'best', '--out', out, '--json');
    expect(first.status).toBe(0);
    expect(first.stderr).toMatch(
      /Best learning rates, after \d+ steps: softmax-cross-entropy [\d.]+, sigmoid/,
    );
    const { policy, tuning, arms } = JSON.parse(first.stdout);
    expect(policy).toBe('best per arm');
    expect(arms.map(({ rate }: { rate: number }) => rate)).toEqual(
      tuning.best.map(({ rate }: { rate: number }) => rate),
    );
    const report = readFileSync(join(out, 'report', 'report.md'), 'utf8');
    expect(report).toMatch(
      /in rounds \(all after 1 step, the best 3 after 3\).*Tuning took 44\s+steps, 35\.5\s+% of all/,
    );
    const again = await compare('--policy', 'best', '--out', out, '--json');
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).not.toContain('Best learning rates');
  });

  it.each([
    [['--policy', 'worst']],
    [['--policy', 'best', '--shard', '1/2', '--out', join(folder, 'shard')]],
    [['--policy', 'same', '--rates', 'softmax-cross-entropy=1']],
    [['--policy', 'norm-matched', '--reference', 'linear-quadratic']],
    [['--reference', 'softmax-cross-entropy']],
  ])('refuses %s', async (wrong) => {
    const { status, stderr } = await compare(...wrong);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});

describe('early ends of compare', () => {
  interface Printed {
    readonly stopping: unknown;
    readonly arms: readonly {
      readonly id: string;
      readonly runs: readonly { steps: number; early: unknown }[];
    }[];
  }
  const printed = async (...more: string[]): Promise<Printed> => {
    const { status, stdout } = await compare('--evaluate-every', '5', '--json', ...more);
    expect(status).toBe(0);
    return JSON.parse(stdout) as Printed;
  };

  it('come from the command line', async () => {
    const { stopping, arms } = await printed(
      ...['--stop-at', 'accuracy=0.99', '--stop-plateau', '3:0', '--stop-after', 'sigmoid-quadratic=7'],
    );
    expect(stopping).toEqual({
      target: { yardstick: 'accuracy', value: 0.99 },
      plateau: { yardstick: 'bitsPerCharacter', evaluations: 3, tolerance: 0 },
      budget: { unit: 'steps', limit: null, arms: [{ armId: 'sigmoid-quadratic', limit: 7 }] },
    });
    for (const run of arms[1].runs)
      expect(run).toMatchObject({ steps: 7, early: { rule: 'budget', step: 7 } });
    for (const run of arms[0].runs) expect(run).toMatchObject({ steps: 20, early: null });
  });

  it('are remarked beside the standing', async () => {
    // T · B = 400 characters to a step.
    const { stdout } = await compare('--stop-after-characters', '4000');
    expect(stdout).toContain('at step 10 on');
    expect(stdout).toContain('2 of 2 ended early');
    expect(stdout).toContain('once its budget is used up (4000 characters)');
  });

  it.each([
    [['--stop-at', 'bits']],
    [['--stop-at', 'luck=1']],
    [['--stop-plateau', '0:1']],
    [['--stop-plateau', '3:-1']],
    [['--stop-after', '0']],
    [['--stop-after', 'linear-quadratic=3']],
    [['--stop-after', '5', '--stop-after-characters', '400']],
  ])('refuse %s', async (wrong) => {
    const { status, stderr } = await compare(...wrong);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});
