import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../../core/probes/faults.ts';
import type { GradientQuestion } from '../../renderer/state/gradients/gradient-question.ts';
import { atBeginning, reset, set } from './actions.ts';
import { browserMode, standInElectron, type RunningHost } from './hosts.ts';

const program = fileURLToPath(new URL('../../bin/loss-lab.js', import.meta.url));
const layers = ['linear-quadratic', 'sigmoid-cross-entropy', 'softmax-cross-entropy', 'sigmoid-quadratic'];
const every = [...layers, 'softmax-quadratic', 'linear-cross-entropy'];

type Row = Readonly<Record<string, string>>;

/** The rows of a CSV file, by the names of its columns. */
function rowsOf(file: string): Row[] {
  const { data, errors } = Papa.parse<Row>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}

describe('the gradients screen', () => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const value = async (name: string) => Number(await id(name).getAttribute('data-value'));
  /** Waits until a figure is at some value to as many digits as the sources print. */
  const settles = (name: string, expected: number, digits = 2) =>
    expect.poll(async () => Number((await value(name)).toFixed(digits)), { timeout: 15_000 }).toBe(expected);

  const ask = (question: GradientQuestion) => id(`ask-${question}`).click();

  /** The rows of a card's CSV. */
  const exported = async (card: string) => {
    await id(`chart-export-${card}`).click();
    const file = await host.exportFile(`chart-export-${card}-csv`, folder);
    return rowsOf(file);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-gradients-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
    await host.page.getByRole('tab', { name: 'Gradients' }).click();
    for (const name of ['softmax + quadratic', 'linear + cross-entropy'])
      await host.page.getByRole('button', { name, exact: true }).click();
    await id('ask-sequence').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows δ at a z that is dragged with the pointer', async () => {
    const { page } = host;
    const plot = id('chart-delta-against-z-0');
    await plot.scrollIntoViewIfNeeded();
    const before = await value('unit-sigmoid-quadratic-delta');
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const z = Number(await page.getByLabel('Logit z of this output', { exact: true }).inputValue());
    expect(Math.abs(z)).toBeLessThan(3);
    // By the formula: (y − 1) y (1 − y) for t = 1.
    const y = 1 / (1 + Math.exp(-z));
    await expect
      .poll(async () => Math.abs((await value('unit-sigmoid-quadratic-delta')) - (y - 1) * y * (1 - y)))
      .toBeLessThan(1e-12);
    expect(await value('unit-sigmoid-quadratic-delta')).not.toBe(before);
  });

  it('moves z by the keyboard, and says what the numbers mean', async () => {
    const { page } = host;
    const slider = id('cursor-delta-against-z-0');
    await slider.focus();
    await page.keyboard.press('Home');
    await settles('unit-linear-quadratic-y', -10);
    await page.getByLabel('Logit z of this output', { exact: true }).fill('-5');
    await page.keyboard.press('Enter');
    await expect.poll(() => id('unit-words').innerText()).toMatch(/150× smaller/);
    await slider.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await settles('unit-linear-quadratic-y', -2);
    await expect.poll(() => id('unit-words').innerText()).toMatch(/9\.5× smaller/);
    await page.getByLabel('Logit z of this output', { exact: true }).fill('-8');
    await page.keyboard.press('Enter');
    await expect.poll(() => id('unit-words').innerText()).toMatch(/2.983× smaller/);
    expect(await id('unit-linear-cross-entropy-delta').getAttribute('data-value')).toBe('NaN');
  });

  it('has a map for every layer, hovers and reads a cell, and switches scales', async () => {
    const { page } = host;
    await ask('sequence');
    // Maps of the layers in their order; that of softmax + cross-entropy is the third.
    const map = id('map-delta-maps-2').locator('.canvas');
    await map.scrollIntoViewIfNeeded();
    const box = (await map.boundingBox())!;
    await page.mouse.move(box.x + 5, box.y + 5);
    await expect.poll(() => id('readout-delta-maps').innerText()).toMatch(/^t = 1, output \S/);
    const read = await id('readout-delta-maps').innerText();
    expect(read).toMatch(/reads \S, wants \S[^]*softmax \+ CE\s+\S+\s+\S+\s[^]*‖δ‖\s+pulled up/);
    await page.mouse.move(0, 0);
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => id('readout-delta-maps').innerText()).toMatch(/^t = 2, output/);
    // The same cell is read in every map.
    expect(await id('card-delta-maps').locator('.cursor').count()).toBe(5);
    // The step that is looked at is marked in each, and read where no cell is.
    expect(await id('card-delta-maps').locator('.linked').count()).toBe(5);
    await map.blur();
    await expect
      .poll(() => id('readout-delta-maps').innerText())
      .toMatch(/^t = 1, output \S, the wanted one\s/);
    expect(await id('note-delta-maps').last().innerText()).toMatch(
      /^linear \+ cross-entropy is not drawn: .*not defined here/,
    );
    // What is read, what is wanted and what is expected stand along every map.
    const along = (kind: string) => id('map-delta-maps-0').locator(`.${kind}`).innerText();
    expect(await along('above')).toMatch(/^B/);
    // Each, or every second one where there is less room.
    for (const kind of ['columns-of', 'below'])
      expect((await along(kind)).replace(/\s/g, '')).toMatch(/^.{13}$|^.{25}$/);
    const scales = () => id('scale-delta-maps').allInnerTexts();
    expect(await scales()).toHaveLength(1);
    await id('delta-maps-scale-own').check();
    expect(new Set(await scales()).size).toBeGreaterThan(2);
    await id('delta-maps-scale-one').check();
  });

  it('shows the numbers that the probe command writes for the same weights', async () => {
    const out = join(folder, 'probe');
    await promisify(execFile)(process.execPath, [
      program,
      'probe',
      '--builtin',
      'reber',
      '--hidden',
      '64',
      '--layers',
      every.join(','),
      '--out',
      out,
    ]);
    const file = (name: string) => rowsOf(join(out, name));
    const norms = file('gradient-norms.csv');
    await ask('sizes');
    const able = every.slice(0, 5);
    const T = 25;
    /** Without what the screen does not know: layers that are no arms have no rate, and so no update. */
    const ofArms = (rows: readonly Row[]) =>
      rows.filter((row) => row['quantity'] !== 'updateToWeight' || layers.includes(row['layer']));
    for (const layer of able) {
      const of = (quantity: string, matrix = '') =>
        Number(
          norms.find(
            (row) => row['layer'] === layer && row['quantity'] === quantity && row['matrix'] === matrix,
          )?.['value'] ?? NaN,
        );
      expect(await value(`figures-${layer}-loss`)).toBe(of('loss') / T);
      expect(await value(`figures-${layer}-target-share`)).toBe(of('shareOfTarget'));
      expect(await value(`figures-${layer}-saturated`)).toBe(of('saturatedOutputs'));
      expect(await value(`figures-${layer}-all`)).toBe(of('gradientNorm', 'all'));
      for (const name of ['Wxh', 'Whh', 'Why', 'bh', 'by'])
        expect(await value(`figures-${layer}-${name}`)).toBe(of('gradientNorm', name));
      // Arms alone have a rate.
      for (const name of layers.includes(layer) ? ['Wxh', 'Whh', 'Why'] : [])
        expect(await value(`figures-${layer}-ratio-${name}`)).toBe(of('updateToWeight', name));
    }
    const cosines = file('cosines.csv').filter((row) => row['matrix'] === 'all' && row['cosine'] !== 'NaN');
    expect(cosines).toHaveLength(10);
    await ask('direction');
    expect(
      (await exported('cosines')).filter((row) => row['matrix'] === 'all' && row['cosine'] !== 'NaN'),
    ).toEqual(cosines);

    // Screen and command line have one builder for each: their files are the same, row by row.
    await ask('sizes');
    expect(await exported('gradient-norms')).toEqual(ofArms(norms));
    expect(await exported('gradient-histograms')).toEqual(file('gradient-histograms.csv'));
    await ask('time');
    expect(await exported('gradient-flow')).toEqual(file('gradient-flow.csv'));
    expect(file('gradient-flow.csv')).toHaveLength(5 * T);
    expect(await exported('gradient-flow-triangle')).toEqual(file('gradient-flow-triangle.csv'));
    await ask('sequence');
    expect(await exported('delta-maps')).toEqual(file('delta-maps.csv'));
    await ask('pull');
    const curve = file('delta-against-z.csv');
    expect(curve).toHaveLength(2 * 6 * 201);
    expect(await exported('delta-against-z')).toEqual(curve);
  });

  it('finds every gradient good, catches each fault, and never lets one near training', async () => {
    const verdict = (layer: string) => id(`check-${layer}`).getAttribute('data-verdict');
    const all = async () => Promise.all(every.slice(0, 5).map(verdict));
    await ask('check');
    await expect.poll(all, { timeout: 60_000 }).toEqual(['good', 'good', 'good', 'good', 'good']);
    expect(await verdict('linear-cross-entropy')).toBe('not-defined');
    expect(await exported('gradient-check')).toEqual(rowsOf(join(folder, 'probe', 'gradient-check.csv')));
    const experiment = async () => {
      await id('export-menu').click();
      const file = await host.exportFile('export-experiment', folder);
      return readFileSync(file, 'utf8');
    };
    const before = await experiment();
    for (const { id: fault } of faults) {
      await id('fault-select').locator('select').selectOption(fault);
      await id('fault-banner').waitFor();
      // A linear output has the slope 1: there is none to drop.
      const expected = ['wrong', 'wrong', 'wrong', 'wrong', 'wrong'];
      if (fault === 'drop-slope') expected[0] = 'good';
      await expect.poll(all, { timeout: 60_000 }).toEqual(expected);
    }
    expect(await experiment()).toBe(before);
    await id('check-softmax-cross-entropy').click();
    expect(await id('check-table').locator('tbody tr').count()).toBeGreaterThan(20);
    await id('fault-select').locator('select').selectOption('');
    await expect.poll(all, { timeout: 60_000 }).toEqual(['good', 'good', 'good', 'good', 'good']);
    expect(await id('fault-banner').count()).toBe(0);
  });

  it('exports a chart as SVG, PNG and CSV', async () => {
    await ask('time');
    const menu = id('chart-export-gradient-flow');
    const files: Record<string, Buffer> = {};
    for (const format of ['svg', 'png', 'csv']) {
      await menu.click();
      files[format] = readFileSync(await host.exportFile(`chart-export-gradient-flow-${format}`, folder));
    }
    expect(files['svg'].toString('utf8')).toMatch(
      /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"|^<\?xml/,
    );
    expect(files['png'].subarray(1, 4).toString('latin1')).toBe('PNG');
    const { data, errors } = Papa.parse<Record<string, string>>(files['csv'].toString('utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(5 * 25);
    expect(data.every((row) => Number(row['norm']) > 0)).toBe(true);
    await ask('sequence');
    await id('chart-export-delta-maps').click();
    const map = readFileSync(await host.exportFile('chart-export-delta-maps-csv', folder), 'utf8');
    expect(map.split('\r\n').length).toBe(1 + 5 * 8 * 25 + 1);
  });

  it('reads the triangle of τ and t by pointer and keyboard', async () => {
    const { page } = host;
    await ask('time');
    const triangle = id('map-gradient-flow-triangle-0').locator('.canvas');
    const read = () => id('readout-gradient-flow-triangle').innerText();
    await triangle.focus();
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(read)
      .toMatch(/^error at τ = 25, hidden state at t = 24\s[^]*lag 1\s[^]*linear \+ quad\.\s+\S+\s+\d/);
    const box = (await triangle.boundingBox())!;
    // Above the diagonal there is nothing, t after τ: the step that is looked at is read.
    await page.mouse.move(box.x + box.width - 3, box.y + 3);
    await expect.poll(read).toMatch(/^error at τ = 1, hidden state at t = 1\s/);
    await page.mouse.move(box.x + 3, box.y + box.height - 3);
    await expect.poll(read).toMatch(/^error at τ = 25, hidden state at t = 1\s/);
    await id('gradient-flow-triangle-layer').selectOption('all');
    expect(await id('card-gradient-flow-triangle').locator('.map').count()).toBe(5);
  });

  it('keeps the lag that is read, by pointer and keyboard, while the text that is looked at changes', async () => {
    const { page } = host;
    await ask('time');
    const table = () => id('at-lag').innerText();
    await expect.poll(table).toMatch(/^At lag 10\s[^]*lag 0\s+lag 10\s+left\s+left per ‖δ‖/);
    const cursor = id('cursor-gradient-flow');
    await cursor.focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(table).toMatch(/^At lag 3\s/);
    expect(await cursor.getAttribute('aria-valuetext')).toMatch(
      /^lag k, in time steps: 3; linear \+ quadratic /,
    );
    expect(await id('gradients-headline').innerText()).toMatch(/^3\ssteps back, /);
    const before = await table();
    // Another step of the text, and other text altogether: the lag stays, and what is told of it follows.
    await id('moment-time').focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => id('readout-gradient-flow-triangle').innerText())
      .toMatch(/^error at τ = 25, hidden state at t = 22\s[^]*lag 3\s/);
    expect(await table()).toBe(before);
    await id('moment-text').click();
    const start = page.getByLabel('from place', { exact: true });
    await start.fill('400');
    await start.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(table, { timeout: 15_000 }).not.toBe(before);
    expect(await table()).toMatch(/^At lag 3\s/);
    const plot = (await id('chart-gradient-flow').boundingBox())!;
    await page.mouse.click(plot.x + plot.width / 2, plot.y + plot.height / 2);
    await page.mouse.move(0, 0);
    await expect.poll(table).toMatch(/^At lag (?:[89]|1\d)\s/);
    await cursor.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  });

  it('says of every question what its picture shows, and looks at one step of the text in all of them', async () => {
    const headline = () => id('gradients-headline').innerText();
    const said: readonly (readonly [GradientQuestion, RegExp])[] = [
      ['sequence', /^sigmoid \+ quadratic sends back .+ of the error of sigmoid \+ cross-entropy$/],
      ['time', /^10 steps back, .+ of the gradient is left$/],
      ['direction', /^sigmoid \+ quadratic .+ sigmoid \+ cross-entropy: cosine [01]\.\d\d$/],
      [
        'sizes',
        /^sigmoid \+ quadratic gives the recurrent weights .+ times less gradient than sigmoid \+ cross/,
      ],
      ['check', /^All 5 gradients agree with finite differences$/],
    ];
    for (const [question, words] of said) {
      await ask(question);
      await expect.poll(headline, { timeout: 30_000 }).toMatch(words);
      expect(await host.page.locator('#view [data-testid^="card-"]').count()).toBe(
        question === 'sizes' || question === 'time' ? 2 : 1,
      );
    }
    await id('moment-time').focus();
    await host.page.keyboard.press('End');
    await ask('pull');
    const z = Number(await host.page.getByLabel('Logit z of this output', { exact: true }).inputValue());
    // At fresh weights all are near 0.
    expect(Math.abs(z)).toBeLessThan(2);
    await id('unit-t-both').check();
    await id('chart-delta-against-z-1').waitFor();
    await id('unit-t-1').check();
  });

  it('explains a quantity with its formula, one click away', async () => {
    const { page } = host;
    await ask('time');
    await id('explain-gradient-flow').click();
    await id('explanation').waitFor();
    expect(await id('explanation').locator('.katex').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => id('explanation').count()).toBe(0);
  });

  it('follows weights in training, looks back at a kept step, and shows gradients over training', async () => {
    const { page } = host;
    await set(page, 'Paired seeds', 1);
    await set(page, 'Hidden units H', 16);
    await set(page, 'Steps', 400);
    await ask('sizes');
    const initial = await value('figures-softmax-cross-entropy-all');
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 60_000 }).toMatch(/finished/);
    // Figures of a step on the way may come in before those of the last one.
    await expect
      .poll(() => id('card-gradient-norms').getByRole('heading').first().innerText(), { timeout: 15_000 })
      .toMatch(/step 400 of/);
    const now = await value('figures-softmax-cross-entropy-all');
    await id('moment-weights').click();
    const moment = page.getByLabel('Moment', { exact: true });
    // The list of kept steps comes after the figures.
    await expect.poll(() => moment.locator('option').count(), { timeout: 15_000 }).toBeGreaterThan(4);
    const kept = await moment.locator('option').allInnerTexts();
    expect(now).not.toBe(initial);
    await moment.selectOption({ index: kept.findIndex((label) => /^step/.test(label)) + 2 });
    await expect.poll(() => value('figures-softmax-cross-entropy-all'), { timeout: 15_000 }).not.toBe(now);
    await moment.selectOption('now');
    await expect.poll(() => value('figures-softmax-cross-entropy-all'), { timeout: 15_000 }).toBe(now);
    expect(await page.getByText('Nothing has been trained yet').count()).toBe(0);
    await reset(page);
    expect(host.errors).toEqual([]);
  });

  it('reproduces the norms of 65 outputs', async () => {
    const { page } = host;
    const text = Array.from({ length: 65 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    await id('paste-text').click();
    await id('paste-area').fill(text.repeat(40));
    await id('paste-use').click();
    await atBeginning(page);
    await expect.poll(() => id('corpus-facts').innerText()).toMatch(/65 distinct/);
    await ask('pull');
    const z = page.getByLabel('Logit z of this output', { exact: true });
    await z.fill('0');
    await page.keyboard.press('Enter');
    await id('unit-t-1').click();
    await settles('unit-linear-quadratic-norm', 1);
    await settles('unit-sigmoid-quadratic-norm', 1.01);
    await settles('unit-sigmoid-cross-entropy-norm', 4.03);
    await settles('unit-softmax-cross-entropy-norm', 0.99);
    await settles('unit-softmax-quadratic-norm', 0.015, 3);
    await z.fill('10');
    await page.keyboard.press('Enter');
    await id('unit-t-0').click();
    await settles('unit-linear-quadratic-norm', 10.05);
    await settles('unit-sigmoid-quadratic-norm', 1);
    await settles('unit-sigmoid-cross-entropy-norm', 4.12);
    await settles('unit-softmax-cross-entropy-norm', 1.41);
    await settles('unit-softmax-quadratic-norm', 0.003, 3);
  });
});

describe.skipIf(standInElectron.unavailable)('the gradients screen in the desktop program', () => {
  it('probes through its own port', async () => {
    const host = await standInElectron.start();
    try {
      await host.page.getByTestId('corpus-name').waitFor();
      await host.page.getByRole('tab', { name: 'Gradients' }).click();
      await host.page.getByTestId('ask-sequence').click();
      await host.page.getByTestId('map-delta-maps-2').waitFor();
      await host.page.getByTestId('ask-check').click();
      await expect
        .poll(() => host.page.getByTestId('check-softmax-cross-entropy').getAttribute('data-verdict'), {
          timeout: 60_000,
        })
        .toBe('good');
      expect(host.errors).toEqual([]);
    } finally {
      await host.close();
    }
  });
});
