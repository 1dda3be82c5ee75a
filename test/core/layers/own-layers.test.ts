import { describe, expect, it } from 'vitest';
import { formerSplit } from '../../../core/corpora/corpus.ts';
import { textParts } from '../../../core/corpora/parts.ts';
import { toErrorData } from '../../../core/errors.ts';
import { defaultExperiment, newArms } from '../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../core/experiments/files/parse-experiment.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { runStart } from '../../../core/experiments/run-start.ts';
import { builtInFormulas } from '../../../core/formulas/built-in-formulas.ts';
import { ownLayerInfo } from '../../../core/layers/layer-info.ts';
import { layerOf } from '../../../core/layers/layer-of.ts';
import { engine } from '../../../core/network/engines.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';
import { lookAtFormula } from '../../../core/probes/formula-look.ts';

const formula = (change: Partial<FormulaDefinition> = {}): FormulaDefinition => ({
  kind: 'formula',
  id: 'own',
  label: 'My loss',
  activation: 'softmax',
  loss: '-log(target(y))',
  parameters: {},
  reference: '',
  ...change,
});

/** What a saved experiment would hold, with anything in place of its layers. */
const withLayers = (layers: unknown, change: object = {}): unknown => ({
  ...defaultExperiment(),
  layers,
  ...change,
});

const refusal = (value: unknown) => {
  try {
    parseExperiment(value);
  } catch (error) {
    return toErrorData(error);
  }
  return null;
};

describe('layers that an experiment brings along', () => {
  it('are read as none from files of earlier versions', () => {
    const older: Record<string, unknown> = { ...defaultExperiment() };
    delete older.layers;
    expect(parseExperiment(older).layers).toEqual([]);
  });

  it('may be named by arms, as those of the registry may', () => {
    const experiment = parseExperiment(
      withLayers([formula()], {
        arms: newArms(['own', 'linear-quadratic'], 0.1, new Map(), 0.01, [formula()]),
      }),
    );
    expect(experiment.arms.map(({ layer, clamp }) => [layer, clamp])).toEqual([
      ['own', null],
      ['linear-quadratic', null],
    ]);
    expect(layerOf(experiment.layers, 'own').label).toBe('My loss');
    expect(layerOf(experiment.layers, 'linear-quadratic')).toBe(outputLayer('linear-quadratic'));
  });

  it('name those there are where an arm names another', () => {
    const arms = [{ id: 'a', layer: 'nope', rate: 1, clamp: null }];
    expect(refusal(withLayers([formula()], { arms }))).toMatchObject({
      code: 'unknown-name',
      message: expect.stringMatching(/softmax-cross-entropy.*own/),
    });
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      'an id of the registry',
      [formula({ id: 'softmax-quadratic' })],
      'bad-experiment',
      /layers\[0\]\.id.*built-in/,
    ],
    ['an id twice', [formula(), formula()], 'bad-experiment', /layers\[1\]\.id.*used twice/],
    ['an id with a path in it', [formula({ id: '../x' })], 'bad-experiment', /layers\[0\]\.id/],
    [
      'a loss that is none',
      [formula({ loss: '-lgo(y)' })],
      'bad-formula',
      /layers\[0\]\.loss: Line 1, column 2/,
    ],
    ['code for a loss', [formula({ loss: 'y.constructor("x")' })], 'bad-formula', /layers\[0\]\.loss/],
    ['a huge loss', [formula({ loss: 'y+'.repeat(5000) })], 'bad-experiment', /layers\[0\]\.loss.*2000/],
    ['an endless label', [formula({ label: 'x'.repeat(81) })], 'bad-experiment', /layers\[0\]\.label/],
    ['an empty label', [formula({ label: ' ' })], 'bad-experiment', /layers\[0\]\.label/],
    ['an activation there is not', [{ ...formula(), activation: 'relu' }], 'bad-experiment', /activation/],
    [
      'a parameter outside its slider',
      [formula({ loss: 'd*y', parameters: { d: { value: 3, low: 0, high: 1 } } })],
      'bad-experiment',
      /parameters\.d.*between/,
    ],
    [
      'too many layers',
      Array.from({ length: 33 }, (_, i) => formula({ id: `a${i}` })),
      'bad-experiment',
      /32/,
    ],
    ['another kind', [{ kind: 'code', id: 'a', label: 'a' }], 'bad-experiment', /layers\[0\]/],
    ['a field too many', [{ ...formula(), extra: 1 }], 'bad-experiment', /extra.*not a field/],
    [
      'a plug-in whose source is not the one it is named by',
      [
        {
          kind: 'plugin',
          id: 'p',
          label: 'p',
          file: 'p.mjs',
          sha256: '0'.repeat(64),
          source: 'export default 1',
        },
      ],
      'bad-experiment',
      /layers\[0\]\.sha256/,
    ],
    [
      'a plug-in with a folder in its name',
      [{ kind: 'plugin', id: 'p', label: 'p', file: '../p.mjs', sha256: '0'.repeat(64), source: '' }],
      'bad-experiment',
      /layers\[0\]\.file/,
    ],
  ])('are refused with %s', (_, layers, code, message) => {
    const found = refusal(withLayers(layers));
    expect(found?.code).toBe(code);
    expect(found?.message).toMatch(message);
  });
});

describe.each(builtInFormulas)('$id as a formula', ({ id: layer, activation, loss }) => {
  const clamped = outputLayer(layer).clamped !== undefined;
  const own = formula({ activation, loss });
  const arms = newArms([layer, 'own'], 0.1, new Map(), undefined, [own]);
  const experiment: Experiment = { ...defaultExperiment(), layers: [own], arms };
  const text = {
    indices: Uint8Array.from({ length: 3000 }, (_, i) => (i * i + 3 * (i % 7)) % 11),
    vocabulary: Uint32Array.from({ length: 11 }, (_, i) => 97 + i),
    parts: textParts(3000, { ...formerSplit, heldOutShare: 1 / 30 }),
  };

  it('is matched where the layer is, and confirmed', () => {
    const info = ownLayerInfo(own);
    expect(info.match).toBe(outputLayer(layer).match);
    expect(info.own?.check?.confirmed).toBe(true);
  });

  // A linear output leaves (0, 1) at once: there the layer trains with its clamp, and the formula is not defined.
  const precisions = clamped ? [] : (['float32', 'float64'] as const);
  it.each(precisions)('has the same training curve in %s', (precision) => {
    const losses = arms.map((arm) => {
      const { network, order } = runStart({ ...experiment, precision }, arm, 1, text, engine(precision));
      return Array.from({ length: 40 }, () => {
        const { loss: each } = network.trainStep(order.current(), () => false)!;
        order.advance();
        return each;
      });
    });
    // Training magnifies what rounding leaves; the first steps show how little that is.
    const tolerance = (step: number) => (precision === 'float32' ? 1e-4 : step < 5 ? 1e-12 : 1e-8);
    losses[0].forEach((expected, step) => {
      expect(Math.abs(losses[1][step] - expected) / Math.abs(expected), `step ${step + 1}`).toBeLessThan(
        tolerance(step),
      );
    });
    expect(losses[0][39]).not.toBe(losses[0][0]);
  });
});

describe('a look at a formula', () => {
  it('has δ against z for both targets, and says where the loss is not defined', () => {
    const { reading, curves } = lookAtFormula(formula({ activation: 'linear', loss: '-t*log(y)' }));
    if (reading.kind !== 'facts' || !curves) throw new Error('no facts');
    const at = (z: number) => curves.z.indexOf(z);
    expect(curves.isTarget.delta[at(0.5)]).toBe(-2);
    expect(curves.isTarget.delta[at(-1)]).toBeNaN();
    expect(curves.isOther.delta[at(0.5)]).toBe(0);
    expect(reading.facts.domain.map(({ output }) => output)).toContain('target');
    expect(reading.facts.warnings.map(({ code }) => code)).toContain('outside-domain');
  });

  it('marks a mistake instead, with the nearest known name', () => {
    const { reading, curves } = lookAtFormula(formula({ loss: '-lgo(target(y))' }));
    expect(curves).toBeNull();
    expect(reading).toMatchObject({
      kind: 'problem',
      problem: { line: 1, column: 2, length: 3, suggestion: 'log' },
    });
  });
});
