import type { ProbeState } from '../gradients/probe-state.svelte.ts';

/** The tabs in their order. `cards`: they are presented one at a time; a report is a page, a derivation has arrow keys of its own. */
export const tabs = [
  {
    id: 'convergence',
    cards: true,
    label: 'Convergence',
    hint: 'Which output layer learns this text best, step by step',
  },
  {
    id: 'gradients',
    cards: true,
    label: 'Gradients',
    hint: 'Why: what each output layer sends back into the network',
  },
  {
    id: 'sweep',
    cards: true,
    label: 'Learning rates',
    hint: 'Every output layer at every learning rate of one grid',
  },
  { id: 'duel', cards: true, label: 'Sampling duel', hint: 'What each network writes after it has learned' },
  {
    id: 'derivation',
    cards: false,
    label: 'Derivation',
    hint: 'The mathematics, step by step, with the numbers of this model in it',
  },
  { id: 'report', cards: false, label: 'Report', hint: 'What is exported, as it will be' },
] as const;
export type TabId = (typeof tabs)[number]['id'];

/** The text is looked at in the place of the tabs. */
export type ViewId = TabId | 'text';

/** Where one is in the window: each is an entry of the browser's history, so that Back and Forward lead there. */
interface Place {
  readonly view: ViewId;
  /** The library lies over it. */
  readonly library: boolean;
}

/** What an entry holds; the address is no part of it, for it brings the lab's key and experiments along. */
interface Entry extends Place {
  /** How many places of this window lie before it. */
  readonly before: number;
}

const presentEntry = (): Entry | null => history.state as Entry | null;

/** The place of the present entry; null where it is new, as that of an address that was typed or pasted. */
export const presentPlace = (): Place | null => presentEntry();

/** Notes where one is now: a new entry, unless the present one is of that place or of none yet. */
export function enterPlace({ view, library }: Place): void {
  const entry = presentEntry();
  if (entry === null) history.replaceState({ view, library, before: 0 } satisfies Entry, '');
  else if (entry.view !== view || entry.library !== library)
    history.pushState({ view, library, before: entry.before + 1 } satisfies Entry, '');
}

/** Of what was asked: not in the history, which takes few changes a second while a lag is dragged. */
const askedKey = 'loss-lab-asked';

/** What this window has asked of the gradients before it was loaded anew. */
export const askedBefore = (): Partial<ProbeState['asked']> =>
  JSON.parse(sessionStorage.getItem(askedKey) ?? '{}') as Partial<ProbeState['asked']>;

export const noteAsked = (asked: ProbeState['asked']): void =>
  sessionStorage.setItem(askedKey, JSON.stringify(asked));

/** Goes to the place before, or to the one after. Answers false where that would lead out of the window. */
export function turnPlace(to: 'back' | 'forward'): boolean {
  if (to === 'back' && !presentEntry()?.before) return false;
  history[to]();
  return true;
}
