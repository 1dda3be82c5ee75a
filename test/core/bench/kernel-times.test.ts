import { describe, expect, it } from 'vitest';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import { kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { KernelTimes, parts, timedSubject, type PartName } from '../../bench/kernel-times.ts';
import { setting } from '../../bench/settings.ts';
import { subject } from '../../bench/subject.ts';

describe('the times of kernels', () => {
  const build = kernelBuilds()[0];

  it.for([
    // One sequence: all 25 steps of the recurrence in one call each way, all outputs at once in one piece of 25 rows.
    { sizes: setting('S'), calls: { 'Whh h': 1, 'Whhᵀ ∂E/∂u': 1, 'gather, tanh': 1, '(1 − h²) ∂E/∂h': 0 } },
    // Several: matrix by matrix. The recurrence is a product per step, and nothing goes back from the first.
    {
      sizes: { name: '', vocabulary: 30, hidden: 20, length: 7, batch: 6 },
      calls: { 'Whh h': 7, 'Whhᵀ ∂E/∂u': 6, 'gather, tanh': 14 },
    },
  ])('know every kernel of a step by its part, B = $sizes.batch', ({ sizes, calls }) => {
    const times = new KernelTimes();
    const { step } = timedSubject(build, sizes, times);
    times.reset();
    step();
    const seen = Object.fromEntries(parts.map((name, i) => [name, times.calls[i]])) as Record<
      PartName,
      number
    >;
    expect(seen).toMatchObject(calls);
    for (const name of parts) {
      if (name === 'other kernels') expect(seen[name], name).toBe(0);
      else if (!(name in calls)) expect(seen[name], name).toBeGreaterThan(0);
    }
  });

  it('change nothing that is computed, and nothing for the networks made afterwards', () => {
    const sizes = { name: '', vocabulary: 30, hidden: 20, length: 7, batch: 6 };
    const times = new KernelTimes();
    const timed = timedSubject(build, sizes, times);
    const plain = subject(fastEngineOn(build), sizes);
    for (let i = 0; i < 5; i++) timed.step();
    const { calls } = times;
    const before = calls.slice();
    for (let i = 0; i < 5; i++) plain.step();
    expect(calls).toEqual(before);
    expect(timed.network.readWeights()).toEqual(plain.network.readWeights());
  });
});
