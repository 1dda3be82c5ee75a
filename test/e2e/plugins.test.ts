import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrustedPlugins } from '../../core/node/plugins/trusted-plugins.ts';
import { pluginTemplate } from '../../core/plugins/author-files.ts';
import { temporaryFolder } from '../node/temporary.ts';
import { trainQuickly } from './actions.ts';
import { launchHosts, type RunningHost } from './hosts.ts';

const folder = temporaryFolder();
const path = join(folder, 'my-loss.mjs');
writeFileSync(path, pluginTemplate.text);
const sha256 = createHash('sha256').update(pluginTemplate.text).digest('hex');

describe.each(await launchHosts())('a plug-in in $name', (kind) => {
  let host: RunningHost;
  const id = (name: string) => host.page.getByTestId(name);
  const config = join(folder, kind.name.replace(/\W/g, ''));

  beforeAll(async () => {
    process.env['LOSS_LAB_CONFIG'] = config;
    host = await kind.start();
    await id('corpus-name').waitFor();
  });
  afterAll(() => host.close());

  it('that is dropped is shown and asked about, with not loading it in focus', async () => {
    const text = await id('corpus-name').innerText();
    await host.dropFiles([path]);
    await id('plugin-prompt').waitFor();
    expect(await id('plugin-prompt').innerText()).toContain('all the rights of Loss Lab');
    expect(await id('plugin-sha256').innerText()).toBe(sha256);
    expect(await id('plugin-source').textContent()).toBe(pluginTemplate.text);
    expect(await host.page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'plugin-refuse',
    );
    await host.page.keyboard.press('Enter');
    await id('plugin-prompt').waitFor({ state: 'detached' });
    expect(await id('arm-my-loss').count()).toBe(0);
    expect(await id('corpus-name').innerText()).toBe(text);
  });

  it('is an arm like any other once it is trusted: in a window by its button, in a browser by a terminal', async () => {
    await host.dropFiles([path]);
    await id('plugin-prompt').waitFor();
    if (host.electron) await id('plugin-trust').click();
    else {
      expect(await id('plugin-trust').count()).toBe(0);
      await id('plugin-check').click();
      await id('plugin-prompt').getByText('No terminal has trusted it yet.').waitFor();
      await new TrustedPlugins(config).add(sha256, 'my-loss.mjs');
      await id('plugin-check').click();
    }
    await id('arm-my-loss').waitFor();
    expect(await id('arm-my-loss').innerText()).toContain('δ = (y − t) y (1 − y)');
    await trainQuickly(host.page);
    expect(await id('standing-row-my-loss').innerText()).toContain('sigmoid + my loss');
    expect(host.errors).toEqual([]);
  });

  it('that was trusted before is added without a question', async () => {
    await id('arm-my-loss')
      .getByRole('button', { name: /Remove/ })
      .click();
    await id('arm-my-loss').waitFor({ state: 'detached' });
    await host.dropFiles([path]);
    await id('arm-my-loss').waitFor();
    expect(await id('plugin-prompt').count()).toBe(0);
  });
});
