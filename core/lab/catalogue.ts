import type { Catalogue } from '../contract/lab-api.ts';
import { builtins } from '../corpora/builtin/registry.ts';
import { encodings } from '../corpora/encoding.ts';
import { presets } from '../experiments/presets.ts';
import { faults } from '../probes/faults.ts';
import { optimizers } from '../optimizers/registry.ts';
import { defaultClamp, outputLayers } from '../outputs/registry.ts';

/** Everything a screen can offer, from the registries; no list is written twice. */
export function catalogue(): Catalogue {
  return {
    outputLayers: outputLayers.map((layer) => ({
      id: layer.id,
      label: layer.label,
      activation: layer.activation,
      loss: layer.loss,
      formula: layer.formula,
      delta: layer.delta,
      matched: layer.matched,
      reference: layer.reference,
      defaultClamp: defaultClamp(layer),
    })),
    optimizers: optimizers.map((entry) => ({
      id: entry.id,
      label: entry.label,
      formula: entry.formula,
      defaults: entry.defaults,
      defaultRate: entry.defaultRate,
    })),
    builtins: builtins.map(({ id, label, description }) => ({ id, label, description })),
    encodings: encodings.map(({ id, label }) => ({ id, label })),
    faults,
    presets,
  };
}
