import type { Probe, UnitResponse } from '../../../core/probes/probe.ts';
import { toErrorData, type LabErrorData } from '../../../core/errors.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ShownLayer } from './shown-layers.ts';

/** Range and distance of the logits in δ against z. */
export const zRange = { low: -10, high: 10, step: 0.1 } as const;

/** Responses of one output to its own logit, over the whole range or at the chosen z, for both targets. */
interface UnitCurves {
  readonly z: Float64Array;
  /** The layers that were asked for; those shown may be others by the time the answer is here. */
  readonly layers: readonly ShownLayer[];
  /** In the order of `layers`. */
  readonly isTarget: readonly UnitResponse[];
  readonly isOther: readonly UnitResponse[];
}

/** What the curves are of, and who is told when the lab refuses them. */
interface UnitSubject {
  readonly layers: readonly ShownLayer[];
  /** For the logits of the model. */
  readonly probe: Probe | null;
  readonly closed: boolean;
  tell(problem: LabErrorData): void;
}

/** δ against z: the logit that is chosen, and the answers to it. One question is on its way at a time. */
export class UnitState {
  readonly #lab: LabState;
  readonly #subject: UnitSubject;
  /** The logit whose values the table shows. */
  z = $state(-4.2);
  /** Which curve the table is about. */
  t = $state<0 | 1>(1);
  /** Whether the curves of both targets are drawn. */
  both = $state(false);
  others = $state<'equal' | 'model'>('equal');

  curves = $state.raw<UnitCurves | null>(null);
  atZ = $state.raw<UnitCurves | null>(null);
  #curvesOf: readonly unknown[] = [];
  #busy = false;
  #again = false;

  constructor(lab: LabState, subject: UnitSubject) {
    this.#lab = lab;
    this.#subject = subject;
  }

  /** Looks at a wanted output with this logit, as near as the range goes. */
  lookAt(z: number): void {
    this.z = nearestZ(z);
    this.t = 1;
  }

  forget(): void {
    this.curves = this.atZ = null;
    this.#curvesOf = [];
  }

  /** Asks for what is chosen; what is chosen meanwhile is asked for when this is answered. */
  async ask(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#again = false;
    if (this.#lab.lost || this.#subject.closed) return;
    const others = this.#otherLogits();
    if (!others) return this.forget();
    this.#busy = true;
    const { layers } = this.#subject;
    try {
      this.atZ = await this.#ask(layers, others, Float64Array.of(this.z));
      // The whole range is asked for again only where it is another one: moving z asks for one value.
      const curvesOf = [JSON.stringify(layers), ...others.key];
      const { length } = this.#curvesOf;
      if (length !== curvesOf.length || curvesOf.some((part, i) => part !== this.#curvesOf[i])) {
        this.curves = await this.#ask(layers, others, zGrid());
        this.#curvesOf = curvesOf;
      }
    } catch (error) {
      const problem = toErrorData(error);
      if (problem.code !== 'cancelled') this.#subject.tell(problem);
    }
    this.#busy = false;
    if (this.#again) void this.ask();
  }

  async #ask(
    layers: readonly ShownLayer[],
    others: Others,
    z: Float64Array<ArrayBuffer>,
  ): Promise<UnitCurves> {
    const probed = layers.map((layer) => layer.probed);
    const responses = (t: 0 | 1, logits: Float64Array) =>
      this.#lab.lab.unitResponses({ layers: probed, t, others: logits, z });
    const [isTarget, isOther] = await Promise.all([
      responses(1, others.isTarget),
      responses(0, others.isOther),
    ]);
    return { z, layers, isTarget, isOther };
  }

  /** Logits of the other outputs where this one is the target, and where the first of the others is. */
  #otherLogits(): Others | null {
    const V = this.#lab.corpus?.distinct ?? 0;
    if (V === 0) return null;
    if (this.others === 'equal') {
      const zeros = new Float64Array(V - 1);
      return { isTarget: zeros, isOther: zeros, key: [V] };
    }
    const { probe } = this.#subject;
    if (!probe || probe.lastLogits.length !== V) return null;
    return { ...othersOf(probe.lastLogits, probe.lastTarget), key: [V, probe] };
  }
}

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
  for (let k = 0; k < z.length; k++) if (k !== target && z[k] > z[strongest]) strongest = k;
  const without = z.filter((_, k) => k !== target && k !== strongest);
  const isOther = new Float64Array(without.length + 1);
  isOther[0] = z[target];
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

/** The logit of the range that lies nearest: a whole number of steps, so that many small ones do not add up rounding. */
export function nearestZ(z: number): number {
  const { low, high, step } = zRange;
  return Math.min(high, Math.max(low, Math.round(Math.round(z / step) * step * 10) / 10)) || 0;
}
