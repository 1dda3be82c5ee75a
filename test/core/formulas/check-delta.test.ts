import { describe, expect, it } from 'vitest';
import { checkDelta, sizesFor } from '../../../core/formulas/checks/check-delta.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { trainingLayerOf } from '../../../core/layers/layer-of.ts';
import { outputLayers, defaultClamp } from '../../../core/outputs/registry.ts';
import { formulaFacts } from '../../../core/formulas/facts.ts';
import { formula } from './definitions.ts';
import { made, quiet } from '../plugins/hand-made.ts';

describe('the gradient check of a layer', () => {
  const builtins: readonly OutputLayer[] = outputLayers;
  it.each(builtins.map((layer) => [layer.id, layer] as const))('confirms %s', (id, layer) => {
    const { confirmed, worst } = checkDelta(trainingLayerOf([], id, defaultClamp(layer)));
    expect(confirmed, `worst ${worst}`).toBe(true);
  });

  it.each([
    ['a δ of twice the size', (_i: number, value: number) => 2 * value],
    ['a δ of the wrong sign', (_i: number, value: number) => -value],
    ['one entry that is a thousandth off', (i: number, value: number) => (i === 3 ? value * 1.001 : value)],
    ['a δ that is 0', () => 0],
  ])('does not confirm %s', (_, wrong) => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        const loss = quiet.lossAndDelta(z, target, y, delta);
        delta.forEach((value, i) => (delta[i] = wrong(i, value)));
        return loss;
      },
    });
    expect(checkDelta(layer).confirmed).toBe(false);
  });

  it('confirms nothing where the loss is not finite at all', () => {
    const { layer } = made({
      lossAndDelta: (_z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) => {
        delta.fill(0);
        return NaN;
      },
    });
    expect(checkDelta(layer)).toMatchObject({ confirmed: false, worst: NaN });
  });

  it('takes any slope between both sides of a kink', () => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, _t: number, _y: Float64Array, delta: Float64Array) {
        z.forEach((value, i) => (delta[i] = Math.sign(value)));
        return z.reduce((sum, value) => sum + Math.abs(value), 0);
      },
    });
    expect(checkDelta(layer).confirmed).toBe(true);
  });

  it('looks at the V of the text: a sign that is wrong for many outputs only is found there', () => {
    const wrongBeyondTen = (limit: number) =>
      made({
        lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
          const loss = quiet.lossAndDelta(z, target, y, delta);
          if (z.length > limit) delta.forEach((value, i) => (delta[i] = -value));
          return loss;
        },
      }).layer;
    expect(checkDelta(wrongBeyondTen(10), sizesFor(null)).confirmed).toBe(false);
    expect(checkDelta(wrongBeyondTen(100), sizesFor(null)).confirmed).toBe(true);
    const { confirmed, problems } = checkDelta(wrongBeyondTen(100), sizesFor(103));
    expect(confirmed).toBe(false);
    expect(problems.join()).toMatch(/^δ is off by 2 \(relative\): with V = 103, output \d+, target/);
  });

  it.each([
    ['the last output', (z: Float64Array) => z.length - 1],
    ['the first output', () => 0],
  ])('finds a δ that is wrong at %s alone', (_, place) => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        const loss = quiet.lossAndDelta(z, target, y, delta);
        delta[place(z)] *= 1.01;
        return loss;
      },
    });
    for (const V of [5, 65, 700, 3000]) expect(checkDelta(layer, [V]).confirmed, `V = ${V}`).toBe(false);
  });

  it.each([
    ['beyond ±20', (z: number) => Math.abs(z) > 20],
    ['within ±0.05', (z: number) => Math.abs(z) < 0.05 && z !== 0],
  ])('finds a δ that is wrong for logits %s alone', (_, there) => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        const loss = quiet.lossAndDelta(z, target, y, delta);
        delta.forEach((value, i) => (delta[i] = there(z[i]) ? 0.5 * value : value));
        return loss;
      },
    });
    expect(checkDelta(layer).confirmed).toBe(false);
  });

  it('names a δ that is not finite where E is', () => {
    const { layer } = made({
      lossAndDelta(z: Float64Array, target: number, y: Float64Array, delta: Float64Array) {
        const loss = quiet.lossAndDelta(z, target, y, delta);
        if (z.length > 50) delta[3] = NaN;
        return loss;
      },
    });
    const { confirmed, problems } = checkDelta(layer);
    expect(confirmed).toBe(false);
    expect(problems.join()).toMatch(/^E is [\d.]+, but δ is NaN: with V = 65, output 3, target/);
  });
});

describe('a jump', () => {
  it.each([
    ['linear', 'where(y > 0.5, 1, 0) + (t - y)^2', /E jumps by 1 at z = 0\.5 of the target/],
    ['sigmoid', 'where(y > 0.5, 0.25, 0) + (t - y)^2', /E jumps by 0\.25 at z = 0 of the target/],
    ['linear', 'where(t == 0 and y > 3, -2, 0) + (t - y)^2', /E jumps by −2 at z = 3 of another output/],
    ['linear', 'where(y > 7, 2*y, y) + (t - y)^2', /E jumps by 7 at z = 7 of the target/],
  ] as const)('is named: %s, %s', (activation, loss, sentence) => {
    const { warnings } = formulaFacts(formula(activation, loss));
    expect(warnings.find(({ code }) => code === 'jump')?.message).toMatch(sentence);
  });

  it.each([
    ['linear', 'abs(t - y) + sqrt(abs(y)) + max(y, 0)'],
    ['linear', 'where(abs(t-y) < 1, (t-y)^2/2, abs(t-y) - 1/2)'],
    ['linear', 'exp(y) - t*y'],
    ['softmax', '-30*t*log(y) + max(y)'],
    ['linear', '-t*log(y) - (1-t)*log(1-y)'],
  ] as const)('is not seen where there is none: %s, %s', (activation, loss) => {
    expect(formulaFacts(formula(activation, loss)).warnings.map(({ code }) => code)).not.toContain('jump');
  });
});
