import type { Vector } from '../vector.ts';
import { clippedReading } from './clipped.ts';
import { exponentialReading } from './exponential.ts';
import { noReading } from './none.ts';
import type { OutputReading } from './output-reading.ts';
import { sigmoidReading } from './sigmoid.ts';
import { softmaxReading } from './softmax.ts';

/** Every reading of outputs as probabilities there is. A new one is a file and a line here. */
export const outputReadings = [
  softmaxReading,
  sigmoidReading,
  clippedReading,
  exponentialReading,
  noReading,
] as const satisfies readonly OutputReading[];

export type ReadingId = (typeof outputReadings)[number]['id'];

export const readingIds: readonly ReadingId[] = outputReadings.map(({ id }) => id);

/** How a layer is read: by one of these, or by a method of its own, which only plug-ins have. */
export type LayerReading = ReadingId | 'own';

export const isReadingId = (name: string): name is ReadingId => outputReadings.some(({ id }) => id === name);

/** The record of a reading. */
export const readingOf = (id: ReadingId): OutputReading<ReadingId> =>
  outputReadings.find((each) => each.id === id)!;

/** Whether there are probabilities to score or draw by; a reading that is no record, such as `own`, is taken to have them. */
export const givesProbabilities = (reading: string | undefined): boolean =>
  outputReadings.find(({ id }) => id === reading)?.probabilities ?? true;

/** What of a layer says how its outputs are read. */
interface ReadLayer {
  readonly reading: LayerReading;
  probabilities?(y: Vector, q: Vector): boolean;
}

/** How a layer reads its outputs as probabilities, before smoothing; as `OutputReading.read`. */
export function readOutputs(layer: ReadLayer, z: Vector, y: Vector, q: Vector): boolean {
  return layer.reading === 'own' ? layer.probabilities!(y, q) : readingOf(layer.reading).read(z, y, q);
}

/**
 * How outputs are read, in a sentence: `Read as shares of e^y, q = e^y / Σ e^y: as chosen.`
 * @param why what the choice rests on; may be empty
 */
export function readingSentence(reading: LayerReading, why: string): string {
  const read = givesProbabilities(reading) ? `Read as ${readAs(reading)}` : 'Not read as probabilities';
  return `${read}${why === '' ? '' : `: ${why}`}.`;
}

function readAs(reading: LayerReading): string {
  if (reading === 'own') return 'the layer itself says';
  const { label, plain } = readingOf(reading);
  return `${label}, ${plain}`;
}
