import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../core/corpora/survey.ts';
import { textTools } from '../../core/node/texts/node-text-tools.ts';
import { textFile } from '../../core/node/texts/text-file.ts';
import { isRefused, oddPaths, oddTexts } from '../odd-texts.ts';
import { temporaryFolder } from './temporary.ts';
import { onlyWhere } from '../only-where.ts';

const folder = temporaryFolder();

/** Paths of the files that this process has open, where the system tells. Some close while they are listed. */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return [];
    }
  });

async function allOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe('what is no text file is refused by kind, and not waited for', () => {
  it.each(oddPaths)('$name', async ({ name, make, outcome }) => {
    const path = join(folder, name);
    let undo: void | (() => void);
    try {
      undo = await make!(path);
    } catch (error) {
      process.stdout.write(`  not tried here: ${name}: ${(error as Error).message}\n`);
      return;
    }
    if (!isRefused(outcome)) throw new Error('These are all refused.');
    await expect(textFile(path, 'file')).rejects.toMatchObject({
      code: outcome.code,
      message: expect.stringMatching(outcome.message),
      next: expect.stringMatching(/./),
    });
    undo?.();
    if (name !== 'vanished.txt' && name.length < 255) rmSync(path, { recursive: true, force: true });
  });

  it('no permission, on the file and on its folder, as another user than root', async () => {
    // Modes do not stop root: the test gives that up for a moment.
    if (process.getuid?.() !== 0) return void process.stdout.write('  not root: tried above\n');
    const path = join(folder, 'secret.txt');
    writeFileSync(path, 'x', { mode: 0o600 });
    for (const mode of [0o755, 0o700]) {
      chmodSync(folder, mode);
      process.seteuid!(65534);
      try {
        const reading = textFile(path, 'file').then((text) => allOf(text.open()));
        await expect(reading).rejects.toMatchObject({ code: 'text-no-permission' });
      } finally {
        process.seteuid!(0);
      }
    }
  });

  it('a NUL in a name', async () => {
    await expect(textFile('a\0b', 'file')).rejects.toMatchObject({ code: 'text-not-found' });
  });
});

describe('what is no text is refused by its beginning', () => {
  it('zeros without end, of which only the first block is read', async () => {
    const path = join(folder, 'zeros');
    writeFileSync(path, '');
    truncateSync(path, 8 * 2 ** 30);
    const source = await textFile(path, 'file');
    await expect(surveyFile(source, null, textTools, () => undefined)).rejects.toMatchObject({
      code: 'text-binary',
      message: expect.stringMatching(/100 % of its first \d{5,6} bytes are control characters/),
    });
  });

  it.runIf(
    onlyWhere(existsSync('/proc/cpuinfo'), 'a file that the system makes up: there is no /proc here.'),
  )('what the system makes up is not called empty', async () => {
    await expect(textFile('/proc/cpuinfo', 'file')).rejects.toMatchObject({
      code: 'text-not-a-file',
      next: 'Copy it to a file, or pipe it in with -.',
    });
  });
});

describe('a text file', () => {
  it('is read again and again, by whatever name', async () => {
    for (const { name, bytes } of oddTexts) {
      if (bytes!.length === 0) continue;
      const path = join(folder, name.replaceAll('/', '_'));
      writeFileSync(path, bytes!);
      const text = await textFile(path, 'file');
      expect(text).toMatchObject({ name: name.replaceAll('/', '_'), source: 'file', bytes: bytes!.length });
      for (let time = 0; time < 2; time++) expect((await allOf(text.open())).equals(bytes!)).toBe(true);
      unlinkSync(path);
    }
  });

  it('may be reached over a link', async () => {
    const path = join(folder, 'real.txt');
    const link = join(folder, 'link.txt');
    writeFileSync(path, 'content');
    symlinkSync(path, link);
    const text = await textFile(link, 'file');
    expect(text.name).toBe('link.txt');
    expect((await allOf(text.open())).toString()).toBe('content');
  });

  it('that is let go in the middle is closed', async () => {
    const path = join(folder, 'half.txt');
    writeFileSync(path, Buffer.alloc(5 << 20, 'a'));
    const text = await textFile(path, 'file');
    for await (const chunk of text.open()) if (chunk.length > 0) break;
    if (!onlyWhere(existsSync('/proc/self/fd'), 'that a file is closed: there is no /proc here.')) return;
    expect(openFiles().filter((name) => name.endsWith('half.txt'))).toEqual([]);
  });
});

describe('a file that changes while it is read is noticed', () => {
  const path = join(folder, 'changing.txt');
  const changes: [string, () => void][] = [
    ['grows', () => appendFileSync(path, 'more')],
    ['shrinks', () => writeFileSync(path, 'less')],
    ['is written anew with the same length', () => writeFileSync(path, Buffer.alloc(3 << 20, 'b'))],
    [
      'is replaced by another of the same length and time',
      () => {
        writeFileSync(`${path}.new`, Buffer.alloc(3 << 20, 'c'));
        utimesSync(`${path}.new`, 1000, 1000);
        renameSync(`${path}.new`, path);
      },
    ],
  ];

  it.each(changes)('when it %s between the two readings', async (_, change) => {
    writeFileSync(path, Buffer.alloc(3 << 20, 'a'));
    utimesSync(path, 1000, 1000);
    const text = await textFile(path, 'file');
    await allOf(text.open());
    change();
    await expect(allOf(text.open())).rejects.toMatchObject({ code: 'text-changed' });
  });

  it.each(changes.slice(0, 3))('when it %s in the middle of one', async (_, change) => {
    writeFileSync(path, Buffer.alloc(3 << 20, 'a'));
    utimesSync(path, 1000, 1000);
    const text = await textFile(path, 'file');
    const reading = async () => {
      let chunks = 0;
      for await (const chunk of text.open()) if (chunks++ === 0 && chunk.length > 0) change();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'text-changed' });
  });

  it('when it vanishes, or becomes a pipe, which must not hang', async () => {
    writeFileSync(path, 'a');
    const text = await textFile(path, 'file');
    unlinkSync(path);
    await expect(allOf(text.open())).rejects.toMatchObject({ code: 'text-not-found' });
    execFileSync('mkfifo', [path]);
    await expect(allOf(text.open())).rejects.toMatchObject({ code: 'text-changed' });
    unlinkSync(path);
  });
});
