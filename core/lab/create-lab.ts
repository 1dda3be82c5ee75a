import { readLesson } from '../lessons/read-lesson.ts';
import type { Lab } from '../contract/lab-api.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import type { RunKey } from '../contract/run-book.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError, toErrorData, type LabErrorData } from '../errors.ts';
import { checkMemory, neededBytes } from '../experiments/memory.ts';
import { normMatched } from '../experiments/rates/norm-matched.ts';
import { formulaGuide } from '../layers/formula-guide.ts';
import { warningsOf } from '../layers/layer-info.ts';
import { catalogue } from './catalogue.ts';
import { duelling, probing } from './probing.ts';
import { Events } from '../contract/events.ts';
import { exporting, shared, type HostedExports } from './exporting.ts';
import { Held, snapshotOf } from './held.ts';
import { rememberedInfos } from './layer-infos.ts';
import { keepingOf } from './keeping.ts';
import { keepingSweeps } from './keeping-sweeps.ts';
import { libraryOf } from './library.ts';
import { plugging } from './plugging.ts';
import type { LabPorts } from './ports.ts';
import { repeating } from './repeating.ts';
import { searching, type HostedSearch } from './searching.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { defaultExperiment } from '../experiments/default-experiment.ts';
import { sweeping, type HostedSweep } from './sweeping.ts';
import { texting, type HostedTexts } from './texting.ts';
import type { RunAnswer, RunQuestion } from './training/thread-messages.ts';
import { trainingMethods, type HostedTraining } from './training-methods.ts';
import { checkText } from './wanted-text.ts';

/** What hosts may do beyond the contract: they own paths, threads and the end of the program. */
export interface HostedLab
  extends Lab, HostedSweep, HostedSearch, HostedTexts, HostedTraining, HostedExports {
  /** The present corpus with its vocabulary, for files that need it. */
  corpus(): Corpus | null;
  /**
   * What a person should know of these layers before anything is trained, a sentence each with its layer: checks that
   * did not confirm δ, jumps. Plug-ins are known by then.
   */
  layerWarnings(layers: readonly string[]): Promise<readonly string[]>;
  /** Weights of a run that is in memory. */
  weights(run: RunKey): Promise<Extract<RunAnswer, { kind: 'weights' }>>;
  close(): Promise<void>;
}

/**
 * The lab: one experiment, its text, and the runs that train on it. The same for every host.
 * @param first the experiment that it holds until it is given another
 */
export function createLab(ports: LabPorts, first: Experiment = defaultExperiment()): HostedLab {
  const held = new Held(first);
  const events = new Events();
  const plugins = plugging(ports.plugins, () => void announce());
  const infos = rememberedInfos(plugins.inspections);
  const experiment = () => held.experiment;
  /** The built-in text of the first screen, on its way. */
  let firstText: Promise<void> | null = null;
  /** The plug-ins of the experiment are being looked at. */
  let learning: Promise<void> = Promise.resolve();

  /** V of the text; null where there is none. */
  const outputs = () => held.corpus?.vocabulary.length ?? null;
  const ownLayers = () => infos(held.experiment.layers, outputs());
  const problem = (error: LabErrorData) => events.emit('problem', error);
  const failed = (error: unknown) => problem(toErrorData(error));
  const libraryChanged = () => events.emit('libraryChanged', {});

  const snapshot = (): LabSnapshot =>
    snapshotOf(held, {
      ownLayers: ownLayers(),
      adding: training.adding.state(),
      robustness: robustness.state(),
      search: search.phase(),
    });
  const announce = (): LabSnapshot => {
    const now = snapshot();
    events.emit('snapshot', now);
    return now;
  };
  const learn = () => {
    learning = plugins.learn(held.experiment.layers, outputs());
  };

  const robustness = repeating(
    {
      experiment,
      emit: (state) => events.emit('robustness', state),
      keep: (record) => {
        if (held.kept === null || held.opened) return;
        const { kept, experiment: repeated } = held;
        ports.library?.keepRobustness(kept, repeated.steps, record).catch(failed);
      },
      problem,
    },
    ports,
  );
  const texts = texting(
    {
      held,
      refuseWhileTraining: (what) => training.refuseWhileTraining(what),
      dropResults: () => training.dropResults(),
      learn,
      announce,
      told: (name, share) => events.emit('reading', { name, share }),
    },
    ports,
  );
  const keptLab = {
    held,
    facts: () => ({ baselines: held.baselines, ownLayers: ownLayers() }),
    problem,
    changed: libraryChanged,
  };
  const keptSweeps = keepingSweeps(keptLab, ports);
  /** What belongs to an experiment beside its runs goes into the folder that it has now. */
  const begun = (id: string) => {
    keptSweeps.follow(id, sweeps.present());
    if (held.heading) ports.library?.describe(id, { report: held.heading }).catch(failed);
  };
  const keeping = keepingOf({ ...keptLab, begun }, ports);
  const training = trainingMethods(
    {
      held,
      events,
      texts,
      robustness,
      keeping,
      sweeping: () => sweeps.sweeping,
      searching: () => search.searching,
      restoreSweep: (sweep, home) => {
        sweeps.restore(sweep);
        if (sweep && home !== null) keptSweeps.restore(home, sweep.plan);
      },
      learn,
      announce,
    },
    ports,
  );

  const makeFirstText = (): Promise<void> =>
    held
      .inTurn(async () => {
        const { corpus, foreignSummary } = held;
        if (!corpus && !foreignSummary && experiment().corpus.kind === 'builtin') await training.findText();
      })
      .finally(() => (firstText = null));

  /** The text of the experiment, for questions that train nothing. */
  const presentText = async (): Promise<Corpus> => {
    await firstText;
    if (held.corpus) return held.corpus;
    const { corpus: wanted } = held.experiment;
    if (wanted.kind === 'text')
      throw new LabError(
        'no-corpus',
        `The text of this experiment, '${wanted.name}', is not here.`,
        'Drop it on the window.',
      );
    throw new LabError('no-corpus', 'There is no text to look at yet.', 'Drop a text on the window.');
  };

  /** The same, where a run of the experiment fits on it beside as many others. */
  const textForOneRun = async (others: number): Promise<Corpus> => {
    const text = await presentText();
    await training.requireTrustedLayers();
    checkText(held.experiment, text.summary);
    checkMemory(
      { ...held.experiment, arms: held.experiment.arms.slice(0, 1), seeds: [1] },
      text.vocabulary.length,
      ports.memoryLimit / (1 + others),
    );
    return text;
  };

  const sweeps = sweeping(
    {
      experiment,
      text: () => textForOneRun(ports.threads - 1),
      refuseWhileTraining: () => {
        if (held.conductor?.phase === 'running')
          throw new LabError('wrong-state', 'The experiment is in training.', 'Pause or stop it first.');
        if (robustness.running)
          throw new LabError(
            'wrong-state',
            'A robustness repeat is under way.',
            'Wait for it, or cancel it first.',
          );
      },
      emit: events.emit,
      keeping: keptSweeps,
    },
    ports,
  );

  /** All that this lab has left behind is whole. */
  const written = async () => {
    await keeping.written();
    await keptSweeps.written();
  };

  const library = libraryOf(
    {
      current: () => held.kept ?? (sweeps.sweeping ? keptSweeps.home : null),
      written,
      changed: libraryChanged,
    },
    ports,
  );

  const search = searching(
    {
      experiment,
      begun: () => held.conductor !== null || held.opened !== null,
      check: async () => {
        const { vocabulary } = await presentText();
        checkMemory(held.experiment, vocabulary.length, ports.memoryLimit);
      },
      adopt: (next) => {
        held.experiment = next;
        announce();
      },
      announce: () => void announce(),
      problem,
    },
    sweeps.methods,
  );

  const ask = (run: RunKey, question: RunQuestion): Promise<RunAnswer> =>
    training.needConductor().ask(run, question);
  const probed = { experiment, text: presentText, ask, requireTrusted: training.requireTrustedLayers };
  const probes = probing(probed, ports.probes);

  return {
    on: events.on,
    capabilities: async () => ({
      version: ports.version,
      dialogs: ports.dialogs !== null,
      threads: ports.threads,
      trustsPlugins: ports.plugins.mayTrust,
      library: ports.library !== null,
      foldersShown: (ports.library?.show ?? null) !== null,
      machine: ports.machine,
    }),
    catalogue: async () => catalogue(),
    snapshot: async () => {
      // The first screen finds the built-in text ready, with its figures. No screen waits for another one's text: it
      // hears of that when it is read.
      if (held.changes === 0) firstText = makeFirstText();
      await firstText;
      await texts.counted();
      return snapshot();
    },
    ...texts.methods,
    corpus: () => held.corpus,
    ...training.methods,
    run: () => search.before(() => training.methods.run()),
    step: () => search.before(() => training.methods.step()),
    pause: async () => {
      if (!(await search.hold('paused'))) await training.methods.pause();
    },
    stop: async () => {
      if (!(await search.hold(null))) await training.methods.stop();
    },
    reset: async () => {
      await search.hold(null);
      await training.methods.reset();
    },
    ...library,

    sample: async ({ armId, seed, ...question }) => {
      const answer = await ask({ armId, seed }, { kind: 'sample', ...question });
      return { text: answer.kind === 'sample' ? answer.text : '' };
    },
    weights: async (run) => {
      const answer = await ask(run, { kind: 'weights', step: null });
      if (answer.kind !== 'weights') throw new LabError('internal', 'A thread answered another question.');
      return answer;
    },
    ...probes,
    duel: duelling(probed, ports.probes),
    readLesson: async ({ json }) => readLesson(json),
    lookAtFormula: async ({ definition }) => ports.probes.lookAtFormula(definition),
    formulaGuide: async () => formulaGuide(),
    memoryNeeded: async ({ distinct = held.corpus?.summary.distinct }) => ({
      bytes: distinct === undefined ? null : neededBytes(held.experiment, distinct),
      limit: ports.memoryLimit,
    }),
    ...plugins.methods,
    layerWarnings: async (layers) => {
      await learning;
      return warningsOf(snapshot().ownLayers, layers);
    },

    ...sweeps.methods,
    findRates: search.findRates,
    matchNorms: async ({ reference }) => {
      const { indices, vocabulary, parts } = await textForOneRun(0);
      const asked = { experiment: held.experiment, text: { indices, vocabulary, parts } };
      return normMatched(asked.experiment, await ports.probes.firstGradients(asked), reference);
    },

    shareExperiment: async () => shared(snapshot()),
    ...exporting(
      {
        held,
        probes,
        known: async () => {
          await learning;
          await texts.counted();
          return snapshot();
        },
        written: keeping.written,
        told: (progress) => events.emit('exporting', progress),
      },
      ports,
    ),
    // What is in training ends as a checkpoint.
    // Not in turn: closing must not wait for a text. What waits for one starts nothing any more.
    close: async () => {
      held.closed = true;
      await Promise.all([sweeps.close(), keeping.quit()]);
      await keptSweeps.written();
      training.dropResults();
    },
  };
}
