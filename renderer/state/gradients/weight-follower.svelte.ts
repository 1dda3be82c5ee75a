import { untrack } from 'svelte';
import { toErrorData, type LabErrorData } from '../../../core/errors.ts';
import type { ProbeMoment } from '../../../core/probes/probe.ts';
import { grouped } from '../../../core/words/number-format.ts';
import type { Say } from '../../../core/words/said/say.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** Milliseconds between two looks at weights that are in training; more when a look takes long. */
const liveEvery = 1000;
/** Share of the time that live looks may take: training needs the cores too. */
const liveShare = 0.1;

/** `fresh`: initial weights; `now`: present ones; a number: a step whose weights were kept. */
export type ChosenStep = 'fresh' | 'now' | number;

/**
 * Asks the lab about weights of one seed and step, and again while they are in training. One question is on its way at a
 * time; what is asked meanwhile is asked once more when it is answered.
 */
export abstract class WeightFollower {
  protected readonly lab: LabState;
  /** The choice of the user; null until one is made: then it follows the experiment. */
  #seed = $state<number | null>(null);
  step = $state<ChosenStep>('now');
  problem = $state.raw<LabErrorData | null>(null);
  /** A question is on its way. */
  busy = $state(false);
  /** Steps whose weights every arm that is looked at has kept. */
  kept = $state.raw<readonly number[]>([]);
  /** The results were opened from a report: there are no weights behind them. */
  weightless = $state(false);

  seed = $derived.by<number>(() => {
    const { seeds } = this.lab.experiment;
    return this.#seed !== null && seeds.includes(this.#seed) ? this.#seed : seeds[0];
  });
  /** Only initial weights can be looked at. */
  untrained = $derived.by<boolean>(() => this.lab.phase === 'idle' || this.weightless);

  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** No component shows the answers any more. */
  closed = false;

  constructor(lab: LabState) {
    this.lab = lab;
  }

  /** Whether weights in training are followed. */
  abstract readonly live: boolean;
  /** All that an answer depends on and the user chooses, to tell one question from another. */
  protected abstract readonly question: string;
  /** Ids of the arms whose weights are looked at. */
  protected abstract readonly armIds: readonly string[];
  /** Asks, and shows the answer. */
  protected abstract ask(): Promise<void>;
  /** The text, or what is chosen, is another now. */
  protected abstract changed(): void;

  /** Whether the next look at weights in training waits. */
  protected get resting(): boolean {
    return false;
  }

  protected refused(problem: LabErrorData): void {
    this.problem = problem;
  }

  chooseSeed(seed: number): void {
    this.#seed = seed;
  }

  /** Keeps the answer in step with the choices, from inside a component. Must be called while it is being set up. */
  follow(): void {
    this.closed = false;
    $effect(() => {
      void [this.lab.experiment, this.lab.phase];
      this.weightless = false;
    });
    $effect(() => {
      const { experiment, phase, corpus } = this.lab;
      void [this.question, this.live, experiment, phase, corpus];
      untrack(() => {
        this.changed();
        this.look();
      });
    });
    $effect(() => () => {
      this.closed = true;
      if (this.#timer) clearTimeout(this.#timer);
    });
  }

  /** Asks about what is chosen. */
  look(): void {
    if (!this.lab.corpus || this.lab.lost || this.closed || this.armIds.length === 0) return;
    if (this.busy) this.#again = true;
    else void this.#look();
  }

  /** The weights of an arm that are looked at. */
  protected momentOf(armId: string): ProbeMoment {
    const { seed, step } = this;
    if (step === 'fresh' || this.untrained) return { kind: 'fresh', armId, seed };
    // A step of another run may not have been kept of this one.
    return { kind: 'run', armId, seed, step: step !== 'now' && this.kept.includes(step) ? step : null };
  }

  async #look(): Promise<void> {
    this.busy = true;
    this.#again = false;
    const trained = this.step !== 'fresh' && !this.untrained;
    const started = performance.now();
    try {
      await this.ask();
    } catch (error) {
      const problem = toErrorData(error);
      const { phase } = this.lab;
      // While a run is started or dropped, its weights come and go: the new phase asks again.
      if (problem.code === 'wrong-state' && trained)
        this.weightless = phase === 'finished' || phase === 'stopped';
      else if (problem.code !== 'cancelled') this.refused(problem);
    }
    void this.#listKept();
    this.busy = false;
    if (this.#again) this.look();
    else this.#scheduleLive(performance.now() - started);
  }

  #scheduleLive(took: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.live || this.closed || this.lab.phase !== 'running' || this.step !== 'now') return;
    this.#timer = setTimeout(
      () => (this.resting ? this.#scheduleLive(took) : this.look()),
      Math.max(liveEvery, took / liveShare),
    );
  }

  async #listKept(): Promise<void> {
    const { armIds, seed, lab } = this;
    const { experiment } = lab;
    let lists: readonly (readonly number[])[] = [];
    try {
      const answers = this.untrained ? [] : armIds.map((armId) => lab.lab.keptSteps({ armId, seed }));
      lists = (await Promise.all(answers)).map(({ steps }) => steps);
    } catch {
      // An arm that is no longer there has none.
    }
    if (experiment !== lab.experiment || seed !== this.seed || armIds.join() !== this.armIds.join()) return;
    this.kept = (lists[0] ?? []).filter((step) => lists.every((steps) => steps.includes(step)));
    // Weights that are gone are not chosen any more, lest another run of this arm comes to that step.
    if (typeof this.step === 'number' && !this.kept.includes(this.step)) this.step = 'now';
  }
}

/** The steps whose weights can be looked at, the latest first, as options. */
export const momentsOf = ({ kept, untrained }: Pick<WeightFollower, 'kept' | 'untrained'>, say: Say) => [
  { id: 'now', label: untrained ? say`initial weights` : say`present weights` },
  ...(untrained
    ? []
    : [
        { id: 'fresh', label: say`initial weights` },
        ...kept
          .filter((step) => step > 0)
          .reverse()
          .map((step) => ({ id: String(step), label: say`step ${grouped(step)}` })),
      ]),
];

/** The one of them that is looked at. */
export function momentOf(of: Pick<WeightFollower, 'kept' | 'untrained' | 'step'>, say: Say) {
  const all = momentsOf(of, say);
  return all.find(({ id }) => id === String(of.step)) ?? all[0];
}
