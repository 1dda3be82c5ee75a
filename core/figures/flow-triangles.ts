import { extent } from './domain.ts';
import type { Figure, MapScale } from './figure.ts';
import { ableLayers, refusals, type Probed } from './probed.ts';
import { tableOf } from './csv.ts';
import { mapPanel } from './panels.ts';

/** Smaller than this beside the largest is rounding. */
const decades = 16;

/** Ends of the colours: whole powers of ten about all norms above 0, the same for all layers. */
function scaleOf(triangles: readonly Float64Array[]): MapScale {
  const [least, most] = extent(triangles.flatMap((each) => [...each]).filter((norm) => norm > 0)) ?? [1, 1];
  const high = Math.ceil(Math.log10(most) + 1e-9);
  const low = Math.max(Math.floor(Math.log10(least) - 1e-9), high - decades);
  const label = 'norm, logarithmic, the same for all; pale also for less';
  return { kind: 'log', low: 10 ** Math.min(low, high - 1), high: 10 ** high, label };
}

/** ‖∂E_τ/∂h_t‖ of every t ≤ τ, a triangle for each layer. */
export function flowTriangles(probed: Probed): Figure {
  const { probe, looks, where } = probed;
  const T = probe.inputs.length;
  const able = ableLayers(probe.layers);
  const colours = scaleOf(able.map(({ layer }) => layer.flow.triangle));
  const steps = Array.from({ length: T }, (_, t) => String(t));
  return {
    id: 'gradient-flow-triangle',
    title: 'Gradient flow through time: ‖∂E_τ/∂h_t‖ for every t ≤ τ',
    subtitle: where,
    notes: refusals(probed),
    looks,
    across: 3,
    panels: able.map(({ place, layer }) =>
      mapPanel({
        look: place,
        title: looks[place].label,
        xLabel: 't, step of the hidden state',
        yLabel: 'τ, step whose loss it is',
        rows: steps,
        columns: steps,
        values: layer.flow.triangle,
        colours,
      }),
    ),
    table: tableOf(['layer', 'tau', 't', 'norm'], function* () {
      for (const { layer } of able)
        for (let tau = 0; tau < T; tau++)
          for (let t = 0; t <= tau; t++) yield [layer.probed.layer, tau, t, layer.flow.triangle[tau * T + t]];
    }),
  };
}
