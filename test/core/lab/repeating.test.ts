import { describe, expect, it } from 'vitest';
import type { LabSnapshot, RobustnessState } from '../../../core/contract/lab-data.ts';
import { textParts } from '../../../core/corpora/parts.ts';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import { parseReport } from '../../../core/reports/data/json.ts';
import { phaseReached, quickExperiment, smallCorpus, testLab, trainedOn, exported } from './lab-fixtures.ts';

async function trainedLab(change = {}): Promise<HostedLab> {
  const { lab } = testLab();
  await lab.setExperiment({ experiment: quickExperiment(change) });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  return lab;
}

const ended = (lab: HostedLab): Promise<RobustnessState> =>
  new Promise((resolve) => {
    const off = lab.on('robustness', (state) => {
      if (state.phase === 'running') return;
      off();
      resolve(state);
    });
  });

const bits = ({ runs }: LabSnapshot) =>
  runs.map(({ armId, seed, evaluations }) => [armId, seed, evaluations.at(-1)!.bitsPerCharacter]);

describe('a robustness repeat of a lab', () => {
  it('trains the first seeds with one thing changed, to the numbers of an experiment that is so from the start', async () => {
    const change = { seeds: [1, 2, 3, 4], clipping: { kind: 'norm', threshold: 0.01 } } as const;
    const lab = await trainedLab(change);
    const before = await lab.snapshot({});
    const end = ended(lab);
    const state = await lab.startRobustness({});
    expect(state).toMatchObject({ phase: 'running', seeds: [1, 2, 3], under: { id: 'clipping' } });
    await expect(lab.startRobustness({})).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.addSeeds({ count: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(lab.setExperiment({ experiment: before.experiment })).rejects.toMatchObject({
      message: expect.stringContaining('robustness repeat') as string,
    });
    const { repeats, skipped } = await end;
    expect(skipped).toEqual([]);
    expect(repeats.map(({ id, change: words }) => [id, words])).toEqual([
      ['clipping', 'without clipping'],
      ['precision', 'float64 instead of float32'],
      ['split', 'held out in blocks instead of held out at the end'],
    ]);
    const three = quickExperiment({ ...change, seeds: [1, 2, 3] });
    const found = (id: string) =>
      repeats
        .find((each) => each.id === id)!
        .runs.map(({ armId, seed, evaluation }) => [armId, seed, evaluation!.bitsPerCharacter]);
    expect(found('clipping')).toEqual(bits(await trainedOn(2, { ...three, clipping: { kind: 'off' } })));
    expect(found('precision')).toEqual(bits(await trainedOn(2, { ...three, precision: 'float64' })));
    const corpus = smallCorpus();
    const inBlocks = {
      ...corpus,
      parts: textParts(corpus.summary.characters, { ...corpus.summary.options, split: 'blocks' }),
    };
    expect(found('split')).toEqual(bits(await trainedOn(2, three, inBlocks)));
    // The results themselves are left alone.
    const after = await lab.snapshot({});
    expect(bits(after)).toEqual(bits(before));
    expect(after.robustness?.phase).toBe('finished');
    await lab.close();
  });

  it('stands in every report, comes back with it, and goes with the results', async () => {
    const lab = await trainedLab();
    const without = await exported(lab, ['html', 'markdown', 'json']);
    for (const { bytes } of without) expect(new TextDecoder().decode(bytes)).not.toContain('obustness');
    const end = ended(lab);
    await lab.startRobustness({});
    const { repeats } = await end;
    const files = await exported(lab, ['html', 'markdown', 'json']);
    const [page, text, json] = files.map(({ bytes }) => new TextDecoder().decode(bytes));
    for (const each of [page, text]) {
      expect(each).toContain('Robustness repeat');
      expect(each).toContain('Without clipping: the order by bits per character');
      expect(each).toContain('Float64 instead of float32: ');
    }
    expect(parseReport(json).robustness).toEqual({ repeats, skipped: [], cancelled: false });
    await lab.openExperiment({ json: json });
    const opened = await lab.snapshot({});
    expect(opened).toMatchObject({ opened: true, robustness: { phase: 'finished', repeats, under: null } });
    const again = await exported(lab, ['markdown']);
    expect(new TextDecoder().decode(again[0].bytes)).toContain('## Robustness repeat');
    await expect(lab.startRobustness({})).rejects.toMatchObject({
      message: expect.stringContaining('opened from a report') as string,
    });
    await lab.reset({});
    expect(await lab.snapshot({})).toMatchObject({ opened: false, robustness: null });
    await lab.close();
  });

  it('keeps the variations that are through when it is cancelled', async () => {
    const lab = await trainedLab({ steps: 400 });
    const one = new Promise<void>((resolve) => {
      lab.on('robustness', ({ repeats }) => repeats.length === 1 && resolve());
    });
    await lab.startRobustness({});
    await one;
    await lab.cancelRobustness({});
    const { robustness } = await lab.snapshot({});
    expect(robustness).toMatchObject({ phase: 'cancelled', under: null });
    expect(robustness!.repeats.map(({ id }) => id)).toEqual(['clipping']);
    const [file] = await exported(lab, ['markdown']);
    expect(new TextDecoder().decode(file.bytes)).toContain('cancelled before its end');
    await lab.close();
  });

  it('says why a variation cannot be, and why there is nothing to repeat', async () => {
    const lab = await trainedLab({ clipping: { kind: 'off' } });
    const end = ended(lab);
    await lab.startRobustness({});
    expect((await end).skipped).toEqual([{ id: 'clipping', why: 'Gradients are not clipped anyhow.' }]);
    await lab.close();

    const { lab: fresh } = testLab();
    await fresh.setExperiment({ experiment: quickExperiment() });
    await expect(fresh.startRobustness({})).rejects.toMatchObject({ code: 'wrong-state' });
    await fresh.close();
  });
});
