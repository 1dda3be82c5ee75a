import type { Lab } from '../contract/lab-api.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import { defaultSplit, type Corpus, type CorpusOptions, type CorpusSummary } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import { defaultExperiment } from '../experiments/default-experiment.ts';
import { parseExperiment } from '../experiments/files/experiment-schema.ts';
import type { CorpusReference, Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import { normMatched } from '../experiments/rates/norm-matched.ts';
import { withoutStaleAdditions } from '../experiments/plan/plan.ts';
import { withoutStaleTuning } from '../experiments/rates/rate-policy.ts';
import { repeatedSeeds, type RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { RunRecord } from '../experiments/run.ts';
import { formulaGuide } from '../layers/formula-guide.ts';
import { parseReport } from '../reports/data/json.ts';
import { addingSeeds, requireEnded } from './adding-seeds.ts';
import { catalogue } from './catalogue.ts';
import { Conductor } from './training/conductor.ts';
import { duelling } from './duelling.ts';
import { Events } from './events.ts';
import { experimentFile, reportFilesOf } from './export.ts';
import { measuredBaselines } from './measured-baselines.ts';
import { openedFile, type OpenedFile } from './opened-file.ts';
import { warningsOf } from '../layers/layer-info.ts';
import { rememberedInfos } from './layer-infos.ts';
import type { LabPorts } from './ports.ts';
import { plugging } from './plugging.ts';
import { pluginsAmong, requireTrusted } from './training/plugin-runs.ts';
import { probing } from './probing.ts';
import { repeating } from './repeating.ts';
import type { RunKeeper } from './training/run-keeper.ts';
import { sweeping, type HostedSweep } from './sweeping.ts';
import { RunBook, type RunKey } from '../contract/run-book.ts';
import type { RunAnswer, RunQuestion } from './training/thread-messages.ts';

/** What hosts may do beyond the contract: they own paths, threads and the end of the program. */
export interface HostedLab extends Lab, HostedSweep {
  /** Makes a file of this machine the corpus. Paths never come from a screen. */
  openPath(argument: {
    path: string;
    source: CorpusSummary['source'];
    options: CorpusOptions;
    /** Files joined after it. */
    more?: readonly string[];
    /** The held-out text of its own, for `split: 'file'`. */
    heldOut?: string | null;
  }): Promise<CorpusSummary>;
  /** The present corpus with its vocabulary, for files that need it. */
  corpus(): Corpus | null;
  /**
   * Trains some runs of the experiment only, where `mine` says so: the others wait, for another machine. A keeper keeps
   * them, and what it has of them already is gone on with.
   */
  runSome(argument: { mine?: (run: RunKey) => boolean; keeper?: RunKeeper }): Promise<void>;
  /**
   * What a person should know of these layers before anything is trained, a sentence each with its layer: checks that
   * did not confirm δ, jumps. Plug-ins are known by then.
   */
  layerWarnings(layers: readonly string[]): Promise<readonly string[]>;
  /** Weights of a run that is in memory. */
  weights(run: RunKey): Promise<Extract<RunAnswer, { kind: 'weights' }>>;
  close(): Promise<void>;
}

/** Results that were opened from a report: records without threads behind them. */
interface OpenedResults {
  readonly records: readonly RunRecord[];
  readonly partial: boolean;
  readonly robustness: RobustnessRecord | null;
}

const idleOverall = {
  stepsDone: 0,
  stepsTotal: 0,
  charactersPerSecond: 0,
  secondsLeft: null,
  gigaflops: 0,
} as const;

/** The lab: one experiment, its text, and the runs that train on it. The same for every host. */
export function createLab(ports: LabPorts): HostedLab {
  const events = new Events();
  let experiment: Experiment = defaultExperiment();
  let corpus: Corpus | null = null;
  let conductor: Conductor | null = null;
  let opened: OpenedResults | null = null;
  /** Summary that came with a report whose text is not here. */
  let foreignSummary: CorpusSummary | null = null;
  /** Of the present text and experiment, or as they came with an opened report. */
  let baselines: EvaluatedBaselines | null = null;
  const measured = measuredBaselines(ports.texts);
  /** The baselines of a text that has just been read, on their way. */
  let counting: Promise<void> = Promise.resolve();
  /** One change of state after the other; a change that fails leaves the state as it was. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Changes that are being made or wait for their turn. */
  let changes = 0;
  /** The built-in text of the first screen, on its way. */
  let firstText: Promise<void> | null = null;
  let closed = false;
  const plugins = plugging(ports.plugins, () => void announce());
  const infos = rememberedInfos(plugins.inspections);
  /** The plug-ins of the experiment are being looked at. */
  let learning: Promise<void> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    changes++;
    const result = turn.then(work).finally(() => changes--);
    turn = result.catch(() => undefined);
    return result;
  };

  const makeFirstText = (): Promise<void> =>
    inTurn(async () => {
      if (!corpus && !foreignSummary && experiment.corpus.kind === 'builtin') await findText();
    }).finally(() => (firstText = null));

  const snapshot = (): LabSnapshot => {
    const summary = corpus?.summary ?? foreignSummary;
    const ownLayers = infos(experiment.layers, corpus?.vocabulary.length ?? null);
    if (conductor)
      return {
        experiment,
        ownLayers,
        corpus: summary,
        baselines,
        phase: conductor.phase,
        overall: conductor.overall(),
        // Seeds that are being added are no seeds of the experiment yet.
        runs: conductor.records().filter(({ seed }) => experiment.seeds.includes(seed)),
        adding: adding.state(),
        robustness: robustness.state(),
        opened: false,
      };
    const book = new RunBook(experiment);
    const runs = opened?.records ?? book.records();
    const stepsTotal = book.progress().reduce((sum, { planned }) => sum + planned, 0);
    return {
      experiment,
      ownLayers,
      corpus: summary,
      baselines,
      phase: opened ? (opened.partial ? 'stopped' : 'finished') : 'idle',
      overall: { ...idleOverall, stepsTotal, stepsDone: opened ? stepsTotal : 0 },
      runs,
      adding: null,
      robustness: openedRobustness(experiment, opened?.robustness ?? null),
      opened: opened !== null,
    };
  };

  const announce = (): LabSnapshot => {
    const now = snapshot();
    events.emit('snapshot', now);
    return now;
  };

  const refuseWhileTraining = (what: string): void => {
    if (sweeps.sweeping)
      throw new LabError(
        'wrong-state',
        `${what} cannot change while a sweep is under way.`,
        'Cancel the sweep first.',
      );
    if (robustness.running)
      throw new LabError(
        'wrong-state',
        `${what} cannot change while the robustness repeat is under way.`,
        'Cancel it first.',
      );
    if (conductor && (conductor.phase === 'running' || conductor.phase === 'paused'))
      throw new LabError(
        'wrong-state',
        `${what} cannot change while runs are in training.`,
        'Stop or reset the experiment first.',
      );
  };

  const dropResults = (): void => {
    conductor?.dispose();
    conductor = null;
    adding.forget();
    robustness.forget();
    opened = null;
    foreignSummary = null;
  };

  /** The experiment follows its text; the results of the old text go. */
  const adopt = (next: Corpus, reference: CorpusReference): CorpusSummary => {
    dropResults();
    corpus = next;
    baselines = null;
    experiment = withoutStaleTuning(experiment, { ...experiment, corpus: reference });
    learning = plugins.learn(experiment.layers, next.vocabulary.length);
    // Nobody waits for the lines to see the text; a lab that is closed meanwhile needs none.
    counting = measured(next, experiment.evaluation).then(
      (found) => {
        if (corpus !== next || baselines) return;
        baselines = found;
        announce();
      },
      () => undefined,
    );
    announce();
    return next.summary;
  };

  const adoptText = (next: Corpus): CorpusSummary =>
    adopt(next, {
      kind: 'text',
      name: next.summary.name,
      sha256: next.summary.sha256,
      heldOut: heldOutOf(next.summary),
      options: next.summary.options,
    });

  /** Only the text the experiment is on can be read again: another one may have been read before. */
  const requireOwnText = (): void => {
    if (corpus && !corpus.summary.builtin) return;
    throw new LabError(
      'wrong-state',
      corpus ? 'A built-in text has no encoding to change.' : 'There is no text to read again.',
      'Open a text first.',
    );
  };

  const reading = (name: string) => (share: number) => events.emit('reading', { name, share });

  /** The text an experiment asks for: generated, or the present one if it is the same. Null when it has to be given. */
  const textFor = async (reference: CorpusReference): Promise<Corpus | null> => {
    if (reference.kind === 'builtin') {
      const { id, seed, characters, split } = reference;
      const present = corpus?.summary;
      if (
        present?.builtin?.id === id &&
        present.builtin.seed === seed &&
        present.characters === characters &&
        sameOptions(split, present.options)
      )
        return corpus;
      return ports.texts.builtin(id, seed, characters, split);
    }
    if (corpus === null || corpus.summary.builtin || corpus.summary.sha256 !== reference.sha256) return null;
    if (sameOptions(reference.options, corpus.summary.options))
      return isTextOf(reference, corpus.summary) ? corpus : null;
    const again = await ports.texts.reread(reference.options, reading(reference.name));
    if (!isTextOf(reference, again.summary))
      throw new LabError(
        'text-changed',
        `'${again.summary.name}' is not the text any more that the experiment names: it was changed since it was read.`,
        'Open the text as it was, or set the experiment up on the new one.',
      );
    return again;
  };

  /** The text of the experiment, where it can be had, with its baselines. */
  const findText = async (): Promise<void> => {
    const text = await textFor(experiment.corpus);
    const found = text && (await measured(text, experiment.evaluation));
    corpus = text;
    baselines = found;
  };

  const setExperiment = async (
    next: Experiment,
    results: OpenedResults | null,
    from: Pick<OpenedFile, 'summary' | 'baselines'> | null,
  ) => {
    const text = await textFor(next.corpus);
    const found = text ? await measured(text, next.evaluation) : (from?.baselines ?? null);
    if (text) checkMemory(next, text.vocabulary.length, ports.memoryLimit);
    dropResults();
    experiment = next;
    corpus = text;
    opened = results;
    baselines = found;
    foreignSummary = text ? null : (from?.summary ?? null);
    learning = plugins.learn(experiment.layers, text?.vocabulary.length ?? null);
    return announce();
  };

  const requireTrustedLayers = (ids: readonly string[]): Promise<void> =>
    requireTrusted(pluginsAmong(experiment.layers, ids), ports.plugins);

  /** Checks what only text and experiment together can tell, before any thread starts. */
  const ready = async (mine?: (run: RunKey) => boolean, keeper?: RunKeeper): Promise<Conductor> => {
    if (opened)
      throw new LabError(
        'wrong-state',
        'These are the results of a report, without weights to go on with.',
        'Reset the experiment to train it anew.',
      );
    if (!corpus) await findText();
    if (!corpus)
      throw new LabError(
        'no-corpus',
        experiment.corpus.kind === 'text'
          ? `The text of this experiment, ${experiment.corpus.name}, is not here.`
          : 'There is no text yet.',
        'Drop the text on the window.',
      );
    if (closed) throw new LabError('cancelled', 'The lab was closed.');
    checkText(experiment, corpus.summary);
    checkMemory(experiment, corpus.vocabulary.length, ports.memoryLimit);
    if (sweeps.sweeping)
      throw new LabError(
        'wrong-state',
        'A sweep of learning rates is under way.',
        'Wait for it, or cancel it first.',
      );
    await requireTrustedLayers(experiment.arms.map(({ layer }) => layer));
    conductor ??= new Conductor(
      experiment,
      corpus,
      ports,
      events.emit,
      mine,
      mine ? undefined : adding.whenEnded,
      keeper,
    );
    return conductor;
  };

  /** The text of the experiment, for questions that train nothing. */
  const presentText = async (): Promise<Corpus> => {
    await firstText;
    if (corpus) return corpus;
    throw new LabError('no-corpus', 'There is no text to look at yet.', 'Drop a text on the window.');
  };

  /** The same, where a run of the experiment fits on it beside as many others. */
  const textForOneRun = async (others: number): Promise<Corpus> => {
    const text = await presentText();
    await requireTrustedLayers(experiment.arms.map(({ layer }) => layer));
    checkText(experiment, text.summary);
    const { arms } = experiment;
    checkMemory(
      { ...experiment, arms: arms.slice(0, 1), seeds: [1] },
      text.vocabulary.length,
      ports.memoryLimit / (1 + others),
    );
    return text;
  };

  const sweeps = sweeping(
    {
      experiment: () => experiment,
      text: () => textForOneRun(ports.threads - 1),
      refuseWhileTraining: () => {
        if (conductor?.phase === 'running')
          throw new LabError('wrong-state', 'The experiment is in training.', 'Pause or stop it first.');
        if (robustness.running)
          throw new LabError(
            'wrong-state',
            'A robustness repeat is under way.',
            'Wait for it, or cancel it first.',
          );
      },
      emit: events.emit,
    },
    ports,
  );

  const needConductor = (): Conductor => {
    if (!conductor)
      throw opened
        ? new LabError(
            'wrong-state',
            'These results were opened from a report, which holds no weights.',
            'Reset the experiment and run it to have weights again.',
          )
        : new LabError('wrong-state', 'Nothing is in training.', 'Run the experiment first.');
    return conductor;
  };

  const adding = addingSeeds({
    experiment: () => experiment,
    conductor: () => conductor,
    threads: ports.threads,
    checkMemory: (next) => checkMemory(next, corpus!.vocabulary.length, ports.memoryLimit),
    problem: (error) => events.emit('problem', error),
    adopt: (next) => (experiment = next),
    announce: () => void announce(),
  });

  const robustness = repeating(
    {
      experiment: () => experiment,
      emit: (state) => events.emit('robustness', state),
      problem: (error) => events.emit('problem', error),
    },
    ports,
  );

  const ask = (run: RunKey, question: RunQuestion): Promise<RunAnswer> => needConductor().ask(run, question);
  const probed = {
    experiment: () => experiment,
    text: presentText,
    ask,
    requireTrusted: requireTrustedLayers,
  };

  return {
    on: (name, listener) => events.on(name, listener),
    capabilities: async () => ({
      version: ports.version,
      dialogs: ports.dialogs !== null,
      threads: ports.threads,
      trustsPlugins: ports.plugins.mayTrust,
      machine: ports.machine,
    }),
    catalogue: async () => catalogue(),
    snapshot: async () => {
      // The first screen finds the built-in text ready, with its figures. No screen waits for another one's text: it
      // hears of that when it is read.
      if (changes === 0) firstText = makeFirstText();
      await firstText;
      await counting;
      return snapshot();
    },

    beginText: async ({ name, bytes, source }) => ({
      uploadId: await ports.texts.begin(name, bytes, source),
    }),
    appendText: async ({ uploadId, bytes }) => ports.texts.append(uploadId, bytes),
    cancelText: async ({ uploadId }) => ports.texts.cancel(uploadId),
    finishText: ({ uploadId, options, more, heldOut }) =>
      inTurn(async () => {
        refuseWhileTraining('The text');
        if (heldOut) requireOwnText();
        return adoptText(await ports.texts.finish(uploadId, options, reading(''), { more, heldOut }));
      }),
    openTextDialog: async ({ options }) => {
      const path = (await ports.dialogs?.chooseText()) ?? null;
      if (path === null) return null;
      return inTurn(async () => {
        refuseWhileTraining('The text');
        const tell = reading(fileName(path));
        // A large file takes a while to its first hundredth; until then the screen shows which one it is.
        tell(0);
        return adoptText(await ports.texts.openPath(path, 'file', options, tell));
      });
    },
    cancelReading: async () => ports.texts.cancelReading(),
    openPath: ({ path, source, options, more, heldOut }) =>
      inTurn(async () => {
        refuseWhileTraining('The text');
        return adoptText(await ports.texts.openPath(path, source, options, reading(''), { more, heldOut }));
      }),
    useBuiltin: ({ id, seed, characters, split = defaultSplit }) =>
      inTurn(async () => {
        refuseWhileTraining('The text');
        const next = await ports.texts.builtin(id, seed, characters, split);
        return adopt(next, { kind: 'builtin', id, seed, characters, split });
      }),
    rereadText: ({ options }) =>
      inTurn(async () => {
        refuseWhileTraining('The text');
        requireOwnText();
        return adoptText(await ports.texts.reread(options, reading('')));
      }),

    setExperiment: ({ experiment: next }) =>
      inTurn(async () => {
        refuseWhileTraining('The experiment');
        const parsed = withoutStaleTuning(experiment, parseExperiment(next));
        if (!renames(experiment, parsed))
          return setExperiment(withoutStaleAdditions(experiment, parsed), null, null);
        experiment = parsed;
        return announce();
      }),
    openExperiment: ({ json }) =>
      inTurn(async () => {
        refuseWhileTraining('The experiment');
        const file = openedFile(json, parseReport);
        return setExperiment(file.experiment, file.results, file);
      }),

    run: () => inTurn(async () => (await ready()).run()),
    runSome: ({ mine, keeper }) => inTurn(async () => (await ready(mine, keeper)).run()),
    // Holding must not wait for its turn behind a step that is being computed: that step is what it ends.
    pause: async () => conductor?.pause(),
    step: async () => (await inTurn(() => ready())).step(),
    stop: async () => conductor?.stop(),
    addSeeds: (wish) =>
      inTurn(async () => {
        refuseWhileTraining('The number of seeds');
        await requireTrustedLayers(experiment.arms.map(({ layer }) => layer));
        return { seeds: adding.begin(wish, needConductor()) };
      }),
    startRobustness: () =>
      inTurn(async () => {
        refuseWhileTraining('What is repeated');
        requireEnded(needConductor());
        await requireTrustedLayers(experiment.arms.map(({ layer }) => layer));
        return robustness.start(corpus!);
      }),
    cancelRobustness: async () => robustness.cancel(),
    reset: () =>
      inTurn(async () => {
        dropResults();
        announce();
      }),

    sample: async ({ armId, seed, ...question }) => {
      const answer = await ask({ armId, seed }, { kind: 'sample', ...question });
      return { text: answer.kind === 'sample' ? answer.text : '' };
    },
    weights: async (run) => {
      const answer = await ask(run, { kind: 'weights', step: null });
      if (answer.kind !== 'weights') throw new LabError('internal', 'A thread answered another question.');
      return answer;
    },
    corpus: () => corpus,
    lookAtFormula: async ({ definition }) => ports.probes.lookAtFormula(definition),
    formulaGuide: async () => formulaGuide(),
    sweepState: sweeps.sweepState,
    startSweep: sweeps.startSweep,
    cancelSweep: sweeps.cancelSweep,
    matchNorms: async ({ reference }) => {
      const { indices, vocabulary, parts } = await textForOneRun(0);
      const text = { indices, vocabulary, parts };
      const asked = experiment;
      return normMatched(asked, await ports.probes.firstGradients({ experiment: asked, text }), reference);
    },
    runSweep: sweeps.runSweep,
    ...probing(probed, ports.probes),
    duel: duelling(probed, ports.probes),

    ...plugins.methods,

    layerWarnings: async (layers) => {
      await learning;
      return warningsOf(snapshot().ownLayers, layers);
    },
    exportExperiment: async () => experimentFile(experiment),
    exportReport: async ({ formats }) => {
      await learning;
      await counting;
      return reportFilesOf(snapshot(), formats, ports);
    },
    saveFiles: async ({ files }) => {
      if (!ports.dialogs)
        throw new LabError('wrong-state', 'This host has no save dialog.', 'Download the files instead.');
      const folder = await ports.dialogs.chooseFolder();
      if (folder === null) return null;
      await ports.dialogs.writeFiles(folder, files);
      return { folder };
    },
    // Not in turn: closing must not wait for a text. What waits for one starts nothing any more.
    close: async () => {
      closed = true;
      sweeps.close();
      dropResults();
    },
  };
}

/** A repeat that came with a report, as if it had been made here. */
function openedRobustness(
  experiment: Experiment,
  record: RobustnessRecord | null,
): LabSnapshot['robustness'] {
  if (!record) return null;
  const { repeats, skipped, cancelled } = record;
  const phase = cancelled ? 'cancelled' : 'finished';
  return { phase, seeds: repeatedSeeds(experiment), under: null, repeats, skipped };
}

/** Whether a text is long enough for one step and one prediction on held-out text. */
function checkText({ model }: Experiment, summary: CorpusSummary): void {
  if (summary.trainCharacters < model.length + 1)
    throw new LabError(
      'bad-experiment',
      `The training part has ${summary.trainCharacters} characters; a step of T = ${model.length} needs ${model.length + 1}.`,
      'Use a longer text or a shorter sequence length T.',
    );
  if (summary.heldOutCharacters < 2)
    throw new LabError(
      'bad-experiment',
      `The held-out part has ${summary.heldOutCharacters} characters; a prediction needs 2.`,
      'Use a longer text or hold out a larger share.',
    );
}

/** The held-out text of its own, by name and contents. */
function heldOutOf({ files }: CorpusSummary): { name: string; sha256: string } | null {
  const own = files.find(({ heldOut }) => heldOut);
  return own ? { name: own.name, sha256: own.sha256 } : null;
}

/** Whether a text has the contents that an experiment names. */
const isTextOf = (
  { sha256, heldOut }: Extract<CorpusReference, { kind: 'text' }>,
  summary: CorpusSummary,
): boolean => summary.sha256 === sha256 && heldOutOf(summary)?.sha256 === heldOut?.sha256;

/** Whether all that is asked of a text is what it was read with. */
const sameOptions = (asked: Partial<CorpusOptions>, present: CorpusOptions): boolean =>
  (Object.keys(asked) as (keyof CorpusOptions)[]).every((key) => asked[key] === present[key]);

/** Whether the name is all that changes: no result depends on it. */
const renames = (before: Experiment, after: Experiment): boolean =>
  before.name !== after.name &&
  JSON.stringify(parseExperiment({ ...before, name: after.name })) === JSON.stringify(after);

/** The last part of a path, which is all of it that a screen may know. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1)!;
