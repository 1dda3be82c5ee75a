import { probeLimits, type ProbeMoment, type ProbeStretch } from '../../../core/probes/probe.ts';
import { shownLayers, type ShownLayer } from './shown-layers.ts';
import { WeightFollower } from './weight-follower.svelte.ts';

/** Follows the weights of one arm at a stretch of the text, with all output layers that are shown there. */
export abstract class StretchFollower extends WeightFollower {
  /** Choices of the user; null until one is made: then they follow the experiment. */
  #arm = $state<string | null>(null);
  #length = $state<number | null>(null);
  part = $state<ProbeStretch['part']>('training');
  start = $state(0);
  /** Follow weights in training. */
  live = $state(true);

  /** Ids of layers of the registry that are shown beside the arms. */
  abstract readonly extras: readonly string[];

  layers = $derived.by<readonly ShownLayer[]>(() =>
    shownLayers(this.lab.experiment, this.lab.layers, this.extras),
  );
  probedLayers = $derived(this.layers.map(({ probed }) => probed));
  /** The arm whose weights are looked at: the chosen one, while the experiment has it. */
  armId = $derived.by<string>(() => {
    const { arms } = this.lab.experiment;
    return (arms.find(({ id }) => id === this.#arm) ?? arms[0]).id;
  });
  armIds = $derived([this.armId]);
  moment = $derived<ProbeMoment>(this.momentOf(this.armId));
  /** Characters of the chosen part of the text; 0 without a text. */
  available = $derived.by<number>(() => {
    const { trainCharacters = 0, heldOutCharacters = 0 } = this.lab.corpus ?? {};
    return this.part === 'training' ? trainCharacters : heldOutCharacters;
  });
  /** Place of the first character: what was chosen, as far as the text goes. */
  place = $derived(Math.max(0, Math.min(this.start, this.available - 2)));
  length = $derived.by<number>(() => {
    const wanted = this.#length ?? this.lab.experiment.model.length;
    return Math.max(1, Math.min(wanted, probeLimits.length, this.available - this.place - 1));
  });
  stretch = $derived<ProbeStretch>({ part: this.part, start: this.place, length: this.length, context: 100 });
  question = $derived(JSON.stringify([this.moment, this.stretch, this.probedLayers]));

  chooseArm(id: string): void {
    this.#arm = id;
  }

  chooseLength(length: number): void {
    this.#length = length;
  }
}
