import type { LabApi } from '../contract/lab-api.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import type { RunKey } from '../contract/run-book.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { askedAfter, askedBefore } from '../experiments/plan/first-question.ts';
import { parseExperiment } from '../experiments/files/parse-experiment.ts';
import { requireOwnNames } from '../experiments/files/required-names.ts';
import { checkMemory } from '../experiments/memory.ts';
import { newLabels, saidAs } from '../experiments/plan/said.ts';
import { withoutStaleAdditions } from '../experiments/plan/plan.ts';
import { wantsSearch, withoutStaleTuning } from '../experiments/rates/rate-policy.ts';
import { addingSeeds, requireEnded } from './adding-seeds.ts';
import type { Events } from '../contract/events.ts';
import type { Held } from './held.ts';
import type { OpenedFile } from './opened-file.ts';
import type { LabFileSource, LabPorts } from './ports.ts';
import type { repeating } from './repeating.ts';
import type { texting } from './texting.ts';
import type { KeptPlan, KeptSweep } from './library-port.ts';
import type { keepingOf } from './keeping.ts';
import { openingKept } from './opening-kept.ts';
import type { StoredTexts } from './text-port.ts';
import { Conductor } from './training/conductor.ts';
import { pluginsAmong, requireTrusted, runsAtOnce } from './training/plugin-runs.ts';
import type { RunKeeper } from './training/run-keeper.ts';
import { checkText } from './wanted-text.ts';

/** What training needs to know of the lab. */
interface TrainedLab {
  readonly held: Held;
  readonly events: Events;
  readonly texts: Pick<ReturnType<typeof texting>, 'textOf'>;
  readonly robustness: ReturnType<typeof repeating>;
  readonly sweeping: () => boolean;
  /** The sweep of an experiment that is opened. */
  /** @param home the folder it goes on in; null where the experiment has no folder, or one of its own */
  restoreSweep(sweep: KeptSweep | null, home: string | null): void;
  /** The best rates are looked for, before the first step. */
  readonly searching: () => boolean;
  readonly keeping: ReturnType<typeof keepingOf>;
  /** The layers of the experiment are looked at. */
  learn(): void;
  announce(): LabSnapshot;
}

/** What hosts may do beyond the contract. */
export interface HostedTraining {
  /**
   * Trains some runs of the experiment only, where `mine` says so: the others wait, for another machine. A keeper keeps
   * them, and what it has of them already is gone on with.
   */
  runSome(argument: { mine?: (run: RunKey) => boolean; keeper?: RunKeeper }): Promise<void>;
  /** Names and question as the folder of its runs has them, with what was asked before there were results. */
  sayAsKept(kept: Experiment): Promise<void>;
  /** `openExperiment` of a file of this machine. Paths never come from a screen. */
  openFile(argument: { path: string }): Promise<void>;
}

/** The lab's experiment: set, opened, trained, given more seeds, repeated, reset. */
export function trainingMethods(lab: TrainedLab, ports: LabPorts) {
  const { held, events, robustness, keeping } = lab;

  const atOnce = (experiment: Experiment) => ports.atOnce && runsAtOnce(experiment, ports.atOnce);

  const refuse = (what: string, meanwhile: string, next: string) => {
    throw new LabError('wrong-state', `${what} cannot change while ${meanwhile}.`, next);
  };

  const refuseWhileTraining = (what: string): void => {
    const { conductor } = held;
    if (lab.searching()) refuse(what, 'the best learning rates are looked for', 'Pause or stop it first.');
    if (lab.sweeping()) refuse(what, 'a sweep is under way', 'Cancel the sweep first.');
    if (robustness.running) refuse(what, 'the robustness repeat is under way', 'Cancel it first.');
    // What is paused and kept goes on from the library.
    if (conductor?.phase === 'running' || (conductor?.phase === 'paused' && !keeping.keeps))
      refuse(what, 'runs are in training', 'Stop or reset the experiment first.');
  };

  const adding = addingSeeds({
    experiment: () => held.experiment,
    conductor: () => held.conductor,
    threads: ports.threads,
    checkMemory: (next) => checkMemory(next, held.corpus!.vocabulary.length, ports.memoryLimit),
    problem: (error) => events.emit('problem', error),
    adopt: (next) => {
      held.experiment = next;
      keeping.follow(next);
    },
    announce: () => void lab.announce(),
  });

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

  /** Another experiment, with its text where it can be had. */
  const take = async (
    next: Experiment,
    from: Omit<OpenedFile, 'experiment'> | null,
    stored: StoredTexts | null = null,
  ): Promise<LabSnapshot> => {
    const found = await lab.texts.textOf(next, stored);
    if (found) {
      checkMemory(next, found.text.vocabulary.length, ports.memoryLimit, atOnce(next));
      await ports.texts.use(found.text);
    }
    const sameText = JSON.stringify(next.corpus) === JSON.stringify(held.experiment.corpus);
    // What authors say on results stays with them, unless the same comparison is only changed.
    const isSame = sameText && next.name === held.experiment.name;
    const ofResults = (held.opened ?? held.kept) !== null && !isSame;
    dropResults();
    if (from || !sameText) held.wantedBytes = from?.textBytes ?? null;
    held.experiment = from?.results ? next : askedBefore(next);
    held.corpus = found?.text ?? null;
    held.opened = from?.results ?? null;
    if (from || ofResults) held.heading = from?.heading ?? null;
    held.baselines = found ? found.baselines : (from?.baselines ?? null);
    held.foreignSummary = found ? null : (from?.summary ?? null);
    lab.learn();
    return lab.announce();
  };

  /** The plan of a kept experiment, of which nothing is trained yet. */
  const setUp = ({ experiment, corpus, baselines, stored }: KeptPlan): Promise<LabSnapshot> =>
    take(
      withoutStaleAdditions(experiment, experiment),
      { results: null, summary: corpus, baselines, textBytes: corpus.bytes },
      stored,
    );

  /** The text of the experiment, where it can be had. */
  const findText = async (): Promise<void> => {
    const found = await lab.texts.textOf(held.experiment);
    if (found) await ports.texts.use(found.text);
    held.corpus = found?.text ?? null;
    held.baselines = found?.baselines ?? null;
  };

  const requireTrustedLayers = (
    ids: readonly string[] = held.experiment.arms.map(({ layer }) => layer),
  ): Promise<void> => requireTrusted(pluginsAmong(held.experiment.layers, ids), ports.plugins);

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
    if (!held.corpus) await findText();
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
    checkMemory(experiment, corpus.vocabulary.length, ports.memoryLimit, atOnce(experiment));
    if (lab.sweeping())
      throw new LabError(
        'wrong-state',
        'A sweep of learning rates is under way.',
        'Wait for it, or cancel it first.',
      );
    await requireTrustedLayers();
    const whenEnded = mine ? undefined : adding.whenEnded;
    if (held.conductor) return held.conductor;
    const keeping = keeper ?? (await lab.keeping.begin());
    if (held.closed) {
      lab.keeping.leave();
      throw new LabError('cancelled', 'The lab was closed.');
    }
    return (held.conductor = new Conductor(experiment, corpus, ports, emit, mine, whenEnded, keeping));
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

  /** A change that no training may meet. */
  const change = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    held.inTurn(async () => {
      refuseWhileTraining(what);
      return work();
    });

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

  /** Takes a saved experiment or report to the screen. */
  const open = (source: LabFileSource): Promise<void> =>
    change('The experiment', async () => {
      const file = await ports.files.read(source);
      await take(file.experiment, file);
    });

  const kept = openingKept({ ...lab, dropResults, requireTrustedLayers, emit, adding }, ports);

  const methods = {
    setExperiment: ({ experiment: next }) =>
      change('The experiment', async () => {
        const { experiment } = held;
        const parsed = withoutStaleTuning(experiment, parseExperiment(next));
        requireOwnNames(
          parsed.layers,
          experiment.layers,
          (sentence) => new LabError('bad-experiment', sentence),
        );
        if (!onlySays(experiment, parsed)) return take(withoutStaleAdditions(experiment, parsed), null);
        const hasResults = (held.conductor ?? held.opened) !== null;
        const said = hasResults ? askedAfter(experiment, parsed) : askedBefore(parsed);
        held.experiment = said;
        const { name, question: now, firstQuestion: first } = said;
        const labels = newLabels(experiment, said);
        if (held.kept !== null)
          await ports.library?.describe(held.kept, {
            ...(name !== experiment.name && { name }),
            ...(now !== experiment.question && { question: { now, first } }),
            labels,
          });
        return lab.announce();
      }),
    describeReport: ({ heading }) =>
      held.inTurn(async () => {
        held.heading = heading;
        if (held.kept !== null) await ports.library?.describe(held.kept, { report: heading });
      }),
    openExperiment: async (given) => {
      if ('json' in given) return open({ json: given.json });
      const uploaded = await ports.texts.take(given.uploadId);
      try {
        await open({ path: uploaded.path });
      } finally {
        await uploaded.close();
      }
    },
    openExperimentDialog: async () => {
      if (!ports.dialogs)
        throw new LabError('wrong-state', 'This host has no dialog for files.', 'Upload the file instead.');
      const path = await ports.dialogs.chooseExperiment();
      if (path === null) return false;
      await open({ path });
      return true;
    },
    run: () => start({}),
    runSome: start,
    openFile: open,
    sayAsKept: (kept) =>
      held.inTurn(async () => {
        const said = saidAs(askedBefore(held.experiment), kept);
        const { firstQuestion } = kept;
        held.experiment = firstQuestion === undefined ? said : { ...said, firstQuestion };
        lab.announce();
      }),
    // Holding must not wait for its turn behind a step that is being computed: that step is what it ends.
    pause: async () => (await present())?.pause(),
    step: async () => (await held.inTurn(() => ready())).step(),
    stop: async () => (await present())?.stop(),
    reset: () =>
      held.inTurn(async () => {
        if (keeping.keeps) await held.conductor?.pause();
        dropResults();
        lab.announce();
      }),
    addSeeds: (wish) =>
      change('The number of seeds', async () => {
        await requireTrustedLayers();
        return { seeds: adding.begin(wish, needConductor()) };
      }),
    startRobustness: () =>
      change('What is repeated', async () => {
        requireEnded(needConductor());
        await requireTrustedLayers();
        return robustness.start(held.corpus!);
      }),
    cancelRobustness: async () => robustness.cancel(),
    openKept: ({ id }) =>
      change('The experiment', async () => {
        const plan = await kept.planOf(id);
        // Where rates are still to be looked for no run has begun: it is set up, and the search goes on there.
        const searches = wantsSearch(plan.experiment);
        lab.restoreSweep(plan.sweep, searches ? id : null);
        return searches ? setUp(plan) : kept.open(plan, plan.experiment);
      }),
    duplicateKept: ({ id }) =>
      change('The experiment', async () => {
        const plan = await kept.planOf(id);
        lab.restoreSweep(plan.sweep, null);
        return setUp(plan);
      }),
    trainFurther: ({ steps }) =>
      change('The number of steps', async () => {
        requireEnded(needConductor());
        const { experiment, corpus } = held;
        const longer = parseExperiment({ ...experiment, steps: experiment.steps + steps });
        checkMemory(longer, corpus!.vocabulary.length, ports.memoryLimit);
        if (held.kept === null)
          throw new LabError(
            'wrong-state',
            'Only an experiment that is kept can be given more steps.',
            'Set more steps, and train it anew.',
          );
        await requireTrustedLayers();
        await kept.open(await kept.planOf(held.kept), longer);
        needConductor().run();
      }),
  } satisfies Partial<LabApi & HostedTraining>;

  return { methods, adding, refuseWhileTraining, dropResults, findText, requireTrustedLayers, needConductor };
}

/** Whether names and question are all that changes: no result depends on them. */
function onlySays(before: Experiment, after: Experiment): boolean {
  const isSaid = before.name !== after.name || before.question !== after.question;
  if (!isSaid && Object.keys(newLabels(before, after)).length === 0) return false;
  return (
    JSON.stringify(parseExperiment(saidAs(askedBefore(before), after))) === JSON.stringify(askedBefore(after))
  );
}
