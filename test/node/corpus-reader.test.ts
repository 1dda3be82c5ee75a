import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCorpusOptions, defaultSplit } from '../../core/corpora/corpus.ts';
import { contentsOf } from '../../core/lab/text-port.ts';
import { CorpusReader } from '../../core/node/texts/corpus-reader.ts';
import { nodeTexts } from '../../core/node/texts/texts.ts';
import { isRefused, oddTexts } from '../odd-texts.ts';
import { textOf } from '../core/corpora/reading.ts';
import { testLab } from '../core/lab/lab-fixtures.ts';
import { builtEntry } from './built.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
let entry: URL;
let reader: CorpusReader;
const options = defaultCorpusOptions;
const request = (path: string) =>
  ({ kind: 'read', texts: [{ path }], heldOut: null, source: 'file', options }) as const;
const ignore = () => undefined;

beforeAll(async () => {
  entry = await builtEntry('corpus-thread');
  reader = new CorpusReader(entry, 1e9);
});
afterAll(() => reader?.close());

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Texts that take a moment to read. */
const large = () => file('large.txt', Buffer.alloc(60 << 20, 'abcdefghij klmno\n'));

describe('a text read in a thread', () => {
  it('comes over on shared memory, with progress', async () => {
    const shares: number[] = [];
    const path = file('text.txt', 'counting: one two three\n'.repeat(100_000));
    const corpus = await reader.read(request(path), (share) => shares.push(share));
    expect(corpus.indices.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(textOf(corpus)).toBe('counting: one two three\n'.repeat(100_000));
    expect(corpus.summary).toMatchObject({ name: 'text.txt', source: 'file', encoding: 'utf-8' });
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it.each(oddTexts)('$name', async ({ name, bytes, outcome }) => {
    const path = file(name.replaceAll('/', '_'), bytes!);
    const reading = reader.read(request(path));
    if (isRefused(outcome))
      await expect(reading).rejects.toMatchObject({
        code: outcome.code,
        message: expect.stringMatching(outcome.message),
      });
    else {
      const { encoding, characters, distinct } = outcome;
      expect((await reading).summary).toMatchObject({ encoding, characters, distinct });
    }
  });

  it('leaves the event loop free', async () => {
    const path = large();
    const before = performance.eventLoopUtilization();
    await reader.read(request(path));
    // Who reads in this thread keeps it busy for all of the time, on a slow machine as on a fast one.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
  });

  it('can be several at once, and a built-in one', async () => {
    const paths = ['a', 'b', 'c'].map((name) => file(`${name}.txt`, name.repeat(2000)));
    const texts = paths.map((path) => reader.read(request(path)));
    const builtin = reader.read({ kind: 'builtin', id: 'reber', seed: 1, characters: 5000 });
    expect((await Promise.all(texts)).map(({ summary }) => summary.name)).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
    ]);
    expect((await builtin).summary).toMatchObject({ characters: 5000, builtin: { id: 'reber', seed: 1 } });
    await expect(reader.read({ kind: 'builtin', id: 'x', seed: 1, characters: 5 })).rejects.toMatchObject({
      code: 'unknown-name',
    });
  });

  it('is refused by its memory', async () => {
    const small = new CorpusReader(entry, 1000);
    const path = file('too-large.txt', 'ab'.repeat(5000));
    await expect(small.read(request(path))).rejects.toMatchObject({
      code: 'text-too-large',
    });
    await small.close();
  });
});

it('goes on after a text so large that its thread is ended', async () => {
  const path = file('very-large.txt', Buffer.alloc(70 << 20, 'ab'));
  const corpus = await reader.read(request(path));
  expect(corpus.indices.byteLength).toBe(70 << 20);
  expect(corpus.indices[corpus.indices.length - 1]).toBe(1);
  const next = await reader.read({ kind: 'builtin', id: 'period', seed: 1, characters: 100 });
  expect(next.summary.characters).toBe(100);
});

describe('giving up', () => {
  it('ends the reading before its end and leaves the thread ready for the next text', async () => {
    const abort = new AbortController();
    const path = large();
    const shares: number[] = [];
    const hear = (share: number) => {
      shares.push(share);
      abort.abort();
    };
    const reading = reader.read(request(path), hear, abort.signal);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    const next = await reader.read(request(file('next.txt', 'next')));
    expect(next.summary.name).toBe('next.txt');
    expect(Math.max(...shares)).toBeLessThan(1);
    const before = AbortSignal.abort();
    await expect(reader.read(request(path), ignore, before)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('by closing rejects what was being read; the next question starts the thread anew', async () => {
    const own = new CorpusReader(entry, 1e9);
    const reading = own.read(request(large()));
    const rejected = expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await own.close();
    await rejected;
    const again = await own.read({ kind: 'builtin', id: 'period', seed: 1, characters: 100 });
    expect(again.summary.characters).toBe(100);
    await own.close();
    await own.close();
  });
});

describe('a thread that dies', () => {
  /** A thread that ends at a built-in text and otherwise is the real one's stand-in, as birpc speaks. */
  const program = `
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ i, a: [{ request }] }) => {
      if (request.id === 'exit') process.exit(3);
      if (request.id === 'throw') throw new Error('out of luck');
      const corpus = { summary: { name: 'fine' }, indices: [] };
      parentPort.postMessage({ t: 's', i, r: { value: corpus } });
    });`;

  it.each([
    ['exit', /status 3/],
    ['throw', /out of luck/],
  ])('by %s rejects what it was asked, and another takes its place', async (id, why) => {
    const own = new CorpusReader(pathToFileURL(file('thread.cjs', program)), 1e9);
    const asked = (name: string) => own.read({ kind: 'builtin', id: name, seed: 1, characters: 1 });
    const [first, second] = await Promise.allSettled([asked(id), asked(id)]);
    for (const each of [first, second])
      expect(each).toMatchObject({
        status: 'rejected',
        reason: { code: 'text-unreadable', message: expect.stringMatching(why) },
      });
    expect((await asked('fine')).summary.name).toBe('fine');
    await own.close();
  });

  it('before it begins, because its file is missing', async () => {
    const own = new CorpusReader(pathToFileURL(join(folder, 'nowhere.js')), 1e9);
    await expect(own.read({ kind: 'builtin', id: 'x', seed: 1, characters: 1 })).rejects.toMatchObject({
      code: 'text-unreadable',
    });
  });
});

describe('texts of a lab', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const uploads = join(folder, 'uploads');
  let texts: ReturnType<typeof nodeTexts>;
  let before: string | undefined;

  beforeAll(() => {
    before = process.env.TMPDIR;
    mkdirSync(uploads);
    process.env.TMPDIR = uploads;
    texts = nodeTexts(reader);
  });
  afterAll(async () => {
    await texts.close();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    expect(readdirSync(uploads)).toEqual([]);
  });

  async function upload(name: string, content: Uint8Array, announced = content.length) {
    const id = await texts.begin(name, announced, 'upload');
    for (let at = 0; at < content.length; at += 1 << 20)
      await texts.append(id, content.subarray(at, at + (1 << 20)));
    return id;
  }

  it('come by upload, and the last one can be read again', async () => {
    const id = await upload('\u202egnp.txt', bytesOf('a\r\nb\r\n'.repeat(500)));
    const corpus = await texts.finish(id, options, ignore);
    expect(corpus.summary).toMatchObject({ name: '\u202egnp.txt', source: 'upload', characters: 3000 });
    const again = await texts.reread({ ...options, normaliseLineEnds: true }, ignore);
    expect(again.summary).toMatchObject({ name: '\u202egnp.txt', characters: 2000 });
    await expect(texts.finish(id, options, ignore)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('that are refused leave the one before readable', async () => {
    const good = await upload('good.txt', bytesOf('good text'.repeat(200)));
    await texts.finish(good, options, ignore);
    const bad = await upload('bad.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0));
    await expect(texts.finish(bad, options, ignore)).rejects.toMatchObject({
      code: 'text-binary',
      message: expect.stringContaining('bad.png'),
    });
    expect((await texts.reread(options, ignore)).summary.name).toBe('good.txt');
    // The one that was read before it is kept as well.
    expect(readdirSync(uploads)).toHaveLength(2);
  });

  it('that do not arrive whole are refused', async () => {
    const short = await upload('short.txt', bytesOf('abc'), 10);
    await expect(texts.finish(short, options, ignore)).rejects.toMatchObject({ code: 'text-changed' });
    const long = await texts.begin('long.txt', 2, 'upload');
    await expect(texts.append(long, bytesOf('abc'))).rejects.toMatchObject({ code: 'text-changed' });
    await texts.cancel(long);
    await expect(texts.append('nonsense', bytesOf('a'))).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(texts.begin('huge.txt', 2 ** 40, 'upload')).rejects.toMatchObject({
      code: 'text-too-large',
    });
  });

  it('can be given up while they are read', async () => {
    const id = await upload('slow.txt', new Uint8Array(40 << 20).fill(0x61));
    const reading = texts.finish(id, options, () => void texts.cancel(id).catch(ignore));
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect((await texts.reread(options, ignore)).summary.name).toBe('good.txt');
  });

  it('that pages began and left do not keep others out', async () => {
    const before = readdirSync(uploads).length;
    for (let i = 0; i < 20; i++) await texts.begin(`left-${i}.txt`, 10, 'upload');
    const id = await upload('last.txt', bytesOf('last'));
    expect((await texts.finish(id, options, ignore)).summary.name).toBe('last.txt');
    expect(readdirSync(uploads).length).toBeLessThan(before + 10);
  });

  it('that are built in leave the one before readable, in case the lab does not take them', async () => {
    await texts.builtin('anbn', 1, 1000, defaultSplit);
    expect((await texts.reread(options, ignore)).summary.name).toBe('last.txt');
  });

  it('may be files of this machine, by a link too', async () => {
    symlinkSync(file('target.txt', 'some text'), join(folder, 'a-link.txt'));
    const corpus = await texts.openPath(join(folder, 'a-link.txt'), 'file', options, ignore);
    expect(corpus.summary).toMatchObject({ name: 'a-link.txt', source: 'file' });
  });

  it('may be given up while a file of this machine is read', async () => {
    const opened = texts.openPath(large(), 'file', options, ignore);
    const refused = expect(opened).rejects.toMatchObject({ code: 'cancelled' });
    texts.cancelReading();
    await refused;
    texts.cancelReading();
  });

  it('are found again by what they hold, the last ones and no others', async () => {
    const read = async (name: string) =>
      contentsOf((await texts.finish(await upload(name, bytesOf(name)), options, ignore)).summary);
    const contents = [];
    for (let i = 0; i < 8; i++) contents.push(await read(`text ${i}`));
    const found = [];
    for (const each of contents) found.push(await texts.again(each, options, ignore));
    const names = found.map((each) => each?.summary.name);
    expect(names).toEqual([undefined, undefined, 'text 2', 'text 3', 'text 4', 'text 5', 'text 6', 'text 7']);
    // The present one is another as soon as the lab is on it, for it may refuse what was found.
    expect((await texts.reread(options, ignore)).summary.name).toBe('text 7');
    await texts.use(found[3]!);
    expect((await texts.reread(options, ignore)).summary.name).toBe('text 3');
  });

  it('are not what is read again where the lab refuses an experiment on them', async () => {
    const { lab } = testLab({ texts, memoryLimit: 5e7 });
    const [earlier, present] = ['earlier.txt', 'present.txt'].map((name) =>
      file(name, `${name} `.repeat(100)),
    );
    await lab.openPath({ path: earlier, source: 'file', options });
    const { experiment } = await lab.snapshot({});
    await lab.openPath({ path: present, source: 'file', options });
    const large = { ...experiment, model: { ...experiment.model, hidden: 500 } };
    await expect(lab.setExperiment({ experiment: large })).rejects.toMatchObject({
      code: 'too-large-for-memory',
    });
    expect((await lab.rereadText({ options })).name).toBe('present.txt');
    await lab.setExperiment({ experiment: { ...experiment, name: 'small' } });
    expect((await lab.rereadText({ options })).name).toBe('earlier.txt');
    await lab.close();
  });

  it('are found again with the held-out text they had', async () => {
    const asFile = { ...options, split: 'file' } as const;
    const alone = await texts.finish(await upload('own', bytesOf('learned')), options, ignore);
    const held = await upload('held', bytesOf('held out'));
    const both = await texts.finish(held, asFile, ignore, { heldOut: true });
    const again = await texts.again(contentsOf(alone.summary), options, ignore);
    expect(again?.summary.files).toEqual([]);
    const withHeldOut = await texts.again(contentsOf(both.summary), asFile, ignore);
    expect(withHeldOut?.summary).toMatchObject({ heldOutCharacters: 8, sha256: both.summary.sha256 });
  });

  it('are not found where their file holds something else by now, or is gone', async () => {
    for (const spoil of [(path: string) => writeFileSync(path, 'changed'), rmSync]) {
      const path = file('spoilt.txt', 'as it was');
      const { summary } = await texts.openPath(path, 'file', options, ignore);
      await texts.finish(await upload('next', bytesOf('next')), options, ignore);
      spoil(path);
      expect(await texts.again(contentsOf(summary), options, ignore)).toBeNull();
      expect((await texts.reread(options, ignore)).summary.name).toBe('next');
    }
  });
});
