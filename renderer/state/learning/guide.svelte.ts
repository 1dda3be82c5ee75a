import { tick } from 'svelte';
import type { Preset } from '../../../core/experiments/presets.ts';
import { isStill } from '../../../core/experiments/still-preset.ts';
import { guideWords, presetGuides, type GuidePlace } from '../../../core/words/preset-guides.ts';
import type { Moment } from '../lab/changes.svelte.ts';
import type { StepId } from '../../../core/derivation/step-formulas.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { Layout } from '../window/layout.svelte.ts';

/** Milliseconds to wait for a card that is still being worked out. */
const longest = 8000;
/** Looks, one after the other, at which a card has not moved any more: it rests. */
const restful = 12;
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 60));

const storedAs = 'loss-lab-before-preset';

/** What was stored before a reload. The lab checks the experiment before it takes it. */
function storedMoment(): Moment | null {
  try {
    const { experiment, kept } = JSON.parse(sessionStorage.getItem(storedAs) ?? '') as Moment;
    return experiment ? { experiment, kept: typeof kept === 'string' ? kept : null } : null;
  } catch {
    return null;
  }
}

/** How the window goes from place to place. */
interface Ways {
  readonly show: (tab: 'convergence' | 'gradients', card: string) => Promise<void>;
  readonly derive: (step: StepId, place: Record<never, never>) => void;
}

/** The ready experiment that is gone through: what it says, where it leads, and the way back. */
export class Guide {
  readonly #lab: LabState;
  readonly #layout: Layout;
  readonly #show: Ways['show'];
  readonly #derive: Ways['derive'];
  /** What was set up before the first of the ready experiments was chosen. */
  #mine = $state.raw<Moment | null>(storedMoment());
  /** The one whose guide was closed. */
  #closed = $state<string | null>(null);
  /** The experiment says itself which it was, so that undo, a file and a new start all keep the guide. */
  #preset = $derived.by(() =>
    this.#lab.catalogue.presets.find(
      ({ experiment }) => experiment.question === this.#lab.experiment.question,
    ),
  );
  /** Counts links followed and whatever else is done, so that a slow card takes neither screen nor keyboard back. */
  #last = 0;

  constructor(lab: LabState, layout: Layout, show: Ways['show'], derive: Ways['derive']) {
    this.#lab = lab;
    this.#layout = layout;
    this.#show = show;
    this.#derive = derive;
    for (const name of ['wheel', 'pointerdown', 'keydown'])
      addEventListener(name, () => this.#last++, { capture: true, passive: true });
  }

  /** The one to lead through; null where there is none, or it was closed. */
  get shown(): Preset | null {
    return this.#preset && this.#preset.id !== this.#closed ? this.#preset : null;
  }

  get holds(): boolean {
    return this.shown !== null && isStill(this.shown, this.#lab.experiment);
  }

  /** The line that is next, from 0; null while runs train. */
  get next(): 1 | 2 | null {
    const { phase, search } = this.#lab;
    if (phase === 'idle' && search === null) return 1;
    return phase === 'finished' ? 2 : null;
  }

  get mayGoBack(): boolean {
    return this.#mine !== null && !this.#lab.training && !this.#lab.lost;
  }

  /** Sets it up, shows where to look and leaves the keyboard at what to press. */
  async choose(preset: Preset): Promise<void> {
    const mine = this.#preset ? this.#mine : this.#lab.changes.here();
    const { experiment, label, id } = preset;
    const turn = ++this.#last;
    const set = await this.#lab.changes.make(
      'setting',
      (api) => api.setExperiment({ experiment }),
      `preset “${label}”`,
    );
    if (set === undefined) return;
    this.#setMine(mine);
    this.#closed = null;
    // Who goes somewhere while the lab still sets it up stays there.
    if (turn === this.#last && (await this.follow(presetGuides[id].shows, false)))
      control('run-button')?.focus();
  }

  async back(): Promise<void> {
    const mine = this.#mine;
    if (mine && (await this.#lab.changes.backTo(mine, guideWords.backChange))) this.#setMine(null);
  }

  /** It outlives a reload of the window: the preset on the screen does, too. */
  #setMine(mine: Moment | null): void {
    this.#mine = mine;
    if (mine) sessionStorage.setItem(storedAs, JSON.stringify(mine));
    else sessionStorage.removeItem(storedAs);
  }

  close(): void {
    this.#closed = this.#preset?.id ?? null;
  }

  /** Goes where a link leads; a card is scrolled to as soon as it is there. False where something else was done meanwhile. */
  async follow(place: GuidePlace, focus = true): Promise<boolean> {
    const turn = ++this.#last;
    const undisturbed = (): boolean => turn === this.#last;
    if (place.kind === 'derivation') {
      this.#derive(place.step, {});
      return true;
    }
    if (place.kind === 'control') {
      if (place.part) {
        this.#layout.showPanel(true);
        this.#layout.open(place.part, true);
      }
      await tick();
      const found = control(place.control);
      found?.scrollIntoView({ block: 'center' });
      found?.focus();
      return undisturbed();
    }
    await this.#show(place.tab, place.card);
    const until = performance.now() + longest;
    const found = await this.#there(place.card, () => undisturbed() && performance.now() < until);
    if (found && focus && undisturbed()) {
      found.tabIndex = -1;
      found.focus({ preventScroll: true });
    }
    if (found) await this.#hold(found, undisturbed);
    return undisturbed();
  }

  /** A card, as soon as it is worked out. */
  async #there(card: string, wanted: () => boolean): Promise<HTMLElement | null> {
    for (;;) {
      const found = control(card);
      if (found || !wanted()) return found;
      await pause();
    }
  }

  /** Keeps a card in sight while those above it get their height, until it rests or is not wanted any more. */
  async #hold(card: HTMLElement, wanted: () => boolean): Promise<void> {
    let top = Number.NaN;
    for (let still = 0; still < restful && wanted() && card.isConnected; still++) {
      card.scrollIntoView({ block: 'start' });
      const { top: now } = card.getBoundingClientRect();
      if (now !== top) still = 0;
      top = now;
      await pause();
    }
  }
}

const control = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-testid="${name}"]`);
