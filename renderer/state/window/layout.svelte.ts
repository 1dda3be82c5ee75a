import { MediaQuery } from 'svelte/reactivity';
import type { ExplanationId } from '../../explanations/explanations.ts';

/** The parts of the panel at the left, from top to bottom. */
/** The parts of the panel, and what each is for. */
export const parts = {
  text: { title: 'Text', hint: 'The text that is learned, and which part of it is held out.' },
  layers: {
    title: 'Compared',
    hint: 'The output layers that learn side by side, each with its loss and learning rate.',
  },
  rates: {
    title: 'Learning rates',
    hint: 'How the learning rates are chosen: one for all, or the best for each.',
  },
  model: {
    title: 'Model',
    hint: 'The network, how long it learns, and how the comparison is planned.',
  },
};
export type PartId = keyof typeof parts;
export const partIds = Object.keys(parts) as PartId[];

/** Hints of the first start, in the order of their numbers. */
const hintNumbers = [1, 2, 3] as const;
export type HintNumber = (typeof hintNumbers)[number];

export type HelpPage = 'glossary' | 'shortcuts';

/** Widths that the panel at the left may have, in pixels. */
export const panelWidths = { least: 232, usual: 328, most: 520 } as const;

/** What is remembered of a window's layout, from one start to the next. */
interface Remembered {
  readonly width: number;
  /** Whether the panel is there: in a wide window, and in a narrow one, where the picture needs the room. */
  readonly panel: { readonly wide: boolean; readonly narrow: boolean };
  readonly closed: readonly PartId[];
  readonly hintsClosed: readonly HintNumber[];
}

const key = 'loss-lab-layout';
const first: Remembered = {
  width: panelWidths.usual,
  panel: { wide: true, narrow: false },
  closed: ['rates', 'model'],
  hintsClosed: [],
};

/** What was stored, as far as it makes sense: it may be of another version, or changed by hand. */
export function readLayout(stored: string | null): Remembered {
  let found: Partial<Record<keyof Remembered, unknown>>;
  try {
    found = (JSON.parse(stored ?? '{}') ?? {}) as typeof found;
  } catch {
    return first;
  }
  const panel = (found.panel ?? {}) as Partial<Record<'wide' | 'narrow', unknown>>;
  const among = <T>(value: unknown, all: readonly T[], otherwise: readonly T[]): readonly T[] =>
    Array.isArray(value) ? all.filter((each) => value.includes(each)) : otherwise;
  return {
    width: typeof found.width === 'number' ? within(found.width) : first.width,
    panel: {
      wide: typeof panel.wide === 'boolean' ? panel.wide : first.panel.wide,
      narrow: typeof panel.narrow === 'boolean' ? panel.narrow : first.panel.narrow,
    },
    closed: among(found.closed, partIds, first.closed),
    hintsClosed: among(found.hintsClosed, hintNumbers, first.hintsClosed),
  };
}

const within = (width: number): number =>
  Math.round(Math.min(panelWidths.most, Math.max(panelWidths.least, width))) || panelWidths.usual;

/** How the window is divided: what is open, how wide, and what lies beside the picture. Remembered by the browser. */
export class Layout {
  #kept = $state.raw<Remembered>(readLayout(localStorage.getItem(key)));
  readonly #wide = new MediaQuery('min-width: 1101px');
  readonly #tight = new MediaQuery('max-width: 800px');
  /** One card at a time, large, for a room. */
  presenting = $state(false);
  /** The explanation that stands beside what it explains. */
  explained = $state.raw<{ readonly id: ExplanationId; readonly from: HTMLElement } | null>(null);
  /** The page of help that is open. */
  help = $state<HelpPage | null>(null);

  get width(): number {
    return this.#kept.width;
  }

  get panel(): boolean {
    return this.#kept.panel[this.#size];
  }

  /** The panel lies above the results: there is room for one thing only, as at a large zoom. */
  get covering(): boolean {
    return this.panel && this.#tight.current && !this.presenting;
  }

  isOpen(part: PartId): boolean {
    return !this.#kept.closed.includes(part);
  }

  hintShown(number: HintNumber): boolean {
    return !this.#kept.hintsClosed.includes(number);
  }

  resize(width: number): void {
    this.#keep({ width: within(width) });
  }

  showPanel(shown: boolean): void {
    this.#keep({ panel: { ...this.#kept.panel, [this.#size]: shown } });
  }

  open(part: PartId, open: boolean): void {
    const others = this.#kept.closed.filter((each) => each !== part);
    this.#keep({ closed: open ? others : [...others, part] });
  }

  closeHints(numbers: readonly HintNumber[]): void {
    const open = numbers.filter((number) => this.hintShown(number));
    if (open.length > 0) this.#keep({ hintsClosed: [...this.#kept.hintsClosed, ...open] });
  }

  /** All hints again, with the parts they stand in. */
  showHints(): void {
    this.#keep({
      hintsClosed: [],
      closed: this.#kept.closed.filter((part) => part !== 'text' && part !== 'layers'),
    });
    this.showPanel(true);
  }

  get #size(): 'wide' | 'narrow' {
    return this.#wide.current ? 'wide' : 'narrow';
  }

  #keep(change: Partial<Remembered>): void {
    this.#kept = { ...this.#kept, ...change };
    localStorage.setItem(key, JSON.stringify(this.#kept));
  }
}
