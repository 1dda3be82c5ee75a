import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { changeWords } from '../../../../core/experiments/plan/change-words.ts';
import type { FormulaDefinition } from '../../../../core/outputs/layer-definition.ts';

const names = {
  layer: (id: string) => id.toUpperCase(),
  text: (corpus: Experiment['corpus']) => (corpus.kind === 'text' ? corpus.name : corpus.id),
  optimizer: (id: string) => id,
};
const first = defaultExperiment();
const [arm, ...others] = first.arms;
const text = (sha256: string, minimumCount = 1): Experiment['corpus'] => ({
  kind: 'text',
  name: `${sha256[0]}.txt`,
  sha256,
  heldOut: null,
  options: {
    encoding: null,
    normaliseLineEnds: false,
    minimumCount,
    split: 'end',
    heldOutShare: 0.1,
    tuningShare: 0,
  },
});
const builtin = first.corpus as Extract<Experiment['corpus'], { kind: 'builtin' }>;

describe('a change in words', () => {
  it.each<[string, Partial<Experiment>, string]>([
    ['nothing', {}, ''],
    ['a rate', { arms: [{ ...arm, rate: 0.05 }, ...others] }, 'rate of LINEAR-QUADRATIC 0.1 → 0.05'],
    ['one rate for all', { arms: first.arms.map((each) => ({ ...each, rate: 1 })) }, 'one rate for all: 1'],
    [
      'some rates',
      { arms: first.arms.map((each, i) => ({ ...each, rate: 0.1 + i })) },
      'rates of 3 output layers',
    ],
    ['an arm less', { arms: others }, 'LINEAR-QUADRATIC removed'],
    [
      'an arm more',
      { arms: [...first.arms, { id: 'x', layer: 'softmax-quadratic', rate: 1, clamp: null }] },
      'SOFTMAX-QUADRATIC added',
    ],
    ['hidden units', { model: { ...first.model, hidden: 1024 } }, 'hidden units 64 → 1\u00a0024'],
    ['biases', { model: { ...first.model, biases: false } }, 'biases off'],
    ['initial weights', { model: { ...first.model, initial: 'normal' } }, 'initial weights'],
    [
      'steps with what follows',
      { steps: 60, evaluation: { ...first.evaluation, every: 2 } },
      'steps 600 → 60',
    ],
    ['evaluation alone', { evaluation: { ...first.evaluation, every: 2 } }, 'evaluation'],
    ['seeds', { seeds: [1, 2], plan: { ...first.plan!, seeds: 2 } }, 'paired seeds 3 → 2'],
    ['the first seed', { seeds: [7, 8, 9] }, 'first seed 1 → 7'],
    ['an optimiser', { optimizer: { id: 'adam', settings: {} } }, 'optimiser adagrad → adam'],
    ['precision', { precision: 'float64' }, 'precision float32 → float64'],
    ['clipping', { clipping: { kind: 'off' } }, 'clipping'],
    ['a plan', { plan: { ...first.plan!, untilDecided: 20 } }, 'plan'],
    ['a name', { name: 'x' }, 'name “x”'],
    ['another text', { corpus: text('a'.repeat(64)) }, 'text reber → a.txt'],
    ['another built-in text', { corpus: { ...builtin, id: 'anbn' } }, 'text reber → anbn'],
    ['its length', { corpus: { ...builtin, characters: 5000 } }, 'characters 100\u00a0000 → 5\u00a0000'],
    ['its seed', { corpus: { ...builtin, seed: 2 } }, 'seed of the text 1 → 2'],
    [
      'its parts',
      { corpus: { ...builtin, split: { ...builtin.split, tuningShare: 0 } } },
      'parts of the text',
    ],
    [
      'several things',
      { steps: 60, precision: 'float64', clipping: { kind: 'off' } },
      'steps 600 → 60, and 2 more',
    ],
  ])('names %s', (_, change, words) =>
    expect(changeWords(first, { ...first, ...change }, names)).toBe(words),
  );

  it('tells another name of a loss from another loss', () => {
    const mine = { id: 'mine', label: 'Mine', loss: '(t-y)^2' } as FormulaDefinition;
    const withLoss = (change: Partial<FormulaDefinition>) => ({
      ...first,
      layers: [{ ...mine, ...change }],
    });
    expect(changeWords(withLoss({}), withLoss({ label: 'Ours' }), names)).toBe('“Mine” renamed “Ours”');
    expect(changeWords(withLoss({}), withLoss({ loss: '(t-y)^4' }), names)).toBe('losses of your own');
  });

  it('tells another text from the same one read in another way', () => {
    const on = (corpus: Experiment['corpus']) => ({ ...first, corpus });
    const [a, b] = ['a', 'b'].map((letter) => letter.repeat(64));
    expect(changeWords(on(text(a)), on(text(b)), names)).toBe('text a.txt → b.txt');
    expect(changeWords(on(text(a)), on(text(a, 2)), names)).toBe('how the text is read');
  });
});
