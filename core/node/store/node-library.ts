import { basename, join } from 'node:path';
import { runsOf } from '../../contract/run-book.ts';
import type { Corpus, CorpusSummary } from '../../corpora/corpus.ts';
import { toErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { LibraryPort } from '../../lab/library-port.ts';
import type { StoredTexts } from '../../lab/text-port.ts';
import type { ExperimentKeeper } from '../../lab/training/run-keeper.ts';
import type { About, TextPlace } from '../../store/about.ts';
import { FolderKeeper } from './folder-keeper.ts';
import type { KeptFile } from './librarian.ts';
import { libraryIn } from './library-folder.ts';
import { keptTextPath } from './library-places.ts';
import type { AskedThread } from '../threads/asked-thread.ts';
import type { LibraryAnswers } from './library-answers.ts';
import type { StoreChannel } from './store-channel.ts';
import { aboutNow, storeFacts } from './store-facts.ts';

/** Where the thread of a library is asked. */
type Asked = Pick<AskedThread<LibraryAnswers>, 'ask' | 'close'>;

/** What the library of a host is made of. */
interface LibraryParts {
  readonly folder: string;
  /** Starts the thread that reads a folder. */
  readonly ask: (folder: string) => Asked;
  /** Remembers another folder for later sessions. */
  readonly remember?: ((folder: string) => Promise<void>) | undefined;
  /** Starts a thread that writes. */
  readonly store: () => StoreChannel;
  /** e.g. `Node 20.20.2`. */
  readonly runtime: string;
  /** Whether a screen may know where it is. */
  readonly shown: boolean;
  /** Shows a folder in the system's file manager, where there is one. */
  readonly reveal?: ((folder: string) => Promise<void>) | undefined;
}

/** The files of a text by what they hold; a single one has the hash of the whole. */
function filesOf({ files, sha256, name }: CorpusSummary, stored: StoredTexts): KeptFile[] {
  const own = files.filter(({ heldOut }) => !heldOut);
  const held = files.find(({ heldOut }) => heldOut);
  const texts = stored.texts.map((each, i) => ({
    path: each.path,
    name: each.name ?? basename(each.path),
    sha256: own.length > 0 ? own[i].sha256 : sha256,
  }));
  if (!held || !stored.heldOut) return texts;
  return [...texts, { path: stored.heldOut.path, name: held.name ?? name, sha256: held.sha256 }];
}

/** The library of a host on Node: one thread reads and moves, and one writes for each experiment that is trained. */
export function nodeLibrary({
  folder: first,
  ask,
  remember,
  store,
  runtime,
  shown,
  reveal,
}: LibraryParts): LibraryPort & { close(): Promise<void> } {
  let folder = first;
  let asked = ask(folder);
  /** What writes at present. */
  let keepers: readonly FolderKeeper[] = [];
  /** Texts that are being copied. */
  let copying: Promise<unknown> = Promise.resolve();

  const keep = async (
    path: string,
    experiment: Experiment,
    corpus: Corpus,
    about: About,
  ): Promise<ExperimentKeeper> => {
    const question = {
      folder: path,
      experiment,
      mine: runsOf(experiment),
      facts: storeFacts(corpus, runtime),
      resting: true,
      patience: Infinity,
    };
    const keeper = await FolderKeeper.open(store(), question, about);
    keepers = [...keepers.filter(({ isOpen }) => isOpen), keeper];
    return keeper;
  };
  /** Where the library will have the text. */
  const placeOf = (corpus: CorpusSummary, stored: StoredTexts | null): TextPlace => {
    if (corpus.builtin || !stored) return { kind: 'builtin' };
    const paths = filesOf(corpus, stored).map(({ sha256, name }) => keptTextPath(folder, sha256, name));
    return {
      kind: 'files',
      paths: paths.slice(0, stored.texts.length),
      heldOut: paths[stored.texts.length] ?? null,
    };
  };

  /** The folder of an experiment, with its text on the way there. */
  const begun = async (
    { experiment, corpus: { summary }, stored, baselines, ownLayers }: Parameters<LibraryPort['begin']>[0],
    problem: Parameters<LibraryPort['begin']>[1],
  ): Promise<{ id: string; about: About }> => {
    const about = aboutNow(summary, { baselines, ownLayers }, placeOf(summary, stored), runtime);
    const id = await asked.ask('begin', [{ experiment, about }]);
    if (stored && !summary.builtin) {
      const copy = asked.ask('keepTexts', [filesOf(summary, stored)]);
      copying = Promise.all([copying, copy.catch((error: unknown) => problem(toErrorData(error)))]);
    }
    return { id, about };
  };

  return {
    shownFolder: () => (shown ? folder : null),
    list: () => asked.ask('list', []),
    async begin(start, problem) {
      const { id, about } = await begun(start, problem);
      return keep(join(folder, id), start.experiment, start.corpus, about);
    },
    sketch: async (start, problem) => (await begun(start, problem)).id,
    keepSweep: (id, sweep) => asked.ask('keepSweep', [id, sweep]),
    keepSweepRun: (id, run) => asked.ask('keepSweepRun', [id, run]),
    keepSweepCheckpoint: (...all) => asked.ask('keepSweepCheckpoint', all),
    async plan(id) {
      const { about, holder, ...found } = await asked.ask('plan', [id]);
      const { corpus, baselines, ownLayers } = about;
      return { ...found, id, corpus, baselines, ownLayers, elsewhere: holder === 'elsewhere' };
    },
    async open(id, experiment, corpus) {
      const { folder: path, about } = await asked.ask('plan', [id]);
      return keep(path, experiment, corpus, about);
    },
    runs: async (id) => join((await asked.ask('place', [id])).folder, 'runs'),
    keepRobustness: (id, steps, record) => asked.ask('keepRobustness', [id, steps, record]),
    records: (id) => asked.ask('records', [id]),
    describe: (id, change) => asked.ask('describe', [id, change]),
    trash: (id, date) => asked.ask('trash', [id, date]),
    discard: (id) => asked.ask('discard', [id]),
    restore: (id) => asked.ask('restore', [id]),
    emptyTrash: () => asked.ask('emptyTrash', []),
    compare: (ids) => asked.ask('compare', [ids]),
    async use(chosen) {
      const next = await libraryIn(chosen);
      if (next === folder) return;
      for (const keeper of keepers) if (keeper.isOpen) await keeper.move(join(next, keeper.id));
      await copying;
      const before = asked;
      folder = next;
      asked = ask(next);
      await before.close();
      await remember?.(next);
    },
    show: reveal
      ? async (id) => reveal(id === null ? folder : (await asked.ask('place', [id])).folder)
      : null,
    async close() {
      await copying;
      await asked.close();
    },
  };
}
