import { createHash } from 'node:crypto';
import { analyse } from 'chardet';
import { defaultCorpusOptions, type Corpus, type CorpusOptions } from '../../../core/corpora/corpus.ts';
import { readText, type ReadOptions } from '../../../core/corpora/read-text.ts';
import type { TextSource } from '../../../core/corpora/survey.ts';
import type { TextTools } from '../../../core/corpora/text-tools.ts';

export const tools: TextTools = {
  decoder: (label, fatal) => new TextDecoder(label, { fatal }),
  detect: (sample) => analyse(sample).map(({ name }) => name.toLowerCase()),
  sha256: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
  },
};

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Pieces of bytes as a text that can be read again and again. */
export function sourceOf(pieces: readonly Uint8Array[], name = 'test.txt'): TextSource {
  return {
    name,
    source: 'file',
    bytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
    async *open() {
      // Each reading gets its own copies, as from a disk.
      for (const piece of pieces) yield piece.slice();
    },
  };
}

export function read(
  text: string | Uint8Array | readonly Uint8Array[],
  options: Partial<CorpusOptions> = {},
  how: Partial<ReadOptions> = {},
): Promise<Corpus> {
  const pieces = typeof text === 'string' ? [utf8(text)] : text instanceof Uint8Array ? [text] : text;
  return readText(
    { texts: [sourceOf(pieces)], heldOut: null },
    { ...defaultCorpusOptions, ...options },
    { tools, memoryLimit: 1e9, progress: () => undefined, checkpoint: () => undefined, ...how },
  );
}

/** What a corpus says, as text again. */
export function textOf({ indices, vocabulary }: Corpus): string {
  return Array.from(indices, (index) => String.fromCodePoint(vocabulary[index])).join('');
}
