import { describe, expect, it } from 'vitest';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import type { Corpus } from '../../../core/corpora/corpus.ts';
import { fixedTexts, quickExperiment, smallCorpus, testLab } from './lab-fixtures.ts';

const file = { path: '/small.txt', source: 'file', options: defaultCorpusOptions } as const;

/** A lab whose texts come when they are let go. */
function slowTexts() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const texts = fixedTexts(smallCorpus());
  const late =
    <A extends unknown[]>(read: (...given: A) => Promise<Corpus>) =>
    async (...given: A) => {
      await released;
      return read(...given);
    };
  const made = testLab({
    texts: { ...texts, openPath: late(texts.openPath), builtin: late(texts.builtin) },
  });
  return { ...made, release };
}

describe('a screen that opens', () => {
  it('does not wait for a text that another one has read', async () => {
    const { lab, release } = slowTexts();
    const opened = lab.openPath(file);
    expect(await lab.snapshot({})).toMatchObject({ phase: 'idle', corpus: null });
    release();
    await opened;
    expect((await lab.snapshot({})).corpus).toMatchObject({ name: 'small.txt' });
    await lab.close();
  });

  it('finds the built-in text ready, and so does the next one', async () => {
    const { lab, release } = slowTexts();
    const screens = [lab.snapshot({}), lab.snapshot({})];
    release();
    for (const { corpus } of await Promise.all(screens)) expect(corpus).toMatchObject({ source: 'builtin' });
    await lab.close();
  });
});

describe('closing the lab', () => {
  it.each(['run', 'step'] as const)('keeps a %s that waits for its text from starting', async (method) => {
    const { lab, threads, release } = slowTexts();
    const wished = lab[method]({});
    const refused = expect(wished).rejects.toMatchObject({ code: 'cancelled' });
    await lab.close();
    release();
    await refused;
    expect(threads).toHaveLength(0);
  });

  it('waits for no text that comes in, and for no count of one', async () => {
    const texts = fixedTexts(smallCorpus());
    const never = () => new Promise<never>(() => undefined);
    const reading = testLab({ texts: { ...texts, openPath: never } });
    void reading.lab.openPath(file);
    await expect(reading.lab.close()).resolves.toBeUndefined();
    const counting = testLab({ texts: { ...texts, baselines: never } });
    await counting.lab.openPath(file);
    await expect(counting.lab.close()).resolves.toBeUndefined();
  });

  it('does not let a run start that was wished just before', async () => {
    const { lab, threads } = testLab();
    await lab.setExperiment({ experiment: quickExperiment() });
    const wished = lab.run({}).catch(() => undefined);
    await lab.close();
    await wished;
    // One that was wished after it has started by then.
    const other = testLab();
    await other.lab.setExperiment({ experiment: quickExperiment() });
    await other.lab.run({});
    expect(other.threads).not.toHaveLength(0);
    await other.lab.close();
    expect(threads).toHaveLength(0);
  });
});
