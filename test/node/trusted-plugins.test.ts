import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFolder } from '../../core/node/plugins/config-folder.ts';
import { TrustedPlugins } from '../../core/node/plugins/trusted-plugins.ts';
import { temporaryFolder } from './temporary.ts';

const root = temporaryFolder();
const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
let count = 0;
const fresh = () => join(root, `config-${++count}`);

describe('trust', () => {
  it('is nobody’s before it was given, and stays over sessions', async () => {
    const folder = fresh();
    expect(await new TrustedPlugins(folder).trust(a)).toEqual({ trusted: false, problem: null });
    await new TrustedPlugins(folder).add(a, 'my-loss.mjs');
    await new TrustedPlugins(folder).add(a, 'my-loss.mjs');
    const later = new TrustedPlugins(folder);
    expect(await later.trust(a)).toEqual({ trusted: true, problem: null });
    expect(await later.trust(b)).toEqual({ trusted: false, problem: null });
    const list = JSON.parse(readFileSync(join(folder, 'trusted-plugins.json'), 'utf8'));
    expect(list.plugins).toEqual([{ sha256: a, file: 'my-loss.mjs' }]);
  });

  it('is seen at once by a lab that is open already', async () => {
    const folder = fresh();
    const open = new TrustedPlugins(folder);
    expect((await open.trust(a)).trusted).toBe(false);
    await new TrustedPlugins(folder).add(a, 'x.mjs');
    expect((await open.trust(a)).trusted).toBe(true);
  });

  it.each([
    ['that was cut', '{"format": "loss-lab-trusted-plugins", "version": 1, "plug'],
    ['of another format', '{"format": "other", "version": 1, "plugins": []}'],
    [
      'with a hash that is none',
      JSON.stringify({
        format: 'loss-lab-trusted-plugins',
        version: 1,
        plugins: [{ sha256: '*', file: '' }],
      }),
    ],
    ['that is empty', ''],
    ['of bytes', '\u0000\ufffd'],
  ])('is nobody’s with a list %s, which is said, and kept when it is written anew', async (_, content) => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'trusted-plugins.json'), content);
    const trusted = new TrustedPlugins(folder);
    const { trusted: is, problem } = await trusted.trust(a);
    expect(is).toBe(false);
    expect(problem).toContain('cannot be read, so no plug-in is trusted');
    await trusted.add(b, 'b.mjs');
    expect(await trusted.trust(b)).toEqual({ trusted: true, problem: null });
    expect(readFileSync(join(folder, 'trusted-plugins.json.previous'), 'utf8')).toBe(content);
    expect(readdirSync(folder).sort()).toEqual(['trusted-plugins.json', 'trusted-plugins.json.previous']);
  });

  it('cannot be remembered where no folder can be made, and says how', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    const trusted = new TrustedPlugins(join(file, 'folder'));
    expect(await trusted.trust(a)).toMatchObject({ trusted: false });
    await expect(trusted.add(a, 'x.mjs')).rejects.toMatchObject({
      code: 'file-not-written',
      next: 'Set LOSS_LAB_CONFIG to a folder of yours.',
    });
  });
});

it.each([
  [{ LOSS_LAB_CONFIG: '/own' }, 'linux', '/own'],
  [{}, 'linux', join('/home/u', '.config', 'loss-lab')],
  [{ XDG_CONFIG_HOME: '/xdg' }, 'linux', join('/xdg', 'loss-lab')],
  [{}, 'darwin', join('/home/u', 'Library', 'Application Support', 'Loss Lab')],
  [{ APPDATA: '/roaming' }, 'win32', join('/roaming', 'Loss Lab')],
  [{}, 'win32', join('/home/u', 'AppData', 'Roaming', 'Loss Lab')],
] as const)('the config folder of %j on %s is %s', (environment, platform, folder) => {
  expect(configFolder(environment, platform, '/home/u')).toBe(folder);
});
