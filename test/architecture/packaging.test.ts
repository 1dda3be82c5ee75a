import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import settings, { association, fuses } from '../../electron/packaging/settings.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const icons = join(root, 'electron/packaging/icons');

describe('the settings of the packages', () => {
  it('pack the staged program, without the packages of the checkout', async () => {
    expect(settings.directories.app).toBe('dist/app');
    expect(settings.asar).toBe(true);
    expect(await settings.beforeBuild()).toBe(false);
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { electron: string } };
    expect(settings.electronVersion).toBe(devDependencies.electron);
  });

  it('close every door of Electron’s executable, and leave them open only for specs', () => {
    const shut = ['runAsNode', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments'];
    for (const name of shut) expect(fuses).toHaveProperty(name, false);
    expect(fuses).toMatchObject({
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(settings).toHaveProperty('electronFuses', fuses);
    const release = read('.github/workflows/release.yml');
    expect(release).not.toContain('LAB_FUSES');
  });

  it('upload nothing, and leave what a user keeps when the program is removed', () => {
    expect(settings.publish).toBeNull();
    expect(settings.nsis.deleteAppDataOnUninstall).toBe(false);
  });

  it('open the files of the lab, with an icon on each system', () => {
    expect(settings.fileAssociations).toEqual([association]);
    for (const file of [`${association.ext}.ico`, `${association.ext}.icns`, 'icon.ico', 'icon.icns'])
      expect(existsSync(join(icons, file)), file).toBe(true);
  });
});

describe('the icons', () => {
  const bytes = (name: string) => readFileSync(join(icons, name));

  it.each(['icon', 'losslab'])('%s.ico has the sizes that Windows shows', (name) => {
    const ico = bytes(`${name}.ico`);
    expect(ico.readUInt16LE(2)).toBe(1);
    // An entry of the directory: 16 bytes, of which the first is the width, with 0 for 256.
    const widths = Array.from({ length: ico.readUInt16LE(4) }, (_, i) => ico[6 + 16 * i] || 256);
    expect(widths).toEqual([16, 24, 32, 48, 64, 256]);
  });

  it.each(['icon', 'losslab'])('%s.icns has those of plain and dense displays', (name) => {
    const icns = bytes(`${name}.icns`);
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const types: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      types.push(icns.toString('latin1', at, at + 4));
    expect(types.filter((type) => type.startsWith('ic')).sort()).toEqual(
      ['04', '05', '07', '08', '09', '10', '11', '12', '13', '14'].map((number) => `ic${number}`),
    );
  });

  it('are as large as their names say on Linux', () => {
    const names = readdirSync(join(icons, 'linux'));
    expect(names).toContain('512x512.png');
    for (const name of names) {
      const png = bytes(`linux/${name}`);
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(name);
    }
  });
});

describe('the workflows', () => {
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);
  const all = workflows.map(read).join('\n');

  it('run no action but by the full hash of a released version', () => {
    const used = [...all.matchAll(/uses: (.+)/g)]
      .map(([, action]) => action)
      .filter((a) => !a.startsWith('./'));
    expect(used.length).toBeGreaterThan(5);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One version of each.
    expect(new Set(used).size).toBe(new Set(used.map((action) => action.split('@')[0])).size);
  });

  it('may read, and write only where a release is made', () => {
    for (const path of workflows) {
      expect(read(path), path).toMatch(/^permissions:\n {2}contents: read\n/m);
      expect(read(path), path).not.toMatch(/pull_request_target|write-all/);
    }
    expect(all.match(/: write$/gm)).toHaveLength(3);
    expect(read('.github/workflows/test.yml')).not.toMatch(/secrets\.|: write/);
  });

  it('run programs and scripts that are there, and end by themselves', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, name] of all.matchAll(/npm run ([\w-]+)/g)) expect(scripts, name).toHaveProperty(name);
    const named = `${all}\n${read('docs/release.md')}`;
    for (const [, path] of named.matchAll(/node (scripts\/[\w-]+\.js)/g))
      expect(existsSync(join(root, path)), path).toBe(true);
    expect(all.match(/timeout-minutes:/g)).toHaveLength(all.match(/runs-on:/g)!.length);
  });

  it('test the oldest Node that the package allows', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(all).toContain(`node: ${engines.node.replace('>=', '')} }`);
  });
});
