import { join } from 'node:path';
import type { RunKey } from '../../contract/run-book.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { makersBefore, type Maker } from '../../experiments/run-origins.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import type { CheckpointShape } from '../../store/checkpoint-file.ts';
import type { EvaluationLine } from '../../store/evaluation-lines.ts';
import { networkOf } from '../../store/kept-network.ts';
import type { RunMeta } from '../../store/meta.ts';
import { writeTrainedRun } from '../run-file.ts';
import { RunFolder } from './run-folder.ts';
import { RunLock } from './run-lock.ts';
import type { StoreFacts } from './store-messages.ts';
import type { EndedRun } from '../../lab/training/run-keeper.ts';

type RunState = Pick<RunMeta, 'status' | 'steps'> & Partial<Pick<RunMeta, 'engine' | 'failure'>>;

/** One run while it is kept: its folder, the right to write there, and what waits to be written. */
export class KeptFolder {
  readonly folder: RunFolder;
  readonly key: RunKey;
  readonly #shape: CheckpointShape;
  readonly #facts: StoreFacts;
  #lock: RunLock | null = null;
  /** It is trained from now on, also where its lock is still to be taken. */
  #expected = false;
  #fresh = false;
  /** Since the last checkpoint that came. */
  #progress: RunProgress[] = [];
  /** A checkpoint that waits, with the progress before it. */
  #ready: { readonly checkpoint: Checkpoint; readonly progress: RunProgress[] } | null = null;
  #lines: EvaluationLine[] = [];
  /** The folder says by now that the run is in training. */
  #named = false;
  /** Who had made its steps before this program. */
  #before: readonly Maker[] = [];

  constructor(path: string, key: RunKey, shape: CheckpointShape, facts: StoreFacts) {
    this.folder = new RunFolder(path, shape);
    this.key = key;
    this.#shape = shape;
    this.#facts = facts;
  }

  /** Whether there is a checkpoint to write. */
  get waiting(): boolean {
    return this.#ready !== null;
  }

  /** About how many bytes wait. */
  get bytes(): number {
    const { hidden: H, vocabulary: V } = this.#shape.shape;
    const matrices = 8 * (2 * H * V + H * H + H + V) * (1 + this.#shape.optimizerVectors);
    const steps = (this.#ready?.progress ?? []).reduce((sum, { loss }) => sum + loss.length, 0);
    return matrices + 40 * steps;
  }

  /** What comes from now on is kept, once the lock is there. @param fresh what was kept before does not count any more */
  expect(fresh: boolean): void {
    this.#expected = true;
    this.#fresh = fresh;
    if (!fresh) return;
    this.folder.restart();
    this.#progress = [];
    this.#ready = null;
    this.#lines = [];
    this.#named = false;
    this.#before = [];
  }

  /** @throws LabError `wrong-state` where another program writes this run */
  async lock(): Promise<void> {
    if (this.#lock) return;
    await this.folder.make();
    const { armId, seed } = this.key;
    this.#lock = await RunLock.take(this.folder.path, `The run of ${armId} with seed ${seed} in this folder`);
  }

  /**
   * Shows that this program still writes; false where another one has taken the lock: nothing more is kept then.
   * @throws NodeJS.ErrnoException where nobody can tell
   */
  async sign(): Promise<boolean> {
    const lock = this.#lock;
    // One that is given back meanwhile is nobody's sign.
    if (!lock || (await lock.refresh()) || this.#lock !== lock) return true;
    this.leave();
    return false;
  }

  /** Nothing more of this run is kept: it is another program's. */
  leave(): void {
    this.#lock = null;
    this.#expected = false;
    this.#ready = null;
    this.#progress = [];
  }

  /** Goes on in another folder, which has all that was written. @throws LabError `wrong-state` where that is taken */
  async moveTo(path: string): Promise<void> {
    if (this.#lock) {
      const lock = await RunLock.take(path, 'The run there');
      await this.#lock.release();
      this.#lock = lock;
    }
    this.folder.moveTo(path);
  }

  async release(): Promise<void> {
    this.#expected = false;
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release();
  }

  /** Whether this program keeps the run: it may be lost in the middle of a write. */
  get #mine(): boolean {
    return this.#lock !== null || this.#expected;
  }

  progress(progress: RunProgress): void {
    if (this.#mine) this.#progress.push(progress);
  }

  checkpoint(checkpoint: Checkpoint): void {
    if (!this.#mine) return;
    this.#ready = { checkpoint, progress: [...(this.#ready?.progress ?? []), ...this.#progress] };
    this.#progress = [];
  }

  /** Lines that change evaluations of before; they are written with the next checkpoint. */
  change(lines: readonly EvaluationLine[]): void {
    this.#lines.push(...lines);
  }

  /** Writes the checkpoint that waits. Where that fails, it goes on waiting, unless the run was left meanwhile. */
  async write(experiment: Experiment): Promise<void> {
    const ready = this.#ready!;
    this.#ready = null;
    const lines = this.#lines;
    try {
      if (!this.#named)
        await this.#writeMeta(experiment, { status: 'training', steps: 0 }, ready.checkpoint.engine);
      await this.folder.commit(ready.checkpoint, { progress: ready.progress, lines });
    } catch (error) {
      if (!this.#mine) return;
      const since = this.#ready as typeof ready | null;
      const progress = [...ready.progress, ...(since?.progress ?? [])];
      this.#ready = { checkpoint: since?.checkpoint ?? ready.checkpoint, progress };
      throw error;
    }
    if (!this.#mine) return;
    this.#lines = this.#lines.slice(lines.length);
    const { status, evaluationDue } = ready.checkpoint;
    if (status !== 'training' && !evaluationDue) await this.#ended(experiment, ready.checkpoint);
  }

  /** @param engine what does the arithmetic from now on */
  async #writeMeta(experiment: Experiment, state: RunState, engine = state.engine ?? null): Promise<void> {
    if (!this.#named && !this.#fresh) this.#before = this.#makersBefore(engine);
    await this.folder.writeMeta(this.#meta(experiment, state));
    this.#named = true;
  }

  /** Who had made the steps up to the last checkpoint. */
  #makersBefore(engine: string | null): readonly Maker[] {
    const meta = this.folder.meta();
    // Not of the newest checkpoint, which may be damaged: of the one that was gone on from.
    const last = this.folder.engine;
    if (!meta || last === undefined) return [];
    const present = { ...this.#facts, engine: engine ?? last };
    return makersBefore(meta.before ?? [], { ...meta, engine: last }, present);
  }

  /** How the run stands. Of one that this program has made no step of, those who made it stay named. */
  async #writeState(experiment: Experiment, state: RunState): Promise<void> {
    const made = this.#named || this.#fresh ? null : this.folder.meta();
    if (!made) return this.#writeMeta(experiment, state);
    const { status, steps, engine = made.engine, failure = null } = state;
    await this.folder.writeMeta({ ...made, status, steps, engine, failure });
  }

  async #ended(experiment: Experiment, { status, steps, engine }: Checkpoint): Promise<void> {
    await this.#writeState(experiment, { status, steps, engine });
    await this.#writeWeights(experiment);
    await this.release();
  }

  /** Does what was left undone of a run that ended, where a program was killed between its last checkpoint and that. */
  async settle(experiment: Experiment): Promise<void> {
    const checkpoint = this.folder.checkpoint();
    if (!checkpoint || (this.folder.meta()?.status === checkpoint.status && this.folder.hasWeights())) return;
    await this.#ended(experiment, checkpoint);
  }

  /** Says of a run that did not end by itself how it stands. */
  async end(experiment: Experiment, run: EndedRun): Promise<void> {
    if (!this.#lock) return;
    await this.#writeState(experiment, run);
    await this.#writeWeights(experiment);
  }

  #meta({ arms }: Experiment, state: RunState): RunMeta {
    const { labVersion, machine } = this.#facts;
    const { armId, seed } = this.key;
    if (!arms.some(({ id }) => id === armId)) throw new RangeError(`There is no arm ${armId}.`);
    const { status, steps, engine = null, failure = null } = state;
    return {
      format: 'loss-lab-run',
      version: 1,
      armId,
      seed,
      status,
      steps,
      engine,
      failure,
      labVersion,
      machine,
      ...(this.#before.length > 0 && { before: this.#before }),
    };
  }

  /** The weights of the newest checkpoint as a file that everybody reads; of a run that diverged, the last finite ones. */
  async #writeWeights(experiment: Experiment): Promise<void> {
    const checkpoint = this.folder.checkpoint();
    const network = checkpoint && networkOf(experiment, this.key, checkpoint, this.#facts);
    if (network) await writeTrainedRun(join(this.folder.path, 'weights.safetensors'), network);
  }
}
