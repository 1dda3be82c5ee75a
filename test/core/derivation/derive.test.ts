import { describe, expect, it } from 'vitest';
import { checkDerivation } from '../../../core/derivation/check-derivation.ts';
import { isDerived, type DerivedLayer } from '../../../core/derivation/derivation.ts';
import { derive, type DerivationInput } from '../../../core/derivation/derive.ts';
import { outputLayers } from '../../../core/outputs/registry.ts';
import { runProbe } from '../../../core/probes/run-probe.ts';
import { allCases, H, inputFor, place, T, V } from './derived-cases.ts';

function only(input: DerivationInput): DerivedLayer {
  const [layer] = derive(input, () => 0).layers;
  if (!isDerived(layer)) throw new Error(layer.refusal.message);
  return layer;
}

/** What the fixture calls an entry, in a derivation. */
function entriesOf(input: DerivationInput): Record<string, number> {
  const derivation = derive(input, () => 0);
  const layer = only(input);
  const { t, output: i, unit, from } = place;
  const other = place.other;
  const at = (t - 1) * H + unit;
  const rowOf = (index: number) => derivation.rows.indexOf(index);
  const target = derivation.targets[t - 1];
  return {
    E: layer.loss,
    y: layer.outputs[i],
    dEdy: layer.gradient![i],
    'dEdy other': layer.gradient![other],
    'dEdy target': layer.gradient![target],
    dydz: layer.slopes[i],
    'dydz other': layer.jacobian ? layer.jacobian[other] : 0,
    delta: layer.delta[i],
    'delta other': layer.delta[other],
    'delta target': layer.delta[target],
    dh: layer.dh[at],
    dhnext: layer.dhnext[at],
    du: layer.du[at],
    Why: layer.cells.Why.gradient,
    Wxh: layer.cells.Wxh.gradient,
    Whh: layer.cells.Whh.gradient,
    'Why other': layer.gWhy[rowOf(other) * H + from],
    'Whh other': layer.gWhh[from * H + unit],
    h: derivation.hidden[at],
    u: derivation.inner[at],
  };
}

describe('a derivation', () => {
  it.each(allCases)('of $layer has the numbers of PyTorch’s autograd', (each) => {
    const found = entriesOf(inputFor([each]));
    expect(Object.keys(each.entries)).toHaveLength(20);
    for (const [name, value] of Object.entries(each.entries))
      expect(Math.abs(found[name] - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });

  it('covers every built-in layer, three published losses and two typed ones', () => {
    const ids = allCases.map(({ layer }) => layer);
    expect(ids).toEqual(expect.arrayContaining(outputLayers.map(({ id }) => id)));
    expect(allCases.filter(({ definition }) => definition && 'preset' in definition)).toHaveLength(3);
    expect(allCases.filter(({ definition }) => definition && 'loss' in definition)).toHaveLength(2);
  });

  it.each(allCases)('of $layer: δ is ∂E/∂y times ∂y/∂z, summed where outputs share one sum', (each) => {
    const layer = only(inputFor([each]));
    const { gradient, slopes, jacobian, direct, delta, numbers } = layer;
    const i = place.output;
    const product = jacobian
      ? gradient!.reduce((sum, value, j) => sum + value * jacobian[j], 0)
      : gradient![i] * slopes[i];
    expect(product + (direct ?? 0)).toBeCloseTo(delta[i], 12);
    expect(numbers['own'] + (jacobian ? numbers['others'] : 0) + (direct ?? 0)).toBeCloseTo(delta[i], 12);
  });

  it.each(allCases)('of $layer is confirmed by centred differences', (each) => {
    const [checks] = checkDerivation(inputFor([each]));
    expect(Object.keys(checks).sort()).toEqual(['Whh', 'Why', 'Wxh', 'h', 'u', 'y', 'z']);
    for (const [name, { error }] of Object.entries(checks)) expect(error, name).toBeLessThanOrEqual(1e-6);
  });

  it('has the numbers of the probe at the same weights', () => {
    const cases = allCases.filter(({ inside }) => !inside);
    const input = inputFor(cases);
    const probe = runProbe(input, () => 0);
    const derivation = derive(input, () => 0);
    derivation.layers.forEach((layer, l) => {
      const probed = probe.layers[l];
      if (!isDerived(layer) || probed.refusal) throw new Error('refused');
      expect(layer.loss).toBe(probed.loss);
      expect([...layer.deltaRows]).toEqual([...probed.delta]);
      expect(layer.gradientNorm).toBeCloseTo(probed.gradientNorm, 12);
      const norm = Math.hypot(...layer.gWhh);
      expect(norm).toBeCloseTo(probed.norms.Whh!, 12);
    });
    expect([...derivation.rows]).toEqual([...probe.rows]);
  });
});

describe('numbers that are changed', () => {
  const each = allCases.find(({ layer }) => layer === 'sigmoid-quadratic')!;
  const z = { kind: 'logit', t: place.t, output: place.output, value: -4 } as const;

  it('a z changes its output and everything on the way back, and the checks hold there', () => {
    const [before, after] = [only(inputFor([each])), only(inputFor([each], [z]))];
    expect(after.outputs[place.output]).toBeCloseTo(1 / (1 + Math.exp(4)), 15);
    expect(after.outputs[place.other]).toBe(before.outputs[place.other]);
    expect(after.du[(place.t - 1) * H + place.unit]).not.toBe(before.du[(place.t - 1) * H + place.unit]);
    expect(after.cells.Whh.gradient).not.toBe(before.cells.Whh.gradient);
    const [checks] = checkDerivation(inputFor([each], [z]));
    for (const { error } of Object.values(checks)) expect(error).toBeLessThanOrEqual(1e-6);
  });

  it('a weight changes the way forward too, and another target the error alone', () => {
    const weight = {
      kind: 'weight',
      parameter: 'Whh',
      row: place.unit,
      column: place.from,
      value: 2,
    } as const;
    const changed = derive(inputFor([each], [weight]), () => 0);
    expect(changed.Whh[place.unit * H + place.from]).toBe(2);
    expect(changed.hidden[place.unit]).toBeCloseTo(Math.tanh(changed.inner[place.unit]), 14);
    const target = { kind: 'target', t: place.t, output: place.output } as const;
    const wanted = only(inputFor([each], [target]));
    expect(wanted.numbers['t']).toBe(1);
    expect(wanted.outputs).toEqual(only(inputFor([each])).outputs);
  });

  it.each([
    [{ ...z, output: V }, `The output is ${V}; it must be a whole number from 0 to ${V - 1}.`],
    [{ ...z, t: 0 }, `The step t is 0; it must be a whole number from 1 to ${T}, the length of the stretch.`],
  ])('refuses a change of what is not there', (change, message) => {
    expect(() => derive(inputFor([each], [change]), () => 0)).toThrow(message);
  });
});

describe('the place', () => {
  it('is the target, the unit whose blame is largest and the one before that is loudest, where nobody chose', () => {
    const input = inputFor([allCases[0]]);
    const chosen = derive({ ...input, place: { t: 3, output: null, unit: null, from: null } }, () => 0);
    const [layer] = chosen.layers;
    if (!isDerived(layer)) throw new Error('refused');
    const du = layer.du.subarray(2 * H, 3 * H).map(Math.abs);
    const h = chosen.hidden.subarray(H, 2 * H).map(Math.abs);
    expect(chosen.place.output).toBe(chosen.targets[2]);
    expect(du[chosen.place.unit]).toBe(Math.max(...du));
    expect(h[chosen.place.from]).toBe(Math.max(...h));
  });

  it('after the last step nothing comes back', () => {
    const layer = only(inputFor([allCases[0]]));
    expect([...layer.dhnext.subarray((T - 1) * H)]).toEqual(new Array(H).fill(0));
  });

  it('takes the update of the optimiser for its cells', () => {
    const { cells } = only(inputFor([allCases[0]]));
    expect(cells.Whh.updated).toBeCloseTo(cells.Whh.weight - 0.1 * cells.Whh.gradient, 15);
  });
});
