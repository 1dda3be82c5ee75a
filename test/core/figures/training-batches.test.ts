import { describe, expect, it } from 'vitest';
import { trainingSeries, type RunRecord } from '../../../core/experiments/run.ts';
import { recordedSpan, trainingColumns } from '../../../core/figures/experiment/training-batches.ts';
import { evaluation, run } from '../reports/report-fixtures.ts';

/** A run with these bits on the batches of steps 1, 10, 20, …; a second a step. */
function trained(seed: number, bits: readonly number[], change: Partial<RunRecord> = {}): RunRecord {
  const steps = bits.length < 2 ? bits.length : 10 * (bits.length - 1);
  const base = run('a', seed, [evaluation(steps, 3)], { steps });
  return {
    ...base,
    series: { ...base.series, seconds: Float64Array.from({ length: steps }, (_, i) => seed * (i + 1)) },
    training: trainingSeries((name) =>
      name === 'bitsPerCharacter' ? Float64Array.from(bits) : base.training[name],
    ),
    ...change,
  };
}

const columns = (runs: readonly RunRecord[], span = 1) =>
  trainingColumns(runs, 'bitsPerCharacter', { span, charactersPerStep: 400 });

describe('the yardstick of training batches', () => {
  it('is the mean over the seeds at the recorded steps, against steps, characters and seconds', () => {
    const { step, characters, seconds, mean } = columns([trained(1, [6, 4, 3]), trained(3, [5, 4, 2])]);
    expect([...step]).toEqual([1, 10, 20]);
    expect([...characters]).toEqual([400, 4000, 8000]);
    expect([...seconds]).toEqual([2, 20, 40]);
    expect([...mean]).toEqual([5.5, 4, 2.5]);
  });

  it('goes as far as every seed that goes on; one that has ended is there up to its end', () => {
    const going = { status: 'training' } as const;
    expect([...columns([trained(1, [6, 4, 3], going), trained(2, [4], going)]).mean]).toEqual([5]);
    const diverged = trained(2, [4, 8], { status: 'diverged' });
    expect([...columns([trained(1, [6, 4, 3]), diverged]).mean]).toEqual([5, 6, 3]);
    const early = trained(2, [4, 8], { early: { rule: 'target', step: 10 } });
    expect([...columns([trained(1, [6, 4, 3]), early]).mean]).toEqual([5, 6, 3]);
    expect([...columns([diverged]).mean]).toEqual([4, 8]);
  });

  it('is nothing without runs and in reports that did not keep it', () => {
    for (const runs of [[], [trained(1, []), trained(2, [])]])
      expect(columns(runs)).toEqual({
        step: new Float64Array(0),
        characters: new Float64Array(0),
        seconds: new Float64Array(0),
        mean: new Float64Array(0),
      });
  });

  it('is smoothed seed by seed over as many steps as the evaluations beside it', () => {
    // α = 2 / (3 + 1): 6, 5, 4 and 2, 2, 2.
    expect([...columns([trained(1, [6, 4, 3]), trained(2, [2, 2, 2])], 3).mean]).toEqual([4, 3.5, 3]);
    expect(recordedSpan(1, 100)).toBe(1);
    expect(recordedSpan(5, 100)).toBe(50);
    expect(recordedSpan(5, 1)).toBe(1);
    expect(recordedSpan(20, 20)).toBe(40);
  });

  it('leaves a gap where it is no number', () => {
    expect([...columns([trained(1, [6, NaN, 3])]).mean]).toEqual([6, NaN, 3]);
  });
});
