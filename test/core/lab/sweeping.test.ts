import { describe, expect, it } from 'vitest';
import type { SweepState } from '../../../core/contract/lab-data.ts';
import type { BestPerArm } from '../../../core/experiments/rates/rate-tuning.ts';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import { phaseReached, quickExperiment, testLab } from './lab-fixtures.ts';

const question = {
  grid: { low: 0.01, high: 1, count: 3 },
  seeds: 2,
  steps: 10,
  yardstick: 'bitsPerCharacter',
  extension: 0,
} as const;

function sweepPhase(lab: HostedLab, phase: SweepState['phase']): Promise<SweepState> {
  return new Promise((resolve) => {
    const off = lab.on('sweep', (state) => {
      if (state.phase !== phase) return;
      off();
      resolve(state);
    });
  });
}

async function readyLab(): Promise<HostedLab> {
  const { lab } = testLab();
  await lab.setExperiment({ experiment: quickExperiment() });
  await lab.snapshot({});
  return lab;
}

describe('a sweep of the lab', () => {
  it('tries every arm at every rate with seeds that are not reported', async () => {
    const lab = await readyLab();
    expect(await lab.sweepState({})).toBeNull();
    const end = sweepPhase(lab, 'finished');
    await lab.startSweep(question);
    const { runs, plan, progress } = await end;
    expect(runs).toHaveLength(2 * 3 * 2);
    expect(plan.seeds.some((seed) => plan.experiment.seeds.includes(seed))).toBe(false);
    expect(progress).toMatchObject({ runsDone: 12, runsTotal: 12 });
    expect((await lab.sweepState({}))!.runs).toEqual(runs);
    await lab.close();
  });

  it('keeps experiment and text as they are meanwhile, and does not train beside it', async () => {
    const lab = await readyLab();
    const end = sweepPhase(lab, 'finished');
    await lab.startSweep({ ...question, steps: 200 });
    await expect(lab.startSweep(question)).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.run({})).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.setExperiment({ experiment: quickExperiment({ steps: 3 }) })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    await end;
    await lab.close();
  });

  it('is refused while the experiment is in training', async () => {
    const lab = await readyLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000 }) });
    await lab.run({});
    await expect(lab.startSweep(question)).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.close();
  });

  it('goes on after it was cancelled, and begins anew when the question is another one', async () => {
    const lab = await readyLab();
    const long = { ...question, steps: 6000 };
    await lab.startSweep(long);
    await new Promise<void>((resolve) => {
      const off = lab.on('sweep', ({ runs }) => {
        if (runs.length < 2) return;
        off();
        resolve();
      });
    });
    const cancelled = sweepPhase(lab, 'cancelled');
    await lab.cancelSweep({});
    const before = (await cancelled).runs;
    expect(before.length).toBeLessThan(12);
    const end = sweepPhase(lab, 'finished');
    const again = await lab.startSweep(long);
    expect(again.runs).toEqual(before);
    expect((await end).runs.slice(0, before.length)).toEqual(before);
    const other = sweepPhase(lab, 'finished');
    expect((await lab.startSweep({ ...question, steps: 5 })).runs).toEqual([]);
    await other;
    await lab.close();
  });

  it('leaves room for the experiment afterwards', async () => {
    const lab = await readyLab();
    const swept = sweepPhase(lab, 'finished');
    await lab.startSweep({ ...question, steps: 3 });
    await swept;
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    expect((await lab.snapshot({})).runs.every(({ status }) => status === 'finished')).toBe(true);
    await lab.close();
  });
});

describe('the search of the best rates before the first step', () => {
  it('gives every arm its rate, and goes on where it was broken off', async () => {
    const lab = await readyLab();
    await lab.setExperiment({ experiment: { ...quickExperiment({ steps: 400 }), search: 'quick' } });
    const off = lab.on('sweep', () => {
      off();
      void lab.cancelSweep({});
    });
    expect(await lab.findRates()).toBe(false);
    expect(await lab.findRates()).toBe(true);
    const { experiment } = await lab.snapshot({});
    const tuning = experiment.tuning as BestPerArm;
    expect(experiment.arms.map(({ rate }) => rate)).toEqual(tuning.best.map(({ rate }) => rate));
    const { plan, runs: all } = (await lab.sweepState({}))!;
    expect(all.filter(({ steps }) => steps < plan.steps)).toHaveLength(2 * 13);
    expect(tuning.trained).toBe(all.reduce((sum, { steps }) => sum + steps, 0));
    // What is through is not done again.
    await lab.setExperiment({ experiment: { ...experiment, tuning: null } });
    expect(await lab.findRates()).toBe(true);
    expect((await lab.sweepState({}))!.runs).toEqual(all);
    expect((await lab.snapshot({})).experiment).toEqual(experiment);
    await lab.close();
  });
});

describe('training an experiment that asks for the best rates', () => {
  const searching = () => ({ ...quickExperiment({ steps: 400 }), search: 'quick' }) as const;
  const begun = async (lab: Awaited<ReturnType<typeof readyLab>>) => {
    await lab.setExperiment({ experiment: searching() });
    await lab.run({});
  };

  it('looks for them first, then trains at them', async () => {
    const lab = await readyLab();
    await lab.setExperiment({ experiment: searching() });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', search: 'running' });
    await expect(lab.setExperiment({ experiment: searching() })).rejects.toThrow('best learning rates');
    await end;
    const { experiment, runs, search } = await lab.snapshot({});
    expect(search).toBeNull();
    expect(experiment.tuning?.kind).toBe('best-per-arm');
    expect(runs.every(({ status }) => status === 'finished')).toBe(true);
    await lab.close();
  });

  it('holds the search, and goes on where it was', async () => {
    const lab = await readyLab();
    await begun(lab);
    const some = new Promise<void>((resolve) => {
      const off = lab.on('sweep', ({ runs }) => {
        if (runs.length < 3) return;
        off();
        resolve();
      });
    });
    await some;
    await lab.pause({});
    expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', search: 'paused' });
    const { runs: before } = (await lab.sweepState({}))!;
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    expect((await lab.sweepState({}))!.runs.slice(0, before.length)).toEqual(before);
    await lab.close();
  });

  it('goes on at once where it is wanted again before its threads have come to a rest', async () => {
    const lab = await readyLab();
    await begun(lab);
    const pausing = lab.pause({});
    await lab.run({});
    expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', search: 'running' });
    await pausing;
    // And held again before that.
    const again = lab.pause({});
    const running = lab.run({});
    await lab.pause({});
    await Promise.all([again, running]);
    expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', search: 'paused' });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    await lab.close();
  });

  it('gives the search up by stop and by reset, and lets the experiment change then', async () => {
    const lab = await readyLab();
    for (const give of ['stop', 'reset'] as const) {
      await begun(lab);
      await lab[give]({});
      expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', search: null });
      await lab.setExperiment({ experiment: { ...searching(), name: give } });
    }
    // A paused search is that of its experiment alone.
    await lab.run({});
    await lab.pause({});
    await lab.setExperiment({ experiment: { ...searching(), name: 'another' } });
    expect((await lab.snapshot({})).search).toBeNull();
    await lab.close();
  });

  it('makes one step of it, once there are rates', async () => {
    const lab = await readyLab();
    await lab.setExperiment({ experiment: searching() });
    const held = phaseReached(lab, 'paused');
    await lab.step({});
    await held;
    expect((await lab.snapshot({})).runs.every(({ steps }) => steps === 1)).toBe(true);
    await lab.close();
  });
});
