import type { Network } from '../network/engine.ts';
import { stream } from '../network/random.ts';
import { readAsProbabilities, requireProbabilities } from '../network/reading.ts';
import { startState, type ReadingStart } from '../network/reading-start.ts';
import { atTemperature, drawCharacters } from '../network/sampling.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { DuelLine, DuelLines } from './duel.ts';
import { LineRecord } from './line-record.ts';

/** One side of a duel; all have the same vocabulary. */
export interface Contestant {
  readonly network: Network;
  readonly layer: OutputLayer;
  /** The state it reads from. */
  readonly start: ReadingStart;
}

/** A text to read, as indices: `context` first, from the state of each, then `inputs`, each followed by its target. */
export interface GivenText {
  readonly context: Uint32Array;
  readonly inputs: Uint32Array;
  readonly targets: Uint32Array;
}

/** How distributions are read and how much of them is kept. */
export interface LineReading {
  /** Code point of each index. */
  readonly vocabulary: Uint32Array;
  readonly temperature: number;
  /** Most characters named at a position. */
  readonly top: number;
}

const never = () => false;

const codePoints = (indices: Uint32Array, vocabulary: Uint32Array) =>
  indices.map((index) => vocabulary[index]);

/**
 * Every contestant reads the prompt, then draws and reads its own text on. The random number of a position is the same
 * for all, each through its own inverse distribution: where two distributions agree, so do the characters.
 * @param prompt at least one index
 */
export function drawnLines(
  contestants: Iterable<Contestant>,
  prompt: Uint32Array,
  characters: number,
  sampleSeed: number,
  { vocabulary, temperature, top }: LineReading,
): DuelLines {
  const generator = stream(sampleSeed, 'sampling');
  const randomNumbers = Float64Array.from({ length: characters }, () => generator.uniform());
  const lines = Array.from(contestants, ({ network, layer, start }): DuelLine => {
    const record = new LineRecord(characters, vocabulary, top);
    drawCharacters(
      network,
      layer,
      start,
      prompt,
      randomNumbers,
      temperature,
      (n, p, drawn) => record.add(n, p, drawn),
      never,
    );
    return record.line();
  });
  return { before: codePoints(prompt, vocabulary), randomNumbers, lines };
}

/** Every contestant reads the same text; at each position stands the character that comes next in it. */
export function givenLines(
  contestants: Iterable<Contestant>,
  { context, inputs, targets }: GivenText,
  { vocabulary, temperature, top }: LineReading,
): DuelLines {
  const read = new Uint32Array(context.length + inputs.length);
  read.set(context);
  read.set(inputs, context.length);
  const lines = Array.from(contestants, ({ network, layer, start }): DuelLine => {
    requireProbabilities(layer);
    const record = new LineRecord(inputs.length, vocabulary, top);
    const p = new Float64Array(vocabulary.length);
    network.predict(
      read,
      startState(start, network.spec.shape.hidden),
      (place, z, y) => {
        const position = place - context.length;
        if (position < 0) return;
        readAsProbabilities(layer, z, y, p);
        atTemperature(p, temperature);
        record.add(position, p, targets[position]);
      },
      never,
    );
    return record.line();
  });
  const before = read.subarray(0, context.length + 1);
  return { before: codePoints(before, vocabulary), randomNumbers: new Float64Array(0), lines };
}
