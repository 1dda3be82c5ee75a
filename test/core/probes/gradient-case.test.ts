import { describe, expect, it } from 'vitest';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { formula } from '../formulas/definitions.ts';
import { parseCase, runCase } from '../../../core/probes/gradient-case.ts';
import fixture from '../../fixtures/gradient-cases.json' with { type: 'json' };

/** Numbers of a nested list in order, with the path to each. */
function* leaves(value: unknown, path = ''): Generator<[string, number]> {
  if (typeof value === 'number') yield [path, value];
  else for (const [key, each] of Object.entries(value as object)) yield* leaves(each, `${path}.${key}`);
}

describe('gradients agree with PyTorch float64 autograd', () => {
  it.each(fixture.cases.map((each) => [each.name, each] as const))('%s', (_, { case: given, expected }) => {
    const result = runCase(parseCase(given));
    const actual = new Map(leaves(result));
    const wanted = [...leaves(expected)];
    expect([...actual.keys()].sort()).toEqual(wanted.map(([path]) => path).sort());
    // 1e-9 relative; entries that are 0 up to rounding are measured against the largest of their matrix.
    const largest = new Map<string, number>();
    const group = (path: string) =>
      path
        .split('.')
        .slice(0, path.includes('gradients') ? 3 : 2)
        .join('.');
    for (const [path, value] of wanted)
      largest.set(group(path), Math.max(largest.get(group(path)) ?? 0, Math.abs(value)));
    for (const [path, value] of wanted) {
      const scale = Math.max(Math.abs(value), 1e-3 * largest.get(group(path))!, 1e-12);
      expect(Math.abs(actual.get(path)! - value) / scale, path).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('a case', () => {
  const good = () =>
    structuredClone(fixture.cases[0].case) as Record<string, unknown> & { weights: Record<string, unknown> };
  const withField = (change: (each: ReturnType<typeof good>) => void) => {
    const each = good();
    change(each);
    return each;
  };

  it.each<[string, unknown, RegExp]>([
    ['null', null, /case must be an object/],
    ['a list', [], /case must be an object/],
    ['no outputLayer', withField((c) => delete c['outputLayer']), /outputLayer is missing/],
    ['a number for a layer', withField((c) => (c['outputLayer'] = 3)), /outputLayer must be/],
    ['an unknown layer', withField((c) => (c['outputLayer'] = 'hinge')), /No output layer 'hinge'/],
    ['an unknown field', withField((c) => (c['steps'] = 3)), /unknown field 'steps'/],
    ['an unknown matrix', withField((c) => (c.weights['W'] = [[1]])), /unknown field 'W'/],
    ['no Why', withField((c) => delete c.weights['Why']), /weights\.Why is missing/],
    ['an empty Why', withField((c) => (c.weights['Why'] = [])), /weights\.Why must be/],
    [
      'a ragged Whh',
      withField((c) => (c.weights['Whh'] as number[][])[2].push(1)),
      /weights\.Whh\[2\] has 6 values; expected 5 \(H\)/,
    ],
    [
      'a Wxh of another H',
      withField((c) => (c.weights['Wxh'] as unknown[]).pop()),
      /weights\.Wxh has 4 rows; expected 5 \(H\)/,
    ],
    [
      'text in a matrix',
      withField((c) => ((c.weights['Why'] as unknown[][])[1][0] = 'x')),
      /weights\.Why\[1\]\[0\] must be a finite number/,
    ],
    [
      'Infinity in a matrix',
      withField((c) => ((c.weights['Why'] as unknown[][])[1][0] = Infinity)),
      /weights\.Why\[1\]\[0\]/,
    ],
    ['null in h0', withField((c) => ((c['h0'] as unknown[])[0] = null)), /h0\[0\]/],
    ['a short h0', withField((c) => (c['h0'] = [1])), /h0 has 1 values; expected 5/],
    ['no steps', withField((c) => (c['inputs'] = [])), /inputs must list at least one/],
    [
      'an index too large',
      withField((c) => ((c['inputs'] as number[])[1] = 7)),
      /inputs\[1\] must be a whole number from 0 to 6/,
    ],
    ['a fraction for an index', withField((c) => ((c['targets'] as number[])[1] = 0.5)), /targets\[1\]/],
    [
      'too few targets',
      withField((c) => (c['targets'] as number[]).pop()),
      /targets has 5 indices; expected 6/,
    ],
    ['a short bias', withField((c) => (c.weights['bh'] = [1])), /weights\.bh has 1 values/],
  ])('is refused with %s', (_, value, sentence) => {
    expect(() => parseCase(value)).toThrow(sentence);
  });

  it('may have one bias without the other', () => {
    const { gradients } = runCase(parseCase(withField((c) => (c.weights['by'] = [0, 0, 0, 0, 0, 0, 0]))));
    expect(Object.keys(gradients)).toEqual(['Wxh', 'Whh', 'Why', 'by']);
  });

  it('of linear + cross-entropy outside (0, 1) is refused with step and output', () => {
    const each = structuredClone(fixture.cases.at(-1).case);
    each.weights.by![1] = 3;
    expect(() => runCase(parseCase(each))).toThrow(/At step 0: .*output 1 is/);
  });
});

describe('a case of a published loss or a formula', () => {
  const one = (outputLayer: unknown) => ({
    outputLayer,
    weights: { Wxh: [[0, 0, 0]], Whh: [[0]], Why: [[0], [0], [0]], bh: [0], by: [0.4, 0.8, 0.6] },
    h0: [0],
    inputs: [0],
    targets: [0],
  });
  const smoothed = '-((1-a)*t + a/V) * log(y)';
  const mine: FormulaDefinition = { ...formula('softmax', smoothed, { a: 0.1 }), id: 'mine' };

  // PyTorch: cross_entropy(z, 0, label_smoothing=0.1) at z = (0.4, 0.8, 0.6).
  it.each<[string, unknown]>([
    ['by the id of a preset', 'label-smoothing'],
    ['by the name of a formula beside it', 'mine'],
    [
      'as a formula in the case',
      { activation: 'softmax', loss: smoothed, parameters: { a: { value: 0.1, low: 0, high: 1 } } },
    ],
  ])('%s', (_, layer) => {
    const { loss, delta } = runCase(parseCase(one(layer), [mine]));
    expect(loss).toBeCloseTo(1.2919014326242002, 14);
    const wanted = [-0.6640258341555955, 0.36842624520002215, 0.2955995889555734];
    delta[0].forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 14));
  });

  it.each([
    ['nothing', /There are: linear-quadratic, .*label-smoothing/],
    [7, /outputLayer must be the id of an output layer, or a formula/],
    [{ activation: 'relu', loss: 'y' }, /outputLayer\.activation must be/],
    [{ activation: 'linear', loss: 'lgo(y)' }, /no function lgo/],
  ])('%j is refused', (layer, sentence) => {
    expect(() => parseCase(one(layer))).toThrow(sentence);
  });

  it('a δ without bounds where E is finite is refused with step and output', () => {
    const root = { activation: 'linear', loss: 'sqrt(abs(y - 0.8))' };
    expect(() => runCase(parseCase(one(root)))).toThrow(
      /At step 0: δ of output 1 is .*, though E = .* is finite/,
    );
  });
});
