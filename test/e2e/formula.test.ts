import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reset, trainQuickly } from './actions.ts';
import { axeFindings } from './axe.ts';
import { launchHosts, type RunningHost } from './hosts.ts';

interface Report {
  readonly content: {
    readonly experiment: { readonly layers: readonly { readonly id: string; readonly loss: string }[] };
    readonly runs: readonly {
      readonly armId: string;
      readonly series: { readonly loss: readonly number[] };
      readonly evaluations: readonly { readonly bitsPerCharacter: number }[];
    }[];
  };
}

describe.each(await launchHosts())('a typed loss in $name', (kind) => {
  let host: RunningHost;
  let folder: string;
  const id = (name: string) => host.page.getByTestId(name);
  const wordsOf = (name: string) => id(name).innerText();

  const openEditor = async () => {
    await id('add-layer').click();
    await id('formula-dialog').waitFor();
  };
  const exported = async (name: string): Promise<{ path: string; report: Report }> => {
    await id('export-menu').click();
    const path = await host.exportFile('export-json', join(folder, name));
    return { path, report: JSON.parse(readFileSync(path, 'utf8')) as Report };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loss-lab-formula-'));
    host = await kind.start();
    await id('corpus-name').waitFor();
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is marked where it is wrong, and mended by the name that was meant', async () => {
    await openEditor();
    await id('formula-loss').fill('-lgo(target(y))');
    await expect.poll(() => wordsOf('formula-problem')).toMatch(/Line 1, place 2: There is no function lgo/);
    expect(await id('formula-mark').textContent()).toBe('lgo');
    expect(await id('formula-keep').isDisabled()).toBe(true);
    // What it would be once mended is drawn already; the checks wait.
    expect(await wordsOf('formula-dialog')).toMatch(/With “log” it would read/);
    expect(await wordsOf('formula-check')).toMatch(/Gradient check waits/);
    expect(await wordsOf('formula-score')).toMatch(/not looked at yet/);
    await id('formula-mend').click();
    expect(await id('formula-loss').inputValue()).toBe('-log(target(y))');
    await expect.poll(() => wordsOf('formula-pairing')).toMatch(/Matched: δ = c \(y − t\), with c = 1/);
    await expect.poll(() => wordsOf('formula-check')).toMatch(/Gradient check passed\s+205 slopes/);
    expect(await wordsOf('formula-domain')).toMatch(/Defined everywhere/);
    expect(await wordsOf('formula-score')).toMatch(/^\S+\s+A proper score/);
    expect(await wordsOf('formula-same')).toMatch(/This is softmax \+ cross-entropy in other words/);
  });

  it('is read as its δ asks for, or as somebody chooses by keyboard', async () => {
    const reading = host.page.getByLabel('Read as probabilities');
    expect(await wordsOf('formula-reading')).toMatch(/its δ is that of softmax \+ cross-entropy/);
    await id('formula-activation-linear').check();
    await id('formula-loss').fill('logsumexp(z) - target(z)');
    await expect
      .poll(() => wordsOf('formula-reading'))
      .toBe('Read as softmax of z, q = e^z / Σ e^z: its δ is that of softmax + cross-entropy.');
    expect(await reading.getAttribute('title')).toMatch(/takes the logits through a softmax/);
    await reading.focus();
    await host.page.keyboard.press('End');
    await expect
      .poll(() => wordsOf('formula-reading'))
      .toMatch(/^Not read as probabilities: as chosen; its δ/);
    expect(await reading.getAttribute('title')).toMatch(/accuracy stands/);
    expect(await wordsOf('formula-score')).toMatch(/No score of probabilities/);
    await host.page.keyboard.press('Home');
    await expect.poll(() => wordsOf('formula-reading')).toMatch(/^Read as softmax of z/);
    await id('formula-activation-softmax').check();
    await id('formula-loss').fill('-log(target(y))');
  });

  it('shows where it is not defined, and takes a name for a parameter', async () => {
    await id('formula-activation-linear').check();
    await expect.poll(() => id('note-formula').count()).toBe(1);
    expect(await wordsOf('note-formula')).toMatch(/the picture is shaded/);
    expect(await wordsOf('formula-domain')).toMatch(/Not defined everywhere\s+Logarithm of/);
    await id('formula-loss').fill('k*(t-y)^2/2');
    await id('formula-parameter').click();
    await expect.poll(() => id('parameter-k').count()).toBe(1);
    await expect.poll(() => wordsOf('formula-pairing')).toMatch(/Matched/);
    expect(await axeFindings(host.page, { within: 'dialog' })).toEqual([]);
    const slider = () =>
      id('parameter-k').evaluate((input: HTMLInputElement) =>
        [input.min, input.max, input.value].map(Number),
      );
    expect(await slider()).toEqual([0, 2, 1]);
    // Its ends are one's own; the value goes with an end that passes it.
    for (const [end, to] of [
      ['high', '8'],
      ['low', '3'],
    ]) {
      await id(`parameter-k-${end}`).fill(to);
      await id(`parameter-k-${end}`).press('Enter');
    }
    await expect.poll(slider).toEqual([3, 8, 3]);
  });

  it('stands in one list with the built-in and the published ones, found by name, formula or author', async () => {
    const { page } = host;
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    expect(await wordsOf('layer-softmax-cross-entropy')).toMatch(/in the comparison/);
    expect(await wordsOf('layer-published-focal')).not.toMatch(/in the comparison/);
    await id('layer-search').fill('lin goyal');
    await expect.poll(() => page.locator('[data-row]').count()).toBe(1);
    await id('layer-search').press('ArrowDown');
    expect(await focused()).toBe('layer-published-focal');
    await page.keyboard.press('Enter');
    await expect.poll(() => id('formula-name').inputValue()).toBe('softmax + focal');
    await expect.poll(() => wordsOf('formula-score')).toMatch(/Not a proper score/);
    // γ = 2 at 60, 30 and 10 %: its mean is least at 49, 35 and 16 %.
    expect(await wordsOf('formula-score')).toMatch(
      /60 \/ 30 \/ 10 %, it is least at 49 \/ 35 \/ 16 %: not sure enough/,
    );
    await id('parameter-γ').press('Home');
    await expect.poll(() => wordsOf('formula-score')).toMatch(/\sA proper score/);
    await id('layer-search').fill('no such loss');
    await expect.poll(() => page.locator('[data-row]').count()).toBe(0);
    // Escape takes the search away, and then the screen; the keyboard is back where it was opened.
    await id('layer-search').press('Escape');
    expect(await id('layer-search').inputValue()).toBe('');
    await id('add-preset-focal').click();
    await expect.poll(() => wordsOf('layer-published-focal')).toMatch(/in the comparison/);
    await page.keyboard.press('Escape');
    await expect.poll(() => id('formula-dialog').count()).toBe(0);
    expect(await focused()).toBe('add-layer');
    await id('arm-softmax-focal').waitFor();
    await page.getByRole('button', { name: 'Remove softmax + focal' }).click();
    // It is listed once, where it is published, and deleted there.
    await openEditor();
    expect(await page.locator('[data-row]').filter({ hasText: 'softmax + focal' }).count()).toBe(1);
    await id('delete-published-focal').click();
    await expect.poll(() => id('delete-published-focal').count()).toBe(0);
  });

  it('trains beside softmax + cross-entropy with the same numbers, and is the same when it is opened again', async () => {
    await id('formula-activation-softmax').check();
    await id('formula-loss').fill('-log(target(y))');
    await id('formula-name').fill(' Softmax + cross-entropy');
    await expect
      .poll(() => wordsOf('formula-dialog'))
      .toContain('“Softmax + cross-entropy” is the name of a built-in output layer: give it another one.');
    expect(await id('formula-keep').isDisabled()).toBe(true);
    await id('formula-name').fill('Written by hand');
    await expect.poll(() => id('formula-keep').isEnabled()).toBe(true);
    await id('formula-keep').press('Enter');
    await id('arm-written-by-hand').waitFor();
    await trainQuickly(host.page);
    const { path, report } = await exported('first');
    expect(report.content.experiment.layers).toMatchObject([
      { id: 'written-by-hand', loss: '-log(target(y))' },
    ]);
    const lossOf = ({ content }: Report, arm: string) =>
      content.runs.find(({ armId }) => armId === arm)!.series.loss;
    const own = lossOf(report, 'written-by-hand');
    const builtIn = lossOf(report, 'softmax-cross-entropy');
    expect(own).toHaveLength(20);
    own.forEach((value, step) => expect(Math.abs(value - builtIn[step])).toBeLessThan(1e-4 * builtIn[step]));

    await host.dropFiles([path]);
    await expect.poll(() => id('why-no-more').innerText()).toContain('opened from a report');
    await id('arm-written-by-hand').waitFor();
    const { report: again } = await exported('again');
    expect(again.content.runs).toEqual(report.content.runs);
    expect(again.content.experiment).toEqual(report.content.experiment);
    expect(host.errors).toEqual([]);
  });

  it('is changed and renamed at its place, rests when it is taken out, and is deleted for good', async () => {
    const { page } = host;
    const arm = id('arm-written-by-hand');
    // Another name takes no result away.
    await id('edit-written-by-hand').click();
    await id('formula-name').fill('Typed by hand');
    await expect.poll(() => id('formula-keep').isEnabled()).toBe(true);
    await id('formula-keep').click();
    await expect.poll(() => arm.innerText()).toContain('Typed by hand');
    expect((await exported('renamed')).report.content.runs.length).toBeGreaterThan(0);
    await reset(page);
    await id('edit-written-by-hand').click();
    expect(await id('formula-loss').inputValue()).toBe('-log(target(y))');
    await id('formula-name').fill('Twice as much');
    await id('formula-loss').fill('-2*log(target(y))');
    await expect.poll(() => wordsOf('formula-pairing')).toMatch(/with c = 2/);
    await id('formula-keep').click();
    await expect.poll(() => arm.innerText()).toContain('Twice as much');
    const { report } = await exported('changed');
    expect(report.content.experiment.layers).toMatchObject([
      { id: 'written-by-hand', label: 'Twice as much', loss: '-2*log(target(y))' },
    ]);

    const remove = page.getByRole('button', { name: 'Remove Twice as much' });
    await remove.click();
    await expect.poll(() => arm.count()).toBe(0);
    await openEditor();
    expect(await wordsOf('layer-written-by-hand')).toContain('Twice as much');
    await id('add-written-by-hand').click();
    await arm.waitFor({ state: 'attached' });
    await expect.poll(() => id('delete-written-by-hand').count()).toBe(0);
    await page.keyboard.press('Escape');
    await remove.click();
    await openEditor();
    await id('delete-written-by-hand').click();
    await expect.poll(() => id('layer-written-by-hand').count()).toBe(0);
    await page.keyboard.press('Escape');
    await id('undo-button').click();
    await openEditor();
    expect(await wordsOf('layer-written-by-hand')).toContain('Twice as much');
    // What is typed and not added yet is there again.
    await id('formula-loss').fill('(t - y)^2 / 3');
    await page.keyboard.press('Escape');
    await openEditor();
    expect(await id('formula-loss').inputValue()).toBe('(t - y)^2 / 3');
    await page.keyboard.press('Escape');
    expect(host.errors).toEqual([]);
  });
});
