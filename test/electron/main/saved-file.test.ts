import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLabFile } from '../../../core/node/files/lab-file.ts';
import { isSavedFile } from '../../../core/node/files/saved-file.ts';

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

  it('may be an archive, which is refused with what to do', async () => {
    const path = file('z.losslab', Buffer.from('PK\x03\x04\x14', 'latin1'));
    await expect(readLabFile({ path })).rejects.toMatchObject({
      code: 'file-not-read',
      message: "'z.losslab' is a zip archive, not an experiment.",
      next: expect.stringMatching(/^Unpack it/) as string,
    });
  });
});
