import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { set, trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

type Row = Readonly<Record<string, string>>;

describe('the convergence screen', () => {
  let host: RunningHost;
  let folder: string;
  const seeds = [1, 2, 3];
  const id = (name: string) => host.page.getByTestId(name);
  const field = (label: string) => host.page.getByLabel(label, { exact: true });
  const card = () => id('card-convergence');
  const axis = async (name: 'x' | 'y'): Promise<[number, number]> =>
    (await id('zoom-convergence').getAttribute(`data-${name}`))!.split(' ').map(Number) as [number, number];
  const exported = async (chart: string, format: string) => {
    await id(`chart-export-${chart}`).click();
    return readFileSync(
      await host.exportFile(`chart-export-${chart}-${format}`, folder, `${chart}.${format}`),
    );
  };
  const table = (text: string) => Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
  const arms = ['softmax-cross-entropy', 'sigmoid-quadratic'] as const;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-convergence-'));
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('changes yardstick, axes, smoothing, band and traces, and names them', async () => {
    await set(host.page, 'Hidden units H', 8);
    await set(host.page, 'Sequence length T', 5);
    await set(host.page, 'Batch', 2);
    await set(host.page, 'Paired seeds', seeds.length);
    await set(host.page, 'Steps', 60);
    await id('run-button').click();
    await expect.poll(() => id('progress-text').innerText(), { timeout: 90_000 }).toMatch(/finished/);
    expect(await card().locator('h2').innerText()).toMatch(
      /^Held-out bits per character\s+lower is better · mean of 3 paired seeds, band: 95 % t interval · one learning rate for all output layers, η = 0\.1$/,
    );
    await id('yardstick-accuracy').check();
    await field('Horizontal axis').selectOption('characters');
    await expect.poll(() => card().locator('h2').innerText()).toMatch(/^Held-out top-1 accuracy/);
    // 60 steps of 2 · 5 characters
    await expect.poll(async () => (await axis('x'))[1]).toBe(600);
    await id('yardstick-bitsPerCharacter').check();
    await field('Horizontal axis').selectOption('step');

    await id('view-menu').focus();
    await host.page.keyboard.press('Enter');
    await field('logarithmic x').check();
    await field('logarithmic y').check();
    await field('Smoothing').selectOption('5');
    // Too few seeds for a bootstrap interval that covers: the choice is there, and says from where on.
    const bca = field('Band').locator('option[value=bca]');
    expect(await bca.isDisabled()).toBe(true);
    expect(await bca.innerText()).toMatch(/^95 % BCa interval \(from \d+ seeds\)$/);
    expect(await field('Band').getAttribute('title')).toMatch(/offered from \d+ seeds on/);
    await field('each seed').check();
    await host.page.keyboard.press('Escape');
    expect(await field('Smoothing').count()).toBe(0);
    await expect
      .poll(() => card().locator('h2').innerText())
      .toMatch(/95 % t interval, each seed faint · moving average of each seed over 5 evaluations/);
    // Step 0 of four arms has no place on a logarithmic axis.
    const notes = () => id('note-convergence').allInnerTexts();
    expect((await notes()).join()).toMatch(/4 means have no place/);
    expect((await axis('x'))[0]).toBeGreaterThan(0);
    expect((await axis('y'))[0]).toBeGreaterThan(0);
    await id('view-menu').click();
    await field('logarithmic x').uncheck();
    await field('logarithmic y').uncheck();
    await field('Smoothing').selectOption('1');
    await field('Band').selectOption('t');
    await field('each seed').uncheck();
    await host.page.keyboard.press('Escape');
    await expect.poll(() => axis('x')).toEqual([0, 60]);
    expect((await notes()).join()).not.toMatch(/no place/);
  });

  it('zooms, moves and shows all again by the keyboard', async () => {
    const { page } = host;
    const whole = { x: await axis('x'), y: await axis('y') };
    await id('zoom-convergence').focus();
    await page.keyboard.press('+');
    await expect.poll(() => axis('x')).toEqual([expect.closeTo(6, 6), expect.closeTo(54, 6)]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await axis('x'))[0]).toBeCloseTo(10.8, 6);
    await page.keyboard.press('Shift+ArrowUp');
    await expect
      .poll(async () => (await axis('y'))[1] - (await axis('y'))[0])
      .toBeCloseTo(0.64 * (whole.y[1] - whole.y[0]), 6);
    await id('zoom-reset').waitFor();
    await page.keyboard.press('0');
    await expect.poll(() => axis('x')).toEqual(whole.x);
    expect(await axis('y')).toEqual(whole.y);
    expect(await id('zoom-reset').count()).toBe(0);
  });

  it('zooms by the wheel once it was clicked, moves by dragging, and lets the page scroll before', async () => {
    const { page } = host;
    await page.locator('h1, .tabs').first().click();
    const box = (await id('zoom-convergence').boundingBox())!;
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 3 };
    await page.mouse.move(place.x, place.y);
    const whole = await axis('x');
    // The wheel has arrived, and two pictures been drawn since.
    const wheeled = await page.evaluateHandle(() => ({
      drawn: new Promise((resolve) =>
        addEventListener(
          'wheel',
          () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))),
          { capture: true, once: true },
        ),
      ),
    }));
    await page.mouse.wheel(0, -100);
    await wheeled.evaluate(({ drawn }) => drawn);
    expect(await axis('x')).toEqual(whole);
    await id('chart-convergence').scrollIntoViewIfNeeded();
    await page.mouse.click(place.x, place.y);
    await page.mouse.wheel(0, -100);
    await expect.poll(async () => (await axis('x'))[1] - (await axis('x'))[0]).toBeCloseTo(48, 6);
    const [before] = await axis('x');
    await page.mouse.down();
    await page.mouse.move(place.x + 40, place.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await axis('x'))[0]).toBeLessThan(before);
    await id('zoom-reset').click();
    await expect.poll(() => axis('x')).toEqual(whole);
  });

  it('hides and singles out by the legend, with pointer and keyboard; pictures are of what is in sight', async () => {
    const shownArms = async () =>
      new Set((await exported('convergence', 'svg')).toString('utf8').match(/curve strong arm-\d/g));
    const pressed = async () =>
      Promise.all([0, 1, 2, 3].map((k) => card().getByTestId(`legend-${k}`).getAttribute('aria-pressed')));
    await id('curves-convergence').click();
    await card().getByTestId('legend-1').click();
    expect(await pressed()).toEqual(['true', 'false', 'true', 'true']);
    expect((await shownArms()).size).toBe(3);
    await id('curves-convergence').click();
    await card().getByTestId('legend-2').dblclick();
    expect(await pressed()).toEqual(['false', 'false', 'true', 'false']);
    expect(await shownArms()).toEqual(new Set(['curve strong arm-2']));
    await id('curves-convergence').press('Enter');
    await card().getByTestId('legend-2').focus();
    await host.page.keyboard.press('Alt+Enter');
    expect(await pressed()).toEqual(['true', 'true', 'true', 'true']);
  });

  it('fills the screen, is copied and read by the keyboard there, and shows its values as a table', async () => {
    const { page } = host;
    const full = () => page.evaluate(() => document.fullscreenElement !== null);
    await id('full-convergence').press('Enter');
    await expect.poll(full).toBe(true);
    await expect
      .poll(async () => (await card().boundingBox())!.width)
      .toBe(await page.evaluate('innerWidth'));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await id('chart-export-convergence').click();
    await id('chart-export-convergence-copy').click();
    const types = () =>
      page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]));
    await expect.poll(types, { timeout: 20_000 }).toEqual(['image/png']);
    // The message that says so is seen above the card.
    const message = page.getByText('The picture is on the clipboard.');
    await message.click({ trial: true });
    await id('cursor-convergence').focus();
    await page.keyboard.press('End');
    const readout = () => id('chart-convergence').getAttribute('data-readout');
    await expect.poll(readout).toMatch(/^training steps: 60\n/);
    expect(await id('readout-convergence').innerText()).toContain('softmax + cross-entropy');
    expect(await id('cursor-convergence').getAttribute('aria-valuetext')).toMatch(/^training steps: 60; /);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(readout).toMatch(/^training steps: 58\n/);
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => (await card().boundingBox())!.width)
      .toBeLessThan(page.viewportSize()!.width);
    expect(await full()).toBe(false);
    // Where the browser does not let it, the card fills the window.
    await page.evaluate(
      () => (document.documentElement.requestFullscreen = () => Promise.reject(new Error('no'))),
    );
    await id('full-convergence').press('Enter');
    await expect.poll(async () => (await card().boundingBox())!.width).toBe(page.viewportSize()!.width);
    expect(await full()).toBe(false);
    await id('full-convergence').press('Escape');
    await expect
      .poll(async () => (await card().boundingBox())!.width)
      .toBeLessThan(page.viewportSize()!.width);

    await id('chart-export-convergence').click();
    await id('chart-export-convergence-table').click();
    const rows = table((await exported('convergence', 'csv')).toString('utf8'));
    const shown = card().getByTestId('figure-table').locator('tbody tr');
    expect(await shown.count()).toBe(rows.length);
    expect(await shown.last().locator('td').allInnerTexts()).toEqual(Object.values(rows.at(-1)));
    await id('chart-export-convergence').click();
    await id('chart-export-convergence-table').click();
  });

  it('has no text that covers another beside its curves', async () => {
    const boxes = await card()
      .locator('.end')
      .evaluateAll((names) => names.map((name) => name.getBoundingClientRect().top).sort((a, b) => a - b));
    expect(boxes.length).toBeGreaterThanOrEqual(5);
    for (let i = 1; i < boxes.length; i++) expect(boxes[i] - boxes[i - 1]).toBeGreaterThanOrEqual(15);
  });

  it('compares at the best evaluation or at the target, and says what that is worth', async () => {
    const value = async (arm: string) =>
      Number(await id(`standing-${arm}-bitsPerCharacter`).getAttribute('data-value'));
    const last = await value(arms[0]);
    await field('Statistic').selectOption('best');
    await expect.poll(() => host.page.locator('#standing-title').innerText()).toMatch(/at its best bits per/);
    expect(await value(arms[0])).toBeLessThanOrEqual(last);
    expect(await host.page.getByText(/optimistic/).count()).toBe(1);
    await field('Statistic').selectOption('at-target');
    await expect.poll(() => id(`standing-row-${arms[0]}`).innerText()).toMatch(/of 3 reached it/);
    await field('Statistic').selectOption('last');
  });

  it('is where it was scrolled to when another tab has been looked at', async () => {
    const { page } = host;
    const scrolled = () => page.locator('#view').evaluate(({ scrollTop }) => scrollTop);
    await page.locator('#view').evaluate((view) => view.scrollTo(0, 420));
    await page.getByRole('tab', { name: 'Learning rates' }).click();
    await expect.poll(scrolled).toBe(0);
    await page.getByRole('tab', { name: 'Convergence' }).click();
    await expect.poll(scrolled).toBe(420);
  });

  it('shows the differences of a chosen pair, equal to those of the exported curves', async () => {
    const [a, b] = arms;
    await field('A').selectOption(b);
    await field('B').selectOption(a);
    await expect.poll(() => id('difference-words').innerText()).toMatch(/^Below 0 sigmoid \+ quadratic is/);
    await id(`pair-${a}-${b}`).getByRole('button').press('Enter');
    await expect.poll(() => field('A').inputValue()).toBe(a);
    expect(await field('B').inputValue()).toBe(b);

    await id('export-menu').click();
    const curves = table(readFileSync(await host.exportFile('export-csv', folder, 'curves.csv'), 'utf8'));
    const at = (arm: string, seed: number, step: number) =>
      Number(
        curves.find(
          (row) =>
            row['arm'] === arm &&
            row['metric'] === 'bitsPerCharacter' &&
            Number(row['seed']) === seed &&
            Number(row['step']) === step,
        )!['value'],
      );
    const differences = seeds.map((seed) => at(a, seed, 60) - at(b, seed, 60));
    const mean = differences.reduce((sum, each) => sum + each, 0) / 3;
    const sd = Math.sqrt(differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 2);
    // t(0.975, 2) = 4.302652729911275 (scipy)
    const half = (4.302652729911275 * sd) / Math.sqrt(3);
    const row = id(`pair-${a}-${b}`);
    const shown = async (name: string) => Number(await row.getAttribute(`data-${name}`));
    expect(await shown('mean')).toBeCloseTo(mean, 12);
    expect(await shown('low')).toBeCloseTo(mean - half, 9);
    expect(await shown('high')).toBeCloseTo(mean + half, 9);
    expect(await row.innerText()).toContain(`${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(3)}`);

    const rows = table((await exported('differences', 'csv')).toString('utf8'));
    const final = rows.at(-1);
    expect(Number(final['step'])).toBe(60);
    expect(seeds.map((seed) => Number(final[`seed ${seed}`]))).toEqual(differences);
    expect((await id('note-pairs').allInnerTexts()).join(' ')).toMatch(
      /With 3 paired seeds .* cannot reach 0\.05/,
    );
  });

  it('draws the yardstick of the training batches beside it on demand, and exports it then', async () => {
    const show = async (wanted: boolean) => {
      await id('view-menu').focus();
      await host.page.keyboard.press('Enter');
      await field('training batches').setChecked(wanted);
      await host.page.keyboard.press('Escape');
    };
    await show(true);
    await expect.poll(() => card().locator('h2').innerText()).toMatch(/ · dotted: training batches, /);
    const rows = table((await exported('convergence', 'csv')).toString('utf8'));
    const batches = rows.filter((row) => row['text'] === 'training batches');
    // Four arms at steps 1, 10, …, 60.
    expect(batches).toHaveLength(4 * 7);
    expect(rows).toHaveLength(4 * 31 + 4 * 7);
    expect(Number(batches.at(-1)['seed 1'])).toBeGreaterThan(0);
    expect((await exported('convergence', 'svg')).toString('utf8')).toMatch(
      /class="curve fine arm-0 dotted"/,
    );
    await show(false);
    await expect.poll(() => card().locator('h2').innerText()).not.toContain('training batches');
  });

  it('exports all three as SVG, PNG and CSV, with the policy in them', async () => {
    for (const chart of ['convergence', 'differences', 'pairs']) {
      const svg = (await exported(chart, 'svg')).toString('utf8');
      expect(svg).toContain('one learning rate for all output layers, η = 0.1');
      expect(svg).toContain('</svg>');
      expect((await exported(chart, 'png')).subarray(1, 4).toString('latin1')).toBe('PNG');
      const rows = table((await exported(chart, 'csv')).toString('utf8'));
      expect(rows.every((row) => row['policy'] === 'one learning rate for all output layers, η = 0.1')).toBe(
        true,
      );
      // Four arms: at 31 steps, one pair at as many, six pairs.
      expect(rows.length).toBe({ convergence: 4 * 31, differences: 31, pairs: 6 }[chart]);
    }
    await id('explain-convergence').click();
    expect(await id('explanation').locator('.katex').count()).toBeGreaterThan(0);
    await host.page.keyboard.press('Escape');
    expect(host.errors).toEqual([]);
  });
});

describe('the state that text is read from', () => {
  it('is that of training unless h = 0 is chosen, which is told', async () => {
    const host = await browserMode.start();
    const { page } = host;
    const id = (name: string) => page.getByTestId(name);
    try {
      await id('corpus-name').waitFor();
      const field = page.getByLabel('Read from', { exact: true });
      await id('model-more').click();
      expect(await field.inputValue()).toBe('carried');
      expect(await id('reading-notes').count()).toBe(0);
      await field.selectOption('zero');
      await expect.poll(() => id('reading-notes').innerText()).toMatch(/read from h = 0 here/);
      // Another budget keeps it.
      await set(page, 'Steps', 40);
      expect(await field.inputValue()).toBe('zero');
      await field.selectOption('carried');
      await expect.poll(() => id('reading-notes').count()).toBe(0);
      await trainQuickly(page);
      await page.getByRole('tab', { name: 'Gradients' }).click();
      await id('moment-text').click();
      await expect.poll(() => id('moment-start').innerText()).toBe('from the state of training');
      expect(host.errors).toEqual([]);
    } finally {
      await host.close();
    }
  });
});

describe('the readout of a chart whose arms do not all come to the end', () => {
  it('heads the place that every value in it belongs to, and names what has diverged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loss-lab-readout-'));
    const text = join(folder, 'words.txt');
    writeFileSync(text, 'alta\nborin\ncelu\ndomo\nemi\n'.repeat(60));
    const host = await browserMode.start();
    const { page } = host;
    try {
      await page.getByTestId('corpus-name').waitFor();
      await host.dropFiles([text]);
      await expect.poll(() => page.getByTestId('corpus-name').innerText()).toMatch(/words/);
      await set(page, 'Hidden units H', 16);
      await set(page, 'Batch', 4);
      await set(page, 'Paired seeds', 2);
      // As people write numbers: the field shows what it has understood, or says why it has not.
      await set(page, 'Steps', '2,000');
      await expect.poll(() => page.getByLabel('Steps', { exact: true }).inputValue()).toBe('2000');
      await set(page, 'η of all output layers', '1,000');
      await page.getByText('1,000 may be 1 or 1000: type one of them.').waitFor();
      await page.getByLabel('η of all output layers', { exact: true }).press('Escape');
      await set(page, 'Steps', '２００');
      await expect.poll(() => page.getByLabel('Steps', { exact: true }).inputValue()).toBe('200');
      await page.getByLabel('Optimiser').selectOption('sgd');
      await page.getByLabel('Clip gradient').selectOption('off');
      await page.getByTestId('run-button').click();
      await expect
        .poll(() => page.getByTestId('progress-text').innerText(), { timeout: 60_000 })
        .toMatch(/finished/);
      const readout = async (chart: string, share: number) => {
        const place = page.getByTestId(chart);
        let read: string | null = '';
        // What appears above the picture after the end may still move it, out of sight even.
        await expect
          .poll(async () => {
            await place.scrollIntoViewIfNeeded();
            const box = (await place.boundingBox())!;
            await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.4);
            await page.mouse.move(box.x + box.width * share + 1, box.y + box.height * 0.4);
            return (read = await place.getAttribute('data-readout'));
          })
          .not.toBe('');
        return read.split('\n').map((line) => line.trim());
      };
      const [title, ...lines] = await readout('chart-convergence', 0.9);
      const step = Number(/^training steps: (\d+)$/.exec(title)![1]);
      expect(step).toBeGreaterThan(160);
      expect(lines).toHaveLength(4);
      expect(lines.filter((line) => line.startsWith('linear + quadratic'))).toEqual([
        expect.stringMatching(/^linear \+ quadratic: diverged at steps? \d+( to \d+)?$/),
      ]);
      for (const line of lines.filter((each) => !each.startsWith('linear')))
        expect(line).toMatch(/^[a-z+ -]+: \d\.\d{2,3} \([−\d.]+ to [\d.]+\)$/);

      await page.getByRole('tab', { name: 'Gradients' }).click();
      await page.getByTestId('ask-training').click();
      await page.getByTestId('chart-over-training').waitFor();
      const over = await readout('chart-over-training', 0.9);
      expect(Number(/^training steps: (\d+)$/.exec(over[0])![1])).toBeGreaterThan(160);
      expect(over.slice(1).filter((line) => line.startsWith('linear'))).toEqual([
        expect.stringMatching(/^linear \+ quadratic: diverged at step/),
      ]);
      expect(over).toHaveLength(5);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true });
    }
  });
});
