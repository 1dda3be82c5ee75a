import type { Lab } from '../../../core/contract/lab-api.ts';
import type { Phase } from '../../../core/contract/lab-data.ts';
import { LabError } from '../../../core/errors.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { saidAs } from '../../../core/experiments/plan/said.ts';
import type { Subject } from './messages.svelte.ts';

/** Most changes that are remembered. */
const most = 100;

/** What an experiment was: itself, and where it lies in the library with its results. */
export interface Moment {
  readonly experiment: Experiment;
  /** Id in the library; null where nothing of it was trained. */
  readonly kept: string | null;
}

/** A change of the experiment that can be taken back, or made again. */
interface Change {
  /** What was changed. */
  readonly words: string;
  /** What there was on the other side of it. */
  readonly moment: Moment;
}

/** What changes need to know of the screen. */
interface Changing {
  readonly experiment: Experiment;
  readonly kept: string | null;
  readonly phase: Phase;
  act<T>(subject: Subject, action: (lab: Lab) => Promise<T>): Promise<T | undefined>;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
  /** A change in words; empty where the experiments are the same. */
  wordsOf(before: Experiment, after: Experiment): string;
  problem(error: unknown): void;
  /** Whether the results on the screen, where there are any, are still somewhere when they leave it. */
  readonly keepsResults: boolean;
  readonly hasResults: boolean;
  /** They were not. */
  lostResults(): void;
}

/**
 * The changes of the experiment, one after the other, each with its name. Taking one back brings the experiment back that
 * there was, and its results where it has some in the library.
 */
export class Changes {
  past = $state.raw<readonly Change[]>([]);
  future = $state.raw<readonly Change[]>([]);
  readonly #screen: Changing;

  constructor(screen: Changing) {
    this.#screen = screen;
  }

  /**
   * Makes a change in its turn, and remembers it; what the lab refuses becomes a message.
   * @param words its name; left out where the difference has one
   */
  make<T>(subject: Subject, action: (lab: Lab) => Promise<T>, words?: string): Promise<T | undefined> {
    return this.follow(() => this.#screen.act(subject, action), words);
  }

  /** The same for a change whose errors the caller tells. */
  follow<T>(change: () => Promise<T>, words?: string): Promise<T> {
    return this.#screen.inTurn(async () => {
      const before = this.here();
      const { keepsResults } = this.#screen;
      const answer = await change();
      this.#remember(before, words);
      if (!keepsResults && !this.#screen.hasResults) this.#screen.lostResults();
      return answer;
    });
  }

  undo(): Promise<void> {
    return this.#go('past', 'future');
  }

  redo(): Promise<void> {
    return this.#go('future', 'past');
  }

  /** What is there now, to come back to. */
  here(): Moment {
    const { experiment, kept } = this.#screen;
    return { experiment, kept };
  }

  #remember(before: Moment, words?: string): void {
    const after = this.here();
    const difference = this.#screen.wordsOf(before.experiment, after.experiment);
    // The same experiment at its beginning again has left its results behind.
    const reset = difference === '' && before.kept !== null && before.kept !== after.kept;
    if (difference === '' && !reset) return;
    const name = words ?? (reset ? 'back to step 0' : difference);
    this.past = [...this.past, { words: name, moment: before }].slice(-most);
    this.future = [];
  }

  /** Back to what there was at some time, as a change that can itself be taken back. @returns whether it is there */
  backTo(moment: Moment, words: string): Promise<boolean> {
    return this.#screen.inTurn(async () => {
      if (this.#refused()) return false;
      const before = this.here();
      const restored = await this.#screen.act('setting', (lab) => this.#restore(lab, moment));
      if (restored) this.#remember(before, words);
      return restored !== undefined;
    });
  }

  /** Nothing is taken back under what is being trained. */
  #refused(): boolean {
    const running = this.#screen.phase === 'running';
    const next = 'Pause it first.';
    if (running)
      this.#screen.problem(new LabError('wrong-state', 'Nothing can be undone while runs train.', next));
    return running;
  }

  #go(from: 'past' | 'future', to: 'past' | 'future'): Promise<void> {
    return this.#screen.inTurn(async () => {
      const change = this[from].at(-1);
      if (!change || this.#refused()) return;
      const here = this.here();
      const restored = await this.#screen.act('setting', (lab) => this.#restore(lab, change.moment));
      if (!restored) return;
      this[from] = this[from].slice(0, -1);
      this[to] = [...this[to], { words: change.words, moment: here }];
    });
  }

  /** With its results, where they are kept apart from those on the screen; else the experiment alone. */
  async #restore(lab: Lab, { experiment, kept }: Moment): Promise<unknown> {
    const { experiment: shown, kept: here } = this.#screen;
    // The same one under other names, or asked otherwise; it may have more seeds and steps by now, which stay.
    if (kept !== null && kept === here) return lab.setExperiment({ experiment: saidAs(shown, experiment) });
    if (kept !== null) {
      try {
        return await lab.openKept({ id: kept });
      } catch (error) {
        // In the trash by now, or moved away: what it was is known all the same.
        this.#screen.problem(error);
      }
    }
    return lab.setExperiment({ experiment });
  }
}
