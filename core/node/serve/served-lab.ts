import { randomBytes } from 'node:crypto';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Lab } from '../../contract/lab-api.ts';
import { LabError } from '../../errors.ts';
import { largestMessage } from '../../rpc/codec.ts';
import { serveScreen } from '../../rpc/server.ts';
import { overWebSocket } from '../../rpc/web-socket.ts';
import type { StreamedFiles } from '../node-lab.ts';
import { bearsToken, hasToken, protocol, refusal, socketPath, uploadPath, type Refusal } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { openingCodes } from './opening-code.ts';
import { staticFiles } from './static-files.ts';
import { isDownload, Streams } from './streams.ts';

const interface_ = '127.0.0.1';
/** Screens at once. */
const mostScreens = 16;
/** Bytes that may wait for one screen. */
const mostBuffered = 64 * 1024 * 1024;

interface ServeOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of the built page. */
  readonly rendererFolder: string;
  /** Files that go and come as streams. */
  readonly files: StreamedFiles;
  /** Milliseconds after which a connection that has said nothing is dropped; 10 s without it. */
  readonly silence?: number;
}

export interface ServedLab {
  /** Address of the page with the token that admits it; whoever knows it can use the lab. */
  readonly url: string;
  /**
   * A new address for the command line of a browser, without the token: it leads there once, within a minute, and
   * the address before it no longer does.
   */
  addressToOpen(): string;
  close(): Promise<void>;
}

/** Serves a lab and its screens to the browsers of this machine. Throws LabError when the port is not to be had. */
export async function serve(
  lab: Lab,
  { port, rendererFolder, files: streamed, silence = 10_000 }: ServeOptions,
): Promise<ServedLab> {
  const files = staticFiles(rendererFolder);
  const token = randomBytes(32).toString('base64url');
  const server = createServer({
    headersTimeout: 10_000,
    // An upload takes as long as it takes, but may not fall silent; nothing else has a body.
    requestTimeout: 0,
    keepAliveTimeout: 5_000,
    // Node looks twice a minute by itself: whoever falls silent in a request would be held for 40 s.
    connectionsCheckingInterval: 1_000,
  });
  // Nor is one held that has said nothing at all.
  server.on('connection', (socket) => {
    // Its bytes are counted: the parser of HTTP takes them before anybody could listen for them.
    const look = setTimeout(() => socket.bytesRead === 0 && socket.destroy(), silence);
    socket.once('close', () => clearTimeout(look));
  });
  server.maxConnections = 128;
  const address = `${interface_}:${await listen(server, port)}`;
  const url = `http://${address}/#${token}`;
  const codes = openingCodes();
  const headers = securityHeaders(`'self' ws://${address}`);
  const streams = new Streams(streamed, headers, silence);

  server.on('request', (request, response) => {
    const path = pathOf(request);
    const kind = path === uploadPath ? 'upload' : isDownload(path) ? 'download' : 'file';
    const refused = refusal(request, address, kind);
    if (refused) return refuse(response, headers, refused);
    if (kind === 'upload') {
      if (!bearsToken(request, token)) return refuse(response, headers, noToken);
      return void streams.upload(request, response);
    }
    if (kind === 'download')
      return void (streams.download(path, request, response) || refuse(response, headers, gone));
    const code = codeIn(request);
    if (code !== null) {
      if (!codes.redeem(code)) return refuse(response, headers, deadCode);
      response.writeHead(303, { ...headers, Location: url, 'Content-Length': 0 });
      return response.end();
    }
    const file = files.get(path);
    if (!file) return refuse(response, headers, { status: 404, sentence: 'There is no such file.' });
    response.writeHead(200, {
      ...headers,
      'Content-Type': file.mediaType,
      'Content-Length': file.bytes.byteLength,
    });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: () => protocol,
  });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const refused = refusal(request, address, 'socket') ?? socketRefusal(request);
    if (refused) return refuseUpgrade(stream, headers, refused);
    sockets.handleUpgrade(request, stream, head, (socket) =>
      serveScreen(lab, overWebSocket(socket, { mostBuffered })),
    );
  });

  function socketRefusal(request: IncomingMessage): Refusal | null {
    if (pathOf(request) !== socketPath) return { status: 404, sentence: 'There is no such socket.' };
    if (!hasToken(request, token)) return noToken;
    if (sockets.clients.size >= mostScreens) return { status: 503, sentence: 'Too many screens are open.' };
    return null;
  }

  return {
    url,
    addressToOpen: () => `http://${address}/?open=${codes.issue()}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Path as it was sent, without the query: it is compared, never resolved. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0];

/** The code of an address to open; null for anything else. To look with HEAD uses nothing up and learns nothing. */
const codeIn = (request: IncomingMessage): string | null =>
  request.method === 'GET' && request.url!.startsWith('/?open=')
    ? request.url!.slice('/?open='.length)
    : null;

const noToken: Refusal = { status: 401, sentence: 'The token of this lab is missing or wrong.' };
const gone: Refusal = { status: 404, sentence: 'There is no such file any more. Export it again.' };

const deadCode: Refusal = {
  status: 410,
  sentence:
    'This address opens the lab once, within a minute of its start. Open the one that the terminal shows. ' +
    'If the lab has not opened in your browser, somebody else on this machine has used it: end it there with Ctrl-C.',
};

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'is in use by another program'
          : error.code === 'EACCES'
            ? 'is reserved for the system'
            : `cannot be opened (${error.code})`;
      reject(
        new LabError('wrong-state', `Port ${port} ${why}.`, 'Choose another, or 0 for any that is free.'),
      );
    });
    server.listen({ host: interface_, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as { port: number }).port);
    });
  });
}

function refuse(
  response: ServerResponse,
  headers: Record<string, string>,
  { status, sentence }: Refusal,
): void {
  const allowed = response.req.url === uploadPath ? 'POST' : 'GET, HEAD';
  response.writeHead(status, {
    ...headers,
    ...(status === 405 ? { Allow: allowed } : {}),
    'Content-Type': 'text/plain; charset=utf-8',
    // A body that comes all the same is not waited for.
    Connection: 'close',
  });
  response.end(`${sentence}\n`);
}

function refuseUpgrade(stream: Duplex, headers: Record<string, string>, { status, sentence }: Refusal): void {
  const lines = Object.entries({
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    Connection: 'close',
  });
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      lines.map(([name, value]) => `${name}: ${value}\r\n`).join('') +
      `\r\n${sentence}\n`,
  );
}
