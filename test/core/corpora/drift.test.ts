import { describe, expect, it } from 'vitest';
import { uniforms } from '../../../core/corpora/builtin/builtin-source.ts';
import { drift } from '../../../core/corpora/drift.ts';
import { hypergeometric, shuffledCounts } from '../../../core/corpora/hypergeometric.ts';
import { madeText, madeWords } from './made-texts.ts';
import { read } from './reading.ts';

describe('a draw without replacement', () => {
  // Mean n K/N and variance n (K/N)(1 − K/N)(N − n)/(N − 1) of the hypergeometric distribution.
  it.each([
    [3, 7, 4],
    [24, 100, 50],
    [25, 100, 50],
    [400, 600, 100],
    [600, 400, 900],
    [50_000, 950_000, 100_000],
  ])('of %i good and %i bad ones, %i of them, has the right mean and variance', (good, bad, sample) => {
    const uniform = uniforms(5);
    const draws = Array.from({ length: 4000 }, () => hypergeometric(uniform, good, bad, sample));
    const N = good + bad;
    const mean = (sample * good) / N;
    const variance = (mean * (1 - good / N) * (N - sample)) / (N - 1);
    const average = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const spread = draws.reduce((sum, x) => sum + (x - average) ** 2, 0) / (draws.length - 1);
    // Five standard errors.
    expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / draws.length));
    expect(Math.abs(spread / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / draws.length));
    for (const x of draws) expect(x >= Math.max(0, sample - bad) && x <= Math.min(good, sample)).toBe(true);
  });

  it('has the probabilities of the textbook', () => {
    // 5 good, 5 bad, 3 drawn: C(5, x) C(5, 3 − x) / C(10, 3) = 10, 50, 50, 10 of 120; above 24 good the other way is taken.
    for (const [good, bad, sample, chances] of [
      [5, 5, 3, [10 / 120, 50 / 120, 50 / 120, 10 / 120]],
      [30, 30, 1, [0.5, 0.5]],
      [30, 2, 2, [1 / 496, 60 / 496, 435 / 496]],
    ] as const) {
      const uniform = uniforms(8);
      const seen = chances.map(() => 0);
      for (let i = 0; i < 20_000; i++) seen[hypergeometric(uniform, good, bad, sample)]++;
      chances.forEach((p, x) =>
        expect(Math.abs(seen[x] / 20_000 - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 20_000) + 1e-4),
      );
    }
  });

  it('takes all, or none, and as many as it is asked for', () => {
    const uniform = uniforms(1);
    expect(hypergeometric(uniform, 100, 0, 40)).toBe(40);
    expect(hypergeometric(uniform, 0, 100, 40)).toBe(0);
    expect(hypergeometric(uniform, 100, 50, 150)).toBe(100);
    const counts = Float64Array.of(1000, 0, 3, 1e8, 77);
    const drawn = shuffledCounts(uniform, counts, 50_000_000);
    expect(drawn.reduce((sum, n) => sum + n, 0)).toBe(50_000_000);
    drawn.forEach((n, c) => expect(n).toBeLessThanOrEqual(counts[c]));
    expect([...shuffledCounts(uniform, counts, 0)]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('drift', () => {
  const words = madeWords(20_000, 4);
  const sorted = [...words].sort();
  const driftOf = async (text: string, split: 'end' | 'blocks' = 'end') =>
    (await read(text, { split })).summary.drift!;

  it('is large where the words are sorted, and nothing where they are not or lie in blocks', async () => {
    expect(await driftOf(sorted.join('\n'))).toBeGreaterThan(0.15);
    expect(Math.abs(await driftOf(words.join('\n')))).toBeLessThan(0.03);
    expect(await driftOf(sorted.join('\n'), 'blocks')).toBeLessThan(0.1);
  });

  it('is not made by many rare characters, which differ by chance alone', async () => {
    const rare = madeText({ N: 3000, V: 1500, step: 1, seed: 3, kind: 'even' });
    const text = String.fromCodePoint(...rare.map((index) => 0x4e00 + index));
    expect(Math.abs(await driftOf(text))).toBeLessThan(0.1);
  });

  it('repeats exactly, and is nothing where there is nothing to compare', async () => {
    expect(await driftOf(words.join(' '))).toBe(await driftOf(words.join(' ')));
    expect(drift(Float64Array.of(5), Float64Array.of(5), Float64Array.of(0))).toBe(0);
    expect(await driftOf('a')).toBe(0);
    expect(Math.abs(await driftOf('a'.repeat(3000)))).toBe(0);
  });
});
