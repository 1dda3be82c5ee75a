import { expect, it } from 'vitest';
import type { LabBase } from '../../../core/lab/held.ts';
import type { Keeping } from '../../../core/lab/keeping.ts';
import type { KeptEntry, LibraryPort } from '../../../core/lab/library-port.ts';
import { libraryOf } from '../../../core/lab/library.ts';
import type { Sweeping } from '../../../core/lab/sweeping.ts';

const begun = (id: string): KeptEntry =>
  ({ id, state: 'begun', canGoOn: true, trashed: null, touched: 1 }) as KeptEntry;

it('what is on the screen is in training, not forgotten, while rates are looked for', async () => {
  const library = {
    shownFolder: () => null,
    list: () =>
      Promise.resolve({
        entries: [begun('on the screen'), begun('another')],
        bytes: 0,
        trashBytes: 0,
        freeBytes: null,
        skipped: [],
      }),
  } as Partial<LibraryPort> as LibraryPort;
  const { entries } = await libraryOf(
    { held: { kept: null }, ports: { library, date: () => '', dialogs: null } } as unknown as LabBase,
    { written: () => Promise.resolve() } as Keeping,
    { sweeping: true, home: 'on the screen', written: () => Promise.resolve() } as Sweeping,
  ).library();
  expect(entries).toEqual([
    expect.objectContaining({ id: 'on the screen', state: 'training', canGoOn: false, current: true }),
    expect.objectContaining({ id: 'another', state: 'begun', canGoOn: true, current: false }),
  ]);
});
