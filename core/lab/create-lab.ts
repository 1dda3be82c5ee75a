import type { Lab } from '../contract/lab-api.ts';
import { Events } from '../contract/events.ts';
import type { LabSnapshot } from '../contract/lab-data.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { defaultExperiment } from '../experiments/default-experiment.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { neededBytes } from '../experiments/memory.ts';
import { normMatched } from '../experiments/rates/norm-matched.ts';
import { formulaGuide } from '../layers/formula-guide.ts';
import { readLesson } from '../lessons/read-lesson.ts';
import { catalogue } from './catalogue.ts';
import { conducting, type HostedTraining } from './conducting.ts';
import { experimenting, type HostedExperiment } from './experimenting.ts';
import { exporting, type HostedExports } from './exporting.ts';
import { Held, snapshotOf, type LabBase } from './held.ts';
import { keepingOf } from './keeping.ts';
import { libraryOf } from './library.ts';
import { openingKept } from './opening-kept.ts';
import { plugging } from './plugging.ts';
import type { LabPorts } from './ports.ts';
import { probing, type HostedWeights } from './probing.ts';
import { repeating } from './repeating.ts';
import { searching, type HostedSearch } from './searching.ts';
import { sweeping, type HostedSweep } from './sweeping.ts';
import { texting, type HostedTexts } from './texting.ts';
import { labTexts } from './lab-texts.ts';

/** What hosts may do beyond the contract: they own paths, threads and the end of the program. */
export interface HostedLab
  extends
    Lab,
    HostedSweep,
    HostedSearch,
    HostedTexts,
    HostedExperiment,
    HostedTraining,
    HostedWeights,
    HostedExports {
  /** The present corpus with its vocabulary, for files that need it. */
  corpus(): Corpus | null;
  /**
   * What a person should know of these layers before anything is trained, a sentence each with its layer: checks that
   * did not confirm δ, jumps. Plug-ins are known by then.
   */
  layerWarnings(layers: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * The lab: one experiment, its text, and the runs that train on it. The same for every host. Each part is given those that
 * stand before it.
 * @param first the experiment that it holds until it is given another
 */
export function createLab(ports: LabPorts, first: Experiment = defaultExperiment()): HostedLab {
  const held = new Held(first);
  const events = new Events();

  const snapshot = (): LabSnapshot =>
    snapshotOf(held, {
      ownLayers: plugins.ownLayers(),
      adding: training.adding.state(),
      robustness: robustness.state(),
      search: search.phase(),
    });
  const announce = (): LabSnapshot => {
    const now = snapshot();
    events.emit('snapshot', now);
    return now;
  };
  /** The same once layers are looked at and baselines counted. */
  const known = async (): Promise<LabSnapshot> => {
    await plugins.learnt();
    await texts.counted();
    return snapshot();
  };

  const plugins = plugging({ held, ports, announce });
  const lab: LabBase = {
    ...{ held, ports, events, announce },
    learn: plugins.learn,
    facts: () => ({ baselines: held.baselines, ownLayers: plugins.ownLayers() }),
  };
  const texts = labTexts(lab);
  const robustness = repeating(lab);
  const sweeps = sweeping(lab, texts, robustness);
  const search = searching(lab, texts, sweeps);
  const keeping = keepingOf(lab, sweeps);
  const training = conducting(lab, { texts, robustness, sweeps, search, keeping });
  const experiments = experimenting(lab, texts, training);
  const probes = probing(lab, texts, training);

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
      // The first screen finds the built-in text ready, with its figures.
      await texts.ready();
      await texts.counted();
      return snapshot();
    },
    corpus: () => held.corpus,
    ...texting(lab, texts, training),
    ...experiments.methods,
    ...training.methods,
    ...openingKept(lab, { texts, robustness, sweeps, keeping, training, experiments }),
    ...libraryOf(lab, keeping, sweeps),
    ...probes,
    readLesson: async ({ json }) => readLesson(json),
    lookAtFormula: async ({ definition }) => ports.probes.lookAtFormula(definition),
    formulaGuide: async () => formulaGuide(),
    memoryNeeded: async ({ distinct = held.corpus?.summary.distinct }) => ({
      bytes: distinct === undefined ? null : neededBytes(held.experiment, distinct),
      limit: ports.memoryLimit,
    }),
    ...plugins.methods,
    layerWarnings: plugins.layerWarnings,
    ...sweeps.methods,
    findRates: search.findRates,
    matchNorms: async ({ reference }) => {
      const { indices, vocabulary, parts } = await texts.forOneRun(0);
      const asked = { experiment: held.experiment, text: { indices, vocabulary, parts } };
      return normMatched(asked.experiment, await ports.probes.firstGradients(asked), reference);
    },
    ...exporting(lab, keeping, probes, known),
    // What is in training ends as a checkpoint.
    // Not in turn: closing must not wait for a text. What waits for one starts nothing any more.
    close: async () => {
      held.closed = true;
      await Promise.all([sweeps.close(), keeping.quit()]);
      await sweeps.written();
      training.dropResults();
    },
  };
}
