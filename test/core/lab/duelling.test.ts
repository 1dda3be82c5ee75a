import { describe, expect, it } from 'vitest';
import type { Duel, DuelText } from '../../../core/duels/duel.ts';
import type { Lab } from '../../../core/contract/lab-api.ts';
import { evaluatedSpans } from '../../../core/experiments/plan/evaluation-plan.ts';
import { lastEvaluation } from '../../../core/experiments/run.ts';
import { evaluate } from '../../../core/network/evaluate.ts';
import { readingNetwork } from '../../../core/network/reading-network.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';
import { phaseReached, quickExperiment, testLab, exported } from './lab-fixtures.ts';

const drawn = { kind: 'drawn', prompt: 'ab', characters: 30, sampleSeed: 7 } as const;

async function duel(lab: Lab, text: DuelText, step: number | null = null): Promise<Duel> {
  const { experiment } = await lab.snapshot({});
  const arms = experiment.arms.map(({ id }) => ({ kind: 'run', armId: id, seed: 1, step }) as const);
  return lab.duel({ arms, text, temperature: 1, top: 8 });
}

async function trained(change = {}) {
  const { lab } = testLab();
  await lab.setExperiment({ experiment: quickExperiment(change) });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  return lab;
}

const written = (characters: Uint32Array) => String.fromCodePoint(...characters);

describe('a duel of the lab', () => {
  it('draws from every arm what the arm draws alone', async () => {
    const lab = await trained({ precision: 'float64' });
    const { lines, steps, vocabulary } = await duel(lab, drawn);
    const { experiment } = await lab.snapshot({});
    expect(steps).toEqual(experiment.arms.map(() => 12));
    expect(vocabulary).toBe(5);
    for (const [i, { id }] of experiment.arms.entries()) {
      const { prompt, characters, sampleSeed } = drawn;
      const question = { armId: id, seed: 1, temperature: 1, prompt, characters, sampleSeed };
      const { text } = await lab.sample(question);
      expect(written(lines[i].characters)).toBe(text);
    }
    await lab.close();
  });

  it('pays for held-out text what an evaluation of the same characters says', async () => {
    const lab = await trained({ precision: 'float64' });
    const { runs, experiment } = await lab.snapshot({});
    const { indices, parts } = lab.corpus()!;
    const [{ from }] = parts.heldOut;
    const { lines, before } = await duel(lab, { kind: 'held-out', start: 3, characters: 80 });
    expect(before).toHaveLength(100);
    const spans = [{ from: from + 4, to: from + 84 }];
    const { hidden, biases } = experiment.model;
    const shape = { vocabulary: 5, hidden, biases };
    for (const [i, { id, layer: name }] of experiment.arms.entries()) {
      const run = runs.find((each) => each.armId === id && each.seed === 1)!;
      const { weights, start } = await lab.weights(run);
      expect(start.kind).toBe('carried');
      const layer = outputLayer(name);
      const network = readingNetwork(shape, layer, weights);
      const found = evaluate(network, indices, spans, start, layer, () => false)!;
      expect(lines[i].bitsPerCharacter).toBeCloseTo(found.bitsPerCharacter, 12);
      // The last evaluation itself, whose first character is the first of the held-out part.
      const last = evaluatedSpans(parts.heldOut, experiment.evaluation);
      const { bitsPerCharacter } = evaluate(network, indices, last, start, layer, () => false)!;
      expect(lastEvaluation(run)!.bitsPerCharacter).toBeCloseTo(bitsPerCharacter, 12);
    }
    await lab.close();
  });

  it('reads from h = 0 where the experiment does', async () => {
    const evaluation = { every: 5, characters: 100, start: 'zero' } as const;
    const lab = await trained({ precision: 'float64', evaluation });
    const carrying = await trained({ precision: 'float64' });
    const key = { armId: 'softmax-cross-entropy', seed: 1 };
    expect((await lab.weights(key)).weights).toEqual((await carrying.weights(key)).weights);
    expect((await lab.weights(key)).start).toEqual({ kind: 'zero' });
    expect((await duel(lab, drawn)).lines).not.toEqual((await duel(carrying, drawn)).lines);
    await lab.close();
    await carrying.close();
  });

  it('looks at initial and at kept weights, which at step 0 are the same', async () => {
    const lab = await trained({ precision: 'float64' });
    const { experiment } = await lab.snapshot({});
    const fresh = await lab.duel({
      arms: experiment.arms.map(({ id }) => ({ kind: 'fresh', armId: id, seed: 1 }) as const),
      text: drawn,
      temperature: 1,
      top: 8,
    });
    const kept = await duel(lab, drawn, 0);
    expect(kept.lines).toEqual(fresh.lines);
    expect((await duel(lab, drawn)).lines).not.toEqual(fresh.lines);
    await expect(duel(lab, drawn, 3)).rejects.toMatchObject({ code: 'unknown-name' });
    await lab.close();
  });

  it('is answered while runs train and in a pause, and changes no number of theirs', async () => {
    const alone = await trained();
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    expect((await duel(lab, drawn)).lines).toHaveLength(2);
    await lab.pause({});
    expect((await duel(lab, { kind: 'given', text: 'abcab' })).lines[0].characters).toHaveLength(4);
    if ((await lab.snapshot({})).phase === 'paused') await lab.run({});
    await end;
    const losses = async (each: Lab) => (await each.snapshot({})).runs.map(({ series }) => [...series.loss]);
    expect(await losses(lab)).toEqual(await losses(alone));
    await lab.close();
    await alone.close();
  });

  it('says that an opened report has no weights, and what to do', async () => {
    const lab = await trained();
    const [file] = await exported(lab, ['json']);
    await lab.stop({});
    await lab.reset({});
    await expect(duel(lab, drawn)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringMatching(/Nothing is in training/),
    });
    await lab.openExperiment({ json: new TextDecoder().decode(file.bytes) });
    await expect(duel(lab, drawn)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('holds no weights'),
      next: expect.stringContaining('Reset'),
    });
    await lab.close();
  });

  it.each<[DuelText, RegExp]>([
    [{ ...drawn, prompt: '唐' }, /has the character '唐'/],
    [{ kind: 'given', text: 'a' }, /two characters/],
    [{ kind: 'held-out', start: 190, characters: 20 }, /held-out part has 200 characters/],
  ])('refuses %j with what is wrong', async (text, message) => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const { experiment } = await lab.snapshot({});
    const arms = experiment.arms.map(({ id }) => ({ kind: 'fresh', armId: id, seed: 1 }) as const);
    await expect(lab.duel({ arms, text, temperature: 1, top: 8 })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
    await expect(
      lab.duel({ arms: [{ kind: 'fresh', armId: 'nope', seed: 1 }], text: drawn, temperature: 1, top: 8 }),
    ).rejects.toMatchObject({ code: 'unknown-name' });
    await lab.close();
  });
});
