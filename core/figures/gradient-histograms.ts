import { allParameters, type ParameterName } from '../network/weights.ts';
import type { Histogram } from '../network/histogram.ts';
import { extent } from './domain.ts';
import type { BarsPanel, Figure } from './figure.ts';
import { ableLayers, refusals, type Probed } from './probed.ts';
import { tableOf } from './csv.ts';

interface HistogramChoice {
  /** Left out: every matrix. */
  readonly matrix?: ParameterName;
  /** All layers on the widest axis, so that bars of one place mean one value. */
  readonly commonRange?: boolean;
}

/** Counts on a wider axis: a bin of the old one counts where its middle lies. */
function widened({ low, high, counts }: Histogram, [from, to]: readonly [number, number]): Histogram {
  const wide = new Float64Array(counts.length);
  counts.forEach((count, i) => {
    const middle = low + ((i + 0.5) * (high - low)) / counts.length;
    const at = Math.floor(((middle - from) / (to - from || 1)) * counts.length);
    wide[Math.min(counts.length - 1, Math.max(0, at))] += count;
  });
  return { low: from, high: to, counts: Array.from(wide) };
}

/** How the entries of ∂E/∂W are spread, for each layer and matrix, each on its own axis unless one is wished. */
export function gradientHistograms(probed: Probed, { matrix, commonRange }: HistogramChoice = {}): Figure {
  const { probe, looks, where } = probed;
  const able = ableLayers(probe.layers);
  const names = allParameters.filter(
    (name) => (matrix ?? name) === name && able.some(({ layer }) => layer.histograms[name]),
  );
  const ends = new Map(
    names.map((name) => {
      const all = able.flatMap(({ layer }) => layer.histograms[name] ?? []);
      return [name, extent(all.flatMap(({ low, high }) => [low, high])) ?? ([0, 1] as const)];
    }),
  );
  return {
    id: 'gradient-histograms',
    title: 'Entries of ∂E/∂W',
    subtitle: `Counts, heights on a logarithmic scale; ${where}`,
    notes: refusals(probed),
    looks,
    across: matrix ? 6 : Math.max(1, names.length),
    panels: able.flatMap(({ place, layer }) =>
      names.flatMap((name): BarsPanel[] => {
        const histogram = layer.histograms[name];
        if (!histogram) return [];
        const { low, high, counts } = commonRange ? widened(histogram, ends.get(name)!) : histogram;
        return [
          {
            kind: 'bars',
            title: `∂E/∂${name}`,
            note: looks[place].label,
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
