import type { Corpus, CorpusSummary } from './corpus.ts';
import { defaultCorpusOptions } from './corpus.ts';
import { builtin } from './builtin/registry.ts';
import { readText, type ReadOptions } from './read-text.ts';

/** UTF-8 of ASCII and other text below U+0080, which is all built-in sources use. */
function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * A built-in source as a corpus, with its exact entropy rate.
 * @throws LabError `unknown-name` that says which sources there are
 */
export async function generateCorpus(
  id: string,
  seed: number,
  characters: number,
  how: ReadOptions,
): Promise<Corpus> {
  const source = builtin(id);
  const bytes = asciiBytes(source.generate(seed, characters));
  const corpus = await readText(
    {
      name: source.label,
      source: 'builtin',
      bytes: bytes.length,
      async *open() {
        yield bytes;
      },
    },
    defaultCorpusOptions,
    how,
  );
  const summary: CorpusSummary = {
    ...corpus.summary,
    builtin: { id, seed },
    encodingSource: 'generated',
    entropyRate: source.entropyRate(seed),
  };
  return { ...corpus, summary };
}
