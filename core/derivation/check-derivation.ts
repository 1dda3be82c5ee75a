import { whereDefined } from '../outputs/where-defined.ts';
import { centredDifference, differenceError } from '../probes/centred-difference.ts';
import { probedLayer } from '../probes/probed-layer.ts';
import { changedWay, energyFrom } from './changed-way.ts';
import { clamped, derive, type DerivationInput } from './derive.ts';
import {
  isDerived,
  type CheckedDerivative,
  type CheckedQuantity,
  type DerivationChecks,
} from './derivation.ts';
import { chainOfLayer } from './layer-chain.ts';

/**
 * Every derivative of the chosen place held against centred differences of E in float64: ∂E/∂y and ∂E/∂z of the output,
 * ∂E/∂h and ∂E/∂u of the unit, and the entries of the three matrices. Changed numbers stay changed: E is the E that is shown.
 * @throws LabError as `derive` does
 */
export function checkDerivation(input: DerivationInput): DerivationChecks {
  const derivation = derive(input, () => 0);
  const { t, output, unit, from } = derivation.place;
  const way = changedWay(input, input.changes);
  const { p, read } = way;
  const { vocabulary: V, hidden: H } = p.shape;
  const at = t - 1;
  return derivation.layers.map((derived, l) => {
    if (!isDerived(derived)) return {};
    const layer = probedLayer(input.layers[l], input.own);
    const checked = (
      analytic: number,
      value: number,
      energy: (value: number) => number,
    ): CheckedDerivative => {
      const found = whereDefined(() => centredDifference(value, energy));
      if (!found) return { analytic, numeric: NaN, error: NaN };
      return { analytic, numeric: found.numeric, error: differenceError(analytic, found, V) };
    };
    const nudged = (of: 'z' | 'h' | 'u', index: number, analytic: number) =>
      checked(analytic, 0, (by) => energyFrom(way, layer, at, { of, t: at, index, by }));
    const entry = (view: Float64Array, place: number, analytic: number) => {
      const w = view[place];
      try {
        return checked(analytic, w, (value) => {
          view[place] = value;
          return energyFrom(way, layer, 0, null);
        });
      } finally {
        view[place] = w;
      }
    };
    const checks: Partial<Record<CheckedQuantity, CheckedDerivative>> = {
      z: nudged('z', output, derived.delta[output]),
      h: nudged('h', unit, derived.dh[at * H + unit]),
      u: nudged('u', unit, derived.du[at * H + unit]),
      Why: entry(p.Why, output * H + unit, derived.cells.Why.gradient),
      Wxh: entry(p.WxhT, read.inputs[at] * H + unit, derived.cells.Wxh.gradient),
      Whh: entry(p.Whh, unit * H + from, derived.cells.Whh.gradient),
    };
    const chain = chainOfLayer(input.own, input.layers[l].layer);
    if (!chain || !derived.gradient) return checks;
    const y = clamped(derived.outputs, input.layers[l].clamp);
    const moved = y.slice();
    return {
      y: checked(derived.gradient[output], y[output], (value) => {
        moved[output] = value;
        return chain.lossAt(moved, derivation.logits, derivation.targets[at]);
      }),
      ...checks,
    };
  });
}
