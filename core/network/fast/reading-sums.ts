import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { RowSums } from '../../outputs/readings/output-reading.ts';
import { readingOf } from '../../outputs/readings/registry.ts';
import { outputLayers } from '../../outputs/registry.ts';

const known: readonly OutputLayer[] = outputLayers;

/**
 * What is summed over a row for the reading of a layer with a kernel: the outputs that the loss pass leaves, or their
 * powers e^y. Null where neither is what the layer reads.
 */
export function readingSums({ activation, kernel, reading }: OutputLayer): RowSums | null {
  if (reading === 'own') return null;
  const { shares } = readingOf(reading);
  if (shares === 'any') return 'outputs';
  // A kernel that fits by its δ leaves the outputs of the layer it was written for.
  const of = kernel && known.find((layer) => layer.kernel?.id === kernel.id);
  const written = of?.activation ?? activation;
  if (typeof shares === 'object') return shares[written] ?? null;
  return written === activation ? shares : null;
}
