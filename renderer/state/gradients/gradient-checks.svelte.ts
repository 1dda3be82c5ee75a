import type { FaultId } from '../../../core/probes/faults.ts';
import type { LayerCheck } from '../../../core/probes/check-layer.ts';
import type { Probe } from '../../../core/probes/probe.ts';
import { toErrorData, type LabErrorData } from '../../../core/errors.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ShownLayer } from './shown-layers.ts';

/** The check of one layer: under way (null), refused, or done. */
type CheckState = LayerCheck | LabErrorData | null;

/** What is checked: the layers of a probe, at its weights. */
interface CheckSubject {
  readonly probe: Probe | null;
  readonly probeLayers: readonly ShownLayer[];
  readonly closed: boolean;
}

/** Gradient checks of the layers that are shown, with or without a known mistake put in. */
export class GradientChecks {
  readonly #lab: LabState;
  readonly #subject: CheckSubject;
  fault = $state<FaultId | null>(null);
  /** By key of the layer. */
  found = $state.raw<Readonly<Record<string, CheckState>>>({});
  #checkedFault: FaultId | null = null;
  /** A round that has been overtaken by another one says nothing more. */
  #round = 0;

  constructor(lab: LabState, subject: CheckSubject) {
    this.#lab = lab;
    this.#subject = subject;
  }

  forget(): void {
    this.found = {};
    this.#round++;
  }

  /** Checks again where another fault was chosen since. */
  async followFault(): Promise<void> {
    if (this.fault !== this.#checkedFault) await this.run();
  }

  /** Checks the gradient of every layer at the weights that are shown, one after the other. */
  async run(): Promise<void> {
    const round = ++this.#round;
    const { fault } = this;
    const { probe, probeLayers } = this.#subject;
    this.#checkedFault = fault;
    if (!probe || this.#lab.lost) return;
    const { moment, stretch } = probe;
    this.found = {};
    for (const { key, probed } of probeLayers) {
      let check: CheckState;
      this.found = { ...this.found, [key]: null };
      try {
        check = await this.#lab.lab.checkGradient({ moment, stretch, layer: probed, fault });
      } catch (error) {
        check = toErrorData(error);
      }
      if (round !== this.#round || this.#subject.closed) return;
      this.found = { ...this.found, [key]: check };
    }
  }
}
