import { describe, expect, it } from 'vitest';
import { RunBook } from '../../../core/contract/run-book.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import {
  eachGradientList,
  gradientEvery,
  recordsGradient,
  type GradientSeries,
  type RunRecord,
} from '../../../core/experiments/run.ts';
import { ProgressLog } from '../../../core/lab/training/progress-log.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import type { NetworkSpec } from '../../../core/network/engine.ts';
import { engine } from '../../../core/network/engines.ts';
import { allParameters } from '../../../core/network/weights.ts';
import { phaseReached, quickExperiment, smallCorpus, testLab, stepsDone } from './lab-fixtures.ts';

const never = () => false;
/** The steps that a run of so many steps has recorded. */
const recorded = (steps: number): number[] =>
  Array.from({ length: steps }, (_, i) => i + 1).filter((step) => step === 1 || step % 10 === 0);

/** Every list of a series as plain numbers. */
const plain = ({ norms, updateRatios, ...lists }: GradientSeries) =>
  Object.fromEntries(
    [
      ...Object.entries({ ...lists, ...norms }),
      ...Object.entries(updateRatios).map(([name, list]) => [`Δ${name}`, list] as const),
    ].map(([name, list]) => [name, [...list]]),
  );

/** Every list of both series. */
const lists = ({ gradients, training }: RunRecord) => ({
  ...plain(gradients),
  ...Object.fromEntries(Object.entries(training).map(([name, list]) => [`training ${name}`, [...list]])),
});

function expectWhole(record: RunRecord): void {
  const wanted = recorded(record.steps);
  expect([...record.gradients.step]).toEqual(wanted);
  expect([...record.training.step]).toEqual(wanted);
  for (const list of Object.values(lists(record))) expect(list).toHaveLength(wanted.length);
}

function text() {
  const { indices, vocabulary, parts } = smallCorpus();
  return { indices, vocabulary, parts };
}

/** One run of an experiment to its end, and what a book has of it. */
function trained(experiment: Experiment): { readonly trainer: Trainer; readonly record: RunRecord } {
  const arm = experiment.arms[0];
  const trainer = new Trainer(experiment, arm, 1, text(), engine(experiment.precision), () => 0);
  const [log, book] = [new ProgressLog(), new RunBook(experiment)];
  for (let i = 0; !trainer.ended; i++) {
    log.add(trainer, trainer.advance(never));
    // In pieces of several sizes, as a thread reports them.
    if (i % 7 === 0) for (const progress of log.take()) book.add(progress);
  }
  for (const progress of log.take()) book.add(progress);
  return { trainer, record: book.records()[0] };
}

async function finished(change: Partial<Experiment>): Promise<readonly RunRecord[]> {
  const { lab } = testLab();
  await lab.setExperiment({ experiment: quickExperiment(change) });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  const { runs } = await lab.snapshot({});
  await lab.close();
  return runs;
}

describe('what is recorded', () => {
  it('is the first step and every tenth', () => {
    expect(gradientEvery).toBe(10);
    expect([0, 1, 2, 9, 10, 11, 20].filter(recordsGradient)).toEqual([0, 1, 10, 20]);
  });

  it.each(['float32', 'float64'] as const)('are norms, shares and cosines of the steps, %s', (precision) => {
    const { record, trainer } = trained(quickExperiment({ precision, steps: 45 }));
    expectWhole(record);
    const { gradients, series } = record;
    expect([...gradients.step]).toEqual([1, 10, 20, 30, 40]);
    expect(Object.keys(gradients.norms)).toEqual(allParameters);
    expect(Object.keys(gradients.updateRatios).sort()).toEqual([...allParameters].sort());
    gradients.step.forEach((step, i) => {
      const norms = Object.values(gradients.norms).map((list) => list[i]);
      expect(Math.hypot(...norms) / series.gradientNorm[step - 1]).toBeCloseTo(1, 6);
      expect(gradients.saturatedHidden[i]).toBeGreaterThanOrEqual(0);
      expect(gradients.saturatedOutputs[i]).toBeLessThanOrEqual(1);
    });
    const { training } = record;
    for (const bits of training.bitsPerCharacter) expect(bits).toBeGreaterThan(0);
    for (const share of training.accuracy) expect(share).toBeLessThanOrEqual(1);
    // Softmax + cross-entropy: bits are its own loss in another unit, but for the smoothing of ε = 10⁻⁴.
    training.step.forEach((step, i) =>
      expect(training.bitsPerCharacter[i] * Math.LN2).toBeCloseTo(series.loss[step - 1], 2),
    );
    expect(gradients.cosine[0]).toBeNaN();
    for (const cosine of gradients.cosine.subarray(1)) expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
    expect(trainer.steps).toBe(45);
  });

  it('has no norms of biases where there are none, and no share of saturated linear outputs', () => {
    const base = quickExperiment();
    const { record } = trained({
      ...base,
      model: { ...base.model, biases: false },
      arms: [{ id: 'a', layer: 'linear-quadratic', rate: 0.01, clamp: null }],
    });
    expect(Object.keys(record.gradients.norms)).toEqual(['Wxh', 'Whh', 'Why']);
    expect([...record.gradients.saturatedOutputs]).toEqual([NaN, NaN]);
  });

  it('is the same in both precisions, but for rounding', () => {
    const [fast, exact] = (['float32', 'float64'] as const).map((precision) =>
      lists(trained(quickExperiment({ precision, steps: 60 })).record),
    );
    for (const [name, list] of Object.entries(exact))
      fast[name as keyof typeof fast].forEach((value, i) =>
        expect(value, `${name} ${i}`).toEqual(Number.isNaN(list[i]) ? NaN : expect.closeTo(list[i], 2)),
      );
  });

  it('changes no number of the training', () => {
    for (const precision of ['float32', 'float64'] as const) {
      const experiment = quickExperiment({ precision, steps: 40 });
      const watched = trained(experiment);
      // The same run with a network that is never asked to look.
      const chosen = engine(precision);
      const blind = {
        ...chosen,
        create: (spec: NetworkSpec) => {
          const network = chosen.create(spec);
          const step = network.trainStep.bind(network);
          network.trainStep = (batch, interrupted) => step(batch, interrupted);
          return network;
        },
      };
      const trainer = new Trainer(experiment, experiment.arms[0], 1, text(), blind, () => 0);
      const losses: number[] = [];
      while (!trainer.ended) {
        const did = trainer.advance(never);
        if (did.kind === 'stepped') losses.push(did.result.loss / experiment.model.length);
      }
      expect(losses).toEqual([...watched.record.series.loss]);
      expect(trainer.network.readWeights()).toEqual(watched.trainer.network.readWeights());
    }
  });
});

describe('a series goes on', () => {
  it('through pauses and single steps as without them', async () => {
    const change = { steps: 900 };
    const straight = await finished(change);
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment(change) });
    for (let step = 1; step <= 11; step++) {
      await lab.step({});
      for (const run of (await lab.snapshot({})).runs) expectWhole(run);
    }
    let pauses = 0;
    for (let now = await lab.snapshot({}); now.phase !== 'finished'; now = await lab.snapshot({})) {
      now.runs.forEach(expectWhole);
      await lab.run({});
      await new Promise((resolve) => setTimeout(resolve, 2));
      await lab.pause({});
      pauses++;
    }
    expect(pauses).toBeGreaterThan(2);
    const { runs } = await lab.snapshot({});
    expect(runs.map(lists)).toEqual(straight.map(lists));
    await lab.close();
  });

  it('to the step at which a run was stopped', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 1_000_000 }) });
    const begun = stepsDone(lab, 100);
    await lab.run({});
    await begun;
    await lab.stop({});
    const { runs } = await lab.snapshot({});
    expect(runs[0].steps).toBeGreaterThan(10);
    runs.forEach(expectWhole);
    await lab.close();
  });

  it.each(['float32', 'float64'] as const)(
    'to the last step that was kept of a run that diverged, %s',
    async (precision) => {
      const runs = await finished({
        precision,
        steps: 100,
        arms: [{ id: 'a', layer: 'linear-quadratic', rate: 3, clamp: null }],
        clipping: { kind: 'off' },
        optimizer: { id: 'sgd', settings: {} },
      });
      for (const run of runs) {
        expect(run.status).toBe('diverged');
        expect(run.steps).toBeGreaterThan(1);
        expectWhole(run);
      }
    },
  );

  it('in progress events, each step once', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 300 }) });
    const follower = new RunBook((await lab.snapshot({})).experiment);
    lab.on('progress', ({ runs }) => runs.forEach((run) => follower.add(run)));
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    const { runs } = await lab.snapshot({});
    runs.forEach(expectWhole);
    expect(follower.records().map(lists)).toEqual(runs.map(lists));
    await lab.close();
  });
});

it('every list of a series is made anew', () => {
  const { gradients } = trained(quickExperiment({ steps: 30 })).record;
  const copy = eachGradientList(gradients, (list) => list.slice());
  expect(copy).toEqual(gradients);
  expect(copy.norms.Whh!.buffer).not.toBe(gradients.norms.Whh!.buffer);
});
