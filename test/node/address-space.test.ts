import { describe, expect, it } from 'vitest';
import { addressSpaceWords } from '../../core/node/machine/address-space.ts';

const limited = (bytes: string) =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax address space         ${bytes.padEnd(21)}unlimited            bytes\n`;
const flags = '--disable-wasm-trap-handler';

describe('a limit of the address space', () => {
  it('is nothing to speak of where there is none', () => {
    expect(addressSpaceWords({ limits: null, flags: '' })).toBeNull();
    expect(addressSpaceWords({ limits: limited('unlimited'), flags: '' })).toBeNull();
  });

  it('is told with what to set', () => {
    const words = addressSpaceWords({ limits: limited('6442450944'), flags: '' });
    expect(words).toMatch(/limited to 6\.0 GiB \(ulimit -v\).*ulimit -v unlimited.*NODE_OPTIONS=/);
  });

  it('is no matter where nothing is set aside, unless it is too low for Node itself', () => {
    expect(addressSpaceWords({ limits: limited('6442450944'), flags })).toBeNull();
    expect(addressSpaceWords({ limits: limited('1073741824'), flags })).toMatch(/Raise it/);
  });
});
