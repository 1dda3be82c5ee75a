import { describe, expect, it } from 'vitest';
import { readFragment } from '../../renderer/connection/fragment.ts';
import { changeKey } from '../../renderer/state/lab/change-keys.ts';

const key = 'Az-_0'.repeat(9).slice(0, 43);

describe('the fragment of the address', () => {
  it.each<[string, ReturnType<typeof readFragment>]>([
    ['', { key: null, link: null }],
    [`#${key}`, { key, link: null }],
    ['#experiment=abc', { key: null, link: '#experiment=abc' }],
    [`#${key}&experiment=abc`, { key, link: '#experiment=abc' }],
    [`#${key}x`, { key: null, link: null }],
    [`#${key.slice(1)}&experiment=abc`, { key: null, link: '#experiment=abc' }],
    ['#other=abc', { key: null, link: null }],
    // A link as long as a key is no key.
    [`#experiment=${'a'.repeat(31)}`, { key: null, link: `#experiment=${'a'.repeat(31)}` }],
  ])('%s', (hash, read) => expect(readFragment(hash)).toEqual(read));
});

describe('the keys of undo and redo', () => {
  const pressed = (keys: string) => {
    const parts = keys.split('+');
    const has = (name: string) => parts.includes(name);
    return changeKey({
      key: parts.at(-1),
      ctrlKey: has('Ctrl'),
      metaKey: has('Meta'),
      shiftKey: has('Shift'),
      altKey: has('Alt'),
    });
  };
  it.each([
    ['Ctrl+z', 'undo'],
    ['Meta+z', 'undo'],
    ['Ctrl+Shift+Z', 'redo'],
    ['Meta+Shift+z', 'redo'],
    ['Ctrl+y', 'redo'],
    ['Meta+y', null],
    ['z', null],
    ['Ctrl+Alt+z', null],
    ['Ctrl+Meta+z', null],
    ['Ctrl+Shift+y', null],
    ['Ctrl+x', null],
  ])('%s is %s', (keys, asked) => expect(pressed(keys)).toBe(asked));
});
