import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { LabError } from '../../../core/errors.ts';
import { readLabFile } from '../../../core/node/files/lab-file.ts';
import { isSavedFile } from '../../../core/node/files/saved-file.ts';
import { quickExperiment } from '../../core/lab/lab-fixtures.ts';

describe('what a file is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-saved-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('is told by its ending, else by how it begins', async () => {
    const own = '{\n "format": "loss-lab-experiment"}';
    for (const path of [
      file('a.losslab', 'anything'),
      file('B.LOSSLAB', ''),
      file('c.json', own),
      file('without ending', ` \n${own}`),
      file('d.txt', `\uFEFF${own.replace('experiment', 'report')}`),
      file('link.txt', '#experiment=abc'),
    ])
      expect(await isSavedFile(path), path).toBe(true);
    for (const path of [
      file('e.json', '{"format": "other"}'),
      file('f.txt', `He wrote ${own}`),
      file('g.txt', ''),
      file('h.json', `{"x": "${' '.repeat(5000)}", "format": "loss-lab-experiment"}`),
      folder,
      join(folder, 'gone'),
    ])
      expect(await isSavedFile(path), path).toBe(false);
  });

  const archive = async (name: string, entries: Readonly<Record<string, string>>) => {
    const zip = new ZipFile();
    for (const [path, text] of Object.entries(entries)) zip.addBuffer(Buffer.from(text), path);
    zip.end();
    const path = join(folder, name);
    await pipeline(zip.outputStream, createWriteStream(path));
    return path;
  };
  const plan = (steps: number) => JSON.stringify(quickExperiment({ steps }));

  it('may be an archive: the report that lies least deep in it is opened, else the plan', async () => {
    const both = { 'mine/experiment.json': plan(1), 'mine/runs/experiment.json': plan(2), 'notes.txt': 'x' };
    const opened = await readLabFile({ path: await archive('zipped.losslab', both) });
    expect(opened.experiment.steps).toBe(1);
    // A report goes before a plan, and is checked like any.
    const broken = { ...both, 'mine/report/report.json': '{"format": "loss-lab-report"}' };
    await expect(readLabFile({ path: await archive('broken.zip', broken) })).rejects.toThrow(LabError);
  });

  it.each([
    ['cut', Buffer.from('PK\x03\x04\x14 and no directory', 'latin1'), /cannot be opened/],
    ['empty', null, /there is no report\.json and no experiment\.json in it/],
  ] as const)('may be an archive that is %s, which a sentence says', async (name, bytes, says) => {
    const path = bytes ? file(`${name}.zip`, bytes) : await archive(`${name}.zip`, { 'a.txt': 'a' });
    const refused = { code: 'file-not-read', message: expect.stringMatching(says) as string };
    await expect(readLabFile({ path })).rejects.toMatchObject(refused);
  });

  it('is refused by what comes out of an archive, before it is all there', async () => {
    const path = await archive('bomb.zip', { 'experiment.json': '['.repeat(10_000_000) });
    expect(statSync(path).size).toBeLessThan(100_000);
    await expect(readLabFile({ path })).rejects.toMatchObject({ code: 'file-not-read' });
  });
});
