import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 413 | 503;
  readonly sentence: string;
}

/** Name of the protocol spoken; the token is offered beside it as `loss-lab.<token>`. */
export const protocol = 'loss-lab';

/** Path of the socket. */
export const socketPath = '/lab';
/** Path to which a page sends a file. */
export const uploadPath = '/upload';

/** What is asked for: a file of the page, one that was written for it, the socket, or to take a file in. */
type Request = 'file' | 'download' | 'socket' | 'upload';

/**
 * Whether a request comes from this machine's own page; the same question for files, streams and the socket. `Host` must
 * be ours to the letter, which defeats names that are made to point at this machine; `Origin`, which a browser
 * always sends with a socket and with an upload, must be our page's.
 */
export function refusal(request: IncomingMessage, address: string, kind: Request): Refusal | null {
  const { host, origin } = request.headers;
  if (host !== address) return { status: 403, sentence: 'This address is not served here.' };
  const named = kind === 'socket' || kind === 'upload';
  if (origin !== `http://${address}` && (origin !== undefined || named))
    return { status: 403, sentence: 'Other pages may not use the lab.' };
  if (foreignPage(request, kind)) return { status: 403, sentence: 'Other pages may not use the lab.' };
  if (kind === 'upload')
    return request.method === 'POST' ? null : { status: 405, sentence: 'A file is sent with POST.' };
  if (request.method !== 'GET' && (request.method !== 'HEAD' || kind === 'socket'))
    return { status: 405, sentence: 'Only GET and HEAD are understood.' };
  if (
    request.headers['transfer-encoding'] !== undefined ||
    (request.headers['content-length'] ?? '0') !== '0'
  )
    return { status: 400, sentence: 'A request has no body here.' };
  return null;
}

/**
 * What a browser says of who asks (`Sec-Fetch-…`): a page elsewhere may lead here, as a link does, and nothing more. Other
 * programs say nothing of it.
 */
function foreignPage({ headers }: IncomingMessage, kind: Request): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  if (site === undefined || site === 'same-origin') return false;
  const document = kind === 'file' && mode === 'navigate' && destination === 'document';
  return !document;
}

/** Whether a secret is the one that was given. The time it takes says nothing about it. */
export function isSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether an upload carries the token, as `Authorization: Bearer <token>`: no page elsewhere can make a browser send that. */
export const bearsToken = ({ headers }: IncomingMessage, token: string): boolean =>
  isSecret(headers.authorization ?? '', `Bearer ${token}`);

/** Whether one of the protocols that a socket offers carries the token. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  return offers.some((offer) => isSecret(offer.trim(), `${protocol}.${token}`));
}
