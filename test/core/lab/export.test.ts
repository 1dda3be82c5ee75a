import { expect, it } from 'vitest';
import { phaseReached, quickExperiment, testLab, exported } from './lab-fixtures.ts';

/** What `report.html` and `report.md` cite of `report.json`. */
const hashes = (text: string) => new Set(text.match(/\b[0-9a-f]{64}\b/g) ?? []);

it('gives files that are exported one after the other one date, so that they cite each other, and new results a new one', async () => {
  let hours = 0;
  const { lab } = testLab({ date: () => `2026-01-01T0${hours++}:00:00.000Z` });
  await lab.setExperiment({ experiment: quickExperiment({ steps: 10 }) });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  const written = async (format: 'json' | 'markdown') =>
    new TextDecoder().decode((await exported(lab, [format]))[0].bytes);
  const dateOf = (json: string) => /2026-01-01T0\d:00/.exec(json)![0];
  const [json, markdown, again] = [await written('json'), await written('markdown'), await written('json')];
  expect(again).toBe(json);
  const together = await exported(lab, ['markdown', 'json']);
  const beside = together
    .map(({ bytes }) => new TextDecoder().decode(bytes))
    .find((text) => text.startsWith('#'))!;
  expect(hashes(beside)).toEqual(hashes(markdown));
  const grown = phaseReached(lab, 'finished');
  await lab.addSeeds({ count: 1 });
  await grown;
  expect(dateOf(await written('json'))).not.toBe(dateOf(json));
  await lab.close();
});
