import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSplit } from '../../../../core/corpora/corpus.ts';
import { JoinedText } from '../../../../core/corpora/parts.ts';
import { defaultExperiment, newArms } from '../../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../../core/experiments/files/parse-experiment.ts';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { firstGradients } from '../../../../core/experiments/rates/first-gradients.ts';
import { normMatched } from '../../../../core/experiments/rates/norm-matched.ts';
import {
  ratePolicy,
  withoutStaleTuning,
  withTuning,
} from '../../../../core/experiments/rates/rate-policy.ts';
import { type BestPerArm } from '../../../../core/experiments/rates/rate-tuning.ts';
import { mean } from '../../../../core/experiments/statistics/mean-interval.ts';
import { readStretch } from '../../../../core/probes/stretch.ts';
import { BatchOrder } from '../../../../core/network/batches.ts';
import { stream } from '../../../../core/network/random.ts';
import { runProbe } from '../../../../core/probes/run-probe.ts';
import { phaseReached, quickExperiment, smallCorpus, testLab } from '../../lab/lab-fixtures.ts';

const corpus = smallCorpus();
const text = corpus;
const gradient = (armId: string, norm: number) => ({ armId, norms: [norm], norm });

describe('norm-matched rates', () => {
  it('are in inverse proportion to the first norms, worked by hand', () => {
    const arms = newArms(['softmax-cross-entropy', 'sigmoid-quadratic', 'linear-quadratic'], 0.2);
    const norms = [gradient(arms[0].id, 4), gradient(arms[1].id, 0.5), gradient(arms[2].id, 3)];
    // η = 0.2 · 4 / N: 1.6 for N = 0.5; 0.26666… for N = 3, in four figures.
    expect(normMatched({ arms }, norms, 'softmax-cross-entropy')).toEqual({
      kind: 'norm-matched',
      reference: 'softmax-cross-entropy',
      best: [
        { armId: 'softmax-cross-entropy', rate: 0.2, norm: 4 },
        { armId: 'sigmoid-quadratic', rate: 1.6, norm: 0.5 },
        { armId: 'linear-quadratic', rate: 0.2667, norm: 3 },
      ],
    });
    expect(() => normMatched({ arms }, norms, 'nobody')).toThrow("No arm 'nobody'. There are: softmax");
  });

  it('give every arm the same η · N to four figures, whatever the reference', () => {
    const norm = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(norm, norm, norm, fc.double({ min: 1e-4, max: 10, noNaN: true }), (a, b, c, rate) => {
        const arms = ['a', 'b', 'c'].map((id) => ({ id, layer: id, rate, clamp: null }));
        const norms = [gradient('a', a), gradient('b', b), gradient('c', c)];
        const { best } = normMatched({ arms }, norms, 'b');
        expect(best[1].rate).toBe(rate);
        for (const each of best)
          expect(Math.abs((each.rate * each.norm) / (rate * b) - 1)).toBeLessThan(5.1e-4);
      }),
    );
  });
});

describe('first gradients', () => {
  const layers = ['softmax-cross-entropy', 'sigmoid-quadratic', 'linear-quadratic', 'softmax-quadratic'];

  it.each(['float32', 'float64'] as const)(
    'are those of the first step of training, in %s',
    async (precision) => {
      const { lab } = testLab();
      const experiment = quickExperiment({
        precision,
        arms: newArms(layers, 0.1),
        steps: 2,
        seeds: [3, 8, 5],
      });
      await lab.setExperiment({ experiment });
      const end = phaseReached(lab, 'finished');
      await lab.run({});
      await end;
      const { runs } = await lab.snapshot({});
      for (const { armId, norms, norm } of firstGradients({ experiment, text })) {
        const own = runs.filter((run) => run.armId === armId).map((run) => run.series.gradientNorm[0]);
        expect(norms).toEqual(own);
        expect(norm).toBe(mean(own));
      }
      await lab.close();
    },
  );

  it('depend on no learning rate, clipping or optimiser', () => {
    const base = quickExperiment();
    const other = quickExperiment({
      arms: newArms(['softmax-cross-entropy', 'sigmoid-quadratic'], 7),
      clipping: { kind: 'norm', threshold: 1e-9 },
      optimizer: { id: 'sgd', settings: {} },
    });
    expect(firstGradients({ experiment: other, text })).toEqual(firstGradients({ experiment: base, text }));
  });

  it('agree with a probe of the same weights over the same characters, which is another implementation', () => {
    const base = quickExperiment({ precision: 'float64', seeds: [4] });
    const experiment: Experiment = { ...base, model: { ...base.model, batch: 1, length: 12 } };
    const training = corpus.indices.subarray(0, corpus.summary.trainCharacters);
    const { inputs } = new BatchOrder(new JoinedText(training), 12, 1, stream(4, 'order')).current();
    const start = Array.from(training).findIndex((_, at) => inputs.every((x, t) => training[at + t] === x));
    const stretch = { part: 'training', start, length: 12, context: 0 } as const;
    expect(Array.from(readStretch(text, stretch).inputs)).toEqual(Array.from(inputs));
    const probe = runProbe(
      {
        moment: { kind: 'fresh', armId: 'softmax-cross-entropy', seed: 4 },
        weights: {
          kind: 'fresh',
          initial: experiment.model,
          layer: 'softmax-cross-entropy',
          clamp: null,
          seed: 4,
        },
        shape: { vocabulary: corpus.vocabulary.length, hidden: experiment.model.hidden, biases: true },
        text,
        stretch,
        layers: experiment.arms.map(({ layer, clamp }) => ({ layer, clamp, rate: null })),
        own: [],
        rows: 10,
      },
      () => 0,
    );
    firstGradients({ experiment, text }).forEach(({ norm }, i) => {
      const layer = probe.layers[i];
      expect(layer.refusal).toBeNull();
      expect(norm).toBeCloseTo((layer as { gradientNorm: number }).gradientNorm, 12);
    });
  });

  it('are asked of the lab, which leaves its experiment alone', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const before = (await lab.snapshot({})).experiment;
    const tuning = await lab.matchNorms({ reference: 'sigmoid-quadratic' });
    expect((await lab.snapshot({})).experiment).toEqual(before);
    expect(ratePolicy(before)).toBe('same');
    const { experiment } = await lab.setExperiment({ experiment: withTuning(before, tuning) });
    expect(ratePolicy(experiment)).toBe('norm-matched');
    expect(experiment.arms[1].rate).toBe(0.1);
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
    await expect(lab.matchNorms({ reference: 'nobody' })).rejects.toMatchObject({ code: 'unknown-name' });
    await lab.close();
  });
});

describe('a tuning that is carried along', () => {
  const base = defaultExperiment();
  const norms = base.arms.map(({ id }, i) => gradient(id, 1 + i));
  const matched = withTuning(base, normMatched(base, norms, base.arms[0].id));
  const basin = { low: 0.1, high: 0.1, factor: 1, open: false };
  const swept: BestPerArm = {
    kind: 'best-per-arm',
    grid: { low: 0.01, high: 1, count: 3 },
    seeds: [10_001],
    steps: 100,
    yardstick: 'bitsPerCharacter',
    part: 'tuning',
    best: base.arms.map(({ id }) => ({ armId: id, rate: 0.1, value: 2, basin, atEdge: null })),
  };
  const best = withTuning(base, swept);
  const changes: Record<string, Partial<Experiment>> = {
    model: { model: { ...base.model, hidden: 65 } },
    seeds: { seeds: [1, 2] },
    'tuning seed': { seeds: [10_001] },
    optimiser: { optimizer: { id: 'sgd', settings: {} } },
    clipping: { clipping: { kind: 'off' } },
    text: { corpus: { kind: 'builtin', id: 'anbn', seed: 1, characters: 100_000, split: defaultSplit } },
    steps: { steps: 9 },
    name: { name: 'other' },
  };

  it.each([
    ['model', false, false],
    ['text', false, false],
    ['optimiser', false, true],
    ['clipping', false, true],
    ['seeds', true, false],
    ['tuning seed', false, false],
    ['steps', true, true],
    ['name', true, true],
  ])('goes with another %s where it rests on it', (change, bestStays, matchedStays) => {
    const after = (experiment: Experiment) =>
      withoutStaleTuning(experiment, { ...experiment, ...changes[change] }).tuning !== null;
    expect(after(best)).toBe(bestStays);
    expect(after(matched)).toBe(matchedStays);
  });

  it('stays where it comes with the change, as from a file', () => {
    const other = { ...matched, model: { ...base.model, hidden: 65 } };
    expect(withoutStaleTuning(base, other)).toBe(other);
  });
});
