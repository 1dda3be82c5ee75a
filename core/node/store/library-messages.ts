import type { Librarian } from './librarian.ts';

/** What the thread of a library can be asked: methods of a `Librarian`, by name. */
export const libraryMethods = [
  'list',
  'begin',
  'keepTexts',
  'keepRobustness',
  'keepSweep',
  'keepSweepRun',
  'keepSweepCheckpoint',
  'records',
  'plan',
  'place',
  'describe',
  'trash',
  'discard',
  'restore',
  'emptyTrash',
  'compare',
] as const;

/** Each is asked with the list of its arguments. */
export type LibraryAnswers = {
  readonly [Method in (typeof libraryMethods)[number]]: (
    args: Parameters<Librarian[Method]>,
  ) => ReturnType<Librarian[Method]>;
};
