import { untrack } from 'svelte';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import {
  isDerived,
  type Derivation,
  type DerivationChange,
  type DerivationChecks,
  type DerivationPlace,
} from '../../../core/derivation/derivation.ts';
import type { StepId } from '../../../core/derivation/step-formulas.ts';
import { linesOf } from '../../../core/derivation/step-lines.ts';
import type { TermName } from '../../../core/derivation/step-terms.ts';
import type { ReportedPlace } from '../../../core/contract/report-heading-schema.ts';
import { toErrorData } from '../../../core/errors.ts';
import { activationNamed } from '../../../core/outputs/activations/registry.ts';
import { visibleSign } from '../../../core/words/visible-text.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ProbeState } from './probe-state.svelte.ts';
import { namedNow, type ShownLayer } from './shown-layers.ts';
import { StretchFollower } from './stretch-follower.svelte.ts';

/** Characters with a row of their own in the maps. */
const mapRows = 65;
/** A step in the midst of things: at the first one nothing has come before. */
const firstStep = 14;
/** Milliseconds of rest before the numbers are checked: not while one is dragged. */
const checkAfter = 250;

type Chosen = { -readonly [Key in keyof DerivationPlace]: DerivationPlace[Key] };

/** The Derivation screen: which step, where, and the numbers there. A changed number is asked about at once. */
export class DerivationState extends StretchFollower {
  readonly #probes: ProbeState;
  step12 = $state<StepId>('network');
  /** Where in the stretch: the step, the output and the units. */
  at = $state.raw<Chosen>({ t: firstStep, output: null, unit: null, from: null });
  changes = $state.raw<readonly DerivationChange[]>([]);
  /** The layer whose maps are shown, by its key. */
  #layer = $state<string | null>(null);
  /** The part of the formula that is pointed at, in formula, buttons and maps alike. */
  lit = $state<TermName | null>(null);

  derivation = $state.raw<Derivation | null>(null);
  #asked = $state.raw<readonly ShownLayer[]>([]);
  /** The layers of `derivation`, in its order. */
  derivedLayers = $derived(namedNow(this.#asked, this.layers));
  /** Of the derivation that is shown; null while they are being made. */
  checks = $state.raw<DerivationChecks | null>(null);

  lines = $derived(this.derivation ? linesOf(this.derivation, this.step12) : []);
  /** Place of the layer of the maps among those derived. */
  mapLayer = $derived.by<number>(() => {
    const able = (this.derivation?.layers ?? []).flatMap((layer, l) => (isDerived(layer) ? [l] : []));
    const chosen = this.derivedLayers.findIndex(({ key }) => key === this.#layer);
    if (able.includes(chosen)) return chosen;
    // Where σ′ is the subject, a layer that has one.
    const sloped = this.derivedLayers.findIndex(({ activation }, l) => {
      const record = activationNamed(activation);
      return able.includes(l) && record !== null && !record.identity && !record.distribution;
    });
    return this.step12 === 'dEdz' && sloped >= 0 ? sloped : (able[0] ?? -1);
  });

  #asking = false;
  #again = false;
  #shownCorpus: CorpusSummary | null = null;
  #checkTimer: ReturnType<typeof setTimeout> | null = null;
  #round = 0;

  constructor(lab: LabState, probes: ProbeState) {
    super(lab);
    this.#probes = probes;
  }

  get extras(): readonly string[] {
    return this.#probes.extras;
  }

  /** What is looked at, as a report takes it. What was chosen by itself stays where it is shown. */
  get reported(): ReportedPlace {
    const { derivation: shown, lab, stretch, moment } = this;
    const t = Math.min(this.at.t, stretch.length);
    const same =
      shown !== null &&
      this.#shownCorpus === lab.corpus &&
      shown.shape.hidden === lab.experiment.model.hidden &&
      shown.place.t === t;
    return { moment, stretch, place: same ? shown.place : { t, output: null, unit: null, from: null } };
  }

  /** Opens at what another screen looks at: the same weights, stretch, step and output. */
  openAt(step: StepId, place: Partial<DerivationPlace>): void {
    const probes = this.#probes;
    this.chooseArm(probes.armId);
    this.chooseSeed(probes.seed);
    this.chooseLength(probes.length);
    this.step = probes.step;
    this.part = probes.part;
    this.start = probes.place;
    this.step12 = step;
    this.at = { t: firstStep, output: null, unit: null, from: null, ...place };
  }

  override chooseArm(id: string): void {
    super.chooseArm(id);
    this.changes = [];
  }

  chooseLayer(key: string): void {
    this.#layer = key;
  }

  /** The character of an output, as one sign. */
  readonly signOf = (output: number): string => {
    const sign = visibleSign(this.derivation!.vocabulary[output]);
    return sign === ' ' ? '␣' : sign;
  };

  go(place: Partial<DerivationPlace>): void {
    // What was chosen by itself stays where it is, when something else is chosen.
    const shown = this.derivation?.place;
    const { output, unit, from } = this.at;
    const kept = shown
      ? {
          output: output ?? (place.t === undefined ? shown.output : null),
          unit: unit ?? shown.unit,
          from: from ?? shown.from,
        }
      : {};
    this.at = { ...this.at, ...kept, ...place };
  }

  /** Sets a number; one that was changed already is changed anew. */
  change(change: DerivationChange): void {
    this.changes = [...this.changes.filter((each) => placeKey(each) !== placeKey(change)), change];
  }

  putBack(): void {
    this.changes = [];
  }

  override follow(): void {
    super.follow();
    $effect(() => {
      void [this.at, this.changes];
      untrack(() => {
        if (this.derivation) void this.#redo();
      });
    });
    $effect(() => () => {
      if (this.#checkTimer) clearTimeout(this.#checkTimer);
    });
  }

  protected changed(): void {
    if (this.lab.corpus && this.lab.corpus === this.#shownCorpus) return;
    this.derivation = null;
    this.checks = null;
    this.problem = null;
    this.changes = [];
    this.at = { ...this.at, output: null, unit: null, from: null };
  }

  /** One question on its way at a time; what is chosen meanwhile is asked next. */
  async #redo(): Promise<void> {
    // While a number moves nothing is checked: it would take the processor from what is shown.
    if (this.#checkTimer) clearTimeout(this.#checkTimer);
    if (this.#asking) {
      this.#again = true;
      return;
    }
    try {
      await this.ask();
    } catch (error) {
      const problem = toErrorData(error);
      if (problem.code !== 'cancelled') this.problem = problem;
    }
  }

  protected async ask(): Promise<void> {
    this.#asking = true;
    this.#again = false;
    const { moment, stretch, layers, probedLayers, changes } = this;
    const { corpus } = this.lab;
    const place = { ...this.at, t: Math.min(this.at.t, stretch.length) };
    const question = { moment, stretch, layers: probedLayers, place, changes };
    try {
      const derivation = await this.lab.lab.derive({ ...question, rows: mapRows });
      this.derivation = derivation;
      this.#asked = layers;
      this.problem = null;
      this.checks = null;
      this.#shownCorpus = corpus;
      this.#scheduleCheck(question);
    } finally {
      this.#asking = false;
      if (this.#again) void this.#redo();
    }
  }

  #scheduleCheck(question: Parameters<LabState['lab']['checkDerivation']>[0]): void {
    if (this.#checkTimer) clearTimeout(this.#checkTimer);
    const round = ++this.#round;
    this.#checkTimer = setTimeout(() => {
      if (this.closed || this.lab.lost) return;
      void this.lab.lab.checkDerivation(question).then(
        (checks) => {
          if (round === this.#round) this.checks = checks;
        },
        // The derivation itself says what is wrong.
        () => undefined,
      );
    }, checkAfter);
  }
}

/** What a change is of. */
function placeKey(change: DerivationChange): string {
  if (change.kind === 'logit') return `z ${change.t} ${change.output}`;
  if (change.kind === 'target') return `t ${change.t}`;
  return `${change.parameter} ${change.row} ${change.column}`;
}
