import { describe, expect, it } from 'vitest';
import {
  lateTrainingBits,
  readingNotes,
  trainingGap,
  zeroStateExcess,
} from '../../../../core/experiments/comparison/reading-notes.ts';
import { trainingSeries, type RunRecord } from '../../../../core/experiments/run.ts';
import { evaluation, experiment, run } from '../../reports/report-fixtures.ts';

const spec = experiment({
  arms: experiment().arms.slice(2, 3),
  seeds: [3, 4, 5],
  steps: 100,
  model: { ...experiment().model, length: 50, batch: 16 },
});
const named = (armId: string) => `<${armId}>`;

/** A run of 100 steps whose recorded batches cost as many bits as said. */
function runWith(
  seed: number,
  bits: number,
  zeroState: number | null,
  training: (step: number) => number,
  change: Partial<RunRecord> = {},
): RunRecord {
  const base = run('softmax-cross-entropy', seed, [evaluation(0, 6), evaluation(100, bits, { zeroState })]);
  const { step } = base.training;
  return {
    ...base,
    training: trainingSeries((name) =>
      name === 'bitsPerCharacter' ? step.map(training) : base.training[name],
    ),
    ...change,
  };
}

describe('how trained networks were read', () => {
  it('is compared with a reading from h = 0 at the last evaluation', () => {
    const excess = (zeroState: number | null) => zeroStateExcess(runWith(3, 5, zeroState, () => 5));
    expect(excess(19.25)).toBeCloseTo(14.25, 12);
    expect(excess(4.9)).toBeCloseTo(-0.1, 12);
    expect(excess(null)).toBeNaN();
    expect(zeroStateExcess({ evaluations: [] })).toBeNaN();
  });

  it('takes the mean of the batches of the last tenth of the steps', () => {
    // Recorded are steps 1, 10, …, 100; beyond 90 there is 100 alone.
    expect(lateTrainingBits(runWith(3, 5, null, (step) => step))).toBe(100);
    const longer = run('softmax-cross-entropy', 3, [evaluation(400, 3)]);
    const training = trainingSeries(() => longer.training.step);
    expect(lateTrainingBits({ steps: 400, training })).toBe((370 + 380 + 390 + 400) / 4);
    expect(lateTrainingBits({ steps: 5, training: trainingSeries(() => Float64Array.of(1)) })).toBeNaN();
    expect(trainingGap(runWith(3, 5, null, () => 4.25))).toBe(0.75);
  });

  it('knows no gap where the last evaluation is not at the end, or there is none', () => {
    expect(trainingGap(runWith(3, 5, null, () => 1, { steps: 120 }))).toBeNaN();
    expect(trainingGap(runWith(3, 5, null, () => 1, { evaluations: [] }))).toBeNaN();
  });

  it('says nothing within 0.1 and 0.5 bits', () => {
    expect(readingNotes(spec, [runWith(3, 5, 5.09, () => 4.51)], named)).toEqual([]);
    expect(readingNotes(spec, [runWith(3, 5, 4, () => 6)], named)).toEqual([]);
    expect(readingNotes(spec, [runWith(3, NaN, NaN, () => NaN)], named)).toEqual([]);
    expect(readingNotes(spec, [], named)).toEqual([]);
  });

  it('names arm and seeds beyond', () => {
    const runs = [
      runWith(3, 5, 19.25, () => 4.75),
      runWith(4, 5, 5.05, () => 4),
      runWith(5, 5, 6, () => 4.25),
    ];
    const [zero, gap, ...more] = readingNotes(spec, runs, named);
    expect(zero).toMatch(/^Read from h = 0 .*: <softmax-cross-entropy>, seeds 3, 5 \(up to \+14\.25\)\. /);
    expect(gap).toMatch(/ last tenth of the steps: <softmax-cross-entropy>, seeds 4, 5 \(up to \+1\.00\)\. /);
    expect(gap).toMatch(/overfitting, a drift of the text, or a reading that differs\.$/);
    expect(more).toEqual([]);
    const [one] = readingNotes(spec, runs.slice(0, 1), named);
    expect(one).toMatch(/, seed 3 \(\+14\.25\)\. /);
  });

  it('names all arms of a kind in one sentence', () => {
    const two = experiment({ arms: experiment().arms.slice(1, 3), seeds: [3], steps: 100 });
    const other = { ...runWith(3, 5, 6, () => 5), armId: 'sigmoid-cross-entropy' };
    const notes = readingNotes(two, [runWith(3, 5, 7, () => 5), other], named);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(
      ': <sigmoid-cross-entropy>, seed 3 (+1.00); <softmax-cross-entropy>, seed 3 (+2.00).',
    );
  });

  it('says of many arms how many they are, and names the worst', () => {
    const arms = Array.from({ length: 9 }, (_, i) => ({ ...experiment().arms[0], id: `arm-${i}` }));
    const many = experiment({ arms, seeds: [3], steps: 100 });
    const runs = arms.slice(1).map(({ id }, i) => ({ ...runWith(3, 5, 6 + i, () => 5), armId: id }));
    const [note, ...more] = readingNotes(many, runs, (armId) => armId);
    expect(more).toEqual([]);
    expect(note).toContain(
      ': 8 of 9 output layers, most of all arm-8, seed 3 (+8.00); arm-7, seed 3 (+7.00); arm-6, seed 3 (+6.00).',
    );
  });

  it('names at most eight seeds', () => {
    const runs = Array.from({ length: 11 }, (_, i) => runWith(i + 1, 5, 9, () => 5));
    expect(readingNotes(spec, runs, named)[0]).toContain(
      'seeds 1, 2, 3, 4, 5, 6, 7, 8 and 3 more (up to +4.00)',
    );
  });

  it('does not take the luck of a few characters for a gap', () => {
    // One late batch of so many characters.
    const of = (length: number) => ({ ...spec, model: { ...spec.model, batch: 1, length } });
    const runs = [runWith(3, 5, 5, () => 4)];
    expect(readingNotes(of(499), runs, named)).toEqual([]);
    expect(readingNotes(of(500), runs, named)).toHaveLength(1);
  });

  it('leaves out runs that diverged or failed: their end is told elsewhere', () => {
    const change = { status: 'diverged', divergence: { step: 101, where: 'loss', rate: 0.1 } } as const;
    expect(readingNotes(spec, [runWith(3, 5, 19, () => 1, change)], named)).toEqual([]);
  });

  it('tells of an experiment that reads from h = 0', () => {
    const old = { ...spec, evaluation: { ...spec.evaluation, start: 'zero' } as const };
    const [note, gap] = readingNotes(old, [runWith(3, 9, null, () => 5)], named);
    expect(note).toMatch(/read from h = 0 here/);
    expect(gap).toMatch(/or a reading that differs: this one starts from h = 0\.$/);
  });
});
