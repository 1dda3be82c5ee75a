import { type Corpus, type CorpusSummary, defaultCorpusOptions, defaultSplit } from './corpus.ts';
import type { SplitOptions } from './parts.ts';
import { generated } from './builtin/builtin-source.ts';
import { builtin } from './builtin/registry.ts';
import { LabError } from '../errors.ts';
import { readText, type ReadOptions } from './read-text.ts';
import type { TextSource } from './survey.ts';

/** The longest text that is generated, in characters: it is one string for a moment. */
const mostCharacters = 50_000_000;

/** UTF-8 of ASCII, which is all built-in sources use. */
function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * A built-in source as a corpus, with its exact entropy rate.
 * @throws LabError `unknown-name` that says which sources there are; `text-too-large`
 */
export async function generateCorpus(
  id: string,
  seed: number,
  characters: number,
  how: ReadOptions,
  split: SplitOptions = defaultSplit,
): Promise<Corpus> {
  const source = builtin(id);
  if (characters > mostCharacters)
    throw new LabError(
      'text-too-large',
      `A built-in text of ${characters} characters was asked for; at most ${mostCharacters} are made.`,
      `Ask for ${mostCharacters} or fewer.`,
    );
  const bytes = asciiBytes(generated(source, seed, characters));
  const text: TextSource = {
    name: source.label,
    source: 'builtin',
    bytes: bytes.length,
    async *open() {
      yield bytes;
    },
  };
  const corpus = await readText({ texts: [text], heldOut: null }, { ...defaultCorpusOptions, ...split }, how);
  const summary: CorpusSummary = {
    ...corpus.summary,
    builtin: { id, seed },
    encodingSource: 'generated',
    entropyRate: source.entropyRate(seed),
  };
  return { ...corpus, summary };
}
