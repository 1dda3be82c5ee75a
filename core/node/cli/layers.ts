import { outputLayers } from '../../outputs/registry.ts';
import { table } from './terminal.ts';

/** Prints the registry of output layers. */
export function layers({ json }: { json?: boolean }): void {
  if (json) {
    const rows = outputLayers.map(({ id, label, activation, loss, formula, delta, matched, reference }) => ({
      id,
      label,
      activation,
      loss,
      formula,
      delta,
      matched,
      reference,
    }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const rows = outputLayers.map((layer) => [
    layer.id,
    layer.formula,
    layer.delta,
    layer.matched ? 'matched' : 'mismatched',
  ]);
  process.stdout.write(`${table(['id', 'E', 'δ', 'activation and loss'], rows)}\n`);
}
