import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ratePolicy } from '../../core/experiments/rate-policy.ts';
import { parseReport } from '../../core/reports/json.ts';
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
    const { experiment, runs } = parseReport(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(ratePolicy(experiment)).toBe('norm-matched');
    expect(experiment.arms[1]!.rate).toBe(0.3);
    // What the rates were matched on is what training then met.
    const products = experiment.arms.map(({ id, rate }) => {
      const own = runs.filter(({ armId }) => armId === id).map(({ series }) => series.gradientNorm[0]!);
      return rate * (own.reduce((sum, norm) => sum + norm, 0) / own.length);
    });
    expect(products[0]! / products[1]!).toBeCloseTo(1, 3);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('Norm-matched');
  });

  it('is the same rate for all when asked for', async () => {
    const { stdout } = await compare('--policy', 'same', '--rate', '0.3', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      policy: 'same',
      tuning: null,
      arms: [{ rate: 0.3 }, { rate: 0.3 }],
    });
  });

  it.each([
    [['--policy', 'best']],
    [['--policy', 'same', '--rates', 'softmax-cross-entropy=1']],
    [['--policy', 'norm-matched', '--reference', 'linear-quadratic']],
    [['--reference', 'softmax-cross-entropy']],
  ])('refuses %s', async (wrong) => {
    const { status, stderr } = await compare(...wrong);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});
