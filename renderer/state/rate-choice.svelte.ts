import { ratePolicy, withTuning, type RatePolicy } from '../../core/experiments/rates/rate-policy.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { SweepScreen } from './sweep-state.svelte.ts';

/** Where the learning rates come from: the policy the arms follow, and the one the user is looking at. */
export class RateChoice {
  readonly #lab: LabState;
  readonly #sweep: SweepScreen;
  /** A policy that was chosen and not taken over yet. Looking at one must change no rate. */
  #looked = $state<RatePolicy | null>(null);
  #reference = $state<string | null>(null);
  /** First gradients are being computed. */
  computing = $state(false);

  followed = $derived<RatePolicy>(this.#followed());
  shown = $derived<RatePolicy>(this.#looked ?? this.followed);
  /** The arm whose rate the others are matched to. */
  reference = $derived<string>(this.#referenceOf());

  constructor(lab: LabState, sweep: SweepScreen) {
    this.#lab = lab;
    this.#sweep = sweep;
  }

  look(policy: RatePolicy): void {
    this.#looked = policy;
  }

  setReference(armId: string): void {
    this.#reference = armId;
  }

  /** One rate for all arms. */
  async useSame(rate: number): Promise<void> {
    const arms = this.#lab.experiment.arms.map((arm) => ({ ...arm, rate }));
    this.#done(await this.#lab.change({ arms, tuning: null }));
  }

  /** The best rates of the last sweep, where it fits. */
  async useBest(): Promise<void> {
    this.#done(await this.#sweep.use());
  }

  /** Asks the lab for the first gradients and takes the rates over. */
  async matchNorms(): Promise<void> {
    const { reference } = this;
    this.computing = true;
    const tuning = await this.#lab.act('setting', (lab) => lab.matchNorms({ reference }));
    this.computing = false;
    if (!tuning) return;
    const { arms } = withTuning(this.#lab.experiment, tuning);
    this.#done(await this.#lab.change({ arms, tuning }));
  }

  #done(taken: boolean): void {
    if (taken) this.#looked = null;
  }

  #followed(): RatePolicy {
    return ratePolicy(this.#lab.experiment);
  }

  #referenceOf(): string {
    const { arms, tuning } = this.#lab.experiment;
    const wanted = this.#reference ?? (tuning?.kind === 'norm-matched' ? tuning.reference : null);
    return arms.some(({ id }) => id === wanted) ? wanted! : arms[0].id;
  }
}
