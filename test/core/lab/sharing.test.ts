import { expect, it } from 'vitest';
import { quickExperiment, testLab } from './lab-fixtures.ts';

/** A text that this lab does not have. */
const corpus = {
  kind: 'text',
  name: 'faust 1.txt',
  sha256: '12'.repeat(32),
  heldOut: null,
  options: {
    encoding: null,
    normaliseLineEnds: false,
    minimumCount: 1,
    split: 'end',
    heldOutShare: 0.1,
    tuningShare: 0.05,
  },
} as const;

it('opens a link as the experiment it was made of, and says how large the text is that it waits for', async () => {
  const { lab } = testLab();
  const small = await lab.beginText({ name: 'small.txt', bytes: 3, source: 'paste' });
  await lab.finishText({ ...small, options: corpus.options });
  const { corpus: here, experiment } = await lab.snapshot({});
  const { link, command } = await lab.shareExperiment({});
  expect(link).toMatch(/^#experiment=[\w-]+$/);
  expect(command).toMatch(/^loss-lab compare small\.txt --name /);
  await lab.close();

  const { lab: elsewhere } = testLab();
  expect((await elsewhere.snapshot({})).wantedBytes).toBe(null);
  await elsewhere.openExperiment({ json: `http://127.0.0.1:4000/${link}` });
  const opened = await elsewhere.snapshot({});
  expect(opened).toMatchObject({ experiment, corpus: null, wantedBytes: here!.bytes, opened: false });
  // Another setting waits for the same text, another text for another one.
  const longer = { ...experiment, steps: 20 };
  expect((await elsewhere.setExperiment({ experiment: longer })).wantedBytes).toBe(here!.bytes);
  expect((await elsewhere.shareExperiment({})).command).toContain(' small.txt ');
  const foreign = await elsewhere.setExperiment({ experiment: quickExperiment({ corpus }) });
  expect(foreign.wantedBytes).toBe(null);
  expect((await elsewhere.shareExperiment({})).command).toContain("compare 'faust 1.txt' ");
  await elsewhere.close();
});

it('refuses a damaged link, and keeps what is there', async () => {
  const { lab } = testLab();
  const before = (await lab.snapshot({})).experiment;
  const { link } = await lab.shareExperiment({});
  const cut = lab.openExperiment({ json: link.slice(0, -6) });
  await expect(cut).rejects.toMatchObject({
    code: 'file-not-read',
    message: expect.stringMatching(/damaged/),
  });
  expect((await lab.snapshot({})).experiment).toEqual(before);
  await lab.close();
});
