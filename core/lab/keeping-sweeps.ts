import { toErrorData, type LabErrorData } from '../errors.ts';
import { missingPoints, sweepKey } from '../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../experiments/rates/sweep-plan.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import type { LabBase } from './held.ts';
import type { KeptSweep } from './library-port.ts';
import { newestOfEach } from './newest-of-each.ts';
import { samePlan } from '../experiments/plan/experiment-differences.ts';

/**
 * Keeps the sweeps of a lab in the folder of their experiment, run by run as they end. One that is made before the first
 * step begins a folder for itself; where training begins another one, with the rates that were found, the sweep goes along.
 */
export function keepingSweeps({ held, facts, events, ports: { library, texts } }: LabBase) {
  const problem = (error: LabErrorData) => events.emit('problem', error);
  const changed = () => events.emit('libraryChanged', {});
  /** Where the present sweep is kept. */
  let home: { readonly id: string; readonly plan: SweepPlan; readonly alone: boolean } | null = null;
  let writing: Promise<void> = Promise.resolve();

  /** One piece of writing after the other; what goes wrong is told. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    writing = writing.then(work).catch((error: unknown) => {
      // Told once: what ends after it is not kept either.
      home = null;
      problem(toErrorData(error));
    });
    return writing;
  };

  /** Keeps where the runs of a sweep stand. */
  const standing = () => {
    let told = false;
    return newestOfEach(
      (work) => void inTurn(work),
      async (point, checkpoint) => {
        try {
          if (home) await library!.keepSweepCheckpoint(home.id, point, checkpoint);
        } catch (error) {
          // Told once. What has ended is a thousandth of its size: that may go on being kept.
          if (!told) problem(toErrorData(error));
          told = true;
        }
      },
    );
  };
  let stand = standing();

  return {
    /** A sweep begins, or goes on with the runs that have ended. */
    begin: (sweep: KeptSweep): void => {
      stand = standing();
      void inTurn(async () => {
        const { experiment, corpus, kept } = held;
        if (!library || !corpus) return;
        if (kept === null && !(home?.alone && samePlan(home.plan, sweep.plan))) {
          const stored = corpus.summary.builtin ? null : texts.stored();
          const id = await library.sketch({ experiment, corpus, stored, ...facts() }, problem);
          home = { id, plan: sweep.plan, alone: true };
          changed();
        } else if (kept !== null) home = { id: kept, plan: sweep.plan, alone: false };
        await library.keepSweep(home!.id, sweep);
      });
    },
    /** One that was begun before the first step goes on in its folder. */
    restore: (id: string, plan: SweepPlan): void =>
      void inTurn(async () => {
        home = { id, plan, alone: true };
      }),
    /** A run has ended. */
    run: (run: SweepRun): void =>
      void inTurn(async () => {
        if (home) await library!.keepSweepRun(home.id, run);
      }),
    /** A run stands somewhere on its way. */
    stand: (point: SweepPoint, checkpoint: Checkpoint): void => stand(point, checkpoint),
    /** Training begins in a folder: the sweep that its rates may come from is kept there. */
    follow: (id: string, sweep: KeptSweep | null): void =>
      void inTurn(async () => {
        if (!sweep || !samePlan(sweep.plan, { ...sweep.plan, experiment: held.experiment })) return;
        const before = home;
        home = { id, plan: sweep.plan, alone: false };
        const { plan, runs, underWay } = sweep;
        await library!.keepSweep(id, { plan, runs });
        if (before?.id === id) return;
        // What has not ended goes on from where it stands, wherever that was kept before.
        for (const point of missingPoints(plan, runs)) {
          const checkpoint = underWay?.get(sweepKey(point));
          if (checkpoint) await library!.keepSweepCheckpoint(id, point, checkpoint);
        }
        if (!before?.alone) return;
        await library!.discard(before.id);
        changed();
      }),
    /** Where the sweep is kept that was begun last; null where none is. */
    get home(): string | null {
      return home?.id ?? null;
    },
    /** Resolves when all that has ended is written. */
    written: (): Promise<void> => writing,
  };
}
