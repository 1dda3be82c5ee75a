import { lossWhereDefined } from '../outputs/where-defined.ts';
import { charactersOf, type Span } from '../corpora/parts.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Network } from './engine.ts';
import { stateBefore, type Readable, type ReadingStart } from './reading-start.ts';
import { YardstickSums, type BlockMeans, type YardstickReading } from './yardstick-sums.ts';

/** The yardsticks over a stretch of text. */
export interface Reading extends YardstickReading {
  /** Mean of the layer's own E; NaN when it is not defined somewhere. */
  readonly ownLoss: number;
  /** For the sampling error of the text; null where there is too little of it. */
  readonly blocks: BlockMeans | null;
}

type Score = NonNullable<Network['score']>;

/** The same of a network that does not score by itself. */
function scoreByPredictions(network: Network, layer: OutputLayer): Score {
  const { vocabulary: V } = network.spec.shape;
  const y2 = new Float64Array(V);
  const delta = new Float64Array(V);
  return (inputs, targets, hidden, sums, interrupted) => {
    let own = 0;
    const visit: Parameters<Network['predict']>[2] = (position, z, y) => {
      const target = targets[position];
      own += lossWhereDefined(() => layer.lossAndDelta(z, target, y2, delta));
      sums.add(z, y, target);
    };
    return network.predict(inputs, hidden, visit, interrupted) ? own : null;
  };
}

/**
 * The yardsticks of a network over the characters of some spans, in float64. From a carried state each span is warmed up
 * on the up to 100 characters before it, from that state anew; from h = 0 it is read without. The state that training
 * carries is left alone.
 * @param text indices
 * @param spans at least one character in all
 * @returns null when interrupted
 */
export function evaluate(
  network: Network,
  text: Readable,
  spans: readonly Span[],
  start: ReadingStart,
  layer: OutputLayer,
  interrupted: () => boolean,
): Reading | null {
  const sums = new YardstickSums(layer, network.spec.shape.vocabulary);
  const score: Score = network.score?.bind(network) ?? scoreByPredictions(network, layer);
  let own = 0;
  for (const span of spans) {
    const inputs = text.subarray(span.from - 1, span.to - 1);
    const targets = text.subarray(span.from, span.to);
    const hidden = stateBefore(network, text, span, start, interrupted);
    if (hidden === null) return null;
    const loss = score(inputs, targets, hidden, sums, interrupted);
    if (loss === null) return null;
    own += loss;
  }
  return { ...sums.reading, ownLoss: own / charactersOf(spans), blocks: sums.blocks };
}
