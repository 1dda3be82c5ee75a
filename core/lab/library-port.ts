import type { KeptComparison, LibraryEntry, LibraryState } from '../contract/library-data.ts';

/** An experiment as its folder shows it: which one is on the screen the lab knows. */
export interface KeptEntry extends Omit<LibraryEntry, 'current'> {
  /** When something of its runs was written last, milliseconds. */
  readonly touched: number;
}

export interface Listing extends Pick<LibraryState, 'bytes' | 'trashBytes' | 'freeBytes' | 'skipped'> {
  /** The newest first. */
  readonly entries: readonly KeptEntry[];
}

/** The experiments that are kept, in folders that threads of their own read and write. Every method rejects with LabError. */
export interface LibraryPort {
  /** Where they lie, for hosts whose screens may know it; else null. */
  readonly shownFolder: string | null;
  list(): Promise<Listing>;
  describe(
    id: string,
    change: {
      readonly name?: string | undefined;
      readonly tags?: readonly string[] | undefined;
      readonly notes?: string | undefined;
    },
  ): Promise<void>;
  /** @param date ISO 8601 */
  trash(id: string, date: string): Promise<void>;
  restore(id: string): Promise<void>;
  emptyTrash(): Promise<void>;
  compare(ids: readonly string[]): Promise<KeptComparison>;
  /** Shows the folder of one, or of all, in the system's file manager; null where there is none. */
  readonly show: ((id: string | null) => Promise<void>) | null;
}
