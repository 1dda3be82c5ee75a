import { atLeast } from '../lab/at-least.ts';
import type { KeptComparison, LibraryEntry, LibraryState } from '../../../core/contract/library-data.ts';
import type { Lab } from '../../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { facets, listed, type LibraryFilter } from './library-filter.ts';

/** Least milliseconds between two looks at the library. */
const lookEvery = 1000;

/** Two experiments beside each other, and what came of it. */
interface ShownComparison {
  readonly entries: readonly LibraryEntry[];
  readonly found: KeptComparison;
}

/** The library on the screen: what is listed, what is chosen, and what is done with it. */
export class LibraryScreen {
  readonly #lab: LabState;
  /** As it was last read, and what was on the screen then; null until it was first read. */
  #seen = $state.raw<{ readonly state: LibraryState; readonly kept: string | null } | null>(null);
  /** The same: what was read is some moments old, and the screen itself knows what is on it. */
  readonly state = $derived.by<LibraryState | null>(() => {
    if (this.#seen === null) return null;
    const { state, kept } = this.#seen;
    const now = this.#lab.kept;
    // A search of rates alone is kept before the experiment is.
    if (now === kept && now === null) return state;
    return { ...state, entries: state.entries.map((entry) => ({ ...entry, current: entry.id === now })) };
  });
  /** Whether it is shown instead of the experiment. */
  open = $state(false);
  query = $state('');
  filter = $state.raw<LibraryFilter>({ kind: 'all' });
  /** Ids of what is ticked, the first ticked first: two at most. */
  chosen = $state.raw<readonly string[]>([]);
  comparison = $state.raw<ShownComparison | null>(null);
  /** What was last put into the trash, until something else is done. */
  trashed = $state.raw<LibraryEntry | null>(null);
  /** What is being described. */
  described = $state.raw<LibraryEntry | null>(null);
  /** The offer to go on with it was put off. */
  #putOff = $state<string | null>(null);

  readonly facets = $derived(facets(this.state?.entries ?? []));
  readonly listed = $derived(listed(this.state?.entries ?? [], this.filter, this.query));
  /** Kept and not in the trash. */
  readonly kept = $derived((this.state?.entries ?? []).filter(({ trashed }) => trashed === null));
  /** What a program left unfinished as it ended, to be offered. */
  readonly offered = $derived.by<LibraryEntry | null>(() => {
    const unfinished = this.state?.unfinished ?? null;
    const isKnown = unfinished?.current || [this.#putOff, this.#lab.kept].includes(unfinished?.id ?? null);
    return isKnown ? null : unfinished;
  });

  readonly #look = atLeast(lookEvery, () => this.#read());
  readonly #stop: () => void;

  constructor(lab: LabState) {
    this.#lab = lab;
    this.#stop = lab.lab.on('libraryChanged', () => this.look());
    if (lab.capabilities.library) this.look();
  }

  dispose(): void {
    this.#stop();
  }

  /** Reads the library anew, soon. */
  look(): void {
    this.#look();
  }

  show(): void {
    this.open = true;
    this.look();
  }

  close(): void {
    this.open = false;
    this.trashed = null;
  }

  /** Ticks an experiment or takes the tick away; two that are ticked are compared. */
  async choose(id: string): Promise<void> {
    const others = this.chosen.filter((each) => each !== id);
    this.chosen = others.length < this.chosen.length ? others : [...others, id].slice(-2);
    await this.#compare();
  }

  endComparison(): void {
    this.chosen = [];
    this.comparison = null;
  }

  /** Takes an experiment to the screen, with its results where it has some. */
  take({ id, name }: LibraryEntry): Promise<boolean> {
    return this.#bring((lab) => lab.openKept({ id }), `opened “${name}”`);
  }

  /** Takes it to the screen and trains on. */
  async goOn(entry: LibraryEntry): Promise<void> {
    if (entry.current || (await this.take(entry))) {
      this.close();
      await this.#lab.act('training', (lab) => lab.run({}));
    }
  }

  putOff({ id }: LibraryEntry): void {
    this.#putOff = id;
  }

  /** Its plan, to be changed and trained anew. */
  duplicate({ id, name }: LibraryEntry): Promise<boolean> {
    return this.#bring((lab) => lab.duplicateKept({ id }), `duplicate of “${name}”`);
  }

  /** Brings something to the screen, which then shows that. @returns whether the lab did it */
  async #bring(ask: (lab: Lab) => Promise<LabSnapshot>, words: string): Promise<boolean> {
    const taken = await this.#lab.changes.make('setting', ask, words);
    if (taken) this.close();
    return taken !== undefined;
  }

  async trash(entry: LibraryEntry): Promise<void> {
    const { id } = entry;
    const done = await this.#act(() => this.#lab.lab.trashKept({ id }));
    if (!done) return;
    this.trashed = entry;
    if (this.chosen.includes(id)) this.endComparison();
  }

  async restore({ id }: LibraryEntry): Promise<void> {
    if (await this.#act(() => this.#lab.lab.restoreKept({ id }))) this.trashed = null;
  }

  async emptyTrash(): Promise<void> {
    if (await this.#act(() => this.#lab.lab.emptyTrash({}))) this.trashed = null;
  }

  /** @returns whether the lab took it */
  async describe(
    { id }: LibraryEntry,
    about: { readonly name?: string; readonly tags: readonly string[]; readonly notes: string },
  ): Promise<boolean> {
    const done = await this.#act(() => this.#lab.lab.describeKept({ id, ...about }));
    if (done) this.described = null;
    return done;
  }

  async showFolder(entry: LibraryEntry | null): Promise<void> {
    await this.#act(() => this.#lab.lab.showKeptFolder({ id: entry?.id ?? null }));
  }

  /** Whether the lab did it; then the library is another one. */
  async #act(action: () => Promise<void>): Promise<boolean> {
    const done = await this.#lab.act('setting', () => action().then(() => true));
    if (done) this.look();
    return done ?? false;
  }

  async #compare(): Promise<void> {
    const ids = this.chosen;
    if (ids.length < 2) {
      this.comparison = null;
      return;
    }
    const found = await this.#lab.act('setting', (lab) => lab.compareKept({ ids: [...ids] }));
    // Another tick may have been set meanwhile.
    if (ids !== this.chosen) return;
    const entries = ids.flatMap((id) => this.kept.find((entry) => entry.id === id) ?? []);
    this.comparison = found && entries.length === ids.length ? { entries, found } : null;
  }

  async #read(): Promise<void> {
    try {
      const { kept } = this.#lab;
      this.#seen = { state: await this.#lab.lab.library({}), kept };
    } catch (error) {
      if (!this.#lab.lost) this.#lab.messages.problem(error, 'setting');
    }
  }
}
