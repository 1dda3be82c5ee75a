import { allParameters } from '../network/weights.ts';
import type { BarsPanel, Figure } from './figure.ts';
import { ableLayers, refusals, type Probed } from './probed.ts';
import { tableOf } from './csv.ts';

/** How the entries of ∂E/∂W are spread, for each layer and matrix, each on its own axis. */
export function gradientHistograms(probed: Probed): Figure {
  const { probe, looks, where } = probed;
  const able = ableLayers(probe.layers);
  const names = allParameters.filter((name) => able.some(({ layer }) => layer.histograms[name]));
  return {
    id: 'gradient-histograms',
    title: 'Entries of ∂E/∂W',
    subtitle: `Counts, heights on a logarithmic scale; ${where}`,
    notes: refusals(probed),
    looks,
    across: Math.max(1, names.length),
    panels: able.flatMap(({ place, layer }) =>
      names.flatMap((name): BarsPanel[] => {
        const histogram = layer.histograms[name];
        if (!histogram) return [];
        const { low, high, counts } = histogram;
        return [
          {
            kind: 'bars',
            title: `∂E/∂${name}`,
            note: looks[place]!.label,
            look: place,
            x: { label: '', scale: 'linear', domain: [low, high] },
            counts,
          },
        ];
      }),
    ),
    table: tableOf(['layer', 'matrix', 'low', 'high', 'count'], function* () {
      for (const { layer } of able)
        for (const [name, { low, high, counts }] of Object.entries(layer.histograms)) {
          const width = (high - low) / counts.length;
          for (const [i, count] of counts.entries())
            yield [layer.probed.layer, name, low + i * width, low + (i + 1) * width, count];
        }
    }),
  };
}
