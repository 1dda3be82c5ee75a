import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Offers } from '../../core/node/files/offers.ts';
import type { StreamedFiles } from '../../core/node/node-lab.ts';
import { codeLife, openingCodes } from '../../core/node/serve/opening-code.ts';
import { serve, type ServedLab } from '../../core/node/serve/served-lab.ts';
import { labOver } from '../../core/rpc/client.ts';
import { largestMessage } from '../../core/rpc/codec.ts';
import { overWebSocket, type SocketLike } from '../../core/rpc/web-socket.ts';
import { stubLab } from '../core/rpc/stub-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-serve-'));
const rendererFolder = join(folder, 'renderer');
const lab = stubLab({
  run: () => undefined,
  exportExperiment: () => [{ id: 'x', name: 'e.json', bytes: 0 }],
});
/** What was sent, and what may be fetched. */
const received: string[] = [];
const offers = new Offers();
const files: StreamedFiles = {
  receive: async (pieces) => {
    let text = '';
    for await (const piece of pieces) text += Buffer.from(piece).toString();
    return `upload-${received.push(text)}`;
  },
  offered: (id) => offers.get(id),
};
let served: ServedLab;
let address: string;
let port: number;
let token: string;

beforeAll(async () => {
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Loss Lab</title>');
  writeFileSync(join(rendererFolder, 'assets/index-abc.js'), 'export {};');
  writeFileSync(join(rendererFolder, 'notes.txt'), 'not of a kind that is served');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  symlinkSync(join(folder, 'secret.html'), join(rendererFolder, 'link.html'));
  served = await serve(lab, { port: 0, rendererFolder, files });
  const url = new URL(served.url);
  address = url.host;
  port = Number(url.port);
  token = url.hash.slice(1);
});
afterAll(async () => {
  await served.close();
  await offers.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (data) => (body += data));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    call.on('error', reject);
    call.end();
  });
}

/** A socket, or the status with which it was refused. */
async function open(
  options: {
    protocols?: string[];
    origin?: string | undefined;
    headers?: Record<string, string>;
    path?: string;
  } = {},
): Promise<WebSocket | number> {
  const { protocols = ['loss-lab', `loss-lab.${token}`], path = '/lab', headers = {} } = options;
  const origin = 'origin' in options ? options.origin : `http://${address}`;
  const socket = new WebSocket(`ws://${address}${path}`, protocols, {
    headers,
    ...(origin ? { origin } : {}),
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      socket.on('error', () => undefined);
      socket.terminate();
      resolve(response.statusCode!);
    });
    socket.on('error', reject);
  });
}

async function opened(): Promise<WebSocket> {
  const socket = await open();
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

describe('where it listens', () => {
  it('has an address with a token of 256 bits in the fragment, new each time', async () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
    const other = await serve(lab, { port: 0, rendererFolder, files });
    expect(new URL(other.url).hash).not.toBe(`#${token}`);
    await other.close();
  });

  it('is not reached over the network', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((entry) => entry && !entry.internal && entry.family === 'IPv4');
    for (const entry of outside) {
      const socket = connectTcp({ host: entry!.address, port });
      const [error] = await once(socket, 'error');
      expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');
    }
  });

  it('says in a sentence that a port is taken, and that the screens are not built', async () => {
    await expect(serve(lab, { port, rendererFolder, files })).rejects.toMatchObject({
      name: 'LabError',
      message: `Port ${port} is in use by another program.`,
    });
    await expect(
      serve(lab, { port: 0, rendererFolder: join(folder, 'nothing'), files }),
    ).rejects.toMatchObject({
      name: 'LabError',
      next: 'Run npm run build.',
    });
  });
});

describe('every answer', () => {
  const asked: [string, () => Promise<Answer>][] = [
    ['the page', () => ask('/')],
    ['a script', () => ask('/assets/index-abc.js')],
    ['a file that is not there', () => ask('/nothing.js')],
    ['a refused method', () => ask('/', { method: 'POST' })],
    ['a refused host', () => ask('/', { headers: { Host: 'evil.example' } })],
  ];
  it.each(asked)('carries the headers that keep the page apart: %s', async (_, question) => {
    const { headers } = await question();
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
        `connect-src 'self' ws://${address}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(JSON.stringify(headers)).not.toContain(token);
  });

  it('has the type of its file', async () => {
    expect(await ask('/')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect(await ask('/assets/index-abc.js?v=1')).toMatchObject({
      status: 200,
      body: 'export {};',
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

describe('a request is refused', () => {
  it.each([
    ['localhost', 403],
    ['evil.example', 403],
    ['127.0.0.1', 403],
    ['127.0.0.1:1', 403],
  ])('under the name %s', async (host, status) => {
    expect((await ask('/', { headers: { Host: host } })).status).toBe(status);
    expect(await open({ headers: { Host: host } })).toBe(status);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://localhost'])(
    'from the page %s',
    async (origin) => {
      expect((await ask('/', { headers: { Origin: origin } })).status).toBe(403);
      expect(await open({ origin })).toBe(403);
    },
  );

  it('from another port of this machine', async () => {
    const origin = `http://127.0.0.1:${port + 1}`;
    expect((await ask('/', { headers: { Origin: origin } })).status).toBe(403);
    expect(await open({ origin })).toBe(403);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('with the method %s', async (method) => {
    const answer = await ask('/', { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('with a body', async () => {
    expect((await ask('/', { headers: { 'Content-Length': '5' } })).status).toBe(400);
  });

  it('with headers without end', async () => {
    const answer = await ask('/', { headers: { 'X-Long': 'x'.repeat(100_000) } }).catch(
      (error: Error) => error,
    );
    expect(answer instanceof Error || answer.status === 431).toBe(true);
  });

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/..\\..\\secret.html',
    '//etc/passwd',
    '/link.html',
    '/notes.txt',
    '/index.html/',
    '/INDEX.HTML',
    '/index.html%00',
    '/__proto__',
    '/constructor',
    '/lab',
    'http://evil.example/',
  ])('for %s: it is no file of the page', async (path) => {
    const socket = connectTcp({ host: '127.0.0.1', port });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${address}\r\nConnection: close\r\n\r\n`);
    let text = '';
    socket.on('data', (data) => (text += data));
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    expect(text).not.toContain('secret\n');
  });
});

describe('a connection that says nothing', () => {
  it('is dropped, and one that is a screen stays', async () => {
    const other = await serve(lab, { port: 0, rendererFolder, silence: 100, files });
    const { host, origin, hash } = new URL(other.url);
    const screen = new WebSocket(`ws://${host}/lab`, ['loss-lab', `loss-lab.${hash.slice(1)}`], { origin });
    await once(screen, 'open');
    // Its time is up after that of the screen.
    const silent = connectTcp({ host: '127.0.0.1', port: Number(new URL(other.url).port) });
    await once(silent, 'close');
    expect((await labOver(overWebSocket(screen as SocketLike)).exportExperiment({}))[0].name).toBe('e.json');
    screen.terminate();
    await other.close();
  });
});

describe('what a browser says of who asks', () => {
  const from = (site: string, mode = 'no-cors', destination = 'script') => ({
    headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': destination },
  });

  it.each(['cross-site', 'same-site', 'none'])('lets %s do no more than open the page', async (site) => {
    expect((await ask('/assets/index-abc.js', from(site))).status).toBe(403);
    expect((await ask('/', from(site, 'navigate', 'iframe'))).status).toBe(403);
    expect((await ask('/', from(site, 'cors', 'empty'))).status).toBe(403);
    expect((await ask('/', from(site, 'navigate', 'document'))).status).toBe(200);
    expect(await open(from(site, 'websocket', 'websocket'))).toBe(403);
  });

  it('lets its own page do everything', async () => {
    expect((await ask('/assets/index-abc.js', from('same-origin'))).status).toBe(200);
    const socket = await open(from('same-origin', 'websocket', 'websocket'));
    expect(typeof socket).toBe('object');
    (socket as WebSocket).terminate();
  });
});

describe('the address on the command line of a browser', () => {
  const pathOf = (opening: string) => opening.slice(`http://${address}`.length);

  it('holds a code of 22 signs, and nothing of the token', () => {
    const opening = served.addressToOpen();
    expect(opening).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?open=[\w-]{22}$/);
    expect(opening).not.toContain(token);
    expect(served.addressToOpen()).not.toBe(opening);
  });

  it('leads to the page with the token in its fragment, once', async () => {
    const path = pathOf(served.addressToOpen());
    const first = await ask(path);
    expect(first).toMatchObject({ status: 303, body: '', headers: { location: served.url } });
    expect(first.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    const second = await ask(path);
    expect(second.status).toBe(410);
    expect(second.headers.location).toBeUndefined();
    expect(second.body).toMatch(/^This address opens the lab once/);
    expect(JSON.stringify(second)).not.toContain(token);
  });

  it('is dead as soon as there is a new one', async () => {
    const old = pathOf(served.addressToOpen());
    const path = pathOf(served.addressToOpen());
    expect((await ask(old)).status).toBe(410);
    expect((await ask(path)).status).toBe(303);
  });

  it('is neither used up nor answered by a look with HEAD, from another page or under another name', async () => {
    const path = pathOf(served.addressToOpen());
    const looks: Parameters<typeof ask>[1][] = [
      { method: 'HEAD' },
      { method: 'POST' },
      { headers: { Origin: 'http://evil.example' } },
      { headers: { Host: `localhost:${port}` } },
    ];
    for (const look of looks) {
      const answer = await ask(path, look);
      expect(answer.status).not.toBe(303);
      expect(JSON.stringify(answer)).not.toContain(token);
    }
    expect((await ask(path)).status).toBe(303);
  });

  it.each(['', 'A', 'A'.repeat(22), '%00', '__proto__', 'A'.repeat(5000)])(
    'is not guessed by "%.30s", which leaves it alive',
    async (guess) => {
      const path = pathOf(served.addressToOpen());
      expect((await ask(`/?open=${guess}`)).status).toBe(410);
      expect((await ask(`${path}&more`)).status).toBe(410);
      expect((await ask(path)).status).toBe(303);
    },
  );

  it('admits no socket', async () => {
    const code = served.addressToOpen().split('=')[1];
    expect(await open({ protocols: ['loss-lab', `loss-lab.${code}`] })).toBe(401);
  });

  it('dies after a minute', () => {
    let time = 0;
    const codes = openingCodes(() => time);
    const late = codes.issue();
    time = codeLife;
    expect(codes.redeem(late)).toBe(false);
    const early = codes.issue();
    time = 2 * codeLife - 1;
    expect(codes.redeem(early)).toBe(true);
    expect(codes.redeem(early)).toBe(false);
  });
});

describe('a socket', () => {
  it('opens for the page with the token, without echoing it', async () => {
    const socket = await opened();
    expect(socket.protocol).toBe('loss-lab');
    const client = labOver(overWebSocket(socket));
    expect((await client.exportExperiment({}))[0].name).toBe('e.json');
    socket.close();
  });

  it.each([
    ['no token', () => ['loss-lab']],
    ['no protocol', () => []],
    ['another token', () => ['loss-lab', `loss-lab.${'A'.repeat(43)}`]],
    ['half a token', () => ['loss-lab', `loss-lab.${token.slice(0, 20)}`]],
    ['a token that is too long', () => ['loss-lab', `loss-lab.${token}A`]],
    ['an empty token', () => ['loss-lab', 'loss-lab.']],
    ['the token under another name', () => ['loss-lab', `other.${token}`]],
  ])('is refused with %s', async (_, protocols) => {
    expect(await open({ protocols: protocols() })).toBe(401);
  });

  it('is refused without an origin', async () => {
    expect(await open({ origin: undefined })).toBe(403);
  });

  it('is refused on another path, also with the token in it', async () => {
    expect(await open({ path: '/' })).toBe(404);
    expect(await open({ path: `/?token=${token}` })).toBe(404);
  });

  it('serves a second screen beside the first', async () => {
    const sockets = [await opened(), await opened()];
    const clients = sockets.map((socket) => labOver(overWebSocket(socket as unknown as SocketLike)));
    const heard = clients.map((client) => new Promise((resolve) => client.on('reading', resolve)));
    await Promise.all(clients.map((client) => client.run({})));
    lab.emit('reading', { name: 'n', share: 0.5 });
    expect(await Promise.all(heard)).toEqual([0, 1].map(() => ({ name: 'n', share: 0.5 })));
    sockets[0].close();
    await once(sockets[0], 'close');
    await clients[1].run({});
    sockets[1].close();
  });

  it('is refused when too many are open', async () => {
    const sockets = await Promise.all(Array.from({ length: 16 }, opened));
    expect(await open()).toBe(503);
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => once(socket, 'close')));
  });

  it('ends at a message past the limit', async () => {
    const socket = await opened();
    socket.on('error', () => undefined);
    socket.send(new Uint8Array(largestMessage + 1));
    const [code] = await once(socket, 'close');
    expect([1006, 1009]).toContain(code);
  });

  it.each([
    ['text', 'hello', 4003],
    ['bytes that are no message', Uint8Array.of(0xc1), 4002],
  ])('ends at %s', async (_, message, code) => {
    const socket = await opened();
    socket.send(message);
    expect((await once(socket, 'close'))[0]).toBe(code);
  });

  it('ends with the host, and nobody is left listening', async () => {
    const other = stubLab();
    const host = await serve(other, { port: 0, rendererFolder, files });
    const url = new URL(host.url);
    const socket = new WebSocket(`ws://${url.host}/lab`, ['loss-lab', `loss-lab.${url.hash.slice(1)}`], {
      origin: `http://${url.host}`,
    });
    await once(socket, 'open');
    expect(other.listening).toBeGreaterThan(0);
    const closed = once(socket, 'close');
    await host.close();
    await closed;
    expect(other.listening).toBe(0);
  });

  it('is ended when its screen does not read, while others go on', async () => {
    const slow = await opened();
    const quick = await opened();
    const client = labOver(overWebSocket(quick));
    (slow as unknown as { _socket: { pause(): void } })._socket.pause();
    let heard = 0;
    client.on('reading', () => heard++);
    const before = lab.listening;
    const name = 'n'.repeat(1024 * 1024);
    for (let sent = 0; sent < 200 && lab.listening === before; sent++) {
      lab.emit('reading', { name, share: 0 });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(lab.listening).toBeLessThan(before);
    expect(heard).toBeGreaterThan(0);
    await client.run({});
    slow.terminate();
    quick.close();
  });
});
