import { layerLabel } from '../../../core/contract/arm-labels.ts';
import type { LibraryEntry } from '../../../core/contract/library-data.ts';

/** Which experiments of the library are listed. */
export type LibraryFilter =
  | { readonly kind: 'all' | 'can-go-on' | 'decided' | 'undecided' | 'trash' }
  | { readonly kind: 'text' | 'tag' | 'layer'; readonly id: string };

/** A filter with its name, and how many it lists. */
interface Facet {
  readonly filter: LibraryFilter;
  readonly label: string;
  readonly count: number;
}

const decided = ({ pairs }: LibraryEntry) => pairs.all > 0 && pairs.decided === pairs.all;

/** What an experiment that is not in the trash must have, to be listed under a filter. */
const tests: Readonly<Record<LibraryFilter['kind'], (entry: LibraryEntry, id: string) => boolean>> = {
  all: () => true,
  'can-go-on': ({ canGoOn }) => canGoOn,
  decided,
  undecided: (entry) => !decided(entry) && entry.headline !== null,
  trash: () => false,
  text: ({ text }, id) => text.sha256 === id,
  tag: ({ tags }, id) => tags.includes(id),
  layer: ({ arms }, id) => arms.some(({ layer }) => layer === id),
};

const passes = (entry: LibraryEntry, filter: LibraryFilter): boolean =>
  entry.trashed === null
    ? tests[filter.kind](entry, 'id' in filter ? filter.id : '')
    : filter.kind === 'trash';

/** All that is searched of an experiment. */
const wordsOf = ({ name, question, text, tags, notes, headline, arms, id }: LibraryEntry): string =>
  [name, question, text.name, ...tags, notes, headline ?? '', ...arms.map(({ label }) => label), id]
    .join('\n')
    .normalize('NFKC')
    .toLowerCase();

/** Entries that pass the filter and have every word that was typed, in their order. */
export function listed(
  entries: readonly LibraryEntry[],
  filter: LibraryFilter,
  query: string,
): readonly LibraryEntry[] {
  const words = query.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (!passes(entry, filter)) return false;
    if (words.length === 0) return true;
    const all = wordsOf(entry);
    return words.every((word) => all.includes(word));
  });
}

const fixed: readonly (readonly [LibraryFilter, string])[] = [
  [{ kind: 'all' }, 'All experiments'],
  [{ kind: 'can-go-on' }, 'Can go on'],
  [{ kind: 'decided' }, 'Decided'],
  [{ kind: 'undecided' }, 'Not decided'],
  [{ kind: 'trash' }, 'Trash'],
];

/** The filters there are, by group: those of texts, tags and layers the most frequent first. */
export function facets(entries: readonly LibraryEntry[]): {
  readonly kept: readonly Facet[];
  readonly texts: readonly Facet[];
  readonly tags: readonly Facet[];
  readonly layers: readonly Facet[];
} {
  const here = entries.filter(({ trashed }) => trashed === null);
  const group = (
    kind: 'text' | 'tag' | 'layer',
    of: (entry: LibraryEntry) => readonly (readonly [string, string])[],
  ) => {
    const found = new Map<string, { label: string; count: number }>();
    for (const entry of here)
      for (const [id, label] of new Map(of(entry))) {
        const before = found.get(id);
        found.set(id, { label: before?.label ?? label, count: (before?.count ?? 0) + 1 });
      }
    return [...found]
      .map(([id, each]): Facet => ({ filter: { kind, id }, ...each }))
      .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  };
  return {
    kept: fixed.map(([filter, label]) => ({
      filter,
      label,
      count: entries.filter((entry) => passes(entry, filter)).length,
    })),
    texts: group('text', ({ text }) => [[text.sha256, text.name]]),
    tags: group('tag', ({ tags }) => tags.map((tag) => [tag, tag])),
    layers: group('layer', ({ arms }) => arms.map((arm) => [arm.layer, layerLabel(arm.label)])),
  };
}
