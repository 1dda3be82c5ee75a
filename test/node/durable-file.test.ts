import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  isTemporary,
  previousOf,
  sweepTemporaries,
  writeAllDurably,
  writeDurably,
  writePiecesDurably,
} from '../../core/node/disk/durable-file.ts';
import { temporaryFolder } from './temporary.ts';

const base = temporaryFolder();
let folders = 0;
/** A new empty folder. */
function folder(): string {
  const path = join(base, String(folders++));
  mkdirSync(path);
  return path;
}

afterEach(() => vi.restoreAllMocks());

describe('writeDurably', () => {
  it('writes bytes and text, and leaves nothing else', async () => {
    const own = folder();
    await writeDurably(join(own, 'bytes'), Uint8Array.of(0, 255, 10));
    await writeDurably(join(own, 'text'), 'é唐\n');
    await writeDurably(join(own, 'empty'), '');
    expect(readFileSync(join(own, 'bytes'))).toEqual(Buffer.from([0, 255, 10]));
    expect(readFileSync(join(own, 'text'), 'utf8')).toBe('é唐\n');
    expect(statSync(join(own, 'empty')).size).toBe(0);
    expect(readdirSync(own).sort()).toEqual(['bytes', 'empty', 'text']);
  });

  it('replaces a file, keeps its mode, and its last generation when asked', async () => {
    const own = folder();
    const path = join(own, 'file');
    await writeDurably(path, 'one', { keepPrevious: true });
    expect(existsSync(previousOf(path))).toBe(false);
    chmodSync(path, 0o600);
    await writeDurably(path, 'two', { keepPrevious: true });
    await writeDurably(path, 'three', { keepPrevious: true });
    expect(readFileSync(path, 'utf8')).toBe('three');
    expect(readFileSync(previousOf(path), 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(own).sort()).toEqual(['file', 'file.previous']);
  });

  it('writes through a link, which stays one', async () => {
    const own = folder();
    writeFileSync(join(own, 'real'), 'old');
    symlinkSync(join(own, 'real'), join(own, 'link'));
    await writeDurably(join(own, 'link'), 'new');
    expect(readlinkSync(join(own, 'link'))).toBe(join(own, 'real'));
    expect(readFileSync(join(own, 'real'), 'utf8')).toBe('new');
  });

  it('takes a name as long as names may be', async () => {
    const own = folder();
    await writeDurably(join(own, 'n'.repeat(255)), 'x');
    expect(readdirSync(own)).toEqual(['n'.repeat(255)]);
  });

  it('has no name as long as pieces are still to come: whoever ends then leaves nothing half', async () => {
    const own = folder();
    let more!: () => void;
    const held = new Promise<void>((resolve) => (more = resolve));
    const piece = Buffer.alloc(1 << 21, 'a');
    const writing = writePiecesDurably(
      join(own, 'file'),
      (async function* () {
        yield piece;
        await held;
        yield piece;
      })(),
    );
    const sizes = () => readdirSync(own).map((name) => [isTemporary(name), statSync(join(own, name)).size]);
    await expect.poll(sizes).toEqual([[true, piece.length]]);
    more();
    await writing;
    expect(sizes()).toEqual([[false, 2 * piece.length]]);
  });

  it('never shows a half file to somebody who reads at the same time', async () => {
    const path = join(folder(), 'file');
    const a = 'a'.repeat(1 << 20);
    const b = 'b'.repeat(1 << 20);
    await writeDurably(path, a);
    let done = false;
    const reading = (async () => {
      let seen = 0;
      while (!done) {
        const now = await fsPromises.readFile(path, 'utf8');
        expect(now === a || now === b).toBe(true);
        seen++;
      }
      return seen;
    })();
    for (let i = 0; i < 20; i++) await writeDurably(path, i % 2 ? a : b);
    done = true;
    expect(await reading).toBeGreaterThan(0);
  });
});

describe('what cannot be written is said, and what was there stays', () => {
  const failing: [string, (own: string) => string, RegExp][] = [
    ['no folder', (own) => join(own, 'none', 'file'), /the folder does not exist/],
    [
      'a folder of that name',
      (own) => (mkdirSync(join(own, 'file')), join(own, 'file')),
      /a folder of that name/,
    ],
    [
      'a file for a folder',
      (own) => (writeFileSync(join(own, 'x'), ''), join(own, 'x', 'file')),
      /no folder/,
    ],
    ['a name too long', (own) => join(own, 'n'.repeat(256)), /name is too long/],
    ['a device', () => '/dev/null', /device or pipe/],
    [
      'standard output',
      (own) => (symlinkSync('/dev/full', join(own, 'file')), join(own, 'file')),
      /device or pipe/,
    ],
    ['a pipe', (own) => (execFileSync('mkfifo', [join(own, 'file')]), join(own, 'file')), /device or pipe/],
    [
      'a loop of links',
      (own) => (symlinkSync(join(own, 'file'), join(own, 'file')), join(own, 'file')),
      /loop/,
    ],
  ];

  it.each(failing)('%s', async (_, make, reason) => {
    const own = folder();
    const path = make(own);
    const before = readdirSync(own);
    await expect(writeDurably(path, 'x')).rejects.toMatchObject({
      code: 'file-not-written',
      message: expect.stringMatching(reason),
    });
    expect(readdirSync(own)).toEqual(before);
  });

  it('/dev/null is still a device', () => {
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  /** Makes every file handle misbehave from now on. */
  async function spoil(
    method: 'write' | 'sync' | 'stat',
    how: (...given: never[]) => unknown,
  ): Promise<void> {
    const probe = await fsPromises.open(join(base, 'probe'), 'w');
    vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, method).mockImplementation(how as never);
    await probe.close();
  }

  const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));

  it.each<[string, 'write' | 'sync' | 'stat', () => unknown, RegExp]>([
    ['a full disk at the first byte', 'write', full, /disk is full/],
    [
      'a full disk that takes nothing and says nothing',
      'write',
      async () => ({ bytesWritten: 0 }),
      /disk is full/,
    ],
    ['a full disk when it is flushed', 'sync', full, /disk is full/],
    ['a file that came out shorter', 'stat', async () => ({ size: 3 }), /3 of 6 bytes arrived/],
  ])('%s', async (_, method, how, reason) => {
    const own = folder();
    const path = join(own, 'file');
    await writeDurably(path, 'old');
    await spoil(method, how);
    await expect(writeDurably(path, 'newest')).rejects.toMatchObject({
      code: 'file-not-written',
      message: expect.stringMatching(reason),
    });
    vi.restoreAllMocks();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(own)).toEqual(['file']);
  });

  it('a disk that takes a few bytes at a time gets them all', async () => {
    const path = join(folder(), 'file');
    const probe = await fsPromises.open(join(base, 'probe'), 'w');
    const prototype = Object.getPrototypeOf(probe) as typeof probe;
    const write = prototype.write as (...given: unknown[]) => Promise<{ bytesWritten: number }>;
    vi.spyOn(prototype, 'write').mockImplementation(function (
      this: unknown,
      bytes: unknown,
      at: unknown,
      length: unknown,
    ) {
      return write.call(this, bytes, at, Math.min(3, length as number), null) as never;
    });
    await probe.close();
    await writeDurably(path, '0123456789');
    expect(readFileSync(path, 'utf8')).toBe('0123456789');
  });

  it('a real disk that is full', async () => {
    // A file system of 64 KB, where this machine lets one be made.
    const own = folder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', own], { stdio: 'ignore' });
    } catch {
      process.stdout.write('  not tried here: this user may not mount a small disk\n');
      return;
    }
    try {
      const path = join(own, 'file');
      await writeDurably(path, 'old');
      await expect(writeDurably(path, 'x'.repeat(200_000))).rejects.toMatchObject({
        message: expect.stringMatching(/disk is full.*unchanged/),
      });
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(own)).toEqual(['file']);
    } finally {
      execFileSync('umount', [own]);
    }
  });
});

describe('several files', () => {
  it('are written by plain names only', async () => {
    const own = folder();
    const bytes = Uint8Array.of(1);
    for (const name of ['../x', 'a/b', '', '.', '..', '.hidden'])
      await expect(writeAllDurably(own, [{ name, bytes }])).rejects.toMatchObject({ code: 'bad-argument' });
    await writeAllDurably(own, [
      { name: 'a', bytes },
      { name: 'b', bytes },
    ]);
    expect(readdirSync(own).sort()).toEqual(['a', 'b']);
  });
});

describe('a process that was killed while it wrote', () => {
  it('leaves a temporary file, which is swept once it is old; nothing else is', async () => {
    const own = folder();
    const names = [
      '.lab-0123456789ab',
      '.lab-ffffffffffff',
      '.lab-0123456789a',
      '.lab-0123456789abc',
      'lab-0123456789ab',
    ];
    for (const name of names) writeFileSync(join(own, name), 'x');
    for (const name of names.filter((each) => each !== '.lab-ffffffffffff'))
      utimesSync(join(own, name), 1000, 1000);
    await sweepTemporaries(own);
    expect(readdirSync(own).sort()).toEqual(names.slice(1).sort());
    await sweepTemporaries(join(own, 'nowhere'));
  });
});
