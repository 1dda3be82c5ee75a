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
