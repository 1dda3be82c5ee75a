import type { LabApi } from '../contract/lab-api.ts';
import type { LibraryEntry, LibraryState } from '../contract/library-data.ts';
import { LabError } from '../errors.ts';
import type { KeptEntry, LibraryPort } from './library-port.ts';
import type { LabBase } from './held.ts';
import type { Keeping } from './keeping.ts';
import type { Sweeping } from './sweeping.ts';

const nothingKept = 'This host keeps no experiments.';

/** The lab's library: what is kept, described, compared, thrown away and had back. */
export function libraryOf(
  { held, events, ports: { library, date, dialogs } }: LabBase,
  keeping: Keeping,
  sweeps: Sweeping,
) {
  /** Id of the experiment on the screen, where it is kept, be it only the search of its rates so far. */
  const current = () => held.kept ?? (sweeps.sweeping ? sweeps.home : null);
  const changed = () => events.emit('libraryChanged', {});

  /** All that this lab has left behind is whole. */
  const written = async (): Promise<void> => {
    await keeping.written();
    await sweeps.written();
  };

  const needed = async (): Promise<LibraryPort> => {
    await written();
    if (library) return library;
    throw new LabError('wrong-state', nothingKept, 'Export the results instead.');
  };

  /** On the screen nothing is trained as long as rates are looked for: from its folder alone it looks forgotten. */
  const marked = ({ touched: _, ...entry }: KeptEntry): LibraryEntry => {
    const shown = entry.id === current();
    return shown && entry.state === 'begun'
      ? { ...entry, current: shown, state: 'training', canGoOn: false }
      : { ...entry, current: shown };
  };

  /** A change of the library, which screens are told of. */
  const change = async (work: (kept: LibraryPort) => Promise<void>): Promise<void> => {
    await work(await needed());
    changed();
  };

  const state = async (): Promise<LibraryState> => {
    if (!library)
      return {
        folder: null,
        reason: nothingKept,
        bytes: 0,
        trashBytes: 0,
        freeBytes: null,
        entries: [],
        unfinished: null,
        skipped: [],
      };
    await written();
    const { entries, ...rest } = await library.list();
    const left = entries.filter(({ trashed }) => trashed === null);
    const [newest] = [...left].sort((a, b) => b.touched - a.touched);
    const offered = newest?.state === 'broken-off' && newest.id !== current();
    return {
      ...rest,
      folder: library.shownFolder(),
      reason: null,
      entries: entries.map(marked),
      unfinished: offered ? marked(newest) : null,
    };
  };

  return {
    library: state,
    describeKept: ({ id, ...given }) => change((kept) => kept.describe(id, given)),
    trashKept: async ({ id }) => {
      if (id === current())
        throw new LabError(
          'wrong-state',
          'This is the experiment on the screen.',
          'Take another one to the screen first.',
        );
      return change((kept) => kept.trash(id, date()));
    },
    restoreKept: ({ id }) => change((kept) => kept.restore(id)),
    emptyTrash: () => change((kept) => kept.emptyTrash()),
    compareKept: async ({ ids }) => (await needed()).compare(ids),
    chooseLibrary: async () => {
      const kept = await needed();
      if (!dialogs)
        throw new LabError(
          'wrong-state',
          'This host has no dialog to choose a folder with.',
          'Start it with LOSS_LAB_LIBRARY naming another folder.',
        );
      const folder = await dialogs.chooseFolder();
      if (folder === null) return null;
      await kept.use(folder);
      changed();
      return state();
    },
    showKeptFolder: async ({ id }) => {
      const { show } = await needed();
      if (!show)
        throw new LabError(
          'wrong-state',
          'This host has no file manager to show folders in.',
          'Look for it there yourself.',
        );
      await show(id);
    },
  } satisfies Partial<LabApi>;
}
