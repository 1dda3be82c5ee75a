import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 503;
  readonly sentence: string;
}

/** Name of the protocol spoken; the token is offered beside it as `loss-lab.<token>`. */
export const protocol = 'loss-lab';

/** Path of the socket. */
export const socketPath = '/lab';

/**
 * Whether a request comes from this machine's own page; the same question for a file and for a socket. `Host` must
 * be ours to the letter, which defeats names that are made to point at this machine; `Origin`, which a browser
 * always sends with a socket, must be our page's.
 */
export function refusal(request: IncomingMessage, address: string, kind: 'file' | 'socket'): Refusal | null {
  const { host, origin } = request.headers;
  if (host !== address) return { status: 403, sentence: 'This address is not served here.' };
  if (origin !== `http://${address}` && (origin !== undefined || kind === 'socket'))
    return { status: 403, sentence: 'Other pages may not use the lab.' };
  if (foreignPage(request, kind)) return { status: 403, sentence: 'Other pages may not use the lab.' };
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
function foreignPage({ headers }: IncomingMessage, kind: 'file' | 'socket'): boolean {
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

/** Whether one of the protocols that a socket offers carries the token. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  return offers.some((offer) => isSecret(offer.trim(), `${protocol}.${token}`));
}
