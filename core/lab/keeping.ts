import type { Phase } from '../contract/lab-data.ts';
import { toErrorData, type LabErrorData } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { LabBase } from './held.ts';
import { inTime } from './in-time.ts';
import type { Sweeping } from './sweeping.ts';
import { endedRuns, type ExperimentKeeper } from './training/run-keeper.ts';

/** Milliseconds between two tries to write what has ended. */
const tryEvery = 5000;
const lastWords = 'The program has ended without it. What was kept before stays, and goes on from there.';

export type Keeping = ReturnType<typeof keepingOf>;

/**
 * Keeps the experiment of a lab in the library, from its first step on, for hosts that have one. One writer at a time:
 * what is left behind is whole before the next one begins.
 */
export function keepingOf({ held, facts, events, ports }: LabBase, sweeps: Sweeping) {
  const { library, texts, dialogs, after } = ports;
  const problem = (error: LabErrorData) => events.emit('problem', error);
  const changed = () => events.emit('libraryChanged', {});
  let keeper: ExperimentKeeper | null = null;
  /** Everything that is being written, and closed. */
  let writing: Promise<void> = Promise.resolve();
  /** Takes back the next try to write what has ended. */
  let noFurtherTry = (): void => undefined;

  const told = (error: LabErrorData | null): void => {
    if (error) problem(error);
  };

  /** What belongs to an experiment beside its runs goes into the folder in which its training begins. */
  const begun = (id: string): void => {
    sweeps.follow(id);
    if (held.heading)
      library?.describe(id, { report: held.heading }).catch((error: unknown) => problem(toErrorData(error)));
  };

  /** One piece of writing after the other; what goes wrong is told. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    writing = writing.then(work).catch((error: unknown) => problem(toErrorData(error)));
    return writing;
  };

  const take = (next: ExperimentKeeper): ExperimentKeeper => {
    keeper = next;
    held.kept = next.id;
    for (const note of next.notes) problem({ code: 'file-not-read', message: note, next: '' });
    if (dialogs) next.advice = 'Or choose another folder for the library.';
    return next;
  };

  /** Says how the runs stand that have ended or were stopped. */
  const ended = (): Promise<LabErrorData | null> =>
    keeper!.finish(endedRuns(held.conductor!.records()), facts());

  /** Writes how the runs of an experiment stand that has ended; tries again, as long as it is on the screen. */
  const settle = (of: ExperimentKeeper, thenRelease: boolean, again = false): Promise<void> =>
    inTurn(async () => {
      if (keeper !== of) return;
      const error = await ended();
      // It was left meanwhile: who left it writes and closes it.
      if (keeper !== of) return;
      if (error && !again) problem(error);
      if (error) return void (noFurtherTry = after(tryEvery, () => void settle(of, thenRelease, true)));
      if (thenRelease) {
        // It stays known as the one on the screen, until another one comes.
        keeper = null;
        await of.close();
      }
      changed();
    });

  return {
    /** Whether what is on the screen stays in the library when something else takes its place. */
    get keeps(): boolean {
      return keeper !== null;
    },
    /**
     * Begins the folder of the lab's experiment. Where that cannot be, it is trained all the same, and the user is told.
     * @returns what keeps its runs, or null
     */
    async begin(): Promise<ExperimentKeeper | null> {
      const { experiment, corpus } = held;
      if (!library || !corpus) return null;
      await writing;
      try {
        const stored = corpus.summary.builtin ? null : texts.stored();
        const next = await library.begin({ experiment, corpus, stored, ...facts() }, problem);
        changed();
        begun(next.id);
        return take(next);
      } catch (error) {
        const { code, message, next } = toErrorData(error);
        problem({ code, message: `This experiment is not kept: ${message}`, next });
        return null;
      }
    },
    /** Opens a kept experiment to go on with it, perhaps under a longer plan. */
    async open(id: string, experiment: Experiment): Promise<ExperimentKeeper> {
      await writing;
      return take(await library!.open(id, experiment, held.corpus!));
    },
    /** Resolves when what has ended, or was left, is written. */
    written: (): Promise<void> => writing,
    /** The experiment has got more seeds. */
    follow(experiment: Experiment): void {
      keeper?.plan(experiment);
    },
    phase(phase: Phase): void {
      if (!keeper || (phase !== 'finished' && phase !== 'stopped')) return;
      // Another program may go on with what was stopped, and this one too.
      void settle(keeper, phase === 'stopped');
    },
    /** Something else takes the place of the experiment: what there is of it stays, to be gone on with. */
    leave(): void {
      const last = keeper;
      const runs = held.conductor && endedRuns(held.conductor.records());
      const known = facts();
      keeper = null;
      held.kept = null;
      noFurtherTry();
      if (!last) return;
      void inTurn(async () => {
        if (runs) told(await last.finish(runs, known));
        await last.close();
        changed();
      });
    },
    /** The program ends: everything is on disk when it resolves, or told as a problem, and stands as if it had been paused. */
    async quit(): Promise<void> {
      await inTime(held.conductor?.pause(), after);
      const last = keeper;
      keeper = null;
      if (last)
        await inTurn(async () => {
          const error = await last.finish(null, facts());
          if (error) problem({ ...error, next: lastWords });
          await last.close();
        });
      await writing;
      noFurtherTry();
    },
  };
}
