import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import type { Network } from './engine.ts';
import type { Generator } from './random.ts';
import { readAsProbabilities, requireProbabilities } from './reading.ts';
import { startState, type ReadingStart } from './reading-start.ts';

/**
 * Turns p into p^{1/τ} / Σ p^{1/τ} in place: 1 leaves it, towards 0 the likeliest takes all, and 0 means exactly that.
 * Computed from logarithms relative to the largest, so that a small τ underflows to 0 and never to 0/0.
 */
export function atTemperature(p: Vector, temperature: number): void {
  if (temperature === 1) return;
  let largest = 0;
  for (let i = 1; i < p.length; i++) if (p[i] > p[largest]) largest = i;
  if (temperature === 0) {
    p.fill(0);
    p[largest] = 1;
    return;
  }
  const top = Math.log(p[largest]);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] = Math.exp((Math.log(p[i]) - top) / temperature);
    sum += p[i];
  }
  for (let i = 0; i < p.length; i++) p[i] = p[i] / sum;
}

/** The index at which the sum of p first passes u ∈ [0, 1): the inverse of the distribution function. */
export function inverseDistribution(p: Vector, u: number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    sum += p[i];
    if (u < sum) return i;
  }
  // Rounding can leave the sum a little below 1: the last index that can be drawn at all.
  for (let i = p.length - 1; i > 0; i--) if (p[i] > 0) return i;
  return 0;
}

/**
 * Reads the prompt, then draws one character for each random number and reads it back in. A carried state is read on
 * from as it is: a prompt stands in no text, so there is nothing to warm it up on.
 * @param prompt at least one index
 * @param randomNumbers u ∈ [0, 1), each asked for when it is needed
 * @param temperature τ ≥ 0
 * @param visit called per character with p at that temperature, valid only during the call, and the index drawn
 * @returns false when interrupted
 * @throws LabError `bad-argument` where the layer has no reading as probabilities
 */
export function drawCharacters(
  network: Network,
  layer: OutputLayer,
  start: ReadingStart,
  prompt: Uint32Array,
  randomNumbers: Iterable<number>,
  temperature: number,
  visit: (n: number, p: Float64Array, drawn: number) => void,
  interrupted: () => boolean,
): boolean {
  requireProbabilities(layer);
  const { vocabulary: V, hidden: H } = network.spec.shape;
  const hidden = startState(start, H);
  const p = new Float64Array(V);
  let inputs: ArrayLike<number> = prompt;
  let n = 0;
  for (const u of randomNumbers) {
    const last = inputs.length - 1;
    const read = network.predict(
      inputs,
      hidden,
      (position, z, y) => {
        if (position === last) readAsProbabilities(layer, z, y, p);
      },
      interrupted,
    );
    if (!read) return false;
    atTemperature(p, temperature);
    const drawn = inverseDistribution(p, u);
    visit(n++, p, drawn);
    inputs = [drawn];
  }
  return true;
}

/**
 * Draws text with the random numbers of a generator.
 * @param prompt at least one index
 * @param temperature τ ≥ 0
 * @returns `count` indices, or null when interrupted
 */
export function sampleText(
  network: Network,
  layer: OutputLayer,
  start: ReadingStart,
  prompt: Uint32Array,
  count: number,
  temperature: number,
  generator: Generator,
  interrupted: () => boolean,
): Uint32Array | null {
  const drawn = new Uint32Array(count);
  function* randomNumbers() {
    for (let n = 0; n < count; n++) yield generator.uniform();
  }
  const finished = drawCharacters(
    network,
    layer,
    start,
    prompt,
    randomNumbers(),
    temperature,
    (n, _p, index) => (drawn[n] = index),
    interrupted,
  );
  return finished ? drawn : null;
}
