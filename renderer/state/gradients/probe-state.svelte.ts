import { untrack } from 'svelte';
import type { Probe } from '../../../core/probes/probe.ts';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import type { LabErrorData } from '../../../core/errors.ts';
import { GradientChecks } from './gradient-checks.svelte.ts';
import type { GradientQuestion } from './gradient-question.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ShownLayer } from './shown-layers.ts';
import { StretchFollower } from './stretch-follower.svelte.ts';
import { UnitState } from './unit-state.svelte.ts';

/** Most characters with a row of their own in a map. */
const mapRows = 200;

/** What the gradient cards look at, and what the lab answers. One question of a kind is on its way at a time. */
export class ProbeState extends StretchFollower {
  extras = $state.raw<readonly string[]>([]);
  /** What is asked of the gradients. */
  asks = $state<GradientQuestion>('pull');
  /** The two arms that *See why* asked of; null where the headline may choose. */
  whyOf = $state.raw<readonly [string, string] | null>(null);
  #t = $state(1);
  #lag = $state(10);

  probe = $state.raw<Probe | null>(null);
  /** The layers of `probe`, in its order; those shown may be others until the next probe is here. */
  probeLayers = $state.raw<readonly ShownLayer[]>([]);

  /** Cards under the pointer; while there are any, newer figures of the same question wait. */
  #holders = $state(0);
  held = $derived(this.#holders > 0);
  #waiting = $state.raw<Answer | null>(null);
  /** Newer figures are here than the ones that are shown. */
  waiting = $derived(this.#waiting !== null);
  #shown: Asked | null = null;
  readonly unit: UnitState;
  readonly checks: GradientChecks;

  constructor(lab: LabState) {
    super(lab);
    this.unit = new UnitState(lab, this);
    this.checks = new GradientChecks(lab, this);
  }

  /** The step of the stretch that is looked at, 1 … T. */
  get t(): number {
    return Math.min(this.#t, this.probe?.inputs.length ?? 1);
  }

  /** The lag that is read, 0 … T − 1. It stays whatever is looked at, and comes back after a shorter stretch. */
  get lag(): number {
    return Math.min(this.#lag, (this.probe?.inputs.length ?? 1) - 1);
  }

  set lag(lag: number) {
    this.#lag = lag;
  }

  /** What is found again when the page is loaded anew; the lag as it was chosen, however short the stretch is now. */
  get asked(): { readonly asks: GradientQuestion; readonly lag: number } {
    return { asks: this.asks, lag: this.#lag };
  }

  /** Looks at a step: z becomes that of the output that is wanted there. */
  lookAt(t: number): void {
    this.#t = t;
    const { probe } = this;
    if (probe) this.unit.lookAt(probe.logits[probe.targetRows[t - 1] * probe.inputs.length + t - 1]);
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

  override follow(): void {
    super.follow();
    $effect(() => {
      void this.unit.z;
      void this.probedLayers;
      void this.lab.corpus?.distinct;
      if (this.unit.others === 'model') void this.probe;
      untrack(() => void this.unit.ask());
    });
    $effect(() => {
      void this.checks.fault;
      untrack(() => void this.checks.followFault());
    });
  }

  protected async ask(): Promise<void> {
    const { moment, stretch, layers, probedLayers, question } = this;
    const { experiment, corpus } = this.lab;
    const asked: Asked = { question, experiment, corpus };
    const probe = await this.lab.lab.probe({ moment, stretch, layers: probedLayers, rows: mapRows });
    this.problem = null;
    const answer = { probe, layers, asked };
    // An answer to a new question is what the user asked for: only a repeated look waits for the pointer to go.
    if (this.held && sameQuestion(asked, this.#shown)) this.#waiting = answer;
    else this.#show(answer);
  }

  /** A problem of another question than the probe. */
  tell(problem: LabErrorData): void {
    this.problem = problem;
  }

  protected override refused(problem: LabErrorData): void {
    // Figures of another text would stand beside this one's problem.
    if (this.#shown?.corpus !== this.lab.corpus) this.#forgetProbe();
    this.problem = problem;
  }

  /** Where there is no text, nothing that is shown means anything. */
  protected changed(): void {
    if (this.lab.corpus) return;
    this.#forgetProbe();
    this.problem = null;
    this.unit.forget();
  }

  #forgetProbe(): void {
    this.#waiting = this.#shown = this.probe = null;
    this.checks.forget();
  }

  #show({ probe, layers, asked }: Answer): void {
    this.#waiting = null;
    this.#shown = asked;
    this.probe = probe;
    this.probeLayers = layers;
    // In training the weights have gone on before a check is through: it is asked for when they rest.
    if (this.lab.phase !== 'running' && !this.closed) void this.checks.run();
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
