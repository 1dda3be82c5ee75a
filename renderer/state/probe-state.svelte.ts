import { untrack } from 'svelte';
import { armLabels } from '../../core/contract/arm-labels.ts';
import { armLooks, type ArmLook } from '../../core/contract/arm-look.ts';
import {
  newArm,
  probeLimits,
  type Arm,
  type CorpusSummary,
  type Experiment,
  type FaultId,
  type LayerCheck,
  type Probe,
  type ProbedLayer,
  type ProbeMoment,
  type ProbeStretch,
  type UnitResponse,
} from '../../core/contract/data.ts';
import { toErrorData, type LabErrorData } from '../../core/errors.ts';
import type { LabState } from './lab-state.svelte.ts';

/** Milliseconds between two looks at weights that are in training; more when a look takes long. */
const liveEvery = 1000;
/** Share of the time that live looks may take: training needs the cores too. */
const liveShare = 0.1;
/** Most characters with a row of their own in a map. */
export const mapRows = 200;
/** Range and distance of the logits in δ against z. */
export const zRange = { low: -10, high: 10, step: 0.1 } as const;

/** An output layer as the gradient cards show it: one of the arms, or one from the registry that was added to look at. */
export interface ShownLayer {
  /** Unique among those shown. */
  readonly key: string;
  readonly probed: ProbedLayer;
  readonly label: string;
  readonly look: ArmLook;
  readonly matched: boolean;
  readonly activation: string;
  readonly loss: string;
  /** Added from the registry. */
  readonly extra: boolean;
}

/** `fresh`: initial weights; `now`: present ones; a number: a step whose weights were kept. */
export type ChosenStep = 'fresh' | 'now' | number;

/** Responses of one output to its own logit, over the whole range or at the chosen z, for both targets. */
export interface UnitCurves {
  readonly z: Float64Array;
  /** The layers that were asked for; those shown may be others by the time the answer is here. */
  readonly layers: readonly ShownLayer[];
  /** In the order of `layers`. */
  readonly isTarget: readonly UnitResponse[];
  readonly isOther: readonly UnitResponse[];
}

/** The check of one layer: under way (null), refused, or done. */
export type CheckState = LayerCheck | LabErrorData | null;

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
  /** The logit whose values the table shows. */
  z = $state(-4.2);
  /** Which curve the table is about. */
  t = $state<0 | 1>(1);
  others = $state<'equal' | 'model'>('equal');
  fault = $state<FaultId | null>(null);
  /** Follow weights in training. */
  live = $state(true);

  probe = $state.raw<Probe | null>(null);
  /** The layers of `probe`, in its order; those shown may be others until the next probe is here. */
  probeLayers = $state.raw<readonly ShownLayer[]>([]);
  problem = $state.raw<LabErrorData | null>(null);
  /** A question is on its way. */
  busy = $state(false);
  curves = $state.raw<UnitCurves | null>(null);
  atZ = $state.raw<UnitCurves | null>(null);
  /** By key of the layer. */
  checks = $state.raw<Readonly<Record<string, CheckState>>>({});
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
  #gridOf: readonly unknown[] = [];
  #checkedFault: FaultId | null = null;
  #atZAgain = false;
  #atZBusy = false;
  #checkRound = 0;
  #closed = false;

  constructor(lab: LabState) {
    this.#lab = lab;
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
      void this.live;
      const { corpus } = this.#lab;
      untrack(() => (corpus ? this.look() : this.#forget()));
    });
    $effect(() => {
      void this.z;
      void this.probedLayers;
      void this.#lab.corpus?.distinct;
      if (this.others === 'model') void this.probe;
      untrack(() => void this.#askUnits());
    });
    $effect(() => {
      const { fault } = this;
      untrack(() => {
        if (fault !== this.#checkedFault) void this.check();
      });
    });
    $effect(() => () => this.#close());
  }

  #close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** Asks for a probe of what is chosen; a question asked meanwhile is asked once more when this one is answered. */
  look(): void {
    if (!this.#lab.corpus || this.#lab.lost || this.#closed) return;
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
    this.curves = this.atZ = this.problem = null;
    this.#gridOf = [];
  }

  #forgetProbe(): void {
    this.#waiting = this.#shown = this.probe = null;
    this.checks = {};
    this.#checkRound++;
  }

  #scheduleLive(took: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (
      !this.live ||
      this.#closed ||
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
    if (this.#lab.phase !== 'running' && !this.#closed) void this.check();
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

  /** Checks the gradient of every layer at the weights that are shown, one after the other. */
  async check(): Promise<void> {
    const round = ++this.#checkRound;
    const { probe, probeLayers: layers, fault } = this;
    this.#checkedFault = fault;
    if (!probe || this.#lab.lost) return;
    const { moment, stretch } = probe;
    this.checks = {};
    for (const { key, probed } of layers) {
      let found: CheckState;
      this.checks = { ...this.checks, [key]: null };
      try {
        found = await this.#lab.lab.checkGradient({ moment, stretch, layer: probed, fault });
      } catch (error) {
        found = toErrorData(error);
      }
      if (round !== this.#checkRound || this.#closed) return;
      this.checks = { ...this.checks, [key]: found };
    }
  }

  /** Logits of the other outputs where this one is the target, and where the first of the others is. */
  #otherLogits(): Others | null {
    const V = this.#lab.corpus?.distinct ?? 0;
    if (V === 0) return null;
    if (this.others === 'equal') {
      const zeros = new Float64Array(V - 1);
      return { isTarget: zeros, isOther: zeros, key: [V] };
    }
    if (!this.probe || this.probe.lastLogits.length !== V) return null;
    return { ...othersOf(this.probe.lastLogits, this.probe.lastTarget), key: [V, this.probe] };
  }

  async #askUnits(): Promise<void> {
    if (this.#atZBusy) {
      this.#atZAgain = true;
      return;
    }
    this.#atZAgain = false;
    if (this.#lab.lost || this.#closed) return;
    const others = this.#otherLogits();
    if (!others) {
      this.atZ = this.curves = null;
      this.#gridOf = [];
      return;
    }
    this.#atZBusy = true;
    const { layers, z } = this;
    try {
      this.atZ = await this.#unitCurves(layers, others, Float64Array.of(z));
      // The whole range is asked for again only where it is another one: moving z asks for one value.
      const gridOf = [JSON.stringify(layers), ...others.key];
      if (gridOf.length !== this.#gridOf.length || gridOf.some((part, i) => part !== this.#gridOf[i])) {
        this.curves = await this.#unitCurves(layers, others, zGrid());
        this.#gridOf = gridOf;
      }
    } catch (error) {
      const problem = toErrorData(error);
      if (problem.code !== 'cancelled') this.problem = problem;
    }
    this.#atZBusy = false;
    if (this.#atZAgain) void this.#askUnits();
  }

  async #unitCurves(
    layers: readonly ShownLayer[],
    others: Others,
    z: Float64Array<ArrayBuffer>,
  ): Promise<UnitCurves> {
    const probed = layers.map((layer) => layer.probed);
    const ask = (t: 0 | 1, logits: Float64Array) =>
      this.#lab.lab.unitResponses({ layers: probed, t, others: logits, z });
    const [isTarget, isOther] = await Promise.all([ask(1, others.isTarget), ask(0, others.isOther)]);
    return { z, layers, isTarget, isOther };
  }

  #armId(): string {
    const { arms } = this.#lab.experiment;
    return (arms.find(({ id }) => id === this.#arm) ?? arms[0]!).id;
  }

  #seedOf(): number {
    const { seeds } = this.#lab.experiment;
    return this.#seed !== null && seeds.includes(this.#seed) ? this.#seed : seeds[0]!;
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

  #shownLayers(): readonly ShownLayer[] {
    const { experiment, layers } = this.#lab;
    if (!experiment) return [];
    const infoOf = (id: string) => layers.find((layer) => layer.id === id);
    const extras: Arm[] = [];
    for (const id of this.extras) {
      // What has become an arm since is shown as one.
      const known = experiment.arms.some(({ layer }) => layer === id) ? undefined : infoOf(id);
      // As it is defined, without a clamp: an arm that trains may have one.
      if (known) extras.push({ ...newArm(known, 1, [...experiment.arms, ...extras]), clamp: null });
    }
    const arms = [...experiment.arms, ...extras];
    const infos = arms.map(({ layer }) => infoOf(layer)!);
    const looks = armLooks(arms, (id) => infoOf(id)?.matched ?? true);
    const labels = armLabels(arms, infos);
    return arms.map((arm, i) => {
      const extra = i >= experiment.arms.length;
      const { matched, activation, loss } = infos[i]!;
      return {
        key: arm.id,
        probed: { layer: arm.layer, clamp: arm.clamp, rate: extra ? null : arm.rate },
        label: labels[i]!,
        look: looks[i]!,
        matched,
        activation,
        loss,
        extra,
      };
    });
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

/** Logits of the V − 1 other outputs, for both targets, and what they were made from. */
interface Others {
  readonly isTarget: Float64Array;
  readonly isOther: Float64Array;
  readonly key: readonly unknown[];
}

/**
 * The other outputs' logits at a place of the text: for an output that is the target there, all but its own; for one
 * that is not, all but those of the strongest wrong output, the target's first.
 * @param z all V logits
 */
export function othersOf(z: Float64Array, target: number): { isTarget: Float64Array; isOther: Float64Array } {
  const isTarget = z.filter((_, k) => k !== target);
  if (isTarget.length === 0) return { isTarget, isOther: isTarget };
  let strongest = target === 0 ? 1 : 0;
  for (let k = 0; k < z.length; k++) if (k !== target && z[k]! > z[strongest]!) strongest = k;
  const without = z.filter((_, k) => k !== target && k !== strongest);
  const isOther = new Float64Array(without.length + 1);
  isOther[0] = z[target]!;
  isOther.set(without, 1);
  return { isTarget, isOther };
}

/** The logits of the curves. */
export function zGrid(): Float64Array<ArrayBuffer> {
  const { low, high, step } = zRange;
  const count = Math.round((high - low) / step) + 1;
  // From whole numbers, so that 0 is 0 and −4.2 is −4.2.
  return Float64Array.from({ length: count }, (_, i) => Math.round((low + i * step) * 10) / 10);
}
