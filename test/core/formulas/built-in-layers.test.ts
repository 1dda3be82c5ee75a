import { describe, expect, it } from 'vitest';
import { matchOf } from '../../../core/formulas/checks/match-of.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { stream } from '../../../core/network/random.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';
import { formula } from './definitions.ts';

const quadratic = '(t-y)^2/2';
const binary = '-t*log(y) - (1-t)*log(1-y)';

/** Every built-in layer as formulas, and the kernel they are to be given. */
const spellings: readonly [FormulaDefinition['activation'], loss: string, layer: string, kernel: boolean][] =
  [
    ['linear', quadratic, 'linear-quadratic', true],
    ['linear', 'sum((y-t)^2) * 0.5', 'linear-quadratic', true],
    ['sigmoid', quadratic, 'sigmoid-quadratic', true],
    ['sigmoid', binary, 'sigmoid-cross-entropy', true],
    ['sigmoid', 'softplus(z) - t*z', 'sigmoid-cross-entropy', true],
    ['sigmoid', 'where(t == 1, -logsigmoid(z), -logsigmoid(-z))', 'sigmoid-cross-entropy', true],
    ['sigmoid', '－ｔ×ｌｎ（ｙ）−（１－ｔ）·ln（１−ｙ）', 'sigmoid-cross-entropy', true],
    ['softmax', '½*(t-y)²', 'softmax-quadratic', true],
    ['softmax', '-t*log(y)', 'softmax-cross-entropy', true],
    ['softmax', '-log(target(y))', 'softmax-cross-entropy', true],
    ['softmax', '-target(logsoftmax(z))', 'softmax-cross-entropy', true],
    ['softmax', 'logsumexp(z) - target(z)', 'softmax-cross-entropy', true],
    ['softmax', 'log(sum(exp(z))) - target(z)', 'softmax-cross-entropy', true],
    ['linear', binary, 'linear-cross-entropy', false],
  ];

const random = stream(4, 'sampling');

function* rows(unit: boolean): Generator<{ z: number[]; target: number }> {
  const widths = unit ? [1] : [1e-6, 1, 6, 40, 2000];
  for (const V of [1, 2, 3, 8, 65])
    for (const width of widths)
      for (let k = 0; k < 8; k++)
        yield {
          z: Array.from({ length: V }, () =>
            unit ? 0.001 + 0.998 * random.uniform() : width * (random.uniform() - 0.5),
          ),
          target: random.below(V),
        };
  if (unit) return;
  for (const z of [
    [0, 0, 0],
    [1000, -1000, 0, 1000],
    [-1000, -1000],
    [30, -30, 30],
    [745, -745, 710, -710],
    [37, 0],
  ])
    for (let target = 0; target < z.length; target++) yield { z, target };
}

function answer(layer: OutputLayer, z: readonly number[], target: number): number[] {
  const y = new Float64Array(z.length);
  const delta = new Float64Array(z.length);
  return [layer.lossAndDelta(Float64Array.from(z), target, y, delta), ...y, ...delta];
}

describe('a built-in layer written as a formula', () => {
  it.each(spellings)('%s: %s', (activation, loss, id, kernel) => {
    const own = formulaLayer(formula(activation, loss));
    const known = outputLayer(id);
    for (const { z, target } of rows(id === 'linear-cross-entropy')) {
      const wanted = answer(known, z, target);
      const given = answer(own, z, target);
      for (const [i, value] of wanted.entries())
        expect(
          Math.abs(given[i] - value),
          `z = ${z.join(' ')}, target ${target}, [${i}]`,
        ).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
    }
    expect(own.kernel?.id).toBe(kernel ? known.kernel?.id : 'program');
    expect(own.match).toBe(known.match);
    expect(matchOf(known)).toBe(known.match);
  });
});
