import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  attemptWentWell,
  noteAttempt,
  rememberedUse,
  rememberUse,
} from '../../core/node/engine/remembered-use.ts';
import { fastestTile, tilesToTry } from '../../core/node/engine/measured-use.ts';
import { wideFlag } from '../../core/node/engine/wide-flag.ts';
import { ensureBuilt } from '../../scripts/build.js';
import { lab, type Outcome } from './command.ts';
import { temporaryFolder } from './temporary.ts';

describe("V8's flag for pairs", () => {
  const on = (v8: string, arch = 'x64', platform = 'linux') => wideFlag({ v8, arch, platform });

  it('is chosen by version, and given to no V8 that may not know it', () => {
    expect(on('11.3.244.8-node.38')).toBeNull();
    expect(on('12.4.254.21-node.57')).toBeNull();
    expect(on('13.5.1')).toBeNull();
    expect(on('13.6.233.17-node.53')).toBe('--experimental-wasm-revectorize');
    expect(on('14.6.202.34-node.34')).toBe('--experimental-wasm-revectorize');
    expect(on('14.7.1')).toBeNull();
    expect(on('15.6.0-electron.0')).toBe('--wasm-revectorize');
    expect(on('16.0.0')).toBeNull();
    expect(on('nonsense')).toBeNull();
  });

  it('is not there on other processors and on macOS', () => {
    expect(on('13.6.233.17', 'arm64')).toBeNull();
    expect(on('15.6.0', 'x64', 'darwin')).toBeNull();
  });
});

describe('what was measured', () => {
  const use = { bits: 256, tile: '6x16' } as const;

  it('is remembered for each machine and version, the newest sixteen', async () => {
    const folder = join(temporaryFolder(), 'not', 'there yet');
    expect(rememberedUse(folder, 'a')).toBeNull();
    await rememberUse(folder, 'a', use);
    await rememberUse(folder, 'b', { bits: 128, tile: '6x8' });
    expect(rememberedUse(folder, 'a')).toEqual(use);
    expect(rememberedUse(folder, 'b')).toEqual({ bits: 128, tile: '6x8' });
    for (let i = 0; i < 15; i++) await rememberUse(folder, `c${i}`, use);
    expect(rememberedUse(folder, 'a')).toBeNull();
    expect(rememberedUse(folder, 'b')).not.toBeNull();
  });

  it('is measured again where the file is damaged, too large or no file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'engine.json');
    await rememberUse(folder, 'a', use);
    const whole = readFileSync(path, 'utf8');
    for (const content of [whole.slice(0, -9), '', '[]', whole.replace('256', '512'), ' '.repeat(70_000)]) {
      writeFileSync(path, content);
      expect(rememberedUse(folder, 'a')).toBeNull();
    }
    await rememberUse(folder, 'a', use);
    expect(rememberedUse(folder, 'a')).toEqual(use);
    rmSync(path);
    mkdirSync(path);
    expect(rememberedUse(folder, 'a')).toBeNull();
    await expect(rememberUse(folder, 'a', use)).resolves.toBeUndefined();
  });

  it('is not tried again where V8 ended the process that tried it', () => {
    const folder = temporaryFolder();
    expect(noteAttempt(folder, 'a')).toBe(true);
    // The process that noted it still runs: this one.
    expect(noteAttempt(folder, 'a')).toBe(true);
    const ended = { on: 'a', process: 2 ** 30 };
    writeFileSync(join(folder, 'engine-attempt.json'), JSON.stringify(ended));
    expect(noteAttempt(folder, 'a')).toBe(false);
    expect(noteAttempt(folder, 'another version')).toBe(true);
    writeFileSync(join(folder, 'engine-attempt.json'), JSON.stringify(ended));
    attemptWentWell(folder);
    expect(noteAttempt(folder, 'a')).toBe(true);
  });
});

describe('the choice of a tile', () => {
  it('is between those that the registers hold', () => {
    expect(tilesToTry('x64', 128)).toEqual(['6x8']);
    expect(tilesToTry('x64', 256)).toContain('6x16');
    expect(tilesToTry('arm64', 128)).toEqual(expect.arrayContaining(['6x8', '5x16']));
  });

  it('stays with the expected one unless another is clearly faster', () => {
    expect(fastestTile({ '6x16': 1, '6x8': 0.99 })).toBe('6x16');
    expect(fastestTile({ '6x16': 1, '6x8': 0.9 })).toBe('6x8');
    expect(fastestTile({ '6x8': 1, '5x16': 0.9, '6x16': 0.8 })).toBe('6x16');
    expect(fastestTile({ '6x8': 1 })).toBe('6x8');
  });
});

describe('the engine command', () => {
  beforeAll(() => ensureBuilt({ quiet: true }));

  async function engine(simd: string | undefined, config: string): Promise<Outcome> {
    const before = { ...process.env };
    Object.assign(process.env, { LOSS_LAB_CONFIG: config, ...(simd && { LOSS_LAB_SIMD: simd }) });
    try {
      return await lab(['engine', '--json']);
    } finally {
      process.env = before;
    }
  }

  it('tells how the kernels run and what they reach, and writes nothing to standard error', async () => {
    const config = temporaryFolder();
    const [first, second] = [await engine(undefined, config), await engine('auto', config)];
    for (const { status, stderr } of [first, second])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [a, b] = [first, second].map(({ stdout }) => JSON.parse(stdout));
    const chosen = a.flag !== null || process.arch === 'arm64';
    const from = (how: string) => (chosen ? how : 'nothing else to choose');
    expect(a).toMatchObject({ wish: 'auto', v8: process.versions.v8, from: from('measured') });
    expect(['passed', 'not needed']).toContain(a.selfTest);
    expect(a.selfTest).toBe(a.flag ? 'passed' : 'not needed');
    expect(b).toMatchObject({ bits: a.bits, tile: a.tile, from: from('remembered'), flag: a.flag });
    expect(a.speeds.map(({ name }: { name: string }) => name)).toEqual(['S', 'M', 'L']);
    for (const { charactersPerSecond } of a.speeds) expect(charactersPerSecond).toBeGreaterThan(0);
  });

  it('does as LOSS_LAB_SIMD says, and refuses what it cannot say', async () => {
    const config = temporaryFolder();
    const narrow = JSON.parse((await engine('128', config)).stdout);
    expect(narrow).toMatchObject({ wish: '128', bits: 128, tile: '6x8', flag: null, from: 'asked for' });
    const wide = JSON.parse((await engine('256', config)).stdout);
    if (wide.flag)
      expect(wide).toMatchObject({ bits: 256, tile: '6x16', selfTest: 'passed', from: 'asked for' });
    else expect(wide).toMatchObject({ bits: 128, selfTest: expect.stringContaining('asked for') });
    const refused = await engine('512', config);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain("LOSS_LAB_SIMD may be 128, 256 or auto, not '512'");
  });
});
