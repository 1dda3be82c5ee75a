import { inEnglish } from '../../words/said/say.ts';
import { extent } from '../domain.ts';
import type { Chosen, FigureChoice } from '../choices.ts';
import type { CellReadout, Figure, FigureAxis } from '../figure.ts';
import { percent, significant } from '../../words/number-format.ts';
import { ableLayers, refusals, type Probed } from './probed.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';

/** Whole powers of ten about all norms above 0: at least two decades, at most twelve. */
export function flowDomain(values: Iterable<number>): FigureAxis['domain'] {
  const [least, most] = extent([...values].filter((value) => value > 0)) ?? [1, 1];
  const high = 10 ** Math.ceil(Math.log10(most) + 0.05);
  const low = Math.max(10 ** Math.floor(Math.log10(least) - 0.05), high / 1e12);
  return [Math.min(low, high / 100), high];
}

export const flowChoices: readonly FigureChoice<Probed>[] = [
  {
    id: 'per',
    label: 'Of what',
    hint: 'As the gradients are, or divided by the δ that they come from',
    usual: 'whole',
    options: ({ say = inEnglish }) => [
      { id: 'whole', label: say`as it is` },
      { id: 'delta', label: say`per ‖δ‖` },
    ],
  },
];

/**
 * What is told at a lag k: the norms of every layer there and at lag 0, and what is left on the way, of the gradient and of
 * its part that is the chain alone.
 * @param lag 0 … T − 1
 */
export function flowAtLag({ probe, looks, say = inEnglish }: Probed, lag: number): CellReadout {
  const left = (of: Float64Array) => (of[0] > 0 ? percent(of[lag] / of[0]) : '–');
  return {
    head: say`At lag ${lag}`,
    about: '',
    tables: [
      {
        columns: [say`Output layer`, say`lag ${0}`, say`lag ${lag}`, say`left`, say`left per ‖δ‖`],
        rows: ableLayers(probe.layers).map(({ place: look, layer: { flow } }) => ({
          look,
          name: looks[look].label,
          values: [
            significant(flow.byLag[0]),
            significant(flow.byLag[lag]),
            left(flow.byLag),
            left(flow.byLagPerDelta),
          ],
        })),
      },
    ],
  };
}

/** Gradient flow by lag: how far the gradient of a step's loss reaches back, as it is and per ‖δ‖. */
export function gradientFlow(
  probed: Probed & { readonly clipping: number | null },
  { per }: Chosen = {},
): Figure {
  const { probe, looks, where, clipping, say = inEnglish } = probed;
  const T = probe.inputs.length;
  const able = ableLayers(probe.layers);
  const lags = Float64Array.from({ length: T }, (_, k) => k);
  const panelOf = (title: string, label: string, of: 'byLag' | 'byLagPerDelta', threshold: number | null) =>
    linesPanel({
      title,
      x: { label: say`lag k, in time steps`, scale: 'linear', domain: [0, Math.max(1, T - 1)], whole: true },
      y: {
        label,
        scale: 'log',
        domain: flowDomain([...able.flatMap(({ layer }) => [...layer.flow[of]]), threshold ?? NaN]),
      },
      series: able.map(({ place, layer }) => ({ look: place, weight: 'strong', x: lags, y: layer.flow[of] })),
      rules:
        threshold === null
          ? []
          : [{ label: say`clipping threshold of ‖∂E/∂W‖`, value: threshold, kind: 'baseline' }],
    });
  return {
    id: 'gradient-flow',
    title: say`Gradient that reaches h, by lag`,
    subtitle: say`Mean over τ; ${where}`,
    notes: [say`After δ the way back is the same for every loss.`, ...refusals(probed)],
    looks,
    across: 2,
    panels: [
      ...(per === 'delta'
        ? []
        : [panelOf(per ? '' : say`As it is`, say`mean ‖∂E_τ/∂h_{τ−k}‖`, 'byLag', clipping)]),
      ...(per === 'whole'
        ? []
        : [
            panelOf(
              per ? '' : say`Per ‖δ‖: the chain alone`,
              say`mean ‖∂E_τ/∂h_{τ−k}‖ / ‖δ_τ‖`,
              'byLagPerDelta',
              null,
            ),
          ]),
    ],
    table: tableOf(['layer', 'lag', 'norm', 'normPerDelta'], function* () {
      for (const { layer } of able)
        for (let k = 0; k < T; k++)
          yield [layer.probed.layer, k, layer.flow.byLag[k], layer.flow.byLagPerDelta[k]];
    }),
  };
}
