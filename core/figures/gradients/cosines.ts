import { allParameters, type ParameterName } from '../../network/weights.ts';
import type { Chosen, FigureChoice } from '../choices.ts';
import type { Figure, MapScale } from '../figure.ts';
import type { Probed } from './probed.ts';
import { inEnglish } from '../../words/said/say.ts';
import { tableOf } from '../csv.ts';
import { mapPanel } from '../panels.ts';

export const cosineChoices: readonly FigureChoice<Probed>[] = [
  {
    id: 'matrix',
    label: 'Parameters',
    hint: 'Whose gradients are compared in direction: of all parameters or of one matrix',
    usual: 'all',
    options: ({ probe, say = inEnglish }) => [
      { id: 'all', label: say`all parameters` },
      ...allParameters
        .filter((name) => probe.cosines.perMatrix[name])
        .map((name) => ({ id: name, label: `∂E/∂${name}` })),
    ],
  },
];

/** Cosines between the gradients of every two layers: over all parameters, and of each matrix. The table has all of them. */
export function cosines(
  { probe, looks, where, say = inEnglish }: Probed,
  { matrix: only }: Chosen = {},
): Figure {
  const colours: MapScale = { kind: 'linear', low: -1, high: 1, label: say`cosine (no unit)` };
  const grids: [ParameterName | 'all', Float64Array][] = [
    ['all', probe.cosines.all],
    ...allParameters.flatMap((name): [ParameterName, Float64Array][] => {
      const values = probe.cosines.perMatrix[name];
      return values ? [[name, values]] : [];
    }),
  ];
  const ids = probe.layers.map(({ probed }) => probed.layer);
  const rows = looks.map(({ label }, i) => `${i + 1} ${label}`);
  const columns = looks.map((_, i) => String(i + 1));
  return {
    id: 'cosines',
    title: say`Direction: cosine between the gradients of two output layers`,
    subtitle: say`At the same weights: ${where}`,
    notes: [say`–: a gradient is 0 or not defined.`],
    looks,
    across: 2,
    panels: grids
      .filter(([name]) => (only ?? name) === name)
      .map(([name, values]) => {
        const title = name === 'all' ? say`all parameters` : `∂E/∂${name}`;
        return mapPanel({ title, rows, columns, values, colours, figures: true });
      }),
    table: tableOf(['a', 'b', 'matrix', 'cosine'], function* () {
      for (const [name, values] of grids)
        for (const [i, a] of ids.entries())
          for (const [j, b] of ids.entries()) if (j > i) yield [a, b, name, values[i * ids.length + j]];
    }),
  };
}
