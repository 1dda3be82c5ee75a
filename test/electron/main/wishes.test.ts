import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Wishes, wishOf, type Wish } from '../../../electron/main/wishes.ts';

const here = resolve('/work of/α & β');
const files = (words: readonly string[], byElectron = false) =>
  wishOf(['program', ...words], here, byElectron).files;

describe('what a start asks for', () => {
  it('is the files it names, from the folder it was started in', () => {
    expect(files(['x.losslab', '../y.txt', resolve('/z.losslab')])).toEqual([
      resolve(here, 'x.losslab'),
      resolve(here, '../y.txt'),
      resolve('/z.losslab'),
    ]);
  });

  it('is no option, of ours or of Chromium’s, wherever it stands', () => {
    const words = ['--original-process-start-time=13', 'a.txt', '--inspect=0', '-psn_0_1', '', '--'];
    expect(files(words)).toEqual([resolve(here, 'a.txt')]);
    expect(files(['./-a.txt'])).toEqual([resolve(here, '-a.txt')]);
  });

  it('is not the program, where Electron’s own executable was told it', () => {
    expect(files(['--inspect=0', '.', '--user-data-dir=x', 'a.txt'], true)).toEqual([resolve(here, 'a.txt')]);
    expect(files(['.'], true)).toEqual([]);
  });

  it('may come as addresses, with signs that paths cannot have', () => {
    const path = resolve('/ä #1 %41?.losslab');
    expect(files([pathToFileURL(path).href])).toEqual([path]);
    for (const word of ['file://another-machine/x', 'file:///%2f', 'FILE://x:y'])
      expect(() => files([word])).not.toThrow();
  });

  it('may be a kept experiment, by an option', () => {
    expect(wishOf(['program', '--kept=2026-a-1'], here, false)).toEqual({ files: [], kept: '2026-a-1' });
    expect(wishOf(['program', '--keptx'], here, false).kept).toBeNull();
  });
});

describe('wishes', () => {
  const wish = (name: string): Wish => ({ files: [name], kept: null });

  it('that come before there is a lab wait for it, and are carried out one after the other', async () => {
    const wishes = new Wishes();
    const seen: string[] = [];
    wishes.add(wish('a'));
    wishes.add({ files: [], kept: null });
    wishes.add(wish('b'));
    let finish = (): void => undefined;
    wishes.serve(async ({ files: [name] }) => {
      seen.push(`${name} begins`);
      if (name === 'a') await new Promise<void>((ready) => (finish = ready));
      seen.push(`${name} ends`);
    });
    wishes.add(wish('c'));
    await Promise.resolve();
    expect(seen).toEqual(['a begins']);
    finish();
    await new Promise((ready) => setImmediate(ready));
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
