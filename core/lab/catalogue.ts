import type { Catalogue } from '../contract/lab-data.ts';
import { builtins } from '../corpora/builtin/registry.ts';
import { encodings } from '../corpora/encoding.ts';
import { presets } from '../experiments/presets.ts';
import { registryInfos } from '../layers/layer-info.ts';
import { faults } from '../probes/faults.ts';
import { optimizers } from '../optimizers/registry.ts';

/** Everything a screen can offer, from the registries; no list is written twice. */
export function catalogue(): Catalogue {
  return {
    outputLayers: registryInfos,
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
