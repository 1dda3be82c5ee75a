import type { Answers } from '../threads/asked-thread.ts';
import type { Librarian } from './librarian.ts';
import { libraryMethods } from './library-messages.ts';

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
  return Object.fromEntries(
    libraryMethods.map((method) => {
      const ask = librarian[method].bind(librarian) as (...all: readonly unknown[]) => Promise<unknown>;
      const now = (args: readonly unknown[]) => ask(...args);
      return [method, method === 'keepTexts' ? now : (args: readonly unknown[]) => inTurn(() => now(args))];
    }),
  );
}
