import type { OutputLayer } from '../../outputs/output-layer.ts';
import { givesProbabilities, readOutputs } from '../../outputs/readings/registry.ts';
import { lossWhereDefined } from '../../outputs/where-defined.ts';

/** What a loss makes of a truth that is no certainty. */
export interface ProperScore {
  /** Whether its mean is least where its outputs are read as the truth, and nowhere else, for every truth that was tried. */
  readonly proper: boolean;
  /** A truth that it misses most, else the first that was tried: shares of three characters. */
  readonly truth: readonly number[];
  /** What its outputs are read as where the mean loss is least. */
  readonly best: readonly number[];
}

const truths = [
  [0.6, 0.3, 0.1],
  [0.45, 0.35, 0.2],
];
/** Shares closer than this are the same: what a descent leaves. */
const near = 2e-3;

type Layer = Pick<OutputLayer, 'lossAndDelta' | 'forward' | 'reading' | 'probabilities'>;

/**
 * Whether a loss is a strictly proper score of three outputs as they are read (Gneiting & Raftery, JASA 102, 2007): its mean
 * under a truth is brought to its least by descent from several logits. Null where outputs are not read as probabilities,
 * or the loss is defined at none of the starts.
 */
export function properScore(layer: Layer): ProperScore | null {
  if (!givesProbabilities(layer.reading)) return null;
  const found = truths.flatMap((truth) => {
    const best = furthestBest(layer, truth);
    return best ? [{ truth, best, off: distance(best, truth) }] : [];
  });
  if (found.length < truths.length) return null;
  const [{ truth, best, off }] = found.sort((a, b) => b.off - a.off);
  return { proper: off <= near, truth, best };
}

const distance = (q: readonly number[], p: readonly number[]) =>
  q.reduce((most, share, i) => Math.max(most, Math.abs(share - p[i])), 0);

/** Among the readings at which the mean loss is least, the one that is furthest from the truth; null where there is none. */
function furthestBest(layer: Layer, truth: readonly number[]): readonly number[] | null {
  const starts = [
    truth.map(() => 0),
    truth.map(() => 0.3),
    truth,
    truth.map(Math.log),
    truth.map((share) => Math.log(share / (1 - share))),
  ];
  const ends = starts.map((z) => descend(layer, truth, z)).filter(({ mean }) => Number.isFinite(mean));
  const least = ends.reduce((low, { mean }) => Math.min(low, mean), Infinity);
  const readings = ends
    .filter(({ mean }) => mean - least <= 1e-8 * Math.max(1, Math.abs(least)))
    .map(({ z }) => read(layer, z))
    .filter((q) => q.every(Number.isFinite));
  const offs = readings.map((q) => distance(q, truth));
  return readings[offs.indexOf(Math.max(...offs))] ?? null;
}

function read(layer: Layer, z: Float64Array): number[] {
  const [y, q] = [new Float64Array(z.length), new Float64Array(z.length)];
  layer.forward(z, y);
  readOutputs(layer, z, y, q);
  return [...q];
}

/** The mean loss of logits under a truth, and its slope in z, which is written into `slope`. */
function meanAt(layer: Layer, truth: readonly number[], z: Float64Array, slope: Float64Array): number {
  const [y, delta] = [new Float64Array(z.length), new Float64Array(z.length)];
  slope.fill(0);
  return truth.reduce((mean, share, target) => {
    const loss = lossWhereDefined(() => layer.lossAndDelta(z, target, y, delta));
    delta.forEach((value, i) => (slope[i] += share * value));
    return mean + share * loss;
  }, 0);
}

/** Down the slope by steps that grow as long as they lead down; a step to where the loss is not defined leads nowhere. */
function descend(layer: Layer, truth: readonly number[], from: readonly number[]) {
  let z = Float64Array.from(from);
  let slope = new Float64Array(z.length);
  let [next, nextSlope] = [z.slice(), slope.slice()];
  let mean = meanAt(layer, truth, z, slope);
  let step = 0.5;
  for (let n = 0; n < 2000 && step > 1e-10; n++) {
    next.forEach((_, i) => (next[i] = z[i] - step * slope[i]));
    const lower = meanAt(layer, truth, next, nextSlope);
    if (!(lower <= mean) || !nextSlope.every(Number.isFinite)) {
      step /= 2;
      continue;
    }
    [z, next] = [next, z];
    [slope, nextSlope] = [nextSlope, slope];
    mean = lower;
    if (slope.every((value) => Math.abs(value) < 1e-9)) break;
    step = Math.min(step * 1.3, 1e6);
  }
  return { z, mean };
}
