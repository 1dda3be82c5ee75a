import { untrack } from 'svelte';
import { armLabels } from '../../core/contract/arm-labels.ts';
import { armLooks, type ArmLook } from '../../core/contract/arm-look.ts';
import {
  newArm,
  probeLimits,
  type Arm,
  type FaultId,
  type LayerCheck,
  type Probe,
  type ProbedLayer,
  type ProbeMoment,
  type ProbeStretch,
  type UnitResponse,
} from '../../core/contract/data.ts';
import { LabError, toErrorData, type LabErrorData } from '../../core/errors.ts';
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

/** Responses of one output to its own logit, over the whole range and at the chosen z, for both targets. */
export interface UnitCurves {
  readonly z: Float64Array;
  /** In the order of the layers. */
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
  moment = $derived<ProbeMoment>(this.#moment());
  stretch = $derived<ProbeStretch>({ part: this.part, start: this.start, length: this.length, context: 100 });
  probedLayers = $derived(this.layers.map(({ probed }) => probed));

  /** Cards under the pointer; while there are any, what is shown stays. */
  #holders = $state(0);
  held = $derived(this.#holders > 0);
  #waiting: Probe | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #gridKey = '';
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
    if (this.#holders > 0 || !this.#waiting) return;
    this.#show(this.#waiting);
  }

  /**
   * Keeps the answers in step with the choices, from inside a component. Must be called while it is being set up.
   */
  follow(): void {
    this.#closed = false;
    $effect(() => {
      void this.moment;
      void this.stretch;
      void this.probedLayers;
      if (this.#lab.corpus) untrack(() => this.look());
    });
    $effect(() => {
      void this.#lab.experiment;
      this.weightless = false;
    });
    $effect(() => {
      void this.#lab.phase;
      untrack(() => this.look());
    });
    $effect(() => {
      void this.z;
      void this.probedLayers;
      void this.others;
      void this.probe;
      untrack(() => void this.#askUnits());
    });
    $effect(() => {
      void this.fault;
      untrack(() => void this.check());
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
    const { moment, stretch, probedLayers: layers } = this;
    const started = performance.now();
    try {
      const probe = await this.#lab.lab.probe({ moment, stretch, layers, rows: mapRows });
      this.problem = null;
      if (this.held) this.#waiting = probe;
      else this.#show(probe);
      void this.#listKept();
    } catch (error) {
      const problem = toErrorData(error);
      if (problem.code === 'wrong-state' && moment.kind === 'run') this.weightless = true;
      else if (problem.code !== 'cancelled') this.problem = problem;
    }
    this.busy = false;
    if (this.#again) this.look();
    else this.#scheduleLive(performance.now() - started);
  }

  #scheduleLive(took: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (
      !this.live ||
      this.#lab.phase !== 'running' ||
      this.moment.kind !== 'run' ||
      this.moment.step !== null
    )
      return;
    this.#timer = setTimeout(() => this.look(), Math.max(liveEvery, took / liveShare));
  }

  #show(probe: Probe): void {
    this.#waiting = null;
    this.probe = probe;
    // In training the weights have gone on before a check is through: it is asked for when they rest.
    if (this.#lab.phase !== 'running') void this.check();
  }

  async #listKept(): Promise<void> {
    const { armId, seed } = this;
    try {
      this.kept = (await this.#lab.lab.keptSteps({ armId, seed })).steps;
    } catch {
      this.kept = [];
    }
  }

  /** Checks the gradient of every layer at the weights that are shown, one after the other. */
  async check(): Promise<void> {
    const round = ++this.#checkRound;
    const { probe, layers, stretch, fault } = this;
    if (!probe || this.#lab.lost) return;
    const moment: ProbeMoment = probe.moment;
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
  #otherLogits(): { isTarget: Float64Array; isOther: Float64Array } | null {
    const V = this.#lab.corpus?.distinct ?? 0;
    if (V === 0) return null;
    if (this.others === 'equal') {
      const zeros = new Float64Array(V - 1);
      return { isTarget: zeros, isOther: zeros };
    }
    if (!this.probe || this.probe.lastLogits.length !== V) return null;
    const { lastLogits: z, lastTarget } = this.probe;
    let strongest = lastTarget === 0 ? 1 : 0;
    for (let k = 0; k < V; k++) if (k !== lastTarget && z[k]! > z[strongest]!) strongest = k;
    const without = z.filter((_, k) => k !== lastTarget && k !== strongest);
    if (V === 1) return { isTarget: new Float64Array(0), isOther: new Float64Array(0) };
    return {
      isTarget: Float64Array.of(z[strongest]!, ...without),
      isOther: Float64Array.of(z[lastTarget]!, ...without),
    };
  }

  async #askUnits(): Promise<void> {
    if (this.#atZBusy) {
      this.#atZAgain = true;
      return;
    }
    const others = this.#otherLogits();
    if (!others || this.#lab.lost || this.#closed) return;
    this.#atZBusy = true;
    this.#atZAgain = false;
    const { probedLayers: layers, z } = this;
    try {
      this.atZ = await this.#unitCurves(layers, others, Float64Array.of(z));
      const key = JSON.stringify([layers, this.others, others.isTarget.length]);
      if (this.others === 'model' || key !== this.#gridKey) {
        this.curves = await this.#unitCurves(layers, others, zGrid());
        this.#gridKey = key;
      }
    } catch (error) {
      if (!(error instanceof LabError && error.code === 'cancelled')) this.problem = toErrorData(error);
    }
    this.#atZBusy = false;
    if (this.#atZAgain) void this.#askUnits();
  }

  async #unitCurves(
    layers: readonly ProbedLayer[],
    others: { isTarget: Float64Array; isOther: Float64Array },
    z: Float64Array,
  ): Promise<UnitCurves> {
    const ask = (t: 0 | 1, logits: Float64Array) =>
      this.#lab.lab.unitResponses({ layers, t, others: logits, z });
    const [isTarget, isOther] = await Promise.all([ask(1, others.isTarget), ask(0, others.isOther)]);
    return { z, isTarget, isOther };
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
    return Math.max(1, Math.min(wanted, probeLimits.length, this.available - this.start - 1));
  }

  #moment(): ProbeMoment {
    const { armId, seed, step } = this;
    const untrained = this.#lab.phase === 'idle' || this.weightless;
    if (step === 'fresh' || untrained) return { kind: 'fresh', armId, seed };
    return { kind: 'run', armId, seed, step: step === 'now' ? null : step };
  }

  #shownLayers(): readonly ShownLayer[] {
    const { experiment, catalogue } = this.#lab;
    if (!experiment) return [];
    const infoOf = (id: string) => catalogue.outputLayers.find((layer) => layer.id === id);
    const extras: Arm[] = [];
    for (const id of this.extras) {
      const known = infoOf(id);
      // As it is defined, without a clamp: an arm that trains may have one.
      if (known) extras.push({ ...newArm(id, 1, [...experiment.arms, ...extras]), clamp: null });
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

/** The logits of the curves. */
export function zGrid(): Float64Array {
  const { low, high, step } = zRange;
  const count = Math.round((high - low) / step) + 1;
  // From whole numbers, so that 0 is 0 and −4.2 is −4.2.
  return Float64Array.from({ length: count }, (_, i) => Math.round((low + i * step) * 10) / 10);
}
