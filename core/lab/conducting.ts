import type { LabApi } from '../contract/lab-api.ts';
import type { Events } from '../contract/events.ts';
import type { RunKey } from '../contract/run-book.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import { askedBefore } from '../experiments/plan/first-question.ts';
import { addingSeeds, requireEnded } from './adding-seeds.ts';
import type { LabBase } from './held.ts';
import type { Keeping } from './keeping.ts';
import type { Repeating } from './repeating.ts';
import type { Searching } from './searching.ts';
import type { Sweeping } from './sweeping.ts';
import type { LabTexts } from './lab-texts.ts';
import { Conductor } from './training/conductor.ts';
import { requireTrustedLayers, runsAtOnce } from './training/plugin-runs.ts';
import type { RunKeeper } from './training/run-keeper.ts';
import type { RunAnswer, RunQuestion } from './training/thread-messages.ts';
import { checkText } from './wanted-text.ts';

/** What trains, or may be about to. */
interface Beside {
  readonly texts: LabTexts;
  readonly robustness: Repeating;
  readonly sweeps: Sweeping;
  readonly search: Searching;
  readonly keeping: Keeping;
}

/** What hosts may do beyond the contract. */
export interface HostedTraining {
  /**
   * Trains some runs of the experiment only, where `mine` says so: the others wait, for another machine. A keeper keeps
   * them, and what it has of them already is gone on with.
   */
  runSome(argument: { mine?: (run: RunKey) => boolean; keeper?: RunKeeper }): Promise<void>;
}

export type Conducting = ReturnType<typeof conducting>;

/** The training of the lab's experiment: begun, held, ended, given more seeds, repeated. */
export function conducting(lab: LabBase, { texts, robustness, sweeps, search, keeping }: Beside) {
  const { held, events, ports } = lab;

  const refuse = (what: string, meanwhile: string, next: string) => {
    throw new LabError('wrong-state', `${what} cannot change while ${meanwhile}.`, next);
  };

  const refuseWhileTraining = (what: string): void => {
    const { conductor } = held;
    if (search.searching) refuse(what, 'the best learning rates are looked for', 'Pause or stop it first.');
    if (sweeps.sweeping) refuse(what, 'a sweep is under way', 'Cancel the sweep first.');
    if (robustness.running) refuse(what, 'the robustness repeat is under way', 'Cancel it first.');
    // What is paused and kept goes on from the library.
    if (conductor?.phase === 'running' || (conductor?.phase === 'paused' && !keeping.keeps))
      refuse(what, 'runs are in training', 'Stop or reset the experiment first.');
  };

  /** A change that no training may meet. @throws LabError `wrong-state` */
  const change = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    held.inTurn(async () => {
      refuseWhileTraining(what);
      return work();
    });

  const adding = addingSeeds(lab, keeping);

  const dropResults = (): void => {
    keeping.leave();
    held.conductor?.dispose();
    held.conductor = null;
    adding.forget();
    robustness.forget();
    held.opened = null;
    held.foreignSummary = null;
    held.experiment = askedBefore(held.experiment);
  };

  /** @throws LabError where the runs of an experiment that are in memory at once do not fit in there */
  const requireRoom = (experiment: Experiment, characters: number): void =>
    checkMemory(
      experiment,
      characters,
      ports.memoryLimit,
      ports.atOnce && runsAtOnce(experiment, ports.atOnce),
    );

  /** What a conductor tells. */
  const emit: Events['emit'] = (name, event) => {
    events.emit(name, event);
    if (name === 'phase') keeping.phase(held.conductor?.phase ?? 'idle');
  };

  /** Checks what only text and experiment together can tell, before any thread starts. */
  const ready = async ({
    mine,
    keeper,
  }: Parameters<HostedTraining['runSome']>[0] = {}): Promise<Conductor> => {
    if (held.opened)
      throw new LabError(
        'wrong-state',
        'These are the results of a report, without weights to go on with.',
        'Reset the experiment to train it anew.',
      );
    if (!held.corpus) await texts.find();
    const { corpus, experiment } = held;
    if (!corpus)
      throw new LabError(
        'no-corpus',
        experiment.corpus.kind === 'text'
          ? `The text of this experiment, ${experiment.corpus.name}, is not here.`
          : 'There is no text yet.',
        'Drop the text on the window.',
      );
    if (held.closed) throw new LabError('cancelled', 'The lab was closed.');
    checkText(experiment, corpus.summary);
    requireRoom(experiment, corpus.vocabulary.length);
    if (sweeps.sweeping)
      throw new LabError(
        'wrong-state',
        'A sweep of learning rates is under way.',
        'Wait for it, or cancel it first.',
      );
    await requireTrustedLayers(experiment, ports.plugins);
    const whenEnded = mine ? undefined : adding.whenEnded;
    if (held.conductor) return held.conductor;
    const how = { mine, whenEnded, keeper: keeper ?? (await keeping.begin()) };
    if (held.closed) {
      keeping.leave();
      throw new LabError('cancelled', 'The lab was closed.');
    }
    return (held.conductor = new Conductor(experiment, corpus, ports, emit, how));
  };

  const needConductor = (): Conductor => {
    if (held.conductor) return held.conductor;
    throw held.opened
      ? new LabError(
          'wrong-state',
          'These results were opened from a report, which holds no weights.',
          'Reset the experiment and run it to have weights again.',
        )
      : new LabError('wrong-state', 'Nothing is in training.', 'Run the experiment first.');
  };

  /** Training that is being started: its folder is being made. */
  let starting: Promise<void> | null = null;
  const start = (argument: Parameters<HostedTraining['runSome']>[0]): Promise<void> => {
    const started = held
      .inTurn(async () => (await ready(argument)).run())
      .finally(() => {
        if (starting === started) starting = null;
      });
    return (starting = started);
  };
  /** What is in training, or is about to be: a pause that comes with the start is not lost. */
  const present = async (): Promise<Conductor | null> => {
    if (!held.conductor) await starting?.catch(() => undefined);
    return held.conductor;
  };

  const methods = {
    run: () => search.before(() => start({})),
    runSome: start,
    step: () => search.before(async () => (await held.inTurn(() => ready())).step()),
    // Holding must not wait for its turn behind a step that is being computed: that step is what it ends.
    pause: async () => {
      if (!(await search.hold('paused'))) await (await present())?.pause();
    },
    stop: async () => {
      if (!(await search.hold(null))) await (await present())?.stop();
    },
    reset: async () => {
      await search.hold(null);
      await held.inTurn(async () => {
        if (keeping.keeps) await held.conductor?.pause();
        dropResults();
        lab.announce();
      });
    },
    addSeeds: (wish) =>
      change('The number of seeds', async () => {
        await requireTrustedLayers(held.experiment, ports.plugins);
        return { seeds: adding.begin(wish, needConductor()) };
      }),
    startRobustness: () =>
      change('What is repeated', async () => {
        requireEnded(needConductor());
        await requireTrustedLayers(held.experiment, ports.plugins);
        return robustness.start(held.corpus!);
      }),
    cancelRobustness: async () => robustness.cancel(),
  } satisfies Partial<LabApi & HostedTraining>;

  return {
    methods,
    adding,
    change,
    dropResults,
    requireRoom,
    needConductor,
    emit,
    /** Asks the thread that holds a run. @throws LabError `wrong-state` where none does */
    ask: async <Question extends RunQuestion>(
      run: RunKey,
      question: Question,
    ): Promise<Extract<RunAnswer, { kind: Question['kind'] }>> => {
      const answer = await needConductor().ask(run, question);
      if (answer.kind === question.kind) return answer as Extract<RunAnswer, { kind: Question['kind'] }>;
      throw new LabError('internal', 'A thread answered another question.');
    },
  };
}
