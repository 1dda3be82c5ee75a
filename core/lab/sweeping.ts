import type { LabApi } from '../contract/lab-api.ts';
import type { SweepProgress, SweepState } from '../contract/lab-data.ts';
import { samePlan } from '../experiments/plan/experiment-differences.ts';
import { LabError } from '../errors.ts';
import { checkSweep } from '../experiments/files/required-readings.ts';
import { missingPoints, sweepKey, sweepOf } from '../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../experiments/rates/sweep-plan.ts';
import type { KeptSweep } from './library-port.ts';
import { inTime } from './in-time.ts';
import type { LabBase } from './held.ts';
import { keepingSweeps } from './keeping-sweeps.ts';
import type { Repeating } from './repeating.ts';
import type { LabTexts } from './lab-texts.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import { Sweeper, type RunsUnderWay } from './training/sweep-runs.ts';

/** Least milliseconds between two events of a sweep. */
const eventEvery = 200;

/** What hosts may do beyond the contract: resume from runs of an earlier start, and do a part only. */
export interface HostedSweep {
  /**
   * Starts a plan. Resolves when nothing is left to do, or when it was cancelled.
   * @throws LabError `cancelled` where it was no longer wanted when it could begin
   */
  runSweep(argument: {
    plan: SweepPlan;
    done: readonly SweepRun[];
    mine?: (point: SweepPoint) => boolean;
    onRun?: (run: SweepRun) => void;
    /** Keeps runs that have not ended; without it the lab does. */
    underWay?: RunsUnderWay;
    /** Asked before the first run, when the text is there: whether the sweep is still wanted. */
    wanted?: () => boolean;
    /** The first run is about to start: nothing stands in the way. */
    onStart?: () => void;
  }): Promise<SweepState>;
}

const nothingDone: SweepProgress = {
  runsDone: 0,
  runsTotal: 0,
  stepsDone: 0,
  stepsTotal: 0,
  charactersPerSecond: 0,
  secondsLeft: null,
};

export type Sweeping = ReturnType<typeof sweeping>;

/** The sweeps of a lab: one at a time, beside the experiment, whose results it leaves alone. */
export function sweeping(lab: LabBase, texts: LabTexts, robustness: Repeating) {
  const { held, ports, events } = lab;
  const keeping = keepingSweeps(lab);
  let state: SweepState | null = null;
  let sweeper: Sweeper | null = null;
  let over: (() => void) | null = null;
  let cancelEvent: (() => void) | null = null;
  /** Where runs of the present plan stand that have not ended, by `sweepKey`. */
  let stands = new Map<string, Checkpoint>();
  const kept: RunsUnderWay = {
    before: (point) => stands.get(sweepKey(point)) ?? null,
    keep: (point, checkpoint) => {
      stands.set(sweepKey(point), checkpoint);
      keeping.stand(point, checkpoint);
    },
  };

  /** Both would take the time of the other. */
  const refuseWhileTraining = (): void => {
    if (held.conductor?.phase === 'running')
      throw new LabError('wrong-state', 'The experiment is in training.', 'Pause or stop it first.');
    if (robustness.running)
      throw new LabError(
        'wrong-state',
        'A robustness repeat is under way.',
        'Wait for it, or cancel it first.',
      );
  };

  const tell = () => {
    cancelEvent?.();
    cancelEvent = null;
    if (state) events.emit('sweep', state);
  };
  const tellSoon = () => {
    cancelEvent ??= ports.after(eventEvery, tell);
  };
  const end = (phase: 'cancelled' | 'finished') => {
    sweeper?.cancel();
    sweeper = null;
    if (state) state = { ...state, phase, progress: { ...state.progress, secondsLeft: null } };
    tell();
    over?.();
    over = null;
  };

  const start = async ({
    plan,
    done,
    mine = () => true,
    onRun,
    wanted,
    underWay = kept,
  }: Parameters<HostedSweep['runSweep']>[0]): Promise<void> => {
    if (sweeper) throw new LabError('wrong-state', 'A sweep is under way.', 'Cancel it first.');
    checkSweep(plan);
    refuseWhileTraining();
    const corpus = await texts.forOneRun(ports.threads - 1);
    if (wanted?.() === false) throw new LabError('cancelled', 'The sweep was given up before it began.');
    if (sweeper) throw new LabError('wrong-state', 'A sweep is under way.', 'Cancel it first.');
    if (!state || !samePlan(state.plan, plan)) stands = new Map();
    state = { plan, runs: [...done], phase: 'running', progress: nothingDone };
    sweeper = new Sweeper(
      plan,
      corpus,
      ports,
      {
        run: (run) => {
          state = { ...state!, runs: [...state!.runs, run] };
          stands.delete(sweepKey(run));
          onRun?.(run);
          keeping.run(run);
          tellSoon();
        },
        progress: (progress) => {
          state = { ...state!, progress };
          tellSoon();
        },
        finished: () => end('finished'),
      },
      underWay,
      done,
      mine,
    );
    keeping.begin({ plan, runs: done });
    sweeper.start();
    tell();
  };

  return {
    get sweeping(): boolean {
      return sweeper !== null;
    },
    /** Id of the folder in which the last sweep is kept; null where none is. */
    get home(): string | null {
      return keeping.home;
    },
    /** Training begins in a folder: the present sweep is kept there from now on. */
    follow: (id: string): void =>
      keeping.follow(id, state && { plan: state.plan, runs: state.runs, underWay: stands }),
    /** Resolves when all that has ended is written. */
    written: (): Promise<void> => keeping.written(),
    /**
     * The sweep of an experiment that is opened: starting it goes on with the runs that are missing.
     * @param home the folder it goes on in; null where the experiment has no folder, or one of its own
     */
    restore: (sweep: KeptSweep | null, home: string | null) => {
      if (!sweep) return;
      const { plan, runs, underWay } = sweep;
      if (home !== null) keeping.restore(home, plan);
      if (sweeper) return;
      const missing = missingPoints(plan, runs).length;
      stands = new Map(underWay);
      state = {
        plan,
        runs,
        phase: missing > 0 ? 'cancelled' : 'finished',
        progress: { ...nothingDone, runsDone: runs.length, runsTotal: runs.length + missing },
      };
      tell();
    },
    methods: {
      sweepState: async () => state,
      startSweep: async (question) => {
        const plan = sweepOf(held.experiment, question);
        // The same question again goes on where it was broken off.
        const done = state && samePlan(state.plan, plan) ? state.runs : [];
        await start({ plan, done });
        return state!;
      },
      cancelSweep: async () => {
        const stopping = sweeper;
        await stopping?.stop();
        if (stopping && sweeper === stopping) end('cancelled');
      },
      runSweep: async (argument) => {
        await start(argument);
        argument.onStart?.();
        if (sweeper) await new Promise<void>((resolve) => (over = resolve));
        return state!;
      },
    } satisfies Partial<LabApi & HostedSweep>,
    /** Runs that are under way have told where they stand when it resolves, or have not in good time. */
    close: async () => {
      const stopping = sweeper;
      if (stopping) await inTime(stopping.stop(), ports.after);
      cancelEvent?.();
      cancelEvent = null;
      stopping?.cancel();
      sweeper = null;
    },
  };
}
