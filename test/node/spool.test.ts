import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GrowingSpool, spoolStream, sweepSpools } from '../../core/node/disk/spool.ts';
import { temporaryFolder } from './temporary.ts';

const base = temporaryFolder();
const before = process.env.TMPDIR;
beforeEach(() => {
  process.env.TMPDIR = base;
});
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
});

/** Id of a process that has ended. */
const deadProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a spool', () => {
  it('holds what came in pieces, for this user alone, until it is closed', async () => {
    const spool = await GrowingSpool.create();
    await spool.append(Uint8Array.of(1, 2));
    await spool.append(new Uint8Array(0));
    await spool.append(Uint8Array.of(3));
    await spool.seal();
    expect(spool.bytes).toBe(3);
    expect([...readFileSync(spool.path)]).toEqual([1, 2, 3]);
    expect(statSync(spool.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(spool.path)).mode & 0o777).toBe(0o700);
    await spool.close();
    await spool.close();
    expect(readdirSync(base)).toEqual([]);
  });

  it('is taken from a stream', async () => {
    const spool = await spoolStream(Readable.from([Buffer.from('a'), Buffer.from('bc')]));
    expect(readFileSync(spool.path, 'utf8')).toBe('abc');
    await spool.close();
    expect(existsSync(spool.path)).toBe(false);
  });

  it('of a stream that breaks leaves nothing behind', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('a');
        throw new Error('the pipe broke');
      })(),
    );
    await expect(spoolStream(broken)).rejects.toMatchObject({ code: 'file-not-written' });
    expect(readdirSync(base)).toEqual([]);
  });

  it('that cannot be made is said, with what to do', async () => {
    process.env.TMPDIR = join(base, 'nowhere');
    const refusal = { code: 'file-not-written', next: expect.stringContaining('TMPDIR') };
    await expect(GrowingSpool.create()).rejects.toMatchObject(refusal);
    await expect(spoolStream(Readable.from(['a']))).rejects.toMatchObject(refusal);
  });
});

describe('the sweep', () => {
  it('removes what dead processes left, and nothing else', async () => {
    const mine = await GrowingSpool.create();
    const dead = `loss-lab-${deadProcess()}-AbCdEf`;
    const others = ['loss-lab-x-AbCdEf', 'loss-lab-', `other-${deadProcess()}-AbCdEf`, 'loss-lab-1-AbCdEf'];
    for (const name of [dead, ...others]) {
      mkdirSync(join(base, name));
      writeFileSync(join(base, name, 'text'), 'x');
    }
    await sweepSpools();
    const left = readdirSync(base);
    expect(left).not.toContain(dead);
    expect(left.sort()).toEqual([...others, mine.path.split('/').at(-2)].sort());
    await mine.close();
  });
});
