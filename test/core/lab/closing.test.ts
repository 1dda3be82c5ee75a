import { describe, expect, it } from 'vitest';
import { phaseReached, quickExperiment, testLab } from './lab-fixtures.ts';

/** Timers as the lab asks for them, and those that have neither rung nor been cancelled. */
function countedTimers() {
  const open = new Set<ReturnType<typeof setTimeout>>();
  const after = (milliseconds: number, callback: () => void) => {
    const timer = setTimeout(() => {
      open.delete(timer);
      callback();
    }, milliseconds);
    open.add(timer);
    return () => {
      open.delete(timer);
      clearTimeout(timer);
    };
  };
  return { open, after };
}

describe('a lab that is closed', () => {
  it.each([
    ['before anything was trained', null],
    ['when all has ended', 'finished'],
    ['while it trains', 'running'],
  ] as const)('leaves no timer that its program would wait for, %s', async (_, phase) => {
    const { open, after } = countedTimers();
    const { lab } = testLab({ after });
    await lab.setExperiment({ experiment: quickExperiment({ steps: phase === 'running' ? 100_000 : 12 }) });
    if (phase !== null) {
      const reached = phaseReached(lab, phase);
      await lab.run({});
      await reached;
    }
    await lab.close();
    expect(open.size).toBe(0);
  });
});
