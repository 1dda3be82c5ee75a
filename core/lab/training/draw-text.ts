import { promptIndices } from '../../corpora/prompt.ts';
import type { Network } from '../../network/engine.ts';
import type { Generator } from '../../network/random.ts';
import type { ReadingStart } from '../../network/reading-start.ts';
import { sampleText } from '../../network/sampling.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';

interface DrawOptions {
  /** Characters to draw. */
  readonly characters: number;
  readonly temperature: number;
  /** Text the network reads first; the empty prompt is a line end, or the text's first character. */
  readonly prompt: string;
}

/** Text drawn from a network at its present weights, from the state it starts from; null when interrupted. */
export function drawText(
  network: Network,
  layer: OutputLayer,
  start: ReadingStart,
  vocabulary: Uint32Array,
  options: DrawOptions,
  generator: Generator,
  interrupted: () => boolean,
): string | null {
  const prompt = promptIndices(options.prompt, vocabulary);
  const drawn = sampleText(
    network,
    layer,
    start,
    prompt,
    options.characters,
    options.temperature,
    generator,
    interrupted,
  );
  if (drawn === null) return null;
  return Array.from(drawn, (index) => String.fromCodePoint(vocabulary[index])).join('');
}
