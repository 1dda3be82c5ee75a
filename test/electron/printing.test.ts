import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainQuickly } from '../e2e/actions.ts';
import { realElectron, standInElectron, type DesktopHost } from '../e2e/hosts.ts';

/** What the stand-in tells of a session that the program has made. */
interface Asked {
  readonly asked: {
    readonly schemes: Map<string, (request: { url: string }) => Response>;
    readonly beforeRequest: (details: object, answer: (given: { cancel: boolean }) => void) => void;
  };
}

const kinds = [standInElectron, realElectron].map((kind) => ({
  ...kind,
  isStandIn: kind === standInElectron,
}));

describe.each(kinds)('printing by the desktop program [$name]', ({ unavailable, start, isStandIn }) => {
  let host: DesktopHost;
  let folder: string;
  const inside: DesktopHost['electron']['evaluate'] = (...all: Parameters<typeof host.electron.evaluate>) =>
    host.electron.evaluate(...all);
  const archive = async (title: string) => {
    await host.page.getByTestId('report-title').fill(title);
    await inside(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await host.page.getByTestId('report-export').click();
    const zip = join(folder, `${title}.zip`);
    await expect.poll(() => existsSync(zip), { timeout: 90_000 }).toBe(true);
    return unzipSync(readFileSync(zip));
  };

  if (unavailable) {
    it('exports', ({ skip }) => skip(unavailable));
    return;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-printing-'));
    host = (await start()) as DesktopHost;
  });
  afterAll(async () => {
    await host?.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  it('exports a PDF and pictures', async () => {
    await trainQuickly(host.page);
    await host.page.getByRole('tab', { name: 'Report' }).click();
    await inside(({ app }) => {
      const made: Electron.BrowserWindow[] = [];
      (globalThis as { made?: unknown }).made = made;
      app.on('browser-window-created', (_event, window) => made.push(window));
    });
    const files = await archive('printed');
    const pdf = Buffer.from(files['report.pdf']);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = pdf.toString('latin1');
    // A4, in points.
    expect(text).toMatch(/\/MediaBox \[0 0 59[56][\d.]* 84[12][\d.]*\]/);
    // For those who listen to it, and a list of its sections.
    for (const part of ['/StructTreeRoot', '/Outlines']) expect(text).toContain(part);
    const pages = text.match(/\/Type \/Page\b/g)!.length;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThan(8);
    const png = Object.entries(files).filter(([name]) => /^figures\/.*\.png$/.test(name));
    expect(png.length).toBeGreaterThan(3);
    for (const [name, bytes] of png) {
      expect(Buffer.from(bytes.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      const svg = Buffer.from(files[name.replace('.png', '.svg')]).toString();
      const [, width, height] = /width="(\d+)"\s+height="(\d+)"/.exec(svg)!;
      const header = new DataView(bytes.buffer, bytes.byteOffset);
      expect([header.getUint32(16), header.getUint32(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    }
    // Nobody has seen a window, and none is left.
    expect(await inside(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(host.errors).toEqual([]);
  }, 120_000);

  it('puts text on the pages, with their numbers', async ({ skip }) => {
    try {
      execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    } catch {
      skip('pdftotext is not here, which reads a PDF');
    }
    const file = join(folder, 'report.pdf');
    writeFileSync(file, unzipSync(readFileSync(join(folder, 'printed.zip')))['report.pdf']);
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(text).toContain('printed');
    expect(text).toContain('softmax + cross-entropy');
    expect(text).toMatch(/\b1\s?\/\s?\d\b/);
  });

  it('does so in a window that is never shown, runs no script and reaches nothing', async ({ skip }) => {
    if (!isStandIn) skip('what a window was made with only the stand-in tells');
    const told = await inside(async () => {
      const { made } = globalThis as unknown as {
        made: { options: { show: boolean; webPreferences: { session: Asked } } }[];
      };
      const { session, ...preferences } = made[0].options.webPreferences;
      const cancelled = (url: string) =>
        new Promise((answer) => session.asked.beforeRequest({ url }, ({ cancel }) => answer(cancel)));
      const page = session.asked.schemes.get('lab')!({ url: 'lab://app/index.html' });
      return {
        windows: made.length,
        shown: made.map(({ options }) => options.show),
        preferences,
        cancelled: [await cancelled('https://example.com/'), await cancelled('file:///etc/passwd')],
        status: page.status,
      };
    });
    expect(told.windows).toBeGreaterThan(4);
    expect(new Set(told.shown)).toEqual(new Set([false]));
    expect(told.preferences).toEqual({
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
    expect(told.cancelled).toEqual([true, true]);
    expect(told.status).toBe(404);
  });

  it('says in the archive why there is none where it fails', async () => {
    await inside(({ app }) => {
      app.once('browser-window-created', (_event, window) => {
        window.webContents.printToPDF = () => Promise.reject(new Error('out of paper'));
      });
    });
    const files = await archive('unprinted');
    expect(files['report.pdf']).toBeUndefined();
    expect(files['report.html']).toBeDefined();
    expect(Buffer.from(files['README.md']).toString()).toContain('out of paper');
    expect(await inside(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  }, 60_000);

  it('ends with the window of the lab, which is a quit', async ({ skip }) => {
    if (!isStandIn) skip('a page that is never printed is the stand-in’s');
    const page = host.electron.process();
    await inside(({ app }) => {
      app.once('browser-window-created', (_event, window) => {
        window.webContents.printToPDF = () => new Promise(() => undefined);
      });
    });
    await host.page.getByTestId('report-title').fill('never');
    await host.page.getByTestId('report-export').click();
    const all = () => inside(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await expect.poll(all).toBe(2);
    const ended = once(page, 'exit');
    await inside(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close()).catch(() => undefined);
    await ended;
    // What was half done lies under a name of its own.
    const finished = readdirSync(folder).filter((name) => !name.startsWith('.'));
    expect(finished.sort()).toEqual(['printed.zip', 'report.pdf', 'unprinted.zip']);
  }, 60_000);
});
