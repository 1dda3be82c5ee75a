import { ratePolicy, withTuning, type RatePolicy } from '../../../core/experiments/rates/rate-policy.ts';
import type { LabState } from './lab-state.svelte.ts';

/** The policies that can be chosen; rates are set per arm where they are typed. */
const policies = [
  { id: 'best per arm', label: 'best for each' },
  { id: 'same', label: 'same for all' },
  { id: 'norm-matched', label: 'norm-matched' },
] as const satisfies readonly { id: RatePolicy; label: string }[];

/** Where the learning rates come from. What is chosen holds at once: box, headline and chart tell the same. */
export class RateChoice {
  readonly #lab: LabState;
  #reference = $state<string | null>(null);
  /** First gradients are being computed. */
  computing = $state(false);

  followed = $derived.by<RatePolicy>(() => ratePolicy(this.#lab.experiment));
  options = $derived(
    this.followed === 'set per arm'
      ? [...policies, { id: this.followed, label: 'set one by one' }]
      : policies,
  );
  /** The arm whose rate the others are matched to. */
  reference = $derived.by<string>(() => {
    const { arms, tuning } = this.#lab.experiment;
    const wanted = this.#reference ?? (tuning?.kind === 'norm-matched' ? tuning.reference : null);
    return arms.some(({ id }) => id === wanted) ? wanted! : arms[0].id;
  });
  /** The rate of all arms: theirs, where they have one; else the usual one of the optimiser. */
  common = $derived.by<number>(() => {
    const { arms, optimizer } = this.#lab.experiment;
    const usual = this.#lab.catalogue.optimizers.find(({ id }) => id === optimizer.id)?.defaultRate;
    return arms.every(({ rate }) => rate === arms[0].rate) ? arms[0].rate : (usual ?? arms[0].rate);
  });

  constructor(lab: LabState) {
    this.#lab = lab;
  }

  async choose(policy: RatePolicy): Promise<void> {
    if (policy === this.followed) return;
    if (policy === 'same') await this.useSame(this.common);
    if (policy === 'norm-matched') await this.matchNorms();
    if (policy === 'best per arm') await this.#lab.change({ tuning: null, search: 'quick' });
  }

  async setReference(armId: string): Promise<void> {
    this.#reference = armId;
    await this.matchNorms();
  }

  /** One rate for all arms. */
  async useSame(rate: number): Promise<void> {
    const arms = this.#lab.experiment.arms.map((arm) => ({ ...arm, rate }));
    await this.#lab.change({ arms, tuning: null, search: null });
  }

  /** Asks the lab for the first gradients and takes the rates over. */
  async matchNorms(): Promise<void> {
    if (this.computing) return;
    const { reference } = this;
    const asked = this.#lab.experiment;
    this.computing = true;
    const tuning = await this.#lab.act('setting', (lab) => lab.matchNorms({ reference }));
    this.computing = false;
    // Of another experiment by now.
    if (!tuning || this.#lab.experiment !== asked) return;
    const { arms } = withTuning(asked, tuning);
    await this.#lab.change({ arms, tuning, search: null });
  }
}
