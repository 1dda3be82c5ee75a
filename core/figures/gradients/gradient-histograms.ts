import { allParameters, type ParameterName } from '../../network/weights.ts';
import type { Histogram } from '../../network/histogram.ts';
import type { Chosen, FigureChoice } from '../choices.ts';
import { inEnglish } from '../../words/said/say.ts';
import { extent } from '../domain.ts';
import type { BarsPanel, Figure } from '../figure.ts';
import { ableLayers, refusals, type Probed } from './probed.ts';
import { tableOf } from '../csv.ts';

/** Matrices that some layer has entries of. */
const namesOf = ({ probe }: Probed): ParameterName[] =>
  allParameters.filter((name) => ableLayers(probe.layers).some(({ layer }) => layer.histograms[name]));

export const histogramChoices: readonly FigureChoice<Probed>[] = [
  {
    id: 'matrix',
    label: 'Matrix',
    hint: 'The matrix whose gradient entries are counted',
    usual: 'Why',
    options: (source) => namesOf(source).map((name) => ({ id: name, label: `∂E/∂${name}` })),
  },
  {
    id: 'range',
    label: 'Horizontal axis',
    hint: 'Of each output layer by itself, or one for all',
    usual: 'own',
    options: ({ say = inEnglish }) => [
      { id: 'own', label: say`own range` },
      { id: 'common', label: say`common range` },
    ],
  },
];

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
export function gradientHistograms(probed: Probed, { matrix, range }: Chosen = {}): Figure {
  const { probe, looks, where, say = inEnglish } = probed;
  const able = ableLayers(probe.layers);
  const names = namesOf(probed).filter((name) => (matrix ?? name) === name);
  const ends = new Map(
    names.map((name) => {
      const all = able.flatMap(({ layer }) => layer.histograms[name] ?? []);
      return [name, extent(all.flatMap(({ low, high }) => [low, high])) ?? ([0, 1] as const)];
    }),
  );
  return {
    id: 'gradient-histograms',
    title: say`Entries of ∂E/∂W`,
    subtitle: say`Counts, heights on a logarithmic scale; ${where}`,
    notes: refusals(probed),
    looks,
    across: matrix ? 6 : Math.max(1, names.length),
    panels: able.flatMap(({ place, layer }) =>
      names.flatMap((name): BarsPanel[] => {
        const histogram = layer.histograms[name];
        if (!histogram) return [];
        const { low, high, counts } = range === 'common' ? widened(histogram, ends.get(name)!) : histogram;
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
