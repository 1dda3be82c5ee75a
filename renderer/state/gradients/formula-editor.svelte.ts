import type {
  FormulaDefinition,
  FormulaParameter,
  LayerDefinition,
} from '../../../core/outputs/layer-definition.ts';
import type { FormulaLook } from '../../../core/probes/formula-look.ts';
import type { ReadingId } from '../../../core/outputs/readings/registry.ts';
import { layerLimits } from '../../../core/outputs/layer-limits.ts';
import { nameClash, type NameClash } from '../../../core/outputs/name-clash.ts';
import { firstFree, freeId, newArm, type ArmLayer } from '../../../core/experiments/new-arm.ts';
import type { FormulaProblem } from '../../../core/formulas/language/formula-error.ts';
import type { FormulaPreset } from '../../../core/formulas/presets/preset.ts';
import type { FormulaGuide } from '../../../core/layers/formula-guide.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** Milliseconds without a key before the lab is asked. */
const pause = 200;

/** A formula that is typed; `value`, `low` and `high` of its parameters are numbers at any time. */
export interface Draft {
  readonly label: string;
  readonly activation: FormulaDefinition['activation'];
  readonly loss: string;
  readonly parameters: Readonly<Record<string, FormulaParameter>>;
  readonly reference: string;
  /** As it was chosen; null: as the loss says by itself. */
  readonly reading: ReadingId | null;
}

export const blank: Draft = {
  label: '',
  activation: 'softmax',
  loss: '-log(target(y))',
  parameters: {},
  reference: '',
  reading: null,
};

/**
 * A loss while it is looked at, typed or changed. It asks the lab what there is to know about it after every pause in typing,
 * and becomes an output layer of the experiment when it is kept.
 */
export class FormulaEditor {
  readonly guide: FormulaGuide;
  /** Id of the layer that is edited; null for a new one. */
  readonly editing: string | null;
  draft = $state.raw<Draft>(blank);
  /** The last answer of the lab; null before the first. */
  look = $state.raw<FormulaLook | null>(null);
  /** What there would be to know if the marked piece were mended as it is suggested; null where nothing is. */
  mended = $state.raw<FormulaLook | null>(null);
  /** What the answer is about is not what is typed any more. */
  stale = $state(true);

  readonly #lab: LabState;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  problem = $derived(this.look?.reading.kind === 'problem' ? this.look.reading.problem : null);
  facts = $derived(this.look?.reading.kind === 'facts' ? this.look.reading.facts : null);
  /** Why it cannot be kept; null when it can. */
  obstacle = $derived.by((): NameClash | 'unnamed' | 'formula' | null => {
    if (this.draft.label.trim() === '') return 'unnamed';
    if (this.problem) return 'formula';
    return this.comparable === null ? this.#clash : null;
  });

  /** How its outputs are read and why, in words; empty while the formula is no loss. */
  readingWords = $derived.by(() => {
    const reading = this.facts?.reading;
    return (this.draft.reading === null ? reading?.known.words : reading?.words) ?? '';
  });

  /** @param start what is shown first: a layer of the experiment's own, which is then changed, or what a new one begins with */
  constructor(lab: LabState, guide: FormulaGuide, start: FormulaDefinition | Draft = blank) {
    this.#lab = lab;
    this.guide = guide;
    if ('kind' in start) {
      this.editing = start.id;
      // One from before readings were chosen keeps the one it had, until somebody chooses.
      this.draft = { ...start, reading: start.reading ?? readingBefore(guide, start) };
    } else {
      this.editing = null;
      this.draft = start;
    }
    void this.#ask();
  }

  /** The layer that there is already as it is shown: it is compared once more. Null for what is new. */
  get comparable(): string | null {
    if (this.editing !== null || this.draft.reading !== null) return null;
    const published = this.guide.presets.find((preset) => isPublished(this.draft, preset));
    return this.builtIn ?? (published && broughtAs(this.#lab, published)?.id) ?? null;
  }

  get #clash(): NameClash | null {
    const { builtIn, presets } = this.guide;
    const own = this.#lab.experiment.layers.filter(({ id }) => id !== this.editing);
    return nameClash(this.draft, { builtIn, published: presets, own });
  }

  /** The layer of the registry that is shown as it is; null for everything else. */
  get builtIn(): string | null {
    const { label, activation, loss, reading } = this.draft;
    const found = this.guide.builtIn.find(
      (each) => each.label === label.trim() && each.activation === activation && each.loss === loss,
    );
    return this.editing === null && reading === null ? (found?.id ?? null) : null;
  }

  /** What the ends of a parameter of a published loss mean. */
  endsOf(name: string): string {
    const published = this.guide.presets.find(({ loss }) => loss === this.draft.loss);
    return published?.ends?.[name] ?? '';
  }

  change(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.stale = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  /** Replaces the piece of the text that is marked as wrong by what was meant. */
  mend(): void {
    if (this.problem?.suggestion) this.change({ loss: mendedLoss(this.draft.loss, this.problem) });
  }

  /** The marked piece, where it is a name that may become a parameter. */
  get missingName(): string | null {
    if (!this.problem || this.stale) return null;
    const { offset, length } = this.problem;
    const { loss, parameters } = this.draft;
    const name = loss.slice(offset, offset + length);
    const called = /^\s*[(（]/.test(loss.slice(offset + length));
    if (called || !/^[A-Za-zΑ-Ωα-ωϕϵ_][A-Za-z0-9Α-Ωα-ωϕϵ_]*$/.test(name)) return null;
    const taken = [...this.guide.functions.flatMap((each) => [each.name, ...each.also]), 'and', 'or', 'not'];
    return name in parameters || taken.includes(name) ? null : name;
  }

  setParameter(name: string, change: Partial<FormulaParameter>): void {
    const before = this.draft.parameters[name] ?? { value: 1, low: 0, high: 2 };
    const { value, low, high } = { ...before, ...change };
    // The value that was typed counts; the slider reaches as far as it must.
    const parameter = { value, low: Math.min(low, value), high: Math.max(high, value) };
    this.change({ parameters: { ...this.draft.parameters, [name]: parameter } });
  }

  /**
   * Moves an end of a slider. A value that would lie beyond it goes with it; the other end, where it would lie at it or
   * beyond, goes on ahead as far as it was away, so that the slider keeps some length.
   */
  setEnd(name: string, end: 'low' | 'high', to: number): void {
    const before = this.draft.parameters[name];
    // What is added to a large number must not be lost in it.
    const length = Math.max(before.high - before.low, Math.abs(to) / 100);
    const low = end === 'low' ? to : to > before.low ? before.low : to - length;
    const high = end === 'high' ? to : to < before.high ? before.high : to + length;
    this.setParameter(name, { value: Math.min(high, Math.max(low, before.value)), low, high });
  }

  removeParameter(name: string): void {
    const rest = Object.entries(this.draft.parameters).filter(([each]) => each !== name);
    this.change({ parameters: Object.fromEntries(rest) });
  }

  /** Keeps it: a new layer with an arm, or the changed one. Answers whether the lab took it. */
  async keep(): Promise<boolean> {
    const { experiment, layers } = this.#lab;
    if (this.comparable !== null) return compareLayer(this.#lab, this.comparable);
    const taken = layers.map((layer) => layer.id);
    const id = this.editing ?? layerIdFor(this.draft.label, taken);
    const typed = this.#definition(id, this.draft.label.trim());
    const definition = { ...typed, reading: typed.reading ?? this.facts?.reading.known.id };
    if (this.editing === null) return compareNew(this.#lab, definition);
    return this.#lab.change({
      layers: experiment.layers.map((layer): LayerDefinition => (layer.id === id ? definition : layer)),
    });
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#asked++;
  }

  #definition(id: string, label: string): FormulaDefinition {
    const { activation, loss, parameters, reference } = this.draft;
    const reading = this.draft.reading ?? undefined;
    return { kind: 'formula', id, label, activation, loss, parameters, reference, reading };
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const definition = this.#definition('formula', 'formula');
    const ask = (loss: string) => this.#lab.lab.lookAtFormula({ definition: { ...definition, loss } });
    try {
      const look = await ask(definition.loss);
      const problem = look.reading.kind === 'problem' ? look.reading.problem : null;
      const mended = problem?.suggestion ? await ask(mendedLoss(definition.loss, problem)) : null;
      // An answer that was overtaken by another question is of no use.
      if (asked !== this.#asked) return;
      this.mended = mended?.curves ? mended : null;
      const first = this.look === null;
      this.look = look;
      this.stale = false;
      // What it has by itself it goes on having by itself, whatever becomes of the formula.
      if (first && this.facts?.reading.known.id === this.draft.reading)
        this.draft = { ...this.draft, reading: null };
    } catch (error) {
      if (asked === this.#asked) this.#lab.messages.problem(error, 'setting');
    }
  }
}

/** The text with the marked piece as it was meant. */
const mendedLoss = (loss: string, { offset, length, suggestion }: FormulaProblem): string =>
  loss.slice(0, offset) + (suggestion ?? '') + loss.slice(offset + length);

/** One more arm; it starts with the rate of the last one. */
const armOf = ({ experiment: { arms } }: LabState, layer: ArmLayer) =>
  newArm(layer, arms.at(-1)?.rate ?? 0.1, arms);

/** Compares a layer that there is. Answers whether the lab took it. */
export function compareLayer(lab: LabState, id: string): Promise<boolean> {
  const layer = lab.layers.find((each) => each.id === id)!;
  return lab.change({ arms: [...lab.experiment.arms, armOf(lab, layer)] });
}

/** Brings a formula into the experiment and compares it. */
function compareNew(lab: LabState, definition: FormulaDefinition): Promise<boolean> {
  const { layers, arms } = lab.experiment;
  const arm = armOf(lab, { id: definition.id, defaultClamp: null });
  return lab.change({ layers: [...layers, definition], arms: [...arms, arm] });
}

/** Compares a published loss as it stands: the one of the experiment's own where it has been brought along before. */
export function comparePublished(lab: LabState, preset: FormulaPreset): Promise<boolean> {
  const there = broughtAs(lab, preset);
  if (there) return compareLayer(lab, there.id);
  const { activation, loss, parameters, reference, reading } = preset;
  // The same loss with other parameters may have its name.
  const label = firstFree(
    lab.layers.map((layer) => layer.label),
    (n) => (n === 1 ? preset.label : `${preset.label} (${n})`),
  );
  const id = layerIdFor(
    label,
    lab.layers.map((layer) => layer.id),
  );
  return compareNew(lab, { kind: 'formula', id, label, activation, loss, parameters, reference, reading });
}

/** Whether a layer is that published loss, under its name and with its parameters. */
export const isPublished = (
  layer: LayerDefinition | Draft,
  { label, activation, loss, parameters }: FormulaPreset,
): boolean =>
  'loss' in layer &&
  layer.label === label &&
  layer.activation === activation &&
  layer.loss === loss &&
  Object.entries(parameters).every(([name, { value }]) => layer.parameters[name]?.value === value);

/** The published loss as the experiment has brought it along; undefined where it has not. */
const broughtAs = ({ experiment }: LabState, preset: FormulaPreset): LayerDefinition | undefined =>
  experiment.layers.find((layer) => isPublished(layer, preset));

/** How a definition that does not say it was read: by its activation. */
const readingBefore = (guide: FormulaGuide, { activation }: FormulaDefinition): ReadingId =>
  guide.activations.find(({ id }) => id === activation)!.reading;

/** An id made of the letters and digits of a name that is not taken: `my-loss`, `my-loss-2`, … */
function layerIdFor(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, layerLimits.id - 4);
  const base = plain === '' ? 'formula' : plain;
  return freeId(base, taken);
}
