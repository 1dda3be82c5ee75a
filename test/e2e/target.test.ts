import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawn, trainQuickly } from './actions.ts';
import { browserMode, type RunningHost } from './hosts.ts';

describe('the target line', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const target = async () => Number(await id('target-line').getAttribute('aria-valuenow'));

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it('is dragged, and the table follows', async () => {
    const { page } = host;
    await trainQuickly(page);
    await id('target-table').waitFor();
    const before = await target();
    await id('all-convergence').click();
    await drawn(page);
    const box = (await id('target-line').boundingBox())!;
    const plot = (await id('chart-convergence').boundingBox())!;
    await page.mouse.move(box.x + 80, box.y + box.height / 2);
    await page.mouse.down();
    // To the top of the plot and beyond, where the first steps are: every run starts below that.
    await page.mouse.move(box.x + 80, plot.y - 20, { steps: 5 });
    await page.mouse.up();
    await expect.poll(target).toBeGreaterThan(before);
    await expect.poll(() => id('target-mean-softmax-cross-entropy').getAttribute('data-value')).toBe('0');
    expect(await id('target-table').innerText()).not.toContain('not reached');
  });

  it('moves by the keyboard, and what is not reached is a value', async () => {
    const { page } = host;
    await id('target-line').focus();
    // The low end of the axis, below every curve.
    await page.keyboard.press('Home');
    await expect.poll(() => id('target-mean-softmax-cross-entropy').innerText()).toBe('0 of 1 reached it');
    expect(await id('target-table').innerText()).toContain('not reached');
    const low = await target();
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(target).toBeCloseTo(low + 0.1, 10);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'target-line',
    );
    expect(host.errors).toEqual([]);
  });
});
