import { givesProbabilities } from '../../../core/outputs/readings/registry.ts';
import { duelLimits, type Duel, type DuelText } from '../../../core/duels/duel.ts';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { ProbeMoment } from '../../../core/probes/probe.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ShownArm } from '../lab/shown-arms.ts';
import type { ProbeState } from './probe-state.svelte.ts';
import { WeightFollower } from './weight-follower.svelte.ts';

/** Likeliest characters shown at a position. */
const shownTop = 8;

/** A duel with the arms that met, which need not be those of the present experiment any more. */
export interface ShownDuel {
  readonly duel: Duel;
  /** In the order of `duel.lines`. */
  readonly arms: readonly ShownArm[];
}

/** The sampling duel on the screen: what is asked, and what the lab answers. One question is on its way at a time. */
export class DuelScreen extends WeightFollower {
  readonly #probes: ProbeState;
  mode = $state<DuelText['kind']>('drawn');
  /** Read before drawing, or the text that all read. */
  prompt = $state('');
  characters = $state(160);
  /** Place of the first character of held-out text. */
  start = $state(0);
  temperature = $state(1);
  sampleSeed = $state(1);

  shown = $state.raw<ShownDuel | null>(null);
  /** The position that is looked at. */
  #position = $state(0);

  /** Characters of held-out text that can be predicted from `place` on. */
  available = $derived.by<number>(() => Math.max(1, (this.lab.corpus?.heldOutCharacters ?? 2) - 1));
  place = $derived(Math.min(this.start, this.available - 1));
  positions = $derived(this.shown?.duel.lines[0]?.characters.length ?? 0);
  position = $derived(Math.max(0, Math.min(this.#position, this.positions - 1)));
  /** The arms that can meet: those whose outputs are read as probabilities. */
  able = $derived.by<readonly ShownArm[]>(() =>
    this.lab.arms.filter(({ reading }) => givesProbabilities(reading.id)),
  );
  /** The others. */
  unable = $derived.by<readonly ShownArm[]>(() =>
    this.lab.arms.filter(({ reading }) => !givesProbabilities(reading.id)),
  );
  armIds = $derived(this.able.slice(0, duelLimits.arms).map(({ arm }) => arm.id));
  moments = $derived<readonly ProbeMoment[]>(this.armIds.map((id) => this.momentOf(id)));
  text = $derived.by<DuelText>(() => {
    const { mode, prompt, characters, sampleSeed, place } = this;
    if (mode === 'given') return { kind: 'given', text: prompt };
    if (mode === 'drawn') return { kind: 'drawn', prompt, characters, sampleSeed };
    return { kind: 'held-out', start: place, characters: Math.min(characters, this.available - place) };
  });
  /** The text that all are to read is not typed yet: there is nothing to ask, and nothing wrong. */
  tooShort = $derived(this.mode === 'given' && [...this.prompt].length < 2);
  question = $derived(JSON.stringify([this.moments, this.text, this.temperature]));
  #corpus: CorpusSummary | null = null;

  constructor(lab: LabState, probes: ProbeState) {
    super(lab);
    this.#probes = probes;
  }

  get live(): boolean {
    return this.#probes.live;
  }

  /** What is under the pointer is being read: newer characters wait until it has gone. */
  protected override get resting(): boolean {
    return this.#probes.held;
  }

  lookAt(position: number): void {
    this.#position = Math.max(0, Math.min(position, this.positions - 1));
  }

  /** The next seed of random numbers. */
  newNumbers(): void {
    this.sampleSeed = (this.sampleSeed + 1) % 2 ** 32;
  }

  /** Characters of another text would stand beside this one's settings. */
  protected changed(): void {
    const { corpus } = this.lab;
    if (corpus !== this.#corpus) this.shown = this.problem = null;
    this.#corpus = corpus;
  }

  protected async ask(): Promise<void> {
    if (this.tooShort) {
      this.problem = null;
      return;
    }
    const { moments, text, temperature, able: arms } = this;
    const { corpus } = this.lab;
    const duel = await this.lab.lab.duel({ arms: moments, text, temperature, top: shownTop });
    if (corpus !== this.lab.corpus) return;
    this.problem = null;
    this.shown = { duel, arms };
  }
}
