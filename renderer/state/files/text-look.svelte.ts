import { untrack } from 'svelte';
import type { TextLook } from '../../../core/contract/lab-data.ts';
import type { SplitOptions } from '../../../core/corpora/parts.ts';
import type { SplitMeasure } from '../../../core/corpora/split-measures.ts';
import { splitOf } from '../../../core/experiments/text-split.ts';
import { answered } from '../lab/answered.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

type Shares = Pick<SplitOptions, 'heldOutShare' | 'tuningShare'>;

/** Bytes of all runs with so many distinct characters, and those that they may take. */
interface Memory {
  readonly bytes: number | null;
  readonly limit: number;
}

/** What the screen of the text asks the lab about the present text, as long as it is shown. */
export class TextLooking {
  /** Null until it is there, and where the text is not. */
  look = $state.raw<TextLook | null>(null);
  /** Of each way to split it, with `shares`; empty until it is measured. */
  splits = $state.raw<readonly SplitMeasure[]>([]);
  memory = $state.raw<Memory | null>(null);
  /** The shares that the handles are being moved to. */
  moved = $state.raw<Shares | null>(null);
  readonly #lab: LabState;
  /** Which text it is, and with what was chosen for it. */
  readonly #text = $derived.by(() => {
    const { corpus } = this.#lab;
    return corpus && JSON.stringify([corpus.sha256, corpus.files, corpus.options, corpus.characters]);
  });
  readonly #sha256 = $derived.by(() => this.#lab.corpus?.sha256);
  #measuring = false;

  /** In a component: it follows the lab as long as that is there. */
  constructor(lab: LabState) {
    this.#lab = lab;
    // Of another text nothing stays; of one that is read anew, what was found until it is found again.
    $effect(() => {
      void this.#sha256;
      untrack(() => (this.look = null));
    });
    $effect(() => {
      this.moved = null;
      if (this.#text === null) return;
      return answered(lab.lab.lookAtText({}), (found) => (this.look = found));
    });
    $effect(() => {
      void [this.#text, this.shares];
      void this.#measure();
    });
    $effect(() => {
      void [this.#text, lab.experiment];
      return answered(this.memoryOf(), (found) => (this.memory = found));
    });
  }

  /** Those of the text, or those that the handles are at. */
  get shares(): Shares {
    return this.moved ?? splitOf(this.#lab.experiment.corpus);
  }

  /** Of the way that the text is split in. */
  get measured(): SplitMeasure | undefined {
    const split = this.#lab.corpus?.options.split;
    return this.splits.find((each) => each.split === split);
  }

  /** What the runs need, with so many distinct characters where they are not those of the text. */
  memoryOf(distinct?: number): Promise<Memory | null> {
    const asked = distinct === undefined ? {} : { distinct };
    return this.#lab.lab.memoryNeeded(asked).catch(() => null);
  }

  /** One question at a time, and then that of what has changed meanwhile. */
  async #measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    try {
      for (;;) {
        const asked = [this.#text, this.shares.heldOutShare, this.shares.tuningShare];
        const [, heldOutShare, tuningShare] = asked as [string, number, number];
        this.splits = (await this.#lab.lab.measureSplits({ heldOutShare, tuningShare })) ?? [];
        const now = [this.#text, this.shares.heldOutShare, this.shares.tuningShare];
        if (now.every((each, i) => each === asked[i])) return;
      }
    } catch {
      this.splits = [];
    } finally {
      this.#measuring = false;
    }
  }
}
