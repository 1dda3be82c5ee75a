import { describe, expect, it } from 'vitest';
import type { BestPerArm } from '../../../core/experiments/rates/rate-tuning.ts';
import { sameWork } from '../../../core/store/same-work.ts';
import { quickExperiment } from '../lab/lab-fixtures.ts';

const unsaid = { every: false, characters: false };
const experiment = quickExperiment();
const best = experiment.arms.map(({ id, rate }) => ({
  ...{ armId: id, rate, value: 2, atEdge: null },
  basin: { low: rate, high: rate, factor: 1, open: true },
}));
const former: BestPerArm = {
  kind: 'best-per-arm',
  grid: { low: 0.01, high: 0.1, count: 2 },
  seeds: [9],
  steps: 10,
  yardstick: 'bitsPerCharacter',
  part: 'tuning',
  best,
};
const present: BestPerArm = {
  ...former,
  trained: 40,
  best: best.map((each) => ({ ...each, tried: [{ rate: each.rate, values: [2], diverged: 0 }] })),
};

it('that was asked otherwise after its results is the one that asks as at first or as now', () => {
  const kept = { ...experiment, question: 'Why?', firstQuestion: experiment.question };
  expect(sameWork(experiment, kept, unsaid)).toEqual({ experiment: kept });
  expect(sameWork({ ...experiment, question: 'Why?' }, kept, unsaid)).toEqual({ experiment: kept });
  expect(sameWork({ ...experiment, question: 'How?' }, kept, unsaid)).toEqual({ differs: ['the question'] });
});

it('is the same where only a loss of its own has another name', () => {
  const withLoss = (label: string, loss: string) => ({
    ...experiment,
    layers: [
      {
        ...({ kind: 'formula', id: 'mine', label, activation: 'sigmoid', loss } as const),
        ...{ parameters: {}, reference: '' },
      },
    ],
  });
  const kept = withLoss('Mine', '(t-y)^2');
  expect(sameWork(withLoss('mine', '(t-y)^2'), kept, unsaid)).toEqual({ experiment: kept });
  expect(sameWork(withLoss('Mine', '(t-y)^4'), kept, unsaid)).toEqual({
    differs: ['the layers of their own'],
  });
});

describe('an experiment that is asked for again', () => {
  it('is the same under another name, and says in words what differs where it is not', () => {
    const longer = { ...experiment, name: 'another', steps: experiment.steps + 1 };
    expect(sameWork(longer, experiment, unsaid)).toEqual({
      experiment: { ...experiment, steps: experiment.steps + 1 },
    });
    const { model } = experiment;
    const other = { ...experiment, model: { ...model, hidden: model.hidden + 1 }, clipping: { kind: 'off' } };
    expect(sameWork(other as typeof experiment, experiment, unsaid)).toEqual({
      differs: ['the hidden units', 'the clipping'],
    });
    expect(() => sameWork(experiment, longer, unsaid)).toThrow(
      `This comparison has ${longer.steps} steps, more than the ${experiment.steps} asked for.`,
    );
  });
});

describe('an experiment whose rates a sweep found', () => {
  it.each([
    { name: 'that an earlier version kept', kept: former, asked: present },
    { name: 'that is asked for by a file of an earlier version', kept: present, asked: former },
  ])('$name is the same one, and has all that was tried', ({ kept, asked }) => {
    const work = sameWork({ ...experiment, tuning: asked }, { ...experiment, tuning: kept }, unsaid);
    expect(work).toEqual({ experiment: { ...experiment, tuning: present } });
  });

  it('is another one where the sweep found other rates', () => {
    const other = { ...present, best: present.best.map((each) => ({ ...each, value: 3 })) };
    const work = sameWork({ ...experiment, tuning: other }, { ...experiment, tuning: former }, unsaid);
    expect(work).toEqual({ differs: ['where the rates come from'] });
  });
});
