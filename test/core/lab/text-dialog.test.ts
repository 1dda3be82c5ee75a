import { describe, expect, it } from 'vitest';
import type { LabEvents } from '../../../core/contract/lab-api.ts';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { LabError } from '../../../core/errors.ts';
import { fixedTexts, smallCorpus, testLab } from './lab-fixtures.ts';

describe('a text chosen in the dialog of the host', () => {
  it('is told by its name while it is read, and given up when nobody wants it any more', async () => {
    let fail: (error: LabError) => void = () => undefined;
    const { lab } = testLab({
      texts: {
        ...fixedTexts(smallCorpus()),
        openPath: (_path, _source, _options, progress) =>
          new Promise((_, reject) => {
            progress(0.5);
            fail = reject;
          }),
        cancelReading: () => fail(new LabError('cancelled', 'Reading the text was cancelled.')),
      },
      dialogs: {
        chooseText: async () => '/home/somebody/hamlet.txt',
        chooseExperiment: async () => null,
        chooseFolder: async () => null,
        fillFolder: async () => undefined,
      },
    });
    const before = await lab.snapshot({});
    const told: LabEvents['reading'][] = [];
    const half = new Promise<void>((resolve) =>
      lab.on('reading', (event) => {
        told.push(event);
        if (event.share === 0.5) resolve();
      }),
    );
    const opened = lab.openTextDialog({ options: defaultCorpusOptions });
    const refused = expect(opened).rejects.toMatchObject({ code: 'cancelled' });
    await half;
    expect(told).toEqual([
      { name: 'hamlet.txt', share: 0 },
      { name: 'hamlet.txt', share: 0.5 },
    ]);
    await Promise.resolve();
    await lab.cancelReading({});
    await refused;
    expect(await lab.snapshot({})).toEqual(before);
    await lab.close();
  });
});
