import { untrack } from 'svelte';
import { duelLimits, type Duel, type DuelText } from '../../core/duels/duel.ts';
import type { CorpusSummary } from '../../core/corpora/corpus.ts';
import type { ProbeMoment } from '../../core/probes/probe.ts';
import { toErrorData, type LabErrorData } from '../../core/errors.ts';
import type { LabState, ShownArm } from './lab-state.svelte.ts';
import type { ChosenStep, ProbeState } from './probe-state.svelte.ts';

/** Milliseconds between two looks at weights that are in training; more when a look takes long. */
const liveEvery = 1000;
/** Share of the time that live looks may take: training needs the cores too. */
const liveShare = 0.1;
/** Likeliest characters shown at a position. */
const shownTop = 8;

/** A duel with the arms that met, which need not be those of the present experiment any more. */
export interface ShownDuel {
  readonly duel: Duel;
  /** In the order of `duel.lines`. */
  readonly arms: readonly ShownArm[];
}

/** The sampling duel on the screen: what is asked, and what the lab answers. One question is on its way at a time. */
export class DuelScreen {
  readonly #lab: LabState;
  readonly #probes: ProbeState;
  mode = $state<DuelText['kind']>('drawn');
  /** Read before drawing, or the text that all read. */
  prompt = $state('');
  characters = $state(160);
  /** Place of the first character of held-out text. */
  start = $state(0);
  temperature = $state(1);
  sampleSeed = $state(1);
  step = $state<ChosenStep>('now');
  #seed = $state<number | null>(null);

  shown = $state.raw<ShownDuel | null>(null);
  problem = $state.raw<LabErrorData | null>(null);
  busy = $state(false);
  /** Steps whose weights every arm has kept. */
  kept = $state.raw<readonly number[]>([]);
  /** The results were opened from a report: there are no weights behind them. */
  weightless = $state(false);
  /** The position that is looked at. */
  #position = $state(0);

  seed = $derived<number>(this.#seedOf());
  /** Whether only initial weights can be looked at. */
  untrained = $derived<boolean>(this.#untrained());
  /** Characters of held-out text that can be predicted from `place` on. */
  available = $derived<number>(this.#available());
  place = $derived(Math.min(this.start, this.available - 1));
  positions = $derived(this.shown?.duel.lines[0]?.characters.length ?? 0);
  position = $derived(Math.max(0, Math.min(this.#position, this.positions - 1)));
  /** The arms that can meet: those whose outputs are read as probabilities. */
  able = $derived<readonly ShownArm[]>(this.#read(true));
  /** The others. */
  unable = $derived<readonly ShownArm[]>(this.#read(false));
  moments = $derived<readonly ProbeMoment[]>(this.#momentsOf());
  text = $derived<DuelText>(this.#textOf());
  #question = $derived(JSON.stringify([this.moments, this.text, this.temperature]));

  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;
  #corpus: CorpusSummary | null = null;

  constructor(lab: LabState, probes: ProbeState) {
    this.#lab = lab;
    this.#probes = probes;
  }

  chooseSeed(seed: number): void {
    this.#seed = seed;
  }

  lookAt(position: number): void {
    this.#position = Math.max(0, Math.min(position, this.positions - 1));
  }

  /** The next seed of random numbers. */
  newNumbers(): void {
    this.sampleSeed = (this.sampleSeed + 1) % 2 ** 32;
  }

  /**
   * Keeps the answer in step with the choices, from inside a component. Must be called while it is being set up.
   */
  follow(): void {
    this.#closed = false;
    $effect(() => {
      void this.#lab.experiment;
      void this.#lab.phase;
      this.weightless = false;
    });
    $effect(() => {
      void this.#question;
      void this.#lab.experiment;
      void this.#lab.phase;
      void this.#probes.live;
      const { corpus } = this.#lab;
      untrack(() => {
        // Characters of another text would stand beside this one's settings.
        if (corpus !== this.#corpus) this.shown = this.problem = null;
        this.#corpus = corpus;
        this.look();
      });
    });
    $effect(() => () => {
      this.#closed = true;
      if (this.#timer) clearTimeout(this.#timer);
    });
  }

  /** Asks for a duel of what is chosen; a question asked meanwhile is asked once more when this one is answered. */
  look(): void {
    if (!this.#lab.corpus || this.#lab.lost || this.#closed || this.able.length === 0) return;
    if (this.busy) this.#again = true;
    else void this.#look();
  }

  async #look(): Promise<void> {
    this.busy = true;
    this.#again = false;
    const { moments, text, temperature, able: arms } = this;
    const { corpus } = this.#lab;
    const started = performance.now();
    try {
      const duel = await this.#lab.lab.duel({ arms: moments, text, temperature, top: shownTop });
      if (corpus === this.#lab.corpus) {
        this.problem = null;
        this.shown = { duel, arms };
      }
    } catch (error) {
      this.#refused(toErrorData(error), moments);
    }
    await this.#listKept();
    this.busy = false;
    if (this.#again) this.look();
    else this.#scheduleLive(performance.now() - started);
  }

  #refused(problem: LabErrorData, moments: readonly ProbeMoment[]): void {
    const { phase } = this.#lab;
    // While a run is started or dropped, its weights come and go: the new phase asks again.
    if (problem.code === 'wrong-state' && moments[0]?.kind === 'run')
      this.weightless = phase === 'finished' || phase === 'stopped';
    else if (problem.code !== 'cancelled') this.problem = problem;
  }

  #scheduleLive(took: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const follows = this.#probes.live && this.#lab.phase === 'running' && this.step === 'now';
    if (!follows || this.#closed) return;
    this.#timer = setTimeout(
      // What is under the pointer is being read: newer characters wait until it has gone.
      () => (this.#probes.held ? this.#scheduleLive(took) : this.look()),
      Math.max(liveEvery, took / liveShare),
    );
  }

  async #listKept(): Promise<void> {
    const { experiment } = this.#lab;
    const { seed } = this;
    if (this.untrained) {
      this.kept = [];
      return;
    }
    let lists: readonly (readonly number[])[] = [];
    try {
      const answers = experiment.arms.map(({ id }) => this.#lab.lab.keptSteps({ armId: id, seed }));
      lists = (await Promise.all(answers)).map(({ steps }) => steps);
    } catch {
      // An arm that is no longer there has none.
    }
    if (experiment !== this.#lab.experiment || seed !== this.seed) return;
    this.kept = (lists[0] ?? []).filter((step) => lists.every((steps) => steps.includes(step)));
    if (typeof this.step === 'number' && !this.kept.includes(this.step)) this.step = 'now';
  }

  #read(able: boolean): readonly ShownArm[] {
    return this.#lab.arms.filter(({ reading }) => (reading.id !== 'none') === able);
  }

  #untrained(): boolean {
    return this.#lab.phase === 'idle' || this.weightless;
  }

  #available(): number {
    return Math.max(1, (this.#lab.corpus?.heldOutCharacters ?? 2) - 1);
  }

  #seedOf(): number {
    const { seeds } = this.#lab.experiment;
    return this.#seed !== null && seeds.includes(this.#seed) ? this.#seed : seeds[0];
  }

  #momentsOf(): readonly ProbeMoment[] {
    const { seed, step } = this;
    return this.able.slice(0, duelLimits.arms).map(({ arm: { id: armId } }) => {
      if (step === 'fresh' || this.untrained) return { kind: 'fresh', armId, seed };
      return { kind: 'run', armId, seed, step: step !== 'now' && this.kept.includes(step) ? step : null };
    });
  }

  #textOf(): DuelText {
    const { mode, prompt, characters, sampleSeed, place } = this;
    if (mode === 'given') return { kind: 'given', text: prompt };
    if (mode === 'drawn') return { kind: 'drawn', prompt, characters, sampleSeed };
    return { kind: 'held-out', start: place, characters: Math.min(characters, this.available - place) };
  }
}
