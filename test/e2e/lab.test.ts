import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../core/reports/data/json.ts';
import { lab as commandLine } from '../node/command.ts';
import { reset } from './actions.ts';
import { launchHosts, type RunningHost } from './hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-lab-e2e-'));
const text = join(folder, 'counting.txt');
const hosts = await launchHosts();

beforeAll(() => {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  let lines = '';
  for (let i = 0; i < 900; i++) lines += `${[...String(i)].map((d) => words[Number(d)]).join(' ')}.\n`;
  writeFileSync(text, lines);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const byId = (page: Page, id: string) => page.getByTestId(id);

/** Fills a numeric setting and commits it as a user would, with Enter. */
async function set(page: Page, label: string, value: string | number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
}

describe.each(hosts)('the lab in $name', ({ start }) => {
  let host: RunningHost;

  /** Opens the export menu and takes one entry; the file goes into a folder of its own. */
  async function exported(entry: string, named?: string): Promise<string> {
    await byId(host.page, 'export-menu').click();
    return host.exportFile(entry, mkdtempSync(join(folder, 'export-')), named);
  }

  beforeAll(async () => {
    host = await start();
  });
  afterEach(async () => {
    expect(host.errors).toEqual([]);
  });
  afterAll(() => host.close());

  it('starts with an experiment that is set up on a built-in text', async () => {
    const { page } = host;
    await byId(page, 'corpus-name').waitFor();
    expect(await byId(page, 'corpus-facts').innerText()).toMatch(/distinct/);
    expect(await page.locator('[data-testid^="standing-row-"]').count()).toBe(4);
    expect(await byId(page, 'run-button').isEnabled()).toBe(true);
  });

  it('takes a file that is dropped on the window', async () => {
    const { page } = host;
    await host.dropFiles([text]);
    await expect.poll(() => byId(page, 'corpus-name').innerText()).toContain('counting.txt');
    expect(await byId(page, 'corpus-facts').getAttribute('title')).toContain('UTF-8');
    expect(page.url()).not.toContain('counting');
  });

  it('trains, draws live curves, pauses, goes on, and ends', async () => {
    const { page } = host;
    await set(page, 'Hidden units H', 16);
    await set(page, 'Sequence length T', 10);
    await set(page, 'Batch', 8);
    await set(page, 'Paired seeds', 2);
    await set(page, 'Steps', 400);
    await byId(page, 'run-button').click();
    await byId(page, 'pause-button').click();
    await expect.poll(() => byId(page, 'progress-text').innerText()).toMatch(/step/);
    await byId(page, 'run-button').click();
    await expect
      .poll(() => byId(page, 'progress-text').innerText(), { timeout: 90_000 })
      .toMatch(/finished/i);
    const cell = byId(page, 'standing-softmax-cross-entropy-bitsPerCharacter');
    expect(Number(await cell.getAttribute('data-value'))).toBeGreaterThan(0);
    expect((await byId(page, 'sample-softmax-cross-entropy').innerText()).length).toBeGreaterThan(20);
  });

  it('exports a report whose numbers are those of the screen and of the command line', async () => {
    const { page } = host;
    const report = parseReport(readFileSync(await exported('export-json'), 'utf8'));
    expect(report.runs).toHaveLength(8);
    for (const run of report.runs) expect(run.engine).toMatch(/^float32, WASM SIMD/);
    const final = (armId: string) =>
      report.runs.filter((run) => run.armId === armId).map((run) => run.evaluations.at(-1)!.bitsPerCharacter);
    for (const { id } of report.experiment.arms) {
      const values = final(id);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const shown = await byId(page, `standing-${id}-bitsPerCharacter`).getAttribute('data-value');
      expect(Number(shown)).toBeCloseTo(mean, 12);
    }
    const experiment = join(folder, 'experiment.json');
    writeFileSync(experiment, JSON.stringify(report.experiment));
    const { stdout, status } = await commandLine(['compare', text, '--experiment', experiment, '--json']);
    expect(status).toBe(0);
    const { arms } = JSON.parse(stdout) as {
      arms: { id: string; runs: { final: { bitsPerCharacter: number } }[] }[];
    };
    for (const arm of arms) expect(arm.runs.map((run) => run.final.bitsPerCharacter)).toEqual(final(arm.id));

    const csv = readFileSync(await exported('export-csv', 'curves.csv'), 'utf8');
    const { data: rows } = Papa.parse<Record<string, string>>(csv, { header: true });
    const last = rows.findLast(
      ({ arm, seed, metric }) =>
        arm === 'softmax-cross-entropy' && seed === '1' && metric === 'bitsPerCharacter',
    );
    expect(Number(last?.['value'])).toBe(final('softmax-cross-entropy')[0]);
  });

  it('opens a report of any size again, and refuses what is none while it comes', async () => {
    const { page } = host;
    const report = readFileSync(await exported('export-json'), 'utf8');
    // More than a message of the socket may have; the stand-in's way to its window is a narrow one.
    const size = (host.name === 'browser' ? 80 : 2) * 2 ** 20;
    const large = join(folder, 'large.json');
    // White space between the fields is no part of what it says.
    writeFileSync(large, report.replace('"content": ', `"content": ${' '.repeat(size)}`));
    const standing = byId(page, 'standing-softmax-cross-entropy-bitsPerCharacter');
    const before = await standing.getAttribute('data-value');
    await reset(page);
    await host.dropFiles([large]);
    await expect.poll(() => standing.getAttribute('data-value')).toBe(before);
    const nested = join(folder, 'nested.json');
    writeFileSync(nested, `{"format": "loss-lab-report", "content": ${'['.repeat(70)}${' '.repeat(size)}`);
    await host.dropFiles([nested]);
    await byId(page, 'message').filter({ hasText: 'nested more than 64 levels deep' }).waitFor();
    expect(await standing.getAttribute('data-value')).toBe(before);
  });

  it('refuses a binary file and keeps the text it has', async () => {
    const { page } = host;
    const png = join(folder, 'picture.png');
    writeFileSync(png, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await reset(page);
    await host.dropFiles([png]);
    await byId(page, 'message').filter({ hasText: 'PNG' }).waitFor();
    expect(await byId(page, 'corpus-name').innerText()).toContain('counting.txt');
  });
});
