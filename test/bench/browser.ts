import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type * as Playwright from 'playwright';

/** A page of a headless browser. */
export interface OpenPage {
  readonly version: string;
  readonly page: Playwright.Page;
  /** Seconds of processor time that all processes of the browser have used. */
  processorSeconds(): Promise<number>;
  close(): Promise<void>;
}

/** Opens an address in a Chromium that is here already; else says why there is none. Fetches nothing. */
export async function openInBrowser(address: string, sources: URL): Promise<OpenPage | string> {
  // Not bundled: it starts programs of its own by their place.
  const { chromium } = createRequire(sources)('playwright') as typeof Playwright;
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  const places = [process.env['LAB_CHROMIUM'] ?? '', chromium.executablePath(), ...onPath];
  const executablePath = places.find((place) => place !== '' && existsSync(place));
  if (executablePath === undefined) return 'no Chromium was found; LAB_CHROMIUM names one';
  try {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath, args });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    const session = await browser.newBrowserCDPSession();
    return {
      version: browser.version(),
      page,
      processorSeconds: async () => {
        const { processInfo } = await session.send('SystemInfo.getProcessInfo');
        return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
      },
      close: () => browser.close(),
    };
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}
