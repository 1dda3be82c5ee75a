import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import type { Lab, LabApi } from '../../../core/contract/lab-api.ts';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';
import { LabError } from '../../../core/errors.ts';
import { labOver } from '../../../core/rpc/client.ts';
import { inProcess } from './in-process.ts';
import { overMessagePort, type PortLike } from '../../../core/rpc/message-port.ts';
import { serveScreen } from '../../../core/rpc/server.ts';
import type { Transport } from '../../../core/rpc/transport.ts';
import { overWebSocket, type SocketLike } from '../../../core/rpc/web-socket.ts';
import { stubLab } from './stub-lab.ts';

type Pair = [screen: Transport, host: Transport];
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const work of cleanUp.splice(0)) work();
});

/** Node's port in the clothes of Electron's: an emitter of events that carry `data`. */
function asEmitter(port: MessageChannel['port1']): PortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
    on: (type: string, listener: (event: { data: unknown }) => void) =>
      port.on(type, (data: unknown) => listener({ data })),
  };
}

async function sockets(): Promise<Pair> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  cleanUp.push(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const screen = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[host]] = (await Promise.all([once(server, 'connection'), once(screen, 'open')])) as [
    [WebSocket],
    unknown,
  ];
  return [overWebSocket(screen), overWebSocket(host)];
}

const transports: Record<string, () => Pair | Promise<Pair>> = {
  'in-process': inProcess,
  'message ports of a page': () => {
    const { port1, port2 } = new MessageChannel();
    return [overMessagePort(port1), overMessagePort(port2)];
  },
  'a message port of Electron’s main process': () => {
    const { port1, port2 } = new MessageChannel();
    return [overMessagePort(port1), overMessagePort(asEmitter(port2))];
  },
  'a web socket': sockets,
};

const options = defaultCorpusOptions;

describe.each(Object.entries(transports))('a screen over %s', (_, open) => {
  async function connected(answers: Parameters<typeof stubLab>[0] = {}) {
    const lab = stubLab(answers);
    const [screen, host] = await open();
    cleanUp.push(() => screen.close());
    serveScreen(lab, host);
    return { lab, screen, host, client: labOver(screen) };
  }

  it('carries argument and answer with their types', async () => {
    const { client, lab } = await connected({
      exportExperiment: () => [{ id: 'x', name: 'a.json', bytes: Uint8Array.of(1, 2) }],
      sample: () => ({ text: '学' }),
      openTextDialog: () => null,
      run: () => undefined,
    });
    expect(await client.exportExperiment({})).toEqual([
      { id: 'x', name: 'a.json', bytes: Uint8Array.of(1, 2) },
    ]);
    expect(await client.openTextDialog({ options })).toBeNull();
    expect(await client.run({})).toBeUndefined();
    const argument = { armId: 'a', seed: 1, characters: 5, temperature: 0.5, prompt: '', sampleSeed: 2 };
    expect(await client.sample(argument)).toEqual({ text: '学' });
    expect(lab.asked.at(-1)).toEqual({ method: 'sample', argument });
  });

  it('adds seeds, repeats runs, and hears how far that is', async () => {
    const state = { phase: 'running', seeds: [1], under: null, repeats: [], skipped: [] } as const;
    const { client, lab } = await connected({
      addSeeds: () => ({ seeds: [4, 5, 6] }),
      startRobustness: () => state,
      cancelRobustness: () => undefined,
    });
    expect(await client.addSeeds({ count: 3 })).toEqual({ seeds: [4, 5, 6] });
    expect(await client.addSeeds({ untilDecided: 40 })).toEqual({ seeds: [4, 5, 6] });
    expect(lab.asked.map(({ argument }) => argument)).toEqual([{ count: 3 }, { untilDecided: 40 }]);
    const heard = new Promise((resolve) => client.on('robustness', resolve));
    expect(await client.startRobustness({})).toEqual(state);
    lab.emit('robustness', { ...state, phase: 'finished' });
    expect(await heard).toEqual({ ...state, phase: 'finished' });
    await client.cancelRobustness({});
  });

  it('gives each of many calls at once its own answer', async () => {
    const { client } = await connected({
      beginText: async ({ bytes }: { bytes: number }) => {
        await new Promise((resolve) => setTimeout(resolve, (bytes * 7) % 5));
        return { uploadId: `u${bytes}` };
      },
    });
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, bytes) => client.beginText({ name: 'n', bytes, source: 'upload' })),
    );
    expect(ids.map(({ uploadId }) => uploadId)).toEqual(ids.map((_, i) => `u${i}`));
  });

  it('hands errors of the lab on with code, sentence and next step', async () => {
    const { client } = await connected({
      run: () => {
        throw new LabError('no-corpus', 'There is no text yet.', 'Drop a text.');
      },
      stop: () => {
        throw new TypeError('x is undefined');
      },
    });
    const error = await client.run({}).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({
      code: 'no-corpus',
      message: 'There is no text yet.',
      next: 'Drop a text.',
    });
    await expect(client.stop({})).rejects.toMatchObject({ code: 'internal' });
  });

  it.each([
    ['beginText', { name: 'n', bytes: -1, source: 'upload' }, "'bytes'"],
    ['beginText', { name: 'n', bytes: 1, source: 'stdin' }, "'source'"],
    ['beginText', { name: 'n', bytes: 1, source: 'upload', path: '/etc/passwd' }, "'path'"],
    ['appendText', { uploadId: 'u', bytes: new Uint8Array(1024 * 1024 + 1) }, "'bytes'"],
    ['appendText', { uploadId: 'u', bytes: [1, 2] }, "'bytes'"],
    ['run', undefined, 'its argument'],
    ['run', { now: true }, "'now'"],
    ['sample', { armId: 'a', seed: NaN, characters: 5, temperature: 1, prompt: '', sampleSeed: 2 }, "'seed'"],
    ['addSeeds', {}, 'argument'],
    ['addSeeds', { count: 0 }, 'argument'],
    ['addSeeds', { untilDecided: 1 }, 'argument'],
    ['addSeeds', { count: 3, untilDecided: 40 }, 'argument'],
    ['startRobustness', { seeds: 3 }, "'seeds'"],
    ['setExperiment', { experiment: 'softmax' }, "'experiment'"],
    ['exportReport', { formats: [] }, "'formats'"],
    ['saveFiles', { files: [{ name: '../../x', mediaType: '', bytes: new Uint8Array(1) }] }, 'name'],
    ['saveFiles', { files: [{ name: 'C:x', mediaType: '', bytes: new Uint8Array(1) }] }, 'name'],
  ])('refuses %s with a wrong argument before the lab sees it', async (method, argument, names) => {
    const { client, lab } = await connected();
    const call = client[method as keyof LabApi] as (argument: unknown) => Promise<unknown>;
    const error = (await call(argument).catch((error: unknown) => error)) as LabError;
    expect(error.code).toBe('bad-argument');
    expect(error.message).toContain(names);
    expect(lab.asked).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'on', 'close', '', 'then'])(
    'knows no method %j',
    async (name) => {
      const lab = stubLab();
      const [screen, host] = await open();
      cleanUp.push(() => screen.close());
      serveScreen(lab, host);
      const answer = new Promise((resolve) => screen.receive(resolve));
      screen.send({ t: 'q', i: '1', m: name, a: [{}] });
      expect(await answer).toMatchObject({ t: 's', i: '1', r: { error: { code: 'unknown-name' } } });
      expect(lab.asked).toEqual([]);
    },
  );

  it('ends the line on a message that is none of ours', async () => {
    for (const message of [1, null, 'run', { t: 'q' }, { t: 'q', m: 1, a: [] }, { t: 'x', i: '1' }, []]) {
      const [screen, host] = await open();
      serveScreen(stubLab(), host);
      const closed = new Promise<void>((resolve) => screen.onClose(resolve));
      screen.send(message);
      await closed;
    }
  });

  it('tells every event, in order, until the listener has had enough', async () => {
    const { client, lab } = await connected();
    const heard: number[] = [];
    const done = new Promise<void>((resolve) => {
      const stop = client.on('reading', ({ share }) => {
        heard.push(share);
        if (share === 2) stop();
      });
      client.on('reading', ({ share }) => share === 4 && resolve());
    });
    for (let share = 0; share < 5; share++) lab.emit('reading', { name: 'n', share });
    await done;
    expect(heard).toEqual([0, 1, 2]);
  });

  it('lets a listener that throws neither end the line nor keep others from hearing', async () => {
    const { client, lab } = await connected({ run: () => undefined });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    const previous = process.rawListeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
    cleanUp.push(() => {
      process.off('unhandledRejection', note);
      for (const listener of previous)
        process.on('unhandledRejection', listener as NodeJS.UnhandledRejectionListener);
    });
    client.on('reading', () => {
      throw new Error('a fault of the screen');
    });
    const heard = new Promise((resolve) => client.on('reading', resolve));
    lab.emit('reading', { name: 'n', share: 1 });
    expect(await heard).toEqual({ name: 'n', share: 1 });
    await client.run({});
    await expect.poll(() => unhandled).toHaveLength(1);
  });

  it.each(['screen', 'host'] as const)(
    'rejects what waits when the %s closes, and all later calls',
    async (side) => {
      const { client, lab, screen, host } = await connected();
      expect(lab.listening).toBeGreaterThan(0);
      const waiting = [client.run({}), client.snapshot({})].map((call) =>
        call.catch((error: unknown) => error),
      );
      await expect.poll(() => lab.asked).toHaveLength(2);
      const closed = Promise.all(
        [screen, host].map((end) => new Promise<void>((resolve) => end.onClose(resolve))),
      );
      (side === 'screen' ? screen : host).close();
      for (const error of await Promise.all(waiting)) expect(error).toMatchObject({ code: 'cancelled' });
      await expect(client.pause({})).rejects.toMatchObject({ code: 'cancelled' });
      await closed;
      expect(lab.listening).toBe(0);
      lab.emit('reading', { name: 'n', share: 1 });
    },
  );

  it('serves several screens of one lab', async () => {
    const lab = stubLab({ run: () => undefined });
    const clients: Lab[] = [];
    for (let i = 0; i < 3; i++) {
      const [screen, host] = await open();
      cleanUp.push(() => screen.close());
      serveScreen(lab, host);
      clients.push(labOver(screen));
    }
    const heard = clients.map((client) => new Promise((resolve) => client.on('reading', resolve)));
    await Promise.all(clients.map((client) => client.run({})));
    lab.emit('reading', { name: 'n', share: 0.5 });
    expect(await Promise.all(heard)).toEqual(clients.map(() => ({ name: 'n', share: 0.5 })));
  });
});

describe('a socket that does not keep up', () => {
  const slow = (bufferedAmount: number) => {
    const seen: string[] = [];
    const socket: SocketLike = {
      binaryType: '',
      bufferedAmount,
      send: () => void seen.push('send'),
      close: () => void seen.push('close'),
      terminate: () => void seen.push('terminate'),
      addEventListener: () => undefined,
    };
    return { socket, seen };
  };

  it('is ended, not thinned out', () => {
    const { socket, seen } = slow(1001);
    const line = overWebSocket(socket, { mostBuffered: 1000 });
    let closed = 0;
    line.onClose(() => closed++);
    line.send({});
    line.send({});
    expect(seen).toEqual(['terminate']);
    expect(closed).toBe(1);
  });

  it('is left alone while it does', () => {
    const { socket, seen } = slow(1000);
    overWebSocket(socket, { mostBuffered: 1000 }).send({});
    expect(seen).toEqual(['send']);
  });

  it('is not ended for one large answer that is on its way, but for what waits beside it', () => {
    const { seen, socket } = slow(0);
    let waiting = 0;
    const growing = Object.defineProperty(socket, 'bufferedAmount', { get: () => waiting });
    const line = overWebSocket(growing, { mostBuffered: 1000 });
    line.send({ bytes: new Uint8Array(5000) });
    waiting = 5900;
    line.send({});
    expect(seen).toEqual(['send', 'send']);
    // Gone out by now: the next one that waits is a screen that hangs.
    waiting = 900;
    line.send({});
    waiting = 1001;
    line.send({});
    expect(seen).toEqual(['send', 'send', 'send', 'terminate']);
  });

  it('refuses to send what the other side would refuse to read', () => {
    const line = overWebSocket(slow(0).socket, { largest: 100 });
    expect(() => line.send({ bytes: new Uint8Array(100) })).toThrow('too large');
  });
});
