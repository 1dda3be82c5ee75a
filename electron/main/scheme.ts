import { protocol } from 'electron';
import { securityHeaders } from '../../core/node/serve/headers.ts';
import { staticFiles } from '../../core/node/serve/static-files.ts';

export const scheme = 'lab';
const host = 'app';

/** Address of the lab's page. Its own scheme instead of file://, whose pages may read other files. */
export const pageUrl = `${scheme}://${host}/`;

/** Whether an address belongs to the lab's page. */
export function isOwn(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${scheme}:` && url.host === host;
}

/** Makes the scheme an origin of its own. Must run before Electron is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Answers the scheme from the built page. The page gets its port from the preload script, so it connects nowhere. */
export function serveScheme(rendererFolder: string): void {
  const files = staticFiles(rendererFolder);
  const headers = securityHeaders("'none'");
  protocol.handle(scheme, (request) => {
    const file = request.method === 'GET' && isOwn(request.url) && files.get(new URL(request.url).pathname);
    if (!file) return new Response('There is no such file.\n', { status: 404, headers });
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.mediaType } });
  });
}
