import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { labMethods } from '../../core/contract/lab-api.ts';
import type { Generator } from '../../core/network/random.ts';
import { encodeMessage } from '../../core/rpc/codec.ts';
import { below, mutated } from './mutations.ts';
import { Served } from './served.ts';
import type { Start } from './kills.ts';

/** What hostile connections did to a served lab. */
export interface SocketOutcome {
  readonly connections: number;
  /** How often a page of its own, asked after each, was not answered within 10 s. */
  readonly silent: number;
  /** Connections that were still open 15 s after they had fallen silent in the middle of their request. */
  readonly held: number;
  readonly deaths: number;
  /** Answers that speak of an unexpected error. */
  readonly unexpected: readonly string[];
  /** Growth of the host's memory from the first tenth of the connections to the end, bytes. */
  readonly growth: number;
}

type Attack = (served: Served, random: Generator) => Promise<void>;

/** Sends bytes, and is done when the other side closes or after a while. */
async function raw(served: Served, bytes: Uint8Array | string, patience = 300): Promise<void> {
  const socket = connect(served.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytes);
  await Promise.race([closed, wait(patience)]);
  socket.destroy();
}

const noise = (random: Generator, length: number) => Uint8Array.from({ length }, () => below(random, 256));

const request = (served: Served, lines: readonly string[]) =>
  [`GET / HTTP/1.1`, `Host: ${served.url.host}`, ...lines, '', ''].join('\r\n');

/** The stream by which a page of the lab sends a file. */
const upload = ({ url }: Served, body: string, length = Buffer.byteLength(body), token = url.hash.slice(1)) =>
  [
    'POST /upload HTTP/1.1',
    `Host: ${url.host}`,
    `Origin: ${url.origin}`,
    `Authorization: Bearer ${token}`,
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');

/** Messages that only a page that knows the token can send. */
async function says(
  served: Served,
  messages: readonly (Uint8Array | string)[],
  patience = 300,
): Promise<void> {
  const socket = await served.socket();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const message of messages) socket.send(message);
  await Promise.race([closed, wait(patience)]);
  socket.terminate();
}

const call = (method: string, argument: unknown, id = '1') =>
  encodeMessage({ t: 'q', i: id, m: method, a: [argument] });

/** An array in an array, so many times, as MessagePack has it: one byte each. */
const nested = (depth: number) => new Uint8Array(depth).fill(0x91);

const strangeArguments: readonly unknown[] = [
  null,
  'x'.repeat(100_000),
  { ['__proto__']: { polluted: true } },
  { experiment: { format: 'loss-lab-experiment', version: 1 } },
  { seeds: 1e9, armId: '../..', seed: NaN },
  [],
  { bytes: new Uint8Array(1e6), uploadId: 'x' },
];

const attacks: readonly Attack[] = [
  (served, random) => raw(served, noise(random, 1 + below(random, 5000))),
  (served) => raw(served, request(served, ['X: '.padEnd(200_000, 'y')])),
  (served) => raw(served, `GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n`),
  (served) => raw(served, request(served, ['Origin: http://evil.example'])),
  (served) => raw(served, request(served, ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'])),
  (served) =>
    raw(served, `POST / HTTP/1.1\r\nHost: ${served.url.host}\r\nContent-Length: 1000000000\r\n\r\nx`),
  (served) => raw(served, request(served, ['Transfer-Encoding: chunked', 'Content-Length: 3'])),
  (served) => raw(served, `GET /../../../etc/passwd HTTP/1.1\r\nHost: ${served.url.host}\r\n\r\n`),
  (served) => raw(served, `GET /?open=${'A'.repeat(22)} HTTP/1.1\r\nHost: ${served.url.host}\r\n\r\n`),
  (served) =>
    raw(
      served,
      `GET /lab HTTP/1.1\r\nHost: ${served.url.host}\r\nOrigin: ${served.url.origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: loss-lab, loss-lab.wrong\r\n\r\n`,
    ),
  (served, random) => says(served, [noise(random, 1 + below(random, 2000))]),
  (served) => says(served, ['text, not bytes']),
  (served) => says(served, [nested(5_000_000)], 2000),
  (served) => says(served, [new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff])]),
  (served) => says(served, [encodeMessage({ t: 'q', i: '1', m: '__proto__', a: [{}] })]),
  (served) => says(served, [encodeMessage({ t: 'q', i: '1', m: 'constructor', a: [] })]),
  (served) => says(served, [encodeMessage({ t: 's', i: 'none', r: 1 })]),
  (served, random) => {
    const methods = Object.keys(labMethods);
    const method = methods[below(random, methods.length)];
    return says(served, [call(method, strangeArguments[below(random, strangeArguments.length)])]);
  },
  (served, random) => {
    const good = call('sample', { armId: 'a', seed: 1, characters: 10, temperature: 1, prompt: '' });
    return says(served, [mutated(good, false, random)]);
  },
  (served) =>
    says(
      served,
      Array.from({ length: 300 }, (_, i) => call('catalogue', {}, String(i))),
      600,
    ),
  (served) => says(served, [call('openExperiment', { json: '['.repeat(3_000_000) })], 3000),
  (served) => says(served, [call('openExperiment', { json: '['.repeat(1_000_000) })], 3000),
  (served) => raw(served, upload(served, `{"a":${'['.repeat(100_000)}`), 1000),
  (served) => raw(served, upload(served, '\0'.repeat(1_000_000)), 1000),
  (served) => raw(served, upload(served, '{', 1e12), 1000),
  // Announces more than it sends.
  (served) => raw(served, upload(served, '{"a": 1', 1e6)),
  (served) => raw(served, upload(served, '{}', 2, 'A'.repeat(43))),
  (served) => raw(served, `GET /download/${'A'.repeat(43)} HTTP/1.1\r\nHost: ${served.url.host}\r\n\r\n`),
  async (served) => {
    // Begins an upload and goes away.
    await says(served, [call('beginText', { name: 'x', bytes: 1e9, source: 'upload' })]);
  },
];

/** Opens so many hostile connections, and asks after each whether a page of the lab's own is still answered. */
export async function hostileSockets(
  start: Start,
  connections: number,
  random: Generator,
  say: (line: string) => void,
  slowOnes = 8,
): Promise<SocketOutcome> {
  const served = await Served.start(start);
  const unexpected: string[] = [];
  let [silent, first] = [0, NaN];
  served.child.stderr!.on('data', (chunk: Buffer) => {
    if (/Unexpected|TypeError|RangeError|at .*\.js:\d/.test(chunk.toString()))
      unexpected.push(chunk.toString());
  });
  try {
    for (let i = 0; i < connections && served.alive; i++) {
      // Each once, then any.
      const attack = attacks[i < attacks.length ? i : below(random, attacks.length)];
      await attack(served, random).catch((error: unknown) => unexpected.push(String(error)));
      if (!(await answers(served))) silent++;
      if (i === Math.floor(connections / 10)) first = served.usage().memory;
      if ((i + 1) % 50 === 0) say(`sockets: ${i + 1} of ${connections}`);
    }
    const held = slowOnes > 0 ? await slow(served, slowOnes) : 0;
    const growth = served.usage().memory - first;
    return {
      connections: connections + slowOnes,
      silent,
      held,
      deaths: served.alive ? 0 : 1,
      unexpected,
      growth,
    };
  } finally {
    await served.end();
  }
}

/** Whether a page is answered within 10 s. */
async function answers(served: Served): Promise<boolean> {
  const asked = served.lab().then(async ({ lab, close }) => {
    const { version } = await lab.capabilities({});
    close();
    return version !== '';
  });
  return Promise.race([asked.catch(() => false), wait(10_000, false)]);
}

/** Connections that fall silent in the middle of a request; how many are still held after 15 s. */
async function slow(served: Served, count: number): Promise<number> {
  let open = count;
  const sockets = Array.from({ length: count }, (_, i) => {
    const socket = connect(served.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => open--);
    socket.write(['', 'GET / HTT', `GET / HTTP/1.1\r\nHost: ${served.url.host}\r\nX: `][i % 3]);
    return socket;
  });
  await wait(15_000);
  for (const socket of sockets) socket.destroy();
  return open;
}
