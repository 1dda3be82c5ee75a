import { tick, untrack } from 'svelte';
import type { TextCard } from '../../../core/words/text-concern.ts';
import type { statesOf } from '../context.ts';
import { questionOfCard } from '../gradients/gradient-question.ts';
import { enterPlace, presentPlace, tabs, type ViewId } from './places.ts';

type States = Pick<ReturnType<typeof statesOf>, 'state' | 'probes' | 'library' | 'layout'>;

/** Which tab is shown, how far each was scrolled when it was left, and the ways between them. Made by a component. */
export class ShownView {
  id = $state<ViewId>(presentPlace()?.view ?? 'convergence');
  /** What the tabs are shown in, and scrolls. */
  element = $state<HTMLElement>();
  readonly #states: States;
  /** The tab that the screen of the text leads back to, and what led there. */
  #back: { readonly to: ViewId; readonly from: Element | null } = { to: 'convergence', from: null };
  readonly #scrolled: Partial<Record<ViewId, number>> = {};

  constructor(states: States) {
    this.#states = states;
    const { state: lab, library } = states;
    $effect(() => enterPlace(this.#place));
    // Whoever starts a run wants to see it.
    $effect(() => {
      if (lab.training && this.id === 'text') untrack(() => void this.leaveText());
    });
    let before = this.#subject;
    // Another text, or results that were opened: the answer to them is in sight.
    $effect(() => {
      const now = this.#subject;
      // A window that is covered does not scroll.
      if (library.open) return;
      const { text, kept, report } = before;
      before = now;
      // What is kept from its first step on has no results yet.
      const other = now.kept !== null && now.kept !== kept && lab.hasResults;
      if (now.text === text && !other && (now.report === null || now.report === report)) return;
      for (const { id } of tabs) this.#scrolled[id] = 0;
      // Who splits it anew there looks at what that does.
      if (this.id === 'text') return;
      void tick().then(() => this.element?.scrollTo(0, 0));
    });
  }

  /** Goes to a tab, and to the question there that a card answers. */
  readonly show = async (id: ViewId, card = ''): Promise<void> => {
    const { probes, layout } = this.#states;
    probes.asks = questionOfCard(card) ?? probes.asks;
    if (id === this.id) return;
    if (id === 'text') this.#back = { to: this.id, from: document.activeElement };
    this.#scrolled[this.id] = this.element?.scrollTop ?? 0;
    layout.explained = null;
    this.id = id;
    await tick();
    this.element?.scrollTo(0, this.#scrolled[id] ?? 0);
  };

  /** The tab beside the one that is shown, and around. */
  readonly turn = (by: number): Promise<void> =>
    this.show(tabs[(tabs.findIndex(({ id }) => id === this.id) + by + tabs.length) % tabs.length].id);

  readonly lookAtText = async (card?: TextCard): Promise<void> => {
    await this.show('text');
    const place = card && this.element?.querySelector(`[data-card="${card}"]`);
    place?.scrollIntoView({ block: 'nearest' });
    const control = place?.querySelector<HTMLElement>('input:not(:disabled)');
    (control ?? this.element?.querySelector<HTMLElement>('[data-testid="text-done"]'))?.focus();
  };

  readonly leaveText = async (): Promise<void> => {
    const { to, from } = this.#back;
    await this.show(to);
    if (from instanceof HTMLElement && from.isConnected && from.getClientRects().length > 0) from.focus();
    else this.element?.focus();
  };

  /** Shows what the browser went back or forward to. */
  toPlace(): void {
    const { state: lab, library, layout } = this.#states;
    // What lies over the place goes first, and the place stays.
    const dialog = document.querySelector<HTMLDialogElement>('dialog[open]');
    const place = dialog || layout.presenting ? null : presentPlace();
    if (!place) {
      dialog?.close();
      layout.presenting = false;
      return enterPlace(this.#place);
    }
    if (place.library && !library.open) library.show();
    else if (!place.library) library.close();
    // A text is not looked at while it is trained on.
    if (place.view !== 'text' || !lab.training) void this.show(place.view);
  }

  get #place() {
    return { view: this.id, library: this.#states.library.open };
  }

  /** What the answer at the top is about. */
  get #subject() {
    const { state: lab } = this.#states;
    return {
      text: JSON.stringify(lab.experiment.corpus),
      kept: lab.kept,
      report: lab.opened ? lab.experiment : null,
    };
  }
}
