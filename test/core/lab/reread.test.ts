import { describe, expect, it, vi } from 'vitest';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import type { TextPort } from '../../../core/lab/ports.ts';
import { fixedTexts, quickExperiment, smallCorpus, testLab } from './lab-fixtures.ts';

const text = smallCorpus();
const file = { path: '/small.txt', source: 'file', options: defaultCorpusOptions } as const;

/** A lab with a text port whose `reread` is watched. */
function labWith(reread: TextPort['reread'] = async () => text) {
  const watched = vi.fn(reread);
  return { ...testLab({ texts: { ...fixedTexts(text), reread: watched } }), reread: watched };
}

const onText = (sha256: string, change = {}) =>
  quickExperiment({
    corpus: {
      kind: 'text',
      name: 'small.txt',
      sha256,
      heldOut: null,
      options: { ...defaultCorpusOptions, ...change },
    },
  });

describe('reading the text again', () => {
  it('is refused when the experiment is on a built-in text, whatever was read before', async () => {
    const { lab, reread } = labWith();
    await lab.openPath(file);
    await lab.useBuiltin({ id: 'reber', seed: 1, characters: 2000 });
    await expect(lab.rereadText({ options: defaultCorpusOptions })).rejects.toThrow(/built-in text/);
    expect(reread).not.toHaveBeenCalled();
    await lab.close();
  });

  it('is refused when the text of the experiment is not here, whatever was read before', async () => {
    const { lab, reread } = labWith();
    await lab.openPath(file);
    await lab.setExperiment({ experiment: onText('cd'.repeat(32)) });
    await expect(lab.rereadText({ options: defaultCorpusOptions })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    expect(reread).not.toHaveBeenCalled();
    await lab.close();
  });

  it('for an experiment is refused when the file has changed since, and nothing changes', async () => {
    const changed = { ...text, summary: { ...text.summary, sha256: 'ef'.repeat(32) } };
    const { lab } = labWith(async () => changed);
    await lab.openPath(file);
    const before = await lab.snapshot({});
    const experiment = onText(text.summary.sha256, { normaliseLineEnds: true });
    await expect(lab.setExperiment({ experiment })).rejects.toMatchObject({ code: 'text-changed' });
    expect(await lab.snapshot({})).toEqual(before);
    await lab.close();
  });

  it('is not asked for again when a change is taken back that led to another text', async () => {
    const again = vi.fn(async () => text);
    const { lab } = testLab({ texts: { ...fixedTexts(text), again } });
    await lab.openPath(file);
    const { experiment } = await lab.snapshot({});
    await lab.useBuiltin({ id: 'reber', seed: 1, characters: 2000 });
    await lab.setExperiment({ experiment });
    expect(again).toHaveBeenCalledOnce();
    expect(await lab.snapshot({})).toMatchObject({ experiment, corpus: text.summary });
    await lab.close();
  });
});
