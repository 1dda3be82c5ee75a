import type { Network } from '../network/engine.ts';
import type { Generator } from '../network/random.ts';
import { sampleText } from '../network/sampling.ts';
import { LabError } from '../errors.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';

export interface DrawOptions {
  /** Characters to draw. */
  readonly characters: number;
  readonly temperature: number;
  /** Text the network reads first; the empty prompt is a line end, or the text's first character. */
  readonly prompt: string;
}

const lineFeed = 0x0a;

/** Indices of a prompt. @throws LabError `bad-argument` for a character the text did not have */
export function promptIndices(prompt: string, vocabulary: Uint32Array): Uint32Array {
  if (prompt === '') return Uint32Array.of(Math.max(0, vocabulary.indexOf(lineFeed)));
  return Uint32Array.from(prompt, (character) => {
    const index = vocabulary.indexOf(character.codePointAt(0)!);
    if (index < 0)
      throw new LabError(
        'bad-argument',
        `The prompt has the character '${character}', which the text did not have.`,
        'Use characters of the text the run was trained on.',
      );
    return index;
  });
}

/** Text drawn from a network at its present weights; null when interrupted. */
export function drawText(
  network: Network,
  layer: OutputLayer,
  vocabulary: Uint32Array,
  options: DrawOptions,
  generator: Generator,
  interrupted: () => boolean,
): string | null {
  const prompt = promptIndices(options.prompt, vocabulary);
  const drawn = sampleText(
    network,
    layer,
    prompt,
    options.characters,
    options.temperature,
    generator,
    interrupted,
  );
  if (drawn === null) return null;
  return Array.from(drawn, (index) => String.fromCodePoint(vocabulary[index])).join('');
}
