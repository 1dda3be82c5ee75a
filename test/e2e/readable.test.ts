import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reset } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';
import { settled } from './in-order.ts';
import { unreadable, untold } from './readability.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 640 },
  { width: 1920, height: 1080 },
  // 1440 × 900 at a zoom of 200 %.
  { width: 720, height: 450 },
];
const views = ['Convergence', 'Gradients', 'Learning rates', 'Sampling duel', 'Derivation', 'Report'];

/** Twelve layers whose names are 80 characters long, and an arm of each. */
function twelveArms() {
  const layers = Array.from({ length: 12 }, (_, i) => ({
    kind: 'formula',
    id: `mine-${i}`,
    label: `${i + 1} ${'a very long name of an output layer, '.repeat(4)}`.slice(0, 80),
    activation: 'softmax',
    loss: '-log(target(y))',
    parameters: {},
    reference: '',
    reading: 'softmax',
  }));
  return { layers, arms: layers.map(({ id }) => ({ id, layer: id, rate: 0.1, clamp: null })) };
}

describe('every text on the screen', () => {
  let host: RunningHost;
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-readable-'));
  const id = (name: string) => host.page.getByTestId(name);
  const fill = async (label: string, value: number) => {
    const field = host.page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  };

  /** Every view in every size; the colours change no place and no size, and axe holds their contrast in both themes. */
  async function lookAround(what: string): Promise<void> {
    const found: string[] = [];
    for (const name of views) {
      await host.page.setViewportSize(sizes[0]);
      await host.page.getByRole('tab', { name }).click();
      for (const size of sizes) {
        await host.page.setViewportSize(size);
        // There the settings lie above the results, and are looked at by themselves.
        const above = size.width < 800;
        if (above) await id('panel-toggle').click();
        await host.page.mouse.move(2, size.height - 2);
        await settled(host.page);
        const at = `${what}, ${name}, ${size.width} × ${size.height}`;
        if (size === sizes[0]) expect(await untold(host.page, '#view, header'), at).toEqual([]);
        found.push(...(await unreadable(host.page)).map((each) => `${at}: ${each}`));
        const [scroll, inner] = await host.page.evaluate(() => [
          document.documentElement.scrollWidth,
          innerWidth,
        ]);
        expect(scroll, at).toBeLessThanOrEqual(inner);
        const settings = await host.page
          .locator('#settings .parts')
          .evaluate((element) => element.scrollWidth - element.clientWidth);
        expect(settings, `settings wider than their column: ${at}`).toBeLessThanOrEqual(0);
        if (above) await id('panel-toggle').click();
      }
    }
    await host.page.setViewportSize(sizes[0]);
    await host.page.getByRole('tab', { name: 'Convergence' }).click();
    expect(found).toEqual([]);
  }

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    await fill('Hidden units H', 8);
    await fill('Steps', 20);
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('can be read before and after a run, with everything open', { timeout: 300_000 }, async () => {
    for (const summary of await host.page.locator('#settings summary').all()) await summary.click();
    expect(await untold(host.page, '#settings, header')).toEqual([]);
    await lookAround('start');
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/);
    await lookAround('after a run');
  });

  it('can be read in Chinese, of an encoding that is a guess', { timeout: 300_000 }, async () => {
    const file = join(folder, '红楼梦.txt');
    // 下雨天，我们在家里读书。 in GB18030, many times.
    const line = Buffer.from('CFC2D3EACCECA3ACCED2C3C7D4DABCD2C0EFB6C1CAE9A1A30D0A', 'hex');
    writeFileSync(file, Buffer.concat(Array.from({ length: 400 }, () => line)));
    await reset(host.page);
    await host.dropFiles([file]);
    await expect.poll(() => id('corpus-name').innerText()).toBe('红楼梦.txt');
    expect(await id('text-concern').innerText()).toMatch(/The encoding is a guess/);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/);
    await lookAround('Chinese');
  });

  it('can be read with twelve output layers of long names', { timeout: 300_000 }, async () => {
    const file = join(folder, 'experiment.json');
    await id('export-menu').click();
    const path = await host.exportFile('export-experiment', folder);
    const experiment = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(
      file,
      JSON.stringify({
        ...experiment,
        ...twelveArms(),
        tuning: null,
        stopping: null,
        search: null,
        corpus: { kind: 'builtin', id: 'reber', seed: 1, characters: 20_000 },
        name: 'x'.repeat(80),
      }),
    );
    await host.dropFiles([file]);
    await expect.poll(() => host.page.getByTestId('arm-mine-11').count()).toBe(1);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 100_000 }).toMatch(/finished/);
    await lookAround('twelve arms');
  });
});
