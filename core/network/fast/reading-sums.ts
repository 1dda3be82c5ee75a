import type { OutputLayer } from '../../outputs/output-layer.ts';

/**
 * What is summed over a row so that its probabilities are shares of the sum: the outputs that the loss pass leaves, or
 * their powers e^y. Null where neither is what the layer reads.
 */
export type ReadingSums = 'outputs' | 'powers' | null;

/** Activation of the outputs that the loss pass of a layer leaves: a kernel that fits by its δ leaves its own. */
function writtenBy({ activation, kernel }: OutputLayer): OutputLayer['activation'] {
  switch (kernel?.id) {
    case 'linear-quadratic':
    case 'linear-cross-entropy':
      return 'linear';
    case 'sigmoid-quadratic':
    case 'sigmoid-cross-entropy':
      return 'sigmoid';
    case 'softmax-quadratic':
    case 'softmax-cross-entropy':
      return 'softmax';
    default:
      return activation;
  }
}

/** How the sums of a layer with a kernel are taken for its reading. */
export function readingSums(layer: OutputLayer): ReadingSums {
  const written = writtenBy(layer);
  switch (layer.reading) {
    case 'softmax':
      return written === 'softmax' ? 'outputs' : written === 'linear' ? 'powers' : null;
    case 'sigmoid':
      return written === 'sigmoid' ? 'outputs' : null;
    case 'clipped':
      return written === layer.activation ? 'outputs' : null;
    case 'exponential':
      return written === layer.activation ? 'powers' : null;
    // Only who comes first is asked.
    case 'none':
      return 'outputs';
    case 'own':
      return null;
  }
}
