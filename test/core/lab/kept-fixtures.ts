import { setImmediate as immediate } from 'node:timers';
import { Keeping } from '../../../core/node/store/store-keeping.ts';
import { Librarian } from '../../../core/node/store/librarian.ts';
import { answersOf } from '../../../core/node/store/library-answers.ts';
import { nodeLibrary } from '../../../core/node/store/node-library.ts';
import type { StoreChannel } from '../../../core/node/store/store-channel.ts';
import type { FromStore } from '../../../core/node/store/store-messages.ts';
import type { LibraryPort } from '../../../core/lab/library-port.ts';
import type { TextPort } from '../../../core/lab/ports.ts';
import { smallCorpus, fixedTexts, testLab, type TestLab } from './lab-fixtures.ts';

/** The thread that writes, on this thread: the real one behind the real messages, cloned as a port would. */
function localStore(): StoreChannel {
  let listener: (message: FromStore) => void = () => undefined;
  let ended = false;
  const keeping = new Keeping((message) => {
    const copy = structuredClone(message);
    immediate(() => {
      if (!ended) listener(copy);
    });
  });
  return {
    post: (message, transfer = []) => {
      const copy = structuredClone(message, { transfer });
      immediate(() => keeping.receive(copy));
    },
    listen: (next) => (listener = next),
    onDeath: () => undefined,
    end: async () => void (ended = true),
  };
}

/** A library in a folder, read and written on this thread. */
function localLibrary(folder: string): LibraryPort {
  return nodeLibrary({
    folder,
    ask: (where) => {
      const answers = answersOf(new Librarian(where));
      return {
        ask: (method, args) => answers[method](args as never) as Promise<never>,
        close: async () => undefined,
      };
    },
    store: localStore,
    runtime: 'test',
    shown: true,
  });
}

/** A text port whose text was dropped, and lies in a file. */
export const droppedText = (path: string, name: string): TextPort => ({
  ...fixedTexts(smallCorpus()),
  stored: () => ({ source: 'upload', texts: [{ path, name }], heldOut: null }),
});

/** A lab that keeps its experiments in a folder. */
export const keepingLab = (folder: string, options: Parameters<typeof testLab>[0] = {}): TestLab =>
  testLab({ library: localLibrary(folder), ...options });
