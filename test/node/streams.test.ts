import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAllDurably } from '../../core/node/disk/durable-file.ts';
import { JsonWatch, largestLabFile } from '../../core/node/files/json-watch.ts';
import { readLabFile } from '../../core/node/files/lab-file.ts';
import { Offers } from '../../core/node/files/offers.ts';
import type { StreamedFiles } from '../../core/node/node-lab.ts';
import { serve, type ServedLab } from '../../core/node/serve/served-lab.ts';
import { stubLab } from '../core/rpc/stub-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-streams-'));
const offers = new Offers();
const received: number[] = [];
const files: StreamedFiles = {
  receive: async (pieces) => {
    let bytes = 0;
    for await (const piece of pieces) bytes += piece.length;
    return `upload-${received.push(bytes)}`;
  },
  offered: (id) => offers.get(id),
};
let served: ServedLab;
let url: URL;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  served = await serve(stubLab(), { port: 0, rendererFolder: folder, files, silence: 300 });
  url = new URL(served.url);
});
afterAll(async () => {
  await served.close();
  await offers.close();
  rmSync(folder, { recursive: true });
});

type Headers = Record<string, string | undefined>;

/** Sends pieces as a page does, and answers with what came back and how many bytes had been sent by then. */
async function send(
  pieces: Iterable<Uint8Array | string>,
  change: Headers = {},
): Promise<{
  status: number;
  body: { uploadId?: string; error?: { message: string } } | string;
  sent: number;
}> {
  const all: Headers = {
    Origin: url.origin,
    Authorization: `Bearer ${url.hash.slice(1)}`,
    'Sec-Fetch-Site': 'same-origin',
    ...change,
  };
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const call = request({
    host: '127.0.0.1',
    port: url.port,
    path: '/upload',
    method: 'POST',
    agent: false,
    headers,
  });
  let [sent, answered] = [0, false];
  const answer = new Promise<{ status: number; text: string; sent: number }>((resolve, reject) => {
    call.on('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (data) => (text += data));
      response.on('end', () => resolve({ status: response.statusCode!, text, sent }));
    });
    call.on('error', (error) => answered || reject(error));
  });
  void (async () => {
    for (const piece of pieces) {
      if (answered) break;
      await new Promise((resolve) => call.write(piece, resolve));
      sent += piece.length;
    }
    call.end();
  })().catch(() => undefined);
  const { status, text, sent: until } = await answer;
  return { status, body: text.startsWith('{') ? JSON.parse(text) : text, sent: until };
}

function* repeated(piece: string, times: number): Generator<string> {
  yield '{"a":[';
  for (let i = 0; i < times; i++) yield piece;
}

describe('a file that a page sends', () => {
  it('arrives as a stream, larger than a message may be', async () => {
    const piece = '1,'.repeat(2 ** 16);
    const { status, body } = await send(repeated(piece, 200));
    expect({ status, body }).toEqual({ status: 200, body: { uploadId: 'upload-1' } });
    expect(received).toEqual([6 + 200 * piece.length]);
  });

  it.each([
    ['no token', { Authorization: undefined }, 401],
    ['another token', { Authorization: `Bearer ${'A'.repeat(43)}` }, 401],
    ['no origin', { Origin: undefined }, 403],
    ['the origin of another page', { Origin: 'http://evil.example' }, 403],
    ['another host', { Host: 'evil.example' }, 403],
    ['the word of the browser that a page elsewhere asks', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['the word of the browser that a page of this machine asks', { 'Sec-Fetch-Site': 'same-site' }, 403],
  ])('is refused with %s', async (_, headers, status) => {
    expect((await send(['{}'], headers)).status).toBe(status);
  });

  it.each([
    ['nested lists', '['.repeat(1000), 'nested more than 64 levels deep'],
    ['what is no JSON', 'PK\u0003\u0004', "does not begin with '{'"],
  ])('is refused while it comes: %s', async (_, piece, why) => {
    const endless = function* () {
      for (let i = 0; i < 100_000; i++) yield piece.padEnd(10_000);
    };
    const { status, body, sent } = await send(
      why.includes('nested') ? repeated(piece.padEnd(10_000), 100_000) : endless(),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ error: { code: 'file-not-read', message: expect.stringContaining(why) } });
    expect(sent).toBeLessThan(100e6);
  });

  it('is refused before it comes where it says that it is too large', async () => {
    const { status, body } = await send(['{'], { 'Content-Length': String(largestLabFile + 1) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ error: { message: expect.stringContaining('too large') } });
  });

  it('is given up when it falls silent', async () => {
    const socket = connect(Number(url.port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /upload HTTP/1.1\r\nHost: ${url.host}\r\nOrigin: ${url.origin}\r\n` +
        `Authorization: Bearer ${url.hash.slice(1)}\r\nContent-Length: 1000\r\n\r\n{"a"`,
    );
    await once(socket, 'close');
  });

  it('is sent in no other way', async () => {
    const headers = { Origin: url.origin };
    const call = request({ host: '127.0.0.1', port: url.port, path: '/upload', headers }).end();
    const [response] = await once(call, 'response');
    response.resume();
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST']);
  });
});

describe('a file that was written for a page', () => {
  const offer = (name: string, bytes: Uint8Array) =>
    offers.offer((staging) => writeAllDurably(staging, [{ name, bytes }]));

  it('is a download, whatever it is, and of any size', async () => {
    const bytes = new Uint8Array(20e6).map((_, i) => i % 251);
    const [{ id, ...rest }] = await offer('report (学).html', bytes);
    expect(rest).toEqual({ name: 'report (学).html', bytes: bytes.length });
    expect(id).toMatch(/^[\w-]{43}$/);
    const answer = await fetch(new URL(`/download/${id}`, url.origin));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''report%20(%E5%AD%A6).html",
    );
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each([
    { Origin: 'http://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'none' },
  ])('is not given to others: %o', async (headers) => {
    const [{ id }] = await offer('a.json', new Uint8Array(1));
    const call = request({
      host: '127.0.0.1',
      port: url.port,
      path: `/download/${id}`,
      headers: { ...headers } as never,
    });
    call.end();
    const [response] = await once(call, 'response');
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  it('is not to be guessed, and goes when eight others have come', async () => {
    const [{ id }] = await offer('a.json', new Uint8Array(1));
    const at = async (name: string) => (await fetch(new URL(`/download/${name}`, url.origin))).status;
    expect(await at(id)).toBe(200);
    for (const guess of ['', 'x', `${id}/`, 'a.json']) expect(await at(guess)).toBe(404);
    const { path } = offers.get(id)!;
    for (let i = 0; i < 8; i++) await offer('b.json', new Uint8Array(1));
    expect(await at(id)).toBe(404);
    expect(() => readdirSync(join(path, '..'))).toThrow('ENOENT');
  });

  it('leaves nothing where it could not be written', async () => {
    const own = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`loss-lab-${process.pid}-`)).length;
    const before = own();
    await expect(offers.offer(() => Promise.reject(new Error('The disk is full.')))).rejects.toThrow('full');
    expect(own()).toBe(before);
  });
});

describe('a file that is looked over while it is read', () => {
  const encoder = new TextEncoder();
  const looked = (text: string, size = 1) => {
    const watch = new JsonWatch(1000);
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.length; at += size) watch.add(bytes.subarray(at, at + size));
  };

  it.each([1, 2, 7, 1000])('is seen the same in pieces of %i bytes', (size) => {
    looked(`\ufeff \n{"a": "${'['.repeat(100)}\\"${'{'.repeat(100)}", "b\\\\": [[]]}`, size);
    expect(() => looked(`{"a": ${'['.repeat(64)}`, size)).toThrow('64 levels');
    expect(() => looked(`{"a": ${'[]'.repeat(200)}`, size)).not.toThrow();
    expect(() => looked(`{"a\\\\": ${'['.repeat(64)}`, size)).toThrow('64 levels');
    expect(() => looked('[1]', size)).toThrow("does not begin with '{'");
    expect(() => looked(`{${' '.repeat(1000)}`, size)).toThrow('at most 1000 bytes');
  });

  it('is read from its path, and named when it is not to be had', async () => {
    const path = join(folder, 'strange.json');
    writeFileSync(path, `{"a": ${'['.repeat(100)}`);
    await expect(readLabFile({ path })).rejects.toMatchObject({
      code: 'file-not-read',
      message: expect.stringMatching(/64 levels/) as string,
    });
    writeFileSync(path, '\ufeff{"format": "another"}');
    await expect(readLabFile({ path })).rejects.toMatchObject({
      message: expect.stringMatching(/neither a Loss Lab experiment/) as string,
    });
    await expect(readLabFile({ path: folder })).rejects.toMatchObject({
      message: expect.stringMatching(/it is no file/) as string,
    });
    await expect(readLabFile({ path: join(folder, 'gone') })).rejects.toMatchObject({
      message: expect.stringMatching(/'gone'.*is gone/) as string,
    });
  });
});
