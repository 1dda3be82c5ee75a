import { describe, expect, it } from 'vitest';
import type { LibraryEntry } from '../../core/contract/library-data.ts';
import { facets, listed } from '../../renderer/state/library/library-filter.ts';

const look = { light: '#000', dark: '#fff', line: 'solid' } as const;
const arm = (layer: string, label = layer) => ({ id: layer, layer, label, look });

const entry = (id: string, change: Partial<LibraryEntry> = {}): LibraryEntry => ({
  id,
  name: `Experiment ${id}`,
  question: '',
  text: { name: 'faust.txt', sha256: 'f'.repeat(64), characters: 100 },
  started: '2026-01-02T03:04:05Z',
  arms: [arm('softmax-cross-entropy', 'softmax + cross-entropy')],
  seeds: 3,
  steps: 600,
  reached: 600,
  state: 'finished',
  canGoOn: false,
  headline: 'No clear leader.',
  answer: [{ text: 'No clear leader.' }],
  ranking: { yardstick: 'bitsPerCharacter', arms: [] },
  pairs: { decided: 0, all: 1 },
  bytes: 1,
  tags: [],
  notes: '',
  trashed: null,
  current: false,
  ...change,
});

const entries = [
  entry('a', { tags: ['lecture 7'], pairs: { decided: 1, all: 1 } }),
  entry('b', { canGoOn: true, state: 'broken-off', notes: 'Zweiter Versuch' }),
  entry('c', {
    text: { name: '唐詩.txt', sha256: 'c'.repeat(64), characters: 9 },
    arms: [
      arm('linear-quadratic', 'linear + quadratic, η = 0.1'),
      arm('linear-quadratic', 'linear + quadratic #2'),
    ],
    tags: ['lecture 7', 'exam'],
    headline: null,
    answer: null,
  }),
  entry('d', { trashed: '2026-01-03T00:00:00Z', tags: ['exam'] }),
];
const ids = (filter: Parameters<typeof listed>[1], query = '') =>
  listed(entries, filter, query)
    .map(({ id }) => id)
    .join('');

describe('the list of the library', () => {
  it('holds what the filter asks for, and the trash by itself', () => {
    expect(ids({ kind: 'all' })).toBe('abc');
    expect(ids({ kind: 'can-go-on' })).toBe('b');
    expect(ids({ kind: 'decided' })).toBe('a');
    // Of what was never evaluated nobody knows.
    expect(ids({ kind: 'undecided' })).toBe('b');
    expect(ids({ kind: 'trash' })).toBe('d');
    expect(ids({ kind: 'tag', id: 'exam' })).toBe('c');
    expect(ids({ kind: 'layer', id: 'linear-quadratic' })).toBe('c');
    expect(ids({ kind: 'text', id: 'f'.repeat(64) })).toBe('ab');
  });

  it('is searched for every word, in name, text, tags, notes, layers and finding', () => {
    expect(ids({ kind: 'all' }, ' VERSUCH faust ')).toBe('b');
    expect(ids({ kind: 'all' }, '唐詩')).toBe('c');
    expect(ids({ kind: 'all' }, 'lecture leader')).toBe('a');
    expect(ids({ kind: 'all' }, 'quadratic')).toBe('c');
    expect(ids({ kind: 'all' }, 'nobody')).toBe('');
    expect(ids({ kind: 'trash' }, 'lecture')).toBe('');
  });

  it('says what there is to filter by, each experiment counted once', () => {
    const { kept, texts, tags, layers } = facets(entries);
    const counts = (list: typeof kept) => list.map(({ label, count }) => `${label} ${count}`);
    expect(counts(kept)).toEqual([
      'All experiments 3',
      'Can go on 1',
      'Decided 1',
      'Not decided 1',
      'Trash 1',
    ]);
    expect(counts(texts)).toEqual(['faust.txt 2', '唐詩.txt 1']);
    expect(counts(tags)).toEqual(['lecture 7 2', 'exam 1']);
    expect(counts(layers)).toEqual(['softmax + cross-entropy 2', 'linear + quadratic 1']);
  });

  it('takes 500 experiments in stride', () => {
    const many = Array.from({ length: 500 }, (_, i) => entry(String(i), { notes: 'x'.repeat(2000) }));
    expect(listed(many, { kind: 'all' }, 'experiment 499').map(({ id }) => id)).toEqual(['499']);
    expect(facets(many).kept[0].count).toBe(500);
  });
});
