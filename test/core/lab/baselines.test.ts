import { describe, expect, it } from 'vitest';
import { evaluatedBaselines } from '../../../core/corpora/baselines.ts';
import { evaluatedSpans } from '../../../core/experiments/plan/evaluation-plan.ts';
import { fixedTexts, phaseReached, quickExperiment, smallCorpus, testLab, exported } from './lab-fixtures.ts';

const corpus = smallCorpus();

/** What the models pay on the characters that a run of the experiment is scored on. */
function wanted(characters: number) {
  const { indices, vocabulary, parts } = corpus;
  const plan = { characters, start: 'carried' } as const;
  return evaluatedBaselines({
    indices,
    distinct: vocabulary.length,
    parts,
    heldOut: evaluatedSpans(parts.heldOut, plan),
    tuning: evaluatedSpans(parts.tuning, plan),
  });
}

describe('the lines of a lab', () => {
  it('are on exactly the characters that the curves are scored on', async () => {
    const { lab } = testLab();
    for (const characters of [100, 70]) {
      const experiment = quickExperiment({ evaluation: { every: 5, characters, start: 'carried' } });
      const { baselines } = await lab.setExperiment({ experiment });
      expect(baselines).toEqual(wanted(characters));
      expect(baselines!.heldOut.characters).toBe(characters);
      expect(baselines!.tuning!.characters).toBe(characters);
    }
    await lab.close();
  });

  it('are counted once for the same characters', async () => {
    let asked = 0;
    const counting = fixedTexts(corpus);
    const texts = {
      ...counting,
      baselines: (...question: Parameters<typeof counting.baselines>) => (
        asked++,
        counting.baselines(...question)
      ),
    };
    const { lab } = testLab({ texts });
    await lab.openPath({ path: 'x', source: 'file', options: corpus.summary.options });
    const { experiment } = await lab.snapshot({});
    await lab.setExperiment({ experiment: { ...experiment, steps: 7 } });
    expect(asked).toBe(1);
    const { characters } = experiment.evaluation;
    const evaluation = { ...experiment.evaluation, characters: characters - 1 };
    await lab.setExperiment({ experiment: { ...experiment, evaluation } });
    expect(asked).toBe(2);
    await lab.close();
  });

  it('come back with an opened report, and are none where it has none', async () => {
    const { lab } = testLab();
    const experiment = quickExperiment();
    const { baselines } = await lab.setExperiment({ experiment });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    const [file] = await exported(lab, ['json']);
    const json = new TextDecoder().decode(file.bytes);
    const other = testLab({ texts: { ...fixedTexts(corpus), builtin: () => Promise.resolve(corpus) } }).lab;
    await other.openExperiment({ json });
    expect((await other.snapshot({})).baselines).toEqual(baselines);
    await lab.close();
    await other.close();
  });
});
