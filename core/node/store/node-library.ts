import type { LibraryPort } from '../../lab/library-port.ts';
import { LibraryAsker } from './library-asker.ts';

export interface NodeLibraryOptions {
  /** Built entry of the thread that reads it. */
  readonly libraryThread: URL;
  readonly folder: string;
  /** Whether a screen may know where it is. */
  readonly shown: boolean;
  /** Shows a folder in the system's file manager, where there is one. */
  readonly reveal?: (folder: string) => Promise<void>;
}

/** The library of a host on Node. */
export function nodeLibrary({
  libraryThread,
  folder,
  shown,
  reveal,
}: NodeLibraryOptions): LibraryPort & { close(): Promise<void> } {
  const asker = new LibraryAsker(libraryThread, folder);
  return {
    shownFolder: shown ? folder : null,
    list: () => asker.ask('list'),
    describe: (id, change) => asker.ask('describe', id, change),
    trash: (id, date) => asker.ask('trash', id, date),
    restore: (id) => asker.ask('restore', id),
    emptyTrash: () => asker.ask('emptyTrash'),
    compare: (ids) => asker.ask('compare', ids),
    show: reveal ? async (id) => reveal(id === null ? folder : (await asker.ask('place', id)).folder) : null,
    close: () => asker.close(),
  };
}
