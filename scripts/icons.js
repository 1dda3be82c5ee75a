import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.js';

const folder = fileURLToPath(new URL('../electron/packaging/icons/', import.meta.url));

/** Up to this size a picture of fewer and thicker lines is taken. */
const small = 32;
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** What macOS shows at a size, on plain and on dense displays. */
const icnsTypes = {
  16: ['ic04'],
  32: ['ic05', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};
const icoSizes = [16, 24, 32, 48, 64, 256];
const linuxSizes = [16, 32, 48, 64, 128, 256, 512];

/** Draws a picture in every size, by a browser: each from its vectors, none from a larger one. */
async function drawn(page, name) {
  const pictures = new Map();
  for (const size of sizes) {
    const svg = readFileSync(join(folder, `${name}${size <= small ? '-small' : ''}.svg`), 'utf8');
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
    );
    pictures.set(size, await page.screenshot({ omitBackground: true }));
  }
  return pictures;
}

/** Writes the files of Windows and macOS, with PNG inside where the systems read it: all sizes but small ones of ico. */
async function write(name, pictures) {
  const ico = new IconIco();
  for (const size of icoSizes) await ico.addFromPng(pictures.get(size), size < 256 ? false : true);
  writeFileSync(join(folder, `${name}.ico`), ico.encode());
  const icns = new IconIcns();
  for (const [size, types] of Object.entries(icnsTypes))
    await icns.addFromPng(pictures.get(Number(size)), types);
  writeFileSync(join(folder, `${name}.icns`), icns.encode());
}

const { chromium } = await import('playwright');
const browser = await chromium.launch(await findBrowser());
try {
  const page = await browser.newPage();
  const app = await drawn(page, 'app');
  await write('icon', app);
  await write('losslab', await drawn(page, 'document'));
  const linux = join(folder, 'linux');
  rmSync(linux, { recursive: true, force: true });
  mkdirSync(linux);
  for (const size of linuxSizes) writeFileSync(join(linux, `${size}x${size}.png`), app.get(size));
} finally {
  await browser.close();
}
