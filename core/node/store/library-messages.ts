import type { LabErrorData } from '../../errors.ts';
import type { Librarian } from './librarian.ts';

/** What the thread of a library can be asked: methods of a `Librarian`, by name. */
export type LibraryMethod =
  | 'list'
  | 'begin'
  | 'keepTexts'
  | 'keepRobustness'
  | 'records'
  | 'plan'
  | 'place'
  | 'describe'
  | 'trash'
  | 'restore'
  | 'emptyTrash'
  | 'compare';

export type LibraryArguments<Method extends LibraryMethod> = Parameters<Librarian[Method]>;
export type LibraryAnswer<Method extends LibraryMethod> = Awaited<ReturnType<Librarian[Method]>>;

export interface ToLibrary {
  readonly id: number;
  readonly method: LibraryMethod;
  readonly args: readonly unknown[];
}

export type FromLibrary =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: LabErrorData };
