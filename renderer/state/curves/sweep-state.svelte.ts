import type { SweepState } from '../../../core/contract/lab-data.ts';
import { sweepCurves, tuningOf, tuningSeeds, type ArmSweep } from '../../../core/experiments/rates/sweep.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { usualYardstick, type YardstickId } from '../../../core/yardsticks/registry.ts';
import type { SweepSource } from '../../../core/figures/experiment/sweep-curves.ts';
import { figureArms } from './figure-source.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { shownLayers } from '../gradients/shown-layers.ts';

/** What a figure tells of a text. */
type TextFacts = Pick<SweepSource, 'corpus' | 'baselines'>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The sweep of learning rates on the screen: what is asked, and what the lab has found. */
export class SweepScreen {
  readonly #lab: LabState;
  low = $state(1e-4);
  high = $state(10);
  count = $state(13);
  seeds = $state(2);
  /** Steps of each run; null follows the experiment. */
  #steps = $state<number | null>(null);
  yardstick = $state<YardstickId>(usualYardstick);
  extend = $state(true);

  /** The last sweep of the lab, under way or ended. */
  state = $state.raw<SweepState | null>(null);

  tuningSeeds = $derived.by(() => tuningSeeds(this.#lab.experiment, this.seeds));
  runs = $derived.by(() => this.#lab.experiment.arms.length * this.count * this.seeds);
  curves = $derived<readonly ArmSweep[]>(this.state ? sweepCurves(this.state.plan, this.state.runs) : []);
  running = $derived(this.state?.phase === 'running');
  /** Whether the sweep shown was broken off and what is asked is the same: then it goes on. A search before the first step does by Run. */
  goesOn = $derived.by(() => {
    if (this.state?.phase !== 'cancelled' || this.foreign !== null) return false;
    const { grid, seeds, steps, yardstick, extension, rounds } = this.state.plan;
    return (
      rounds === undefined && same({ grid, seeds: seeds.length, steps, yardstick, extension }, this.#asked)
    );
  });
  /** What keeps a sweep from being started, in words; null when nothing does. */
  obstacle = $derived.by<string | null>(() => {
    if (this.#lab.lost) return 'The connection to the lab is lost.';
    if (!this.#lab.corpus) return 'There is no text yet.';
    if (this.#lab.search === 'running') return 'The best rates are looked for: pause or stop it first.';
    if (this.#lab.phase === 'running') return 'The experiment is in training: pause or stop it first.';
    if (this.count > 1 && !(this.low < this.high)) return 'The lowest rate must be below the highest.';
    return null;
  });
  /** Why the rates cannot be taken over; null when they can. */
  unusable = $derived.by<string | null>(() => {
    if (!this.state || this.state.runs.length === 0) return 'There are no results yet.';
    if (this.running) return 'The sweep is still under way.';
    if (this.#lab.training) return 'The experiment is in training: stop or reset it first.';
    const { arms } = this.#lab.experiment;
    const swept = this.state.plan.experiment.arms;
    const same =
      arms.length === swept.length &&
      arms.every((arm) =>
        swept.some(({ id, layer, clamp }) => id === arm.id && layer === arm.layer && clamp === arm.clamp),
      );
    if (!same) return 'The output layers are no longer those of the sweep.';
    const without = this.curves.filter(({ best }) => best === null).length;
    if (without > 0) return `${without} of the output layers ${without === 1 ? 'has' : 'have'} no best rate.`;
    const { tuning } = this.#lab.experiment;
    const taken = (id: string, rate: number) =>
      this.curves.some((curve) => curve.armId === id && curve.best?.rate === rate);
    if (tuning?.kind === 'best-per-arm' && arms.every(({ id, rate }) => taken(id, rate)))
      return 'Every output layer has its best rate already.';
    return this.foreign;
  });
  /** What the figure of the sweep shown is made from; null where there is none. */
  source = $derived.by<SweepSource | null>(() => {
    if (!this.state) return null;
    const { plan, runs } = this.state;
    return {
      plan,
      runs,
      arms: this.#armsOf(plan.experiment),
      ...this.#factsOf(plan.experiment),
      say: this.#lab.say,
    };
  });
  /** Facts of the text that a sweep read, as last known; they stay when the experiment takes another text. */
  #facts: { readonly of: string; readonly facts: TextFacts } | null = null;
  /** How the sweep shown differs from the present experiment; null when it does not. */
  foreign = $derived.by<string | null>(() => {
    if (!this.state) return null;
    const [swept, now] = [this.state.plan.experiment, this.#lab.experiment];
    const differs = (part: (experiment: Experiment) => unknown) => !same(part(swept), part(now));
    const what = [
      ...(differs(({ corpus }) => corpus) ? ['text'] : []),
      ...(differs(({ model }) => model) ? ['model'] : []),
      ...(differs(({ optimizer, clipping, precision }) => [optimizer, clipping, precision])
        ? ['optimiser, clipping or precision']
        : []),
    ];
    return what.length > 0 ? `This sweep was made with another ${what.join(', ')}.` : null;
  });

  constructor(lab: LabState) {
    this.#lab = lab;
    lab.lab.on('sweep', (state) => (this.state = state));
    void lab.lab.sweepState({}).then(
      (state) => (this.state ??= state),
      () => undefined,
    );
  }

  get steps(): number {
    return this.#steps ?? Math.max(50, Math.round(this.#lab.experiment.steps / 4));
  }

  set steps(steps: number) {
    this.#steps = steps;
  }

  async start(): Promise<void> {
    const state = await this.#lab.act('training', (lab) => lab.startSweep(this.#asked));
    if (state && this.state?.phase !== 'running') this.state ??= state;
  }

  async cancel(): Promise<void> {
    await this.#lab.act('training', (lab) => lab.cancelSweep({}));
  }

  /** Gives every arm its best rate, with the record of where it comes from. */
  async use(): Promise<boolean> {
    const tuning = this.state && !this.unusable ? tuningOf(this.state.plan, this.state.runs) : null;
    if (!tuning) return false;
    const arms = this.#lab.experiment.arms.map((arm) => ({
      ...arm,
      rate: tuning.best.find(({ armId }) => armId === arm.id)!.rate,
    }));
    return this.#lab.change({ arms, tuning, search: null });
  }

  /** The question as it stands. */
  get #asked() {
    const { low, high, count, seeds, steps, yardstick } = this;
    const grid = { low, high: count === 1 ? low : high, count };
    return { grid, seeds, steps, yardstick, extension: this.extend ? 8 : 0 };
  }

  /** The arms of the sweep as they look in it; those of the experiment may be others by now. */
  #armsOf(experiment: Experiment): SweepSource['arms'] {
    const { layers } = this.#lab;
    const known = experiment.arms.every((arm) => layers.some(({ id }) => id === arm.layer));
    if (!known) return figureArms(this.#lab);
    return shownLayers(experiment, layers, []).map(({ key, label, look }) => ({ id: key, label, ...look }));
  }

  /** Size of vocabulary and baselines of the very text and characters that the sweep reads, and of no other. */
  #factsOf({ corpus, evaluation }: Experiment): TextFacts {
    const of = JSON.stringify([corpus, evaluation.characters]);
    const { experiment, corpus: text, baselines } = this.#lab;
    if (of === JSON.stringify([experiment.corpus, experiment.evaluation.characters]))
      this.#facts = {
        of,
        facts: { corpus: text, baselines: baselines?.tuning ?? baselines?.heldOut ?? null },
      };
    return this.#facts?.of === of ? this.#facts.facts : { corpus: null, baselines: null };
  }
}
