import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { LabError } from '../../errors.ts';

/** Prints pages and draws pictures. Its methods reject with LabError `file-not-written`. */
export interface Printer {
  /** A page on paper, as its own style says. @param signal ends what prints, where that can be ended */
  pdf(html: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** A picture, at twice its size in pixels. @param signal as of `pdf` */
  png(svg: string, signal?: AbortSignal): Promise<Uint8Array>;
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

/** Where Chromium and those made from it lie outside the path. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined
      ? []
      : [
          `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
          `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
        ];
  }),
];

/** A browser that prints: the one that LAB_CHROMIUM names, else one that is installed; null where there is none. */
function browserThatPrints(): string | null {
  const named = process.env['LAB_CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) =>
      names.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)),
    );
  return [...onPath, ...places].find((file) => existsSync(file)) ?? null;
}

/** Why there is no PDF, and what can be done. */
export const noPrinter =
  'PDF and PNG need Chromium, Chrome or Edge, and none was found: open report.html in a browser and print it, or name one with LAB_CHROMIUM.';

/** The printer of a browser that is installed; null where none is. */
export const installedPrinter = (): Printer | null =>
  browserThatPrints() === null ? null : chromiumPrinter();

const run = promisify(execFile);
/** A page of hundreds of figures takes seconds; more than this is a browser that hangs. */
const patience = 180_000;

/** @throws LabError `wrong-state` where no browser is found; its methods `file-not-written` where it fails */
export function chromiumPrinter(executable: string | null = browserThatPrints()): Printer {
  if (executable === null) throw new LabError('wrong-state', noPrinter);
  const made = async (
    name: string,
    content: string,
    out: string,
    args: (file: string, out: string) => string[],
    signal?: AbortSignal,
  ) => {
    const folder = await mkdtemp(join(tmpdir(), 'loss-lab-print-'));
    try {
      const [file, written] = [join(folder, name), join(folder, out)];
      await writeFile(file, content);
      await run(
        executable,
        [
          ...[
            '--headless',
            '--disable-gpu',
            '--no-first-run',
            '--hide-scrollbars',
            `--user-data-dir=${join(folder, 'profile')}`,
          ],
          // Its sandbox does not work for root; the page is the lab's own and loads nothing.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ...args(pathToFileURL(file).href, written),
        ],
        { timeout: patience, signal },
      );
      return await readFile(written);
    } catch (error) {
      const [reason] = ((error as { stderr?: string }).stderr ?? '').trim().split('\n').slice(-1);
      throw new LabError(
        'file-not-written',
        `The browser '${executable}' did not print: ${reason || (error as Error).message}`,
        'Print report.html by hand, or name another browser with LAB_CHROMIUM.',
      );
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
    }
  };
  return {
    pdf: (html, signal) =>
      made(
        ...(['report.html', html, 'report.pdf'] as const),
        (file, out) => ['--no-pdf-header-footer', `--print-to-pdf=${out}`, file],
        signal,
      ),
    png: (svg, signal) => {
      const [, width = '1000', height = '600'] = /<svg[^>]*width="(\d+)"[^>]*height="(\d+)"/.exec(svg) ?? [];
      return made(
        ...(['figure.svg', svg, 'figure.png'] as const),
        (file, out) => [
          ...['--force-device-scale-factor=2', `--window-size=${width},${height}`, `--screenshot=${out}`],
          file,
        ],
        signal,
      );
    },
  };
}
