import type { Indices } from '../corpora/corpus.ts';
import type { TextParts } from '../corpora/parts.ts';
import { promptIndices } from '../corpora/prompt.ts';
import { LabError } from '../errors.ts';
import { trainingLayerOf } from '../layers/layer-of.ts';
import { readingNetwork } from '../network/reading-network.ts';
import { warmUpCharacters } from '../network/reading-start.ts';
import type { Shape } from '../network/weights.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import { readStretch } from '../probes/stretch.ts';
import { weightsOf, type ProbeWeights } from '../probes/weights-of.ts';
import { drawnLines, givenLines, type Contestant, type GivenText, type LineReading } from './duel-lines.ts';
import type { Duel, DuelLines, DuelQuestion, DuelText } from './duel.ts';

export interface DuelInput extends DuelQuestion {
  readonly shape: Shape;
  /** The text of the experiment; its indices lie on shared memory. */
  readonly corpus: {
    readonly indices: Indices;
    /** Code point of each index. */
    readonly vocabulary: Uint32Array;
    readonly parts: TextParts;
  };
  /** Layers that the experiment brings along. */
  readonly own: readonly LayerDefinition[];
  /** One for each of `arms`. */
  readonly contestants: readonly {
    readonly layer: string;
    readonly clamp: number | null;
    readonly weights: ProbeWeights;
  }[];
}

/**
 * A text of one's own to read.
 * @throws LabError `bad-argument` for fewer than two characters, or one that the text did not have
 */
export function givenText(text: string, vocabulary: Uint32Array): GivenText {
  const indices = promptIndices(text, vocabulary, 'The text to read');
  if (indices.length < 2)
    throw new LabError(
      'bad-argument',
      'A text to be read needs two characters: the first is read, the next is a position.',
      'Type a longer text, or take held-out text.',
    );
  return { context: new Uint32Array(0), inputs: indices.slice(0, -1), targets: indices.slice(1) };
}

/**
 * Lets networks meet at the weights of a question, in float64.
 * @throws LabError `bad-argument` for a prompt with characters the text did not have, or a stretch beyond the text
 */
export function runDuel(input: DuelInput): Duel {
  const { shape, corpus, own, contestants, arms, text, temperature, top } = input;
  const found = contestants.map(({ weights }) => weightsOf(weights, shape, own));
  // One network after the other: each may be large.
  function* networks(): Generator<Contestant> {
    for (const [i, { layer, clamp }] of contestants.entries()) {
      const training = trainingLayerOf(own, layer, clamp);
      const { weights, start } = found[i];
      yield { layer: training, network: readingNetwork(shape, training, weights), start };
    }
  }
  return {
    arms,
    text,
    temperature,
    top,
    steps: found.map(({ steps }) => steps),
    vocabulary: shape.vocabulary,
    ...linesOf(networks(), text, corpus, { vocabulary: corpus.vocabulary, temperature, top }),
  };
}

function linesOf(
  networks: Iterable<Contestant>,
  text: DuelText,
  corpus: DuelInput['corpus'],
  reading: LineReading,
): DuelLines {
  const { vocabulary } = corpus;
  if (text.kind === 'drawn') {
    const prompt = promptIndices(text.prompt, vocabulary);
    return drawnLines(networks, prompt, text.characters, text.sampleSeed, reading);
  }
  if (text.kind === 'given') return givenLines(networks, givenText(text.text, vocabulary), reading);
  const { start, characters } = text;
  const stretch = { part: 'held-out', start, length: characters, context: warmUpCharacters - 1 } as const;
  return givenLines(networks, readStretch(corpus, stretch), reading);
}
