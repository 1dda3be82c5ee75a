import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSmallFile } from '../../core/node/disk/small-file.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);

describe('a small file', () => {
  it('is read whole, up to its limit', async () => {
    writeFileSync(place('a.json'), 'Wörter');
    expect(await readSmallFile(place('a.json'), 7)).toBe('Wörter');
    await expect(readSmallFile(place('a.json'), 6)).rejects.toMatchObject({
      code: 'file-not-read',
      message: expect.stringContaining('it has more than 6 bytes'),
    });
  });

  it.each([
    ['a folder', () => mkdirSync(place('folder')), () => place('folder')],
    ['a pipe (FIFO)', () => execFileSync('mkfifo', [place('pipe')]), () => place('pipe')],
    ['a device', () => undefined, () => '/dev/zero'],
  ])('is not %s', async (kind, make, path) => {
    make();
    await expect(readSmallFile(path(), 100)).rejects.toMatchObject({
      code: 'file-not-read',
      message: expect.stringContaining(`it is ${kind}, not a file`),
    });
  });

  it('that is not there is named', async () => {
    await expect(readSmallFile(place('none'), 100)).rejects.toMatchObject({
      code: 'file-not-read',
      message: expect.stringContaining('ENOENT'),
    });
  });
});
