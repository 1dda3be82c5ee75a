import { untrack } from 'svelte';
import { probeLimits, type Probe, type ProbeMoment, type ProbeStretch } from '../../core/probes/probe.ts';
import type { CorpusSummary } from '../../core/corpora/corpus.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import { toErrorData, type LabErrorData } from '../../core/errors.ts';
import { GradientChecks } from './gradient-checks.svelte.ts';
import type { LabState } from './lab-state.svelte.ts';
import { shownLayers, type ShownLayer } from './shown-layers.ts';
import { UnitState } from './unit-state.svelte.ts';

/** Milliseconds between two looks at weights that are in training; more when a look takes long. */
const liveEvery = 1000;
/** Share of the time that live looks may take: training needs the cores too. */
const liveShare = 0.1;
/** Most characters with a row of their own in a map. */
export const mapRows = 200;
/** `fresh`: initial weights; `now`: present ones; a number: a step whose weights were kept. */
export type ChosenStep = 'fresh' | 'now' | number;

/** What the gradient cards look at, and what the lab answers. One question of a kind is on its way at a time. */
export class ProbeState {
  readonly #lab: LabState;
  /** Choices of the user; null until one is made: then they follow the experiment. */
  #arm = $state<string | null>(null);
  #seed = $state<number | null>(null);
  #length = $state<number | null>(null);
  step = $state<ChosenStep>('now');
  part = $state<ProbeStretch['part']>('training');
  start = $state(0);
  /** Layers of the registry shown beside the arms. */
  extras = $state.raw<readonly string[]>([]);
  /** Follow weights in training. */
  live = $state(true);

  probe = $state.raw<Probe | null>(null);
  /** The layers of `probe`, in its order; those shown may be others until the next probe is here. */
  probeLayers = $state.raw<readonly ShownLayer[]>([]);
  problem = $state.raw<LabErrorData | null>(null);
  /** A question is on its way. */
  busy = $state(false);
  kept = $state.raw<readonly number[]>([]);
  /** The results were opened from a report: there are no weights behind them. */
  weightless = $state(false);

  layers = $derived<readonly ShownLayer[]>(this.#shownLayers());
  armId = $derived(this.#armId());
  seed = $derived(this.#seedOf());
  length = $derived(this.#lengthOf());
  /** Characters of the chosen part of the text. */
  available = $derived(this.#available());
  /** Place of the first character: what was chosen, as far as the text goes. */
  place = $derived(Math.max(0, Math.min(this.start, this.available - 2)));
  moment = $derived<ProbeMoment>(this.#moment());
  stretch = $derived<ProbeStretch>({ part: this.part, start: this.place, length: this.length, context: 100 });
  probedLayers = $derived(this.layers.map(({ probed }) => probed));
  /** All that a probe depends on and the user chooses, to tell one question from another. */
  #question = $derived(JSON.stringify([this.moment, this.stretch, this.probedLayers]));

  /** Cards under the pointer; while there are any, newer figures of the same question wait. */
  #holders = $state(0);
  held = $derived(this.#holders > 0);
  #waiting = $state.raw<Answer | null>(null);
  /** Newer figures are here than the ones that are shown. */
  waiting = $derived(this.#waiting !== null);
  #shown: Asked | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** No component shows the answers any more. */
  closed = false;
  readonly unit: UnitState;
  readonly checks: GradientChecks;

  constructor(lab: LabState) {
    this.#lab = lab;
    this.unit = new UnitState(lab, this);
    this.checks = new GradientChecks(lab, this);
  }

  chooseArm(id: string): void {
    this.#arm = id;
  }

  chooseSeed(seed: number): void {
    this.#seed = seed;
  }

  chooseLength(length: number): void {
    this.#length = length;
  }

  toggleExtra(layer: string): void {
    this.extras = this.extras.includes(layer)
      ? this.extras.filter((each) => each !== layer)
      : [...this.extras, layer];
  }

  hold(): void {
    this.#holders++;
  }

  letGo(): void {
    this.#holders = Math.max(0, this.#holders - 1);
    if (this.#holders === 0 && this.#waiting) this.#show(this.#waiting);
  }

  /**
   * Keeps the answers in step with the choices, from inside a component. Must be called while it is being set up.
   */
  follow(): void {
    this.closed = false;
    $effect(() => {
      void this.#lab.experiment;
      void this.#lab.phase;
      this.weightless = false;
    });
    $effect(() => {
      void this.#question;
      void this.#lab.experiment;
      void this.#lab.phase;
      void this.live;
      const { corpus } = this.#lab;
      untrack(() => (corpus ? this.look() : this.#forget()));
    });
    $effect(() => {
      void this.unit.z;
      void this.probedLayers;
      void this.#lab.corpus?.distinct;
      if (this.unit.others === 'model') void this.probe;
      untrack(() => void this.unit.ask());
    });
    $effect(() => {
      void this.checks.fault;
      untrack(() => void this.checks.followFault());
    });
    $effect(() => () => this.#close());
  }

  #close(): void {
    this.closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Asks for a probe of what is chosen; a question asked meanwhile is asked once more when this one is answered. */
  look(): void {
    if (!this.#lab.corpus || this.#lab.lost || this.closed) return;
    if (this.busy) this.#again = true;
    else void this.#look();
  }

  async #look(): Promise<void> {
    this.busy = true;
    this.#again = false;
    const { moment, stretch, layers } = this;
    const { experiment, corpus } = this.#lab;
    const asked: Asked = { question: this.#question, experiment, corpus };
    const started = performance.now();
    try {
      const probed = layers.map((layer) => layer.probed);
      const probe = await this.#lab.lab.probe({ moment, stretch, layers: probed, rows: mapRows });
      this.problem = null;
      const answer = { probe, layers, asked };
      // An answer to a new question is what the user asked for: only a repeated look waits for the pointer to go.
      if (this.held && sameQuestion(asked, this.#shown)) this.#waiting = answer;
      else this.#show(answer);
    } catch (error) {
      this.#refused(toErrorData(error), moment);
    }
    void this.#listKept();
    this.busy = false;
    if (this.#again) this.look();
    else this.#scheduleLive(performance.now() - started);
  }

  /** A problem of another question than the probe. */
  tell(problem: LabErrorData): void {
    this.problem = problem;
  }

  #refused(problem: LabErrorData, moment: ProbeMoment): void {
    const { phase } = this.#lab;
    // While a run is started or dropped, its weights come and go: the new phase asks again.
    if (problem.code === 'wrong-state' && moment.kind === 'run')
      this.weightless = phase === 'finished' || phase === 'stopped';
    else if (problem.code !== 'cancelled') {
      // Figures of another text would stand beside this one's problem.
      if (this.#shown?.corpus !== this.#lab.corpus) this.#forgetProbe();
      this.problem = problem;
    }
  }

  /** There is no text: nothing that is shown means anything. */
  #forget(): void {
    this.#forgetProbe();
    this.problem = null;
    this.unit.forget();
  }

  #forgetProbe(): void {
    this.#waiting = this.#shown = this.probe = null;
    this.checks.forget();
  }

  #scheduleLive(took: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (
      !this.live ||
      this.closed ||
      this.#lab.phase !== 'running' ||
      this.moment.kind !== 'run' ||
      this.moment.step !== null
    )
      return;
    this.#timer = setTimeout(() => this.look(), Math.max(liveEvery, took / liveShare));
  }

  #show({ probe, layers, asked }: Answer): void {
    this.#waiting = null;
    this.#shown = asked;
    this.probe = probe;
    this.probeLayers = layers;
    // In training the weights have gone on before a check is through: it is asked for when they rest.
    if (this.#lab.phase !== 'running' && !this.closed) void this.checks.run();
  }

  async #listKept(): Promise<void> {
    const { armId, seed } = this;
    let steps: readonly number[] = [];
    try {
      ({ steps } = await this.#lab.lab.keptSteps({ armId, seed }));
    } catch {
      // An arm that is no longer there has none.
    }
    if (armId !== this.armId || seed !== this.seed) return;
    this.kept = steps;
    // Weights that are gone are not chosen any more, lest another run of this arm comes to that step.
    if (typeof this.step === 'number' && !steps.includes(this.step)) this.step = 'now';
  }

  #shownLayers(): readonly ShownLayer[] {
    const { experiment, layers } = this.#lab;
    return shownLayers(experiment, layers, this.extras);
  }

  #armId(): string {
    const { arms } = this.#lab.experiment;
    return (arms.find(({ id }) => id === this.#arm) ?? arms[0]).id;
  }

  #seedOf(): number {
    const { seeds } = this.#lab.experiment;
    return this.#seed !== null && seeds.includes(this.#seed) ? this.#seed : seeds[0];
  }

  #available(): number {
    const { corpus } = this.#lab;
    if (!corpus) return 0;
    return this.part === 'training' ? corpus.trainCharacters : corpus.heldOutCharacters;
  }

  #lengthOf(): number {
    const wanted = this.#length ?? this.#lab.experiment.model.length;
    return Math.max(1, Math.min(wanted, probeLimits.length, this.available - this.place - 1));
  }

  #moment(): ProbeMoment {
    const { armId, seed, step } = this;
    const untrained = this.#lab.phase === 'idle' || this.weightless;
    if (step === 'fresh' || untrained) return { kind: 'fresh', armId, seed };
    // A step of another run may not have been kept of this one.
    return { kind: 'run', armId, seed, step: step !== 'now' && this.kept.includes(step) ? step : null };
  }
}

/** What a probe was asked for. */
interface Asked {
  readonly question: string;
  readonly experiment: Experiment;
  readonly corpus: CorpusSummary | null;
}

interface Answer {
  readonly probe: Probe;
  readonly layers: readonly ShownLayer[];
  readonly asked: Asked;
}

const sameQuestion = (one: Asked, other: Asked | null): boolean =>
  one.question === other?.question && one.experiment === other.experiment && one.corpus === other.corpus;
