import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LabError } from '../../../core/errors.ts';
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

it('is given up where that is asked for, before and while files are written, and leaves none', async () => {
  let [writes, giveUp] = [0, () => undefined as void];
  const folders: string[] = [];
  const { lab } = testLab({
    reports: {
      page: async () => '',
      writeInto: async ({ folder }, _input, _formats, told) => {
        folders.push(folder);
        writeFileSync(join(folder, 'report.html'), 'half of it');
        told?.({ doing: 'write', file: 'report.html', at: ++writes, of: 2 });
        await new Promise<void>(
          (_, reject) => (giveUp = () => reject(new LabError('cancelled', 'Given up.'))),
        );
      },
      cancel: async () => giveUp(),
    },
  });
  await lab.setExperiment({ experiment: quickExperiment() });
  const heard: string[] = [];
  lab.on('exporting', ({ doing }) => heard.push(doing));
  const early = lab.exportReport({ formats: ['archive'] });
  await lab.cancelExports({});
  await expect(early).rejects.toMatchObject({ code: 'cancelled' });
  expect(heard).toEqual(['gather']);
  const late = lab.exportReport({ formats: ['archive'] });
  await expect.poll(() => heard).toEqual(['gather', 'gather', 'write']);
  await lab.cancelExports({});
  await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  expect(folders.map((folder) => existsSync(folder))).toEqual([false]);
  await lab.close();
});
