import { describe, expect, it } from 'vitest';
import { RunBook } from '../../../core/contract/run-book.ts';
import { defaultSplit } from '../../../core/corpora/corpus.ts';
import { textParts } from '../../../core/corpora/parts.ts';
import { evaluatedSpans } from '../../../core/experiments/plan/evaluation-plan.ts';
import type { EvaluationPlan } from '../../../core/experiments/experiment.ts';
import { readingNotes, trainingGap } from '../../../core/experiments/comparison/reading-notes.ts';
import { ProgressLog } from '../../../core/lab/training/progress-log.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import { engine } from '../../../core/network/engines.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { stream } from '../../../core/network/random.ts';
import type { ReadingStart } from '../../../core/network/reading-start.ts';
import { quickExperiment } from './lab-fixtures.ts';

const never = () => false;
const V = 26;

/** Words of a drawn lexicon, the first ones often, with a space after each. */
function words(characters: number): Uint8Array {
  const random = stream(11, 'source');
  const lexicon = Array.from({ length: 60 }, () =>
    Array.from({ length: 2 + random.below(6) }, () => 1 + Math.floor(25 * random.uniform() ** 2)),
  );
  const text: number[] = [];
  while (text.length < characters) text.push(...lexicon[Math.floor(60 * random.uniform() ** 2)], 0);
  return Uint8Array.from(text.slice(0, characters));
}

const indices = words(6000);
const text = {
  indices,
  vocabulary: Uint32Array.from({ length: V }, (_, i) => 97 + i),
  parts: textParts(indices.length, defaultSplit),
};

/** Adagrad at a rate that saturates tanh: of this seed, h = 0 lies in the basin of a resting state that training left. */
function trained(start: EvaluationPlan['start']) {
  const base = quickExperiment();
  const experiment = quickExperiment({
    precision: 'float64',
    steps: 150,
    seeds: [22],
    model: { ...base.model, hidden: 64, length: 10, batch: 4 },
    arms: [{ id: 'a', layer: 'softmax-cross-entropy', rate: 0.3, clamp: null }],
    evaluation: { every: 150, characters: 600, start },
  });
  const trainer = new Trainer(experiment, experiment.arms[0], 22, text, engine('float64'), () => 0);
  const [log, book] = [new ProgressLog(), new RunBook(experiment)];
  while (!trainer.ended) log.add(trainer, trainer.advance(never));
  for (const progress of log.take()) book.add(progress);
  const record = book.records()[0];
  return { experiment, trainer, record, last: record.evaluations.at(-1)! };
}

describe('a trained network with a second resting state', () => {
  const { experiment, trainer, record, last } = trained('carried');

  const spans = evaluatedSpans(text.parts.heldOut, experiment.evaluation);
  const { network, layer } = trainer;

  it('reads held-out text alike from whatever state training carries, and much worse from h = 0', () => {
    const { hidden } = network.lastStep()!;
    const { length: T, batch: B, shape } = network.spec;
    for (let b = 0; b < B; b++) {
      const at = ((b + 1) * T - 1) * shape.hidden;
      const state = Float64Array.from(hidden.subarray(at, at + shape.hidden));
      const found = evaluate(network, indices, spans, { kind: 'carried', state }, layer, never)!;
      expect(Math.abs(found.bitsPerCharacter - last.bitsPerCharacter), `stream ${b + 1}`).toBeLessThan(0.1);
    }
    expect(last.zeroState! - last.bitsPerCharacter).toBeGreaterThan(1);
    expect(record.evaluations[0].zeroState).toBeNull();
    const [note] = readingNotes(experiment, [record], () => 'softmax');
    expect(note).toMatch(
      /^Read from h = 0 instead of the state that training carries, .*: softmax, seed 22 \(\+\d\.\d\d\)\./,
    );
  });

  it('is read alike by both engines, from either state', () => {
    const weights = network.readWeights();
    const fast = engine('float32').create({ ...network.spec, weights });
    for (const start of [trainer.readingStart(), { kind: 'zero' }] as ReadingStart[]) {
      const [ours, theirs] = [fast, network].map((each) =>
        evaluate(each, indices, spans, start, layer, never),
      );
      for (const key of ['bitsPerCharacter', 'brier', 'accuracy'] as const)
        expect(ours![key]).toBeCloseTo(theirs![key], 4);
    }
  });

  it('is trained alike where it is read from h = 0, and the gap to its training is told', () => {
    const old = trained('zero');
    expect(old.trainer.network.readWeights()).toEqual(trainer.network.readWeights());
    expect([...old.record.training.bitsPerCharacter]).toEqual([...record.training.bitsPerCharacter]);
    expect(old.last.zeroState).toBeNull();
    expect(old.last.bitsPerCharacter - last.bitsPerCharacter).toBeGreaterThan(1);
    expect(trainingGap(old.record)).toBeGreaterThan(1);
    // Two late batches of 40 characters are too few to be told; with as many as a usual run has they are.
    const larger = { ...old.experiment, model: { ...old.experiment.model, length: 400 } };
    const notes = readingNotes(larger, [old.record], () => 'softmax').join(' ');
    expect(notes).toMatch(
      / last tenth of the steps: softmax, seed 22 \(\+\d\.\d\d\)\. .* this one starts from h = 0/,
    );
  });
});
