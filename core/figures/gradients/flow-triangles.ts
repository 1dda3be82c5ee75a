import type { Chosen, FigureChoice } from '../choices.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { extent } from '../domain.ts';
import type { Figure, MapScale } from '../figure.ts';
import { percent, significant } from '../../words/number-format.ts';
import { ableLayers, refusals, signOf, type Probed } from './probed.ts';
import { tableOf } from '../csv.ts';
import { mapPanel } from '../panels.ts';

/** Smaller than this beside the largest is rounding. */
const decades = 16;

/** Ends of the colours: whole powers of ten about all norms above 0, the same for all layers. */
function scaleOf(triangles: readonly Float64Array[], say: Say): MapScale {
  const [least, most] = extent(triangles.flatMap((each) => [...each]).filter((norm) => norm > 0)) ?? [1, 1];
  const high = Math.ceil(Math.log10(most) + 1e-9);
  const low = Math.max(Math.floor(Math.log10(least) - 1e-9), high - decades);
  const label = say`norm, logarithmic, the same for all; pale also for less`;
  return { kind: 'log', low: 10 ** Math.min(low, high - 1), high: 10 ** high, label };
}

export const triangleChoices: readonly FigureChoice<Probed>[] = [
  {
    id: 'layer',
    label: 'Output layer',
    hint: 'Whose triangle is drawn',
    usual: 'first',
    options: ({ probe, looks, say = inEnglish }) => {
      const [first, ...others] = ableLayers(probe.layers).map(({ place }) => ({
        id: String(place),
        label: looks[place].label,
      }));
      return first
        ? [{ ...first, id: 'first' }, ...others, { id: 'all', label: say`all output layers` }]
        : [];
    },
  },
];

/** ‖∂E_τ/∂h_t‖ of every t ≤ τ, a triangle for each layer. */
export function flowTriangles(probed: Probed, { layer: chosen = 'all' }: Chosen = {}): Figure {
  const { probe, looks, where, say = inEnglish } = probed;
  const T = probe.inputs.length;
  const able = ableLayers(probe.layers);
  const drawn = able.filter(
    ({ place }, i) => chosen === 'all' || (chosen === 'first' ? i === 0 : chosen === String(place)),
  );
  const colours = scaleOf(
    able.map(({ layer }) => layer.flow.triangle),
    say,
  );
  const steps = Array.from({ length: T }, (_, t) => String(t + 1));
  return {
    id: 'gradient-flow-triangle',
    title: say`Every error, every step`,
    subtitle: say`‖∂E_τ/∂h_t‖ for every t ≤ τ; ${where}`,
    notes: refusals(probed),
    looks,
    across: 3,
    panels: drawn.map(({ place, layer }) =>
      mapPanel({
        look: place,
        title: looks[place].label,
        xLabel: say`t, step of the hidden state`,
        yLabel: say`τ, step whose loss it is`,
        rows: steps,
        columns: steps,
        values: layer.flow.triangle,
        colours,
      }),
    ),
    readCell: (tau, t) => ({
      head: say`error at τ = ${tau + 1}, hidden state at t = ${t + 1}`,
      about: say`reads ${signOf(probe.inputs[tau])}, wants ${signOf(probe.targets[tau])}; lag ${tau - t}`,
      tables: [
        {
          columns: [say`Output layer`, say`norm`, say`left of lag 0`],
          rows: able.map(({ place: look, layer: { flow } }) => {
            const [norm, own] = [flow.triangle[tau * T + t], flow.triangle[tau * T + tau]];
            const left = own > 0 ? percent(norm / own) : '–';
            return { look, name: looks[look].label, values: [significant(norm), left] };
          }),
        },
      ],
    }),
    table: tableOf(['layer', 'tau', 't', 'norm'], function* () {
      for (const { layer } of able)
        for (let tau = 0; tau < T; tau++)
          for (let t = 0; t <= tau; t++)
            yield [layer.probed.layer, tau + 1, t + 1, layer.flow.triangle[tau * T + t]];
    }),
  };
}
