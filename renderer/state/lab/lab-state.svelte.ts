import type { KeptHeading } from '../../../core/contract/report-heading-schema.ts';
import type {
  AddingSeeds,
  Capabilities,
  Catalogue,
  LabSnapshot,
  Overall,
  Phase,
  RobustnessState,
  SearchPhase,
  SweepState,
} from '../../../core/contract/lab-data.ts';
import type { Lab, LabEvents } from '../../../core/contract/lab-api.ts';
import type { OutputLayerInfo } from '../../../core/layers/layer-info.ts';
import { changeWords } from '../../../core/experiments/plan/change-words.ts';
import { followedEvaluation } from '../../../core/experiments/plan/evaluation-plan.ts';
import { stoppingAmong } from '../../../core/experiments/plan/stopping.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import type { CorpusSummary } from '../../../core/corpora/corpus.ts';
import type { EvaluatedBaselines } from '../../../core/corpora/baselines.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import { RunBook } from '../../../core/contract/run-book.ts';
import { layerName } from '../../../core/words/layer-name.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import { visibleLine } from '../../../core/words/visible-text.ts';
import { Changes } from './changes.svelte.ts';
import { costOfDrawing } from './cost-of-drawing.ts';
import { rebasedChange } from './rebased-change.ts';
import { shownArms, type ShownArm } from './shown-arms.ts';
import { Messages, type Subject } from './messages.svelte.ts';

/** Least milliseconds between two refreshes of curves and tables. */
const refreshEvery = 100;
/** Least milliseconds between two changes of progress, rate and time left: figures are read, not watched. */
const overallEvery = 250;
/**
 * Share of the time that the page may take for refreshing while runs train, on the same cores: where drawing is dear,
 * as without a graphics processor, curves are drawn less often.
 */
const refreshShare = 0.025;

const noProgress: Overall = {
  stepsDone: 0,
  stepsTotal: 0,
  charactersPerSecond: 0,
  secondsLeft: null,
  gigaflops: 0,
};

/** What the screens know of the lab: kept in step with its events, asked to act through its methods. */
export class LabState {
  readonly lab: Lab;
  readonly messages: Messages;
  /** Says sentences in the language of the screen. */
  readonly say: Say;
  /** Changes of the experiment, to be taken back. */
  readonly changes = new Changes(this);
  readonly catalogue: Catalogue;
  readonly capabilities: Capabilities;
  experiment = $state.raw<Experiment>() as Experiment;
  /** What is known of the layers that the experiment brings along. */
  ownLayers = $state.raw<readonly OutputLayerInfo[]>([]);
  corpus = $state.raw<CorpusSummary | null>(null);
  baselines = $state.raw<EvaluatedBaselines | null>(null);
  phase = $state<Phase>('idle');
  /** The search of the best rates before the first step. */
  search = $state<SearchPhase | null>(null);
  /** The last sweep of the lab; while there is a search, its own. */
  sweep = $state.raw<SweepState | null>(null);
  overall = $state.raw<Overall>(noProgress);
  runs = $state.raw<readonly RunRecord[]>([]);
  /** Seeds that are being trained beside the results on the screen. */
  adding = $state.raw<AddingSeeds | null>(null);
  robustness = $state.raw<RobustnessState | null>(null);
  /** The results came with a report. */
  opened = $state(false);
  /** The connection has ended: what is shown is the last that was heard. */
  lost = $state(false);
  /** Id of the experiment in the library; null as long as nothing of it is trained. */
  kept = $state<string | null>(null);
  /** What authors say on the report, as the lab has last told it. */
  heading = $state.raw<KeptHeading | null>(null);
  /** Bytes of the text that has to be given, where a link has said so. */
  wantedBytes = $state<number | null>(null);
  /** A change is on its way to the lab. */
  busy = $state(false);
  /** This screen has a report written. */
  exporting = $state(false);
  /** Every output layer that an arm may use: those of the registry, then those the experiment brings along. */
  layers = $derived.by<readonly OutputLayerInfo[]>(() => [
    ...this.catalogue.outputLayers.map((layer) => ({ ...layer, label: layerName(layer.label, this.say) })),
    // Their names come from outside.
    ...this.ownLayers.map((layer) => ({ ...layer, label: visibleLine(layer.label) })),
  ]);
  arms = $derived<readonly ShownArm[]>(this.experiment ? shownArms(this.experiment.arms, this.layers) : []);
  /** Their names, as options of a field. */
  armOptions = $derived(this.arms.map(({ arm, label }) => ({ id: arm.id, label })));

  /** Runs are in training, or rates are looked for: the experiment stands as it is. */
  training = $derived(this.phase === 'running' || this.phase === 'paused' || this.search === 'running');
  hasResults = $derived(this.runs.some((run) => run.evaluations.length > 0));

  #turn: Promise<unknown> = Promise.resolve();
  /** All layers that were ever seen: a change may name one that is gone. */
  #known: readonly OutputLayerInfo[] = [];
  #book: RunBook | null = null;
  #refreshTimer: ReturnType<typeof setTimeout> | null = null;
  #overallTimer: ReturnType<typeof setTimeout> | null = null;
  /** Progress as last heard, shown or not yet. */
  #latest: Overall | null = null;
  /** Milliseconds that the last refresh took, to its frame. */
  #refreshCost = 0;
  readonly #stop: (() => void)[];

  private constructor(
    lab: Lab,
    messages: Messages,
    capabilities: Capabilities,
    catalogue: Catalogue,
    say: Say,
  ) {
    this.lab = lab;
    this.say = say;
    this.messages = messages;
    this.capabilities = capabilities;
    this.catalogue = catalogue;
    this.#known = catalogue.outputLayers;
    this.#stop = [
      lab.on('snapshot', (snapshot) => this.#take(snapshot)),
      lab.on('phase', (event) => this.#phaseChanged(event)),
      lab.on('progress', (event) => this.#progress(event)),
      lab.on('robustness', (state) => (this.robustness = state)),
      lab.on('sweep', (state) => (this.sweep = state)),
      lab.on('problem', (problem) => messages.problem(Object.assign(new Error(problem.message), problem))),
    ];
  }

  /** A state that knows all the lab knows. */
  static async of(lab: Lab, messages: Messages, say: Say = inEnglish): Promise<LabState> {
    const [capabilities, catalogue] = await Promise.all([lab.capabilities({}), lab.catalogue({})]);
    const state = new LabState(lab, messages, capabilities, catalogue, say);
    state.#take(await lab.snapshot({}));
    if (state.search) state.sweep = await lab.sweepState({});
    return state;
  }

  /** Runs an action of the user; whatever the lab refuses becomes a message until an action about the same succeeds. */
  async act<T>(subject: Subject, action: (lab: Lab) => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    try {
      const answer = await action(this.lab);
      this.messages.settled(subject);
      return answer;
    } catch (error) {
      this.messages.problem(error, subject);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /**
   * Lets changes of the text or the experiment wait for each other: each starts from what the one before has left. A
   * change that was made from an experiment whose text is just being replaced would bring the old text back.
   */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(change);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Sends a changed experiment to the lab, which checks it and answers with a new snapshot. */
  async change(change: Partial<Experiment>, words?: string): Promise<boolean> {
    const base = this.experiment;
    const answer = await this.changes.make(
      'setting',
      (lab) => {
        const now = this.experiment;
        const next = { ...now, ...rebasedChange(base, change, now) };
        return lab.setExperiment({
          experiment: {
            ...next,
            stopping: stoppingAmong(next.stopping, next.arms),
            evaluation: change.evaluation ? next.evaluation : followedEvaluation(now, next),
          },
        });
      },
      words,
    );
    return answer !== undefined;
  }

  /** A change in words, with the names that the screen uses. */
  wordsOf(before: Experiment, after: Experiment): string {
    const { optimizers, builtins } = this.catalogue;
    return changeWords(before, after, {
      layer: (id) => visibleLine(this.#known.find((layer) => layer.id === id)?.label ?? id),
      text: (corpus) =>
        corpus.kind === 'text'
          ? visibleLine(corpus.name)
          : (builtins.find(({ id }) => id === corpus.id)?.label ?? corpus.id),
      optimizer: (id) => optimizers.find((each) => each.id === id)?.label ?? id,
    });
  }

  /** Results lie in the library, or came from a file. */
  get keepsResults(): boolean {
    return !this.hasResults || this.kept !== null || this.opened;
  }

  lostResults(): void {
    this.messages.note('The results before were not kept: experiments cannot be kept here.');
  }

  problem(error: unknown): void {
    this.messages.problem(error);
  }

  /** An arm of the experiment as it is shown. */
  readonly armOf = (armId: string): ShownArm | undefined => this.arms.find(({ arm }) => arm.id === armId);

  /** Its name; of an arm that is gone its id. */
  readonly labelOf = (armId: string): string => this.armOf(armId)?.label ?? armId;

  /** Records of one arm, in the order of the seeds. */
  runsOf(armId: string): readonly RunRecord[] {
    return this.runs.filter((run) => run.armId === armId);
  }

  lose(): void {
    this.lost = true;
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    if (this.#refreshTimer) clearTimeout(this.#refreshTimer);
    if (this.#overallTimer) clearTimeout(this.#overallTimer);
  }

  #take({ overall, runs, heading, ...told }: LabSnapshot): void {
    Object.assign(this, { ...told, heading: heading ?? null } satisfies Partial<LabState>);
    const { experiment, ownLayers } = told;
    const others = this.#known.filter((layer) => !ownLayers.some(({ id }) => id === layer.id));
    this.#known = [...others, ...ownLayers];
    this.#latest = overall;
    this.#showOverall();
    this.#book = RunBook.of(experiment, runs);
    this.runs = this.#book.records();
  }

  #phaseChanged({ phase, overall }: LabEvents['phase']): void {
    this.phase = phase;
    this.#latest = overall;
    this.#showOverall();
    this.#refresh();
  }

  #progress({ overall, runs }: LabEvents['progress']): void {
    for (const run of runs) this.#book?.add(run);
    this.#latest = overall;
    const wait = Math.max(refreshEvery, this.#refreshCost / refreshShare);
    this.#overallTimer ??= setTimeout(() => this.#showOverall(), Math.max(overallEvery, wait / 2));
    this.#refreshTimer ??= setTimeout(() => this.#refresh(), wait);
  }

  #showOverall(): void {
    if (this.#overallTimer) clearTimeout(this.#overallTimer);
    this.#overallTimer = null;
    if (this.#latest) this.overall = this.#latest;
  }

  #refresh(): void {
    if (this.#refreshTimer) clearTimeout(this.#refreshTimer);
    this.#refreshTimer = null;
    const begun = performance.now();
    this.runs = this.#book?.records() ?? [];
    void costOfDrawing(begun).then((cost) => (this.#refreshCost = cost));
  }
}
