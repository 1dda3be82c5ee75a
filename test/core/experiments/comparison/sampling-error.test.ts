import { describe, expect, it } from 'vitest';
import { samplingError, samplingWords } from '../../../../core/experiments/comparison/sampling-error.ts';
import { YardstickSums } from '../../../../core/network/yardstick-sums.ts';
import { stream } from '../../../../core/network/random.ts';
import { ofYardsticks } from '../../../../core/yardsticks/registry.ts';
import { layerOf } from '../../../../core/layers/layer-of.ts';
import { parseReport } from '../../../../core/reports/data/json.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { reportFiles } from '../../reports/whole-files.ts';
import { evaluation, experiment, input, run, sampleRuns } from '../../reports/report-fixtures.ts';

const softmax = layerOf([], 'softmax-cross-entropy');

/** Sums over n predictions of two characters; those of `hard` cost about 10 bits, the others next to none. */
function summed(n: number, hard: (place: number) => boolean): YardstickSums {
  const sums = new YardstickSums(softmax, 2);
  const z = new Float64Array([7, 0]);
  const y = new Float64Array([1 / (1 + Math.exp(-7)), 1 / (1 + Math.exp(7))]);
  for (let place = 0; place < n; place++) sums.add(z, y, hard(place) ? 1 : 0);
  return sums;
}

describe('the means over blocks of 200 characters', () => {
  it('are those of their characters, and together those of the whole', () => {
    const sums = summed(2450, (place) => place >= 200 && place < 400 + 20);
    const { characters, accuracy, bitsPerCharacter, brier, top5Accuracy } = sums.blocks!;
    expect(characters).toBe(200);
    expect(accuracy).toEqual([1, 0, 0.9, ...Array<number>(9).fill(1)]);
    expect(top5Accuracy).toEqual(Array<number>(12).fill(1));
    const { reading } = summed(2400, (place) => place >= 200 && place < 420);
    const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;
    expect(mean(bitsPerCharacter)).toBeCloseTo(reading.bitsPerCharacter, 12);
    expect(mean(brier)).toBeCloseTo(reading.brier, 12);
    expect(bitsPerCharacter[1]).toBeGreaterThan(9);
  });

  it('are not given below 10 blocks, and join neighbours above 1000', () => {
    expect(summed(1999, () => false).blocks).toBeNull();
    expect(summed(2000, () => false).blocks!.accuracy).toHaveLength(10);
    const many = summed(200 * 2001, (place) => place < 200).blocks!;
    expect(many.characters).toBe(600);
    expect(many.accuracy).toHaveLength(667);
    expect(many.accuracy[0]).toBeCloseTo(2 / 3, 12);
  });
});

const blocksOf = (bits: readonly number[]) => ({
  characters: 200,
  ...ofYardsticks(() => bits.map(() => 0.5)),
  bitsPerCharacter: bits,
});
const ended = (seed: number, bits: readonly number[], arm = 'a') => {
  const mean = bits.reduce((sum, each) => sum + each, 0) / bits.length;
  return run(arm, seed, [evaluation(0, 6), evaluation(10, mean, { blocks: blocksOf(bits) })]);
};
/** Ten blocks around a middle, the same hard and easy ones for every seed. */
const hard = [0.3, -0.2, 0.5, -0.4, 0.1, -0.3, 0.2, 0.4, -0.5, -0.1];
const text = (middle: number) => hard.map((each) => middle + each);

describe('the sampling error of a yardstick', () => {
  it('is the standard error of the block means, beside the spread over seeds', () => {
    const found = samplingError([ended(1, text(3)), ended(2, text(3.02))], 'bitsPerCharacter')!;
    // Σ h² = 1.1; √(1.1 / 9 / 10); the seeds differ by 0.02.
    expect(found.text).toBeCloseTo(Math.sqrt(1.1 / 9 / 10), 12);
    expect(found.seeds).toBeCloseTo(0.02 / Math.SQRT2, 12);
    expect(found).toMatchObject({ blocks: 10, characters: 200 });
  });

  it('is what a block bootstrap by drawing gives', () => {
    const bits = text(3);
    const generator = stream(3, 'sampling');
    const means = Array.from({ length: 20_000 }, () => {
      let sum = 0;
      for (let i = 0; i < bits.length; i++) sum += bits[generator.below(bits.length)];
      return sum / bits.length;
    });
    const centre = means.reduce((sum, each) => sum + each, 0) / means.length;
    const drawn = Math.sqrt(means.reduce((sum, each) => sum + (each - centre) ** 2, 0) / means.length);
    // Drawing from 10 blocks has the divisor 10 where the standard error has 9.
    const { text: error } = samplingError([ended(1, bits), ended(2, bits)], 'bitsPerCharacter')!;
    expect(Math.abs(drawn / (error * Math.sqrt(0.9)) - 1)).toBeLessThan(0.02);
  });

  it('is not there for one seed, too little text, other blocks or values that are not finite', () => {
    const whole = ended(1, text(3));
    expect(samplingError([whole], 'bitsPerCharacter')).toBeNull();
    expect(samplingError([run('a', 1, [evaluation(10, 3)]), whole], 'bitsPerCharacter')).toBeNull();
    expect(samplingError([whole, ended(2, text(3).slice(1))], 'bitsPerCharacter')).toBeNull();
    expect(samplingError([whole, ended(2, text(NaN))], 'bitsPerCharacter')).toBeNull();
    expect(
      samplingError([whole, { ...ended(2, text(3)), status: 'stopped' }], 'bitsPerCharacter'),
    ).toBeNull();
  });

  it('is told of the arms in which it exceeds the spread over seeds', () => {
    const arms = [
      { label: 'A', runs: [ended(1, text(3)), ended(2, text(3.02))] },
      { label: 'B', runs: [ended(1, text(3)), ended(2, text(4))] },
    ];
    const [sentence] = samplingWords(arms, 'bitsPerCharacter');
    expect(sentence).toContain(
      'would move the bits per character by more than other seeds do (text and seeds: A 0.11 and 0.014)',
    );
    expect(sentence).toContain('a block bootstrap over 10 blocks of 200 characters');
    expect(sentence).not.toContain('B ');
    expect(samplingWords([arms[1]], 'bitsPerCharacter')).toEqual([]);
  });
});

it('is in the report, and outlasts its file', () => {
  const spec = experiment();
  const runs = sampleRuns(spec).map((each) => {
    const last = each.evaluations.at(-1);
    if (!last || each.status !== 'finished') return each;
    // Every seed reads the same hard and easy blocks.
    const blocks = blocksOf(hard.map((by) => last.bitsPerCharacter + 5 * by));
    return { ...each, evaluations: [...each.evaluations.slice(0, -1), { ...last, blocks }] };
  });
  const report = buildReport(input({ experiment: spec, runs }));
  expect(report.notSupported.join(' ')).toMatch(/The held-out text is short: .* 0\.55 and 0\./);
  const [json] = reportFiles(report, ['json']);
  const again = buildReport(parseReport(new TextDecoder().decode(json.bytes)));
  expect(again.notSupported).toEqual(report.notSupported);
});
