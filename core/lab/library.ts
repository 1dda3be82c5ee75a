import type { LabApi } from '../contract/lab-api.ts';
import type { LibraryEntry, LibraryState } from '../contract/library-data.ts';
import { LabError } from '../errors.ts';
import type { KeptEntry, LibraryPort } from './library-port.ts';
import type { LabPorts } from './ports.ts';

/** What the library needs to know of the lab. */
interface KeptLab {
  /** Id of the experiment on the screen, where it is kept, be it only the search of its rates so far. */
  current(): string | null;
  /** Resolves when what this lab has left behind is whole. */
  written(): Promise<void>;
  changed(): void;
}

const nothingKept = 'This host keeps no experiments.';

/** The lab's library: what is kept, described, compared, thrown away and had back. */
export function libraryOf(
  lab: KeptLab,
  { library, date, dialogs }: Pick<LabPorts, 'library' | 'date' | 'dialogs'>,
) {
  const needed = async (): Promise<LibraryPort> => {
    await lab.written();
    if (library) return library;
    throw new LabError('wrong-state', nothingKept, 'Export the results instead.');
  };

  /** On the screen nothing is trained as long as rates are looked for: from its folder alone it looks forgotten. */
  const marked = ({ touched: _, ...entry }: KeptEntry): LibraryEntry => {
    const current = entry.id === lab.current();
    return current && entry.state === 'begun'
      ? { ...entry, current, state: 'training', canGoOn: false }
      : { ...entry, current };
  };

  /** A change of the library, which screens are told of. */
  const change = async (work: (kept: LibraryPort) => Promise<void>): Promise<void> => {
    await work(await needed());
    lab.changed();
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
    await lab.written();
    const { entries, ...rest } = await library.list();
    const left = entries.filter(({ trashed }) => trashed === null);
    const [newest] = [...left].sort((a, b) => b.touched - a.touched);
    const offered = newest?.state === 'broken-off' && newest.id !== lab.current();
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
      if (id === lab.current())
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
      lab.changed();
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
