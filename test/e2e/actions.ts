import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Fills a numeric setting and commits it as a user would, with Enter. */
export async function set(page: Page, label: string, value: string | number): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(String(value));
  await field.press('Enter');
}

/** The heading of a card, with all that stands beside its title. */
export const headingOf = (page: Page, title: string): Promise<string> =>
  page.getByRole('heading', { name: title }).first().innerText();

/** Waits until two pictures have been drawn: what has changed before lies where it will stay. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );

/** Waits until a changed experiment is at its beginning. */
export const atBeginning = (page: Page): Promise<void> =>
  expect.poll(() => page.getByTestId('progress-text').innerText()).toMatch(/ready/);

/** Back to step 0, results or not. */
export async function reset(page: Page): Promise<void> {
  await page.getByTestId('reset-button').click();
  await atBeginning(page);
}

/** Trains a very small experiment to its end. */
export async function trainQuickly(page: Page): Promise<void> {
  await set(page, 'Hidden units H', 8);
  await set(page, 'Sequence length T', 5);
  await set(page, 'Batch', 2);
  await set(page, 'Paired seeds', 1);
  await set(page, 'Steps', 20);
  await page.getByTestId('run-button').click();
  await expect
    .poll(() => page.getByTestId('progress-text').innerText(), { timeout: 60_000 })
    .toMatch(/finished/);
}

/**
 * Tabs on until the element with a test id, or a label, has the focus; along a row of controls and a menu the arrow keys
 * lead.
 */
export async function tabTo(page: Page, name: string): Promise<void> {
  const focus = () =>
    page.evaluate((name) => {
      const here = document.activeElement;
      const labels = here instanceof HTMLInputElement ? [...(here.labels ?? [])] : [];
      const names = [
        here?.getAttribute('data-testid'),
        here?.getAttribute('aria-label'),
        here?.closest('[role="tablist"]')?.getAttribute('data-testid'),
        ...labels.map(({ textContent }) => textContent.trim()),
      ];
      return { there: names.includes(name), inBar: here?.closest('[role="toolbar"]') != null };
    }, name);
  for (let presses = 0; presses < 200; presses++) {
    const { there, inBar } = await focus();
    if (there) return;
    if (inBar) {
      await page.keyboard.press('Home');
      for (let along = 0; along < 24; along++) {
        if ((await focus()).there) return;
        await page.keyboard.press('ArrowRight');
      }
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${name}.`);
}
