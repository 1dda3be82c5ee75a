import type { Answers } from '../threads/asked-thread.ts';
import { Librarian } from './librarian.ts';

type Asking = (...all: never[]) => unknown;

/** What the thread of a library can be asked: the methods of a `Librarian`, each with the list of its arguments. */
export type LibraryAnswers = {
  readonly [Name in keyof Librarian as Librarian[Name] extends Asking ? Name : never]: (
    args: Parameters<Extract<Librarian[Name], Asking>>,
  ) => ReturnType<Extract<Librarian[Name], Asking>>;
};

/**
 * What a librarian answers: one question after the other, so that no two moves meet. Copying a large text holds up nobody.
 */
export function answersOf(librarian: Librarian): Answers {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (ask: () => Promise<unknown>): Promise<unknown> => {
    const answer = turn.then(ask);
    turn = answer.catch(() => undefined);
    return answer;
  };
  const names = Object.getOwnPropertyNames(Librarian.prototype).filter((name) => name !== 'constructor');
  return Object.fromEntries(
    (names as (keyof LibraryAnswers)[]).map((method) => {
      const ask = librarian[method].bind(librarian) as (...all: readonly unknown[]) => Promise<unknown>;
      const now = (args: readonly unknown[]) => ask(...args);
      return [method, method === 'keepTexts' ? now : (args: readonly unknown[]) => inTurn(() => now(args))];
    }),
  );
}
