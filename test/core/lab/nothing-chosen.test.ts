import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import { ofYardsticks } from '../../../core/yardsticks/registry.ts';
import { defaultSplit, type Corpus } from '../../../core/corpora/corpus.ts';
import { type SplitOptions, textParts } from '../../../core/corpora/parts.ts';
import { evaluatedSpans } from '../../../core/experiments/plan/evaluation-plan.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { tuningOf } from '../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import { Sweeper } from '../../../core/lab/training/sweep-runs.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import { engine } from '../../../core/network/engines.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import {
  fixedTexts,
  localThread,
  phaseReached,
  pluginsDouble,
  testMachine,
  quickExperiment,
  smallCorpus,
  testLab,
} from './lab-fixtures.ts';

/** The small text by a split, with other characters in one of its parts. */
function textWith(split: SplitOptions, changed: 'heldOut' | 'tuning' | 'training' | null): Corpus {
  const corpus = smallCorpus();
  const parts = textParts(corpus.indices.length, split);
  const indices = corpus.indices.slice();
  if (changed)
    for (const { from, to } of parts[changed])
      for (let i = from; i < to; i++) indices[i] = (indices[i] + 1 + (i % 3)) % corpus.vocabulary.length;
  const shared = new Uint8Array(new SharedArrayBuffer(indices.length));
  shared.set(indices);
  return { ...corpus, indices: shared, parts };
}

const plan: SweepPlan = {
  format: 'loss-lab-sweep',
  version: 1,
  experiment: quickExperiment(),
  grid: { low: 0.01, high: 1, count: 3 },
  seeds: [10_001],
  steps: 10,
  yardstick: 'bitsPerCharacter',
  extension: 0,
};

function swept(corpus: Corpus): Promise<SweepRun[]> {
  const runs: SweepRun[] = [];
  return new Promise((resolve) => {
    const ports = {
      threads: 1,
      version: '0',
      machine: testMachine,
      plugins: pluginsDouble(),
      memoryLimit: 1e9,
      memoryInUse: () => 1e8,
      now: () => 0,
      after: () => () => undefined,
      startThread: localThread,
    };
    const listener = { run: (run: SweepRun) => void runs.push(run), progress: () => undefined };
    const ended = { ...listener, finished: () => resolve(runs) };
    new Sweeper(plan, corpus, ports, ended, { before: () => null, keep: () => undefined }).start();
  });
}

const values = (runs: readonly SweepRun[]) =>
  runs.map(({ armId, place, evaluation }) => [armId, place, evaluation!.bitsPerCharacter]);

const blocks = { ...defaultSplit, split: 'blocks' } as const;
const untuned = { ...defaultSplit, tuningShare: 0 } as const;

describe('nothing is chosen on what is reported', () => {
  it.each([
    ['at the end', defaultSplit],
    ['in blocks', blocks],
  ])('a sweep reads the tuning part and never the held-out one, %s', async (_, split) => {
    const plain = values(await swept(textWith(split, null)));
    expect(values(await swept(textWith(split, 'heldOut')))).toEqual(plain);
    expect(values(await swept(textWith(split, 'tuning')))).not.toEqual(plain);
  });

  it('a sweep of a text without a tuning part reads the held-out one', async () => {
    const plain = values(await swept(textWith(untuned, null)));
    expect(values(await swept(textWith(untuned, 'heldOut')))).not.toEqual(plain);
  });

  it('a sweep says on which part it has chosen', async () => {
    const runs = await swept(textWith(defaultSplit, null));
    expect(tuningOf(plan, runs)!.part).toBe('tuning');
    const corpus = { ...plan.experiment.corpus, split: untuned } as Experiment['corpus'];
    expect(tuningOf({ ...plan, experiment: { ...plan.experiment, corpus } }, runs)!.part).toBe('held-out');
  });

  it('rules end runs by the tuning part and never by the held-out one', async () => {
    const experiment = quickExperiment({
      steps: 60,
      stopping: {
        target: null,
        plateau: { yardstick: 'bitsPerCharacter', evaluations: 2, tolerance: 0.08 },
        budget: null,
      },
    });
    const ends = async (changed: Parameters<typeof textWith>[1]) => {
      const corpus = textWith(defaultSplit, changed);
      const { lab } = testLab({ texts: { ...fixedTexts(corpus), builtin: async () => corpus } });
      await lab.setExperiment({ experiment });
      const end = phaseReached(lab, 'finished');
      await lab.run({});
      await end;
      const { runs }: LabSnapshot = await lab.snapshot({});
      await lab.close();
      return runs;
    };
    const plain = await ends(null);
    expect(plain.some(({ early }) => early?.rule === 'plateau')).toBe(true);
    const other = await ends('heldOut');
    expect(other.map(({ early, steps }) => [early, steps])).toEqual(
      plain.map(({ early, steps }) => [early, steps]),
    );
    expect(other[0].evaluations.map(({ tuning }) => tuning)).toEqual(
      plain[0].evaluations.map(({ tuning }) => tuning),
    );
    expect(other[0].evaluations[1].bitsPerCharacter).not.toBe(plain[0].evaluations[1].bitsPerCharacter);
  });

  it('the tuning reading is that of the tuning spans', () => {
    const corpus = textWith(blocks, null);
    const experiment = quickExperiment({
      steps: 10,
      stopping: { target: { yardstick: 'bitsPerCharacter', value: 0 }, plateau: null, budget: null },
    });
    const trainer = new Trainer(experiment, experiment.arms[0], 1, corpus, engine('float64'), () => 0);
    for (;;) {
      const did = trainer.advance(() => false);
      if (did.kind !== 'evaluated') continue;
      const spans = evaluatedSpans(corpus.parts.tuning, experiment.evaluation);
      const { network, layer } = trainer;
      const read = evaluate(network, corpus.indices, spans, trainer.readingStart(), layer, () => false)!;
      expect(did.evaluation.tuning).toEqual(ofYardsticks(({ id }) => read[id]));
      if (trainer.ended) break;
    }
  });

  it('without a rule that needs it the tuning part is not read', () => {
    const corpus = textWith(defaultSplit, null);
    const experiment = quickExperiment({ stopping: null });
    const trainer = new Trainer(experiment, experiment.arms[0], 1, corpus, engine('float64'), () => 0);
    const did = trainer.advance(() => false);
    expect(did.kind === 'evaluated' && did.evaluation).not.toHaveProperty('tuning');
  });
});
