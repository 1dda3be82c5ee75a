import { BrowserWindow, session, type Session, type WebContents } from 'electron';
import { LabError } from '../../core/errors.ts';
import type { Printer } from '../../core/node/reports/printing.ts';
import { keepUnseen } from './lab-window.ts';
import { pageUrl, scheme } from './scheme.ts';
import { guardSession } from './security.ts';

/** Milliseconds: a page of hundreds of figures takes seconds; more than this is one that hangs. */
const patience = 180_000;

interface Page {
  readonly markup: string;
  readonly mediaType: 'text/html' | 'image/svg+xml';
}

/** The pages that are being printed, by their addresses. */
const pages = new Map<string, Page>();
let made = 0;
let ownSession: Session | null = null;

/** A session in memory that knows these pages and reaches nothing else. */
function printSession(): Session {
  if (ownSession) return ownSession;
  ownSession = session.fromPartition('printing', { cache: false });
  guardSession(ownSession, []);
  ownSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !pages.has(url) }));
  ownSession.protocol.handle(scheme, ({ url }) => {
    const page = pages.get(url);
    if (!page) return new Response('There is no such page.\n', { status: 404 });
    return new Response(page.markup, {
      headers: {
        'Content-Type': `${page.mediaType}; charset=utf-8`,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      },
    });
  });
  return ownSession;
}

/** Makes something of a page in a window that is never shown, runs no script and ends with it. */
async function inWindow<Made>(
  page: Page,
  [width, height]: readonly [number, number],
  make: (contents: WebContents) => Promise<Made>,
): Promise<Made> {
  const url = `${pageUrl}print-${++made}`;
  pages.set(url, page);
  const window = new BrowserWindow({
    show: false,
    frame: false,
    width,
    height,
    useContentSize: true,
    // A figure at twice its size is larger than many a screen; only macOS needs to be told.
    enableLargerThanScreen: true,
    webPreferences: {
      session: printSession(),
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  keepUnseen(window);
  let fail = (_why: string): void => undefined;
  const failed = new Promise<never>((_, reject) => (fail = (why) => reject(new Error(why))));
  const timer = setTimeout(() => fail('it took too long'), patience);
  window.once('closed', () => fail('the window was closed'));
  window.webContents.once('render-process-gone', (_event, { reason }) => fail(reason));
  try {
    return await Promise.race([window.loadURL(url).then(() => make(window.webContents)), failed]);
  } catch (error) {
    throw new LabError(
      'file-not-written',
      `The page was not printed: ${(error as Error).message}.`,
      'Open report.html in a browser and print it.',
    );
  } finally {
    clearTimeout(timer);
    pages.delete(url);
    if (!window.isDestroyed()) window.destroy();
  }
}

/** Prints with the program's own Chromium. Headers, page numbers and margins are those of the page's own style. */
export const windowPrinter: Printer = {
  pdf: (markup) =>
    inWindow({ markup, mediaType: 'text/html' }, [1000, 1400], (contents) =>
      contents.printToPDF({
        displayHeaderFooter: false,
        printBackground: true,
        preferCSSPageSize: true,
        pageSize: 'A4',
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      }),
    ),
  png: (svg) => {
    let [w, h] = [2000, 1200];
    const markup = svg.replace(
      /(<svg[^>]*?\bwidth=")(\d+)("[^>]*?\bheight=")(\d+)/,
      (_, before: string, width: string, between: string, height: string) => {
        [w, h] = [2 * Number(width), 2 * Number(height)];
        return `${before}${w}${between}${h}`;
      },
    );
    return inWindow({ markup, mediaType: 'image/svg+xml' }, [w, h], async (contents) => {
      const taken = () => contents.capturePage(undefined, { stayHidden: true });
      let picture = await taken();
      // The first may come before the window has painted.
      if (picture.isEmpty()) picture = await taken();
      if (picture.isEmpty()) throw new Error('the picture is empty');
      // On a scaled display it has the pixels of the display.
      const asDrawn = picture.getSize().width === w ? picture : picture.resize({ width: w, height: h });
      return asDrawn.toPNG();
    });
  },
};
