import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMode, type RunningHost } from './hosts.ts';

describe('the buttons of training', () => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const progress = () => id('progress-text').innerText();

  beforeAll(async () => {
    host = await browserMode.start();
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it.each(['run-button', 'step-button'])(
    '%s goes to a field that holds no value, and starts nothing',
    async (button) => {
      const { page } = host;
      const field = page.getByLabel('First seed', { exact: true });
      const fold = page.getByText('More', { exact: true });
      await fold.click();
      const before = await field.inputValue();
      await field.fill('abc');
      await fold.click();
      await id(button).click();
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await progress()).toMatch(/ready/);
      await field.fill(before);
      await field.press('Enter');
      await fold.click();
    },
  );
});
