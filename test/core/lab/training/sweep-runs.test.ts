import { describe, expect, it } from 'vitest';
import type { SweepProgress } from '../../../../core/contract/lab-data.ts';
import { Sweeper } from '../../../../core/lab/training/sweep-runs.ts';
import type { Checkpoint } from '../../../../core/store/checkpoint.ts';
import { sweepCurves, sweepKey } from '../../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../../../core/experiments/rates/sweep-plan.ts';
import { localThread, pluginsDouble, quickExperiment, smallCorpus, testMachine } from '../lab-fixtures.ts';

const plan: SweepPlan = {
  format: 'loss-lab-sweep',
  version: 1,
  experiment: quickExperiment(),
  grid: { low: 0.01, high: 1, count: 3 },
  seeds: [10_001, 10_002],
  steps: 10,
  yardstick: 'bitsPerCharacter',
  extension: 0,
};

interface Swept {
  readonly runs: SweepRun[];
  readonly progress: SweepProgress[];
  readonly threads: ReturnType<typeof localThread>[];
}

/** Runs a sweep; `cancelAfter` breaks it off once so many runs have ended, `stopAt` stops it once so many steps are done. */
function sweep(
  threads: number,
  options: {
    plan?: SweepPlan;
    done?: readonly SweepRun[];
    cancelAfter?: number;
    stopAt?: number;
    /** Where runs that have not ended are kept. */
    kept?: Map<string, Checkpoint>;
    onThread?: (thread: Swept['threads'][number], n: number) => void;
  } = {},
): Promise<Swept> {
  const swept: Swept = { runs: [], progress: [], threads: [] };
  return new Promise((resolve) => {
    const sweeper = new Sweeper(
      options.plan ?? plan,
      smallCorpus(),
      {
        threads,
        version: '0',
        machine: testMachine,
        plugins: pluginsDouble(),
        memoryLimit: 1e9,
        memoryInUse: () => 1e8,
        now: () => performance.now(),
        after: () => () => undefined,
        startThread: () => {
          const thread = localThread();
          swept.threads.push(thread);
          options.onThread?.(thread, swept.threads.length);
          return thread;
        },
      },
      {
        run: (run) => {
          swept.runs.push(run);
          if (swept.runs.length !== options.cancelAfter) return;
          sweeper.cancel();
          resolve(swept);
        },
        progress: (progress) => {
          swept.progress.push(progress);
          if (progress.stepsDone >= (options.stopAt ?? Infinity))
            void sweeper.stop().then(() => resolve(swept));
        },
        finished: () => resolve(swept),
      },
      {
        before: (point) => options.kept?.get(sweepKey(point)) ?? null,
        keep: (point, checkpoint) => options.kept?.set(sweepKey(point), checkpoint),
      },
      options.done,
    );
    sweeper.start();
  });
}

/** What must not depend on machine and order. */
const numbers = (runs: readonly SweepRun[]) =>
  runs
    .map(({ seconds: _, evaluation, ...run }) => ({ ...run, evaluation: { ...evaluation, seconds: 0 } }))
    .sort((a, b) => sweepKey(a).localeCompare(sweepKey(b)));

describe('a sweep on threads', () => {
  it('trains every run once, and the numbers do not depend on the threads', async () => {
    const one = await sweep(1);
    const two = await sweep(2);
    expect(one.runs).toHaveLength(2 * 3 * 2);
    expect(one.runs.every(({ status, evaluation }) => status === 'finished' && evaluation!.step === 10)).toBe(
      true,
    );
    expect(numbers(two.runs)).toEqual(numbers(one.runs));
    expect(two.threads).toHaveLength(2);
    expect(two.progress.at(-1)).toMatchObject({
      runsDone: 12,
      runsTotal: 12,
      stepsDone: 120,
      stepsTotal: 120,
    });
  });

  it('goes on after it was broken off, with what is missing', async () => {
    const whole = await sweep(2);
    const first = await sweep(2, { cancelAfter: 5 });
    expect(first.runs).toHaveLength(5);
    const rest = await sweep(2, { done: first.runs });
    expect(rest.runs).toHaveLength(7);
    expect(numbers([...first.runs, ...rest.runs])).toEqual(numbers(whole.runs));
  });

  it.each([1, 2])(
    'goes on in the middle of its runs on %i threads, with the same numbers',
    async (threads) => {
      const grid = { low: 0.1, high: 0.1, count: 1 };
      // Many more than a thread makes between two reports.
      const long = { ...plan, steps: 30_000, seeds: [10_001], grid };
      const whole = await sweep(threads, { plan: long });
      const kept = new Map<string, Checkpoint>();
      const first = await sweep(threads, { plan: long, stopAt: 1000, kept });
      const steps = [...kept.values()].reduce((sum, checkpoint) => sum + checkpoint.steps, 0);
      expect(kept.size).toBe(threads);
      expect(steps).toBeGreaterThanOrEqual(1000);
      const rest = await sweep(threads, { plan: long, done: first.runs, kept });
      // What was done before is not done again.
      expect(Math.max(...rest.progress.map(({ stepsDone }) => stepsDone))).toBe(2 * 30_000);
      expect(rest.progress.find(({ runsDone }) => runsDone === first.runs.length)!.stepsDone).toBeGreaterThan(
        0,
      );
      expect(numbers([...first.runs, ...rest.runs])).toEqual(numbers(whole.runs));
      const seconds = rest.runs.filter((run) => kept.has(sweepKey(run)));
      for (const run of seconds) expect(run.seconds).toBeGreaterThan(kept.get(sweepKey(run))!.seconds);
    },
  );

  it('is stopped though a thread dies that was to say where its run stands', async () => {
    const kept = new Map<string, Checkpoint>();
    const { runs } = await sweep(1, {
      plan: { ...plan, steps: 100_000 },
      stopAt: 100,
      kept,
      onThread: (thread) => {
        const post = thread.post.bind(thread);
        thread.post = (message) => (message.kind === 'hold' ? thread.fail('out of memory') : post(message));
      },
    });
    expect(runs.map(({ status }) => status)).toEqual(['failed']);
  });

  it('tells nothing once it was broken off', async () => {
    const { runs, progress } = await sweep(2, { cancelAfter: 3 });
    const told = progress.length;
    // All runs of another one have ended by then.
    await sweep(2);
    expect(runs).toHaveLength(3);
    expect(progress).toHaveLength(told);
  });

  it('ends at once when nothing is missing', async () => {
    const whole = await sweep(2);
    expect((await sweep(2, { done: whole.runs })).runs).toEqual([]);
  });

  it('keeps a rate at which runs diverge as a result', async () => {
    const wild: SweepPlan = {
      ...plan,
      experiment: quickExperiment({
        arms: [{ id: 'a', layer: 'linear-quadratic', rate: 1, clamp: null }],
        clipping: { kind: 'off' },
        optimizer: { id: 'sgd', settings: {} },
      }),
      grid: { low: 1e-3, high: 1e5, count: 2 },
    };
    const { runs } = await sweep(2, { plan: wild });
    const [a] = sweepCurves(wild, runs);
    expect(a.values.map(({ diverged }) => diverged)).toEqual([0, 2]);
    expect(a.best!.place).toBe(0);
    expect(runs.find(({ status }) => status === 'diverged')!.divergedAt).toBeGreaterThan(0);
  });

  it('goes on with a new thread when one dies; its run has failed', async () => {
    const { runs, threads } = await sweep(1, {
      onThread: (thread, n) => {
        if (n === 1) setTimeout(() => thread.fail('out of memory'), 0);
      },
    });
    expect(threads).toHaveLength(2);
    expect(runs).toHaveLength(12);
    const failed = runs.filter(({ status }) => status === 'failed');
    expect(failed).toHaveLength(1);
    expect(sweepCurves(plan, runs).find(({ armId }) => armId === failed[0].armId)!.values).toContainEqual(
      expect.objectContaining({ place: failed[0].place, failed: 1 }),
    );
  });
});
