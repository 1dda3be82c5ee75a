import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunProgress } from '../../contract/lab-data.ts';
import { LabError, toErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { optimizer } from '../../optimizers/registry.ts';
import type { FoundRun } from '../../store/begun.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type CheckpointFile,
  type CheckpointShape,
} from '../../store/checkpoint-file.ts';
import { encodeBlock, joinColumns, readBlocks, type Columns } from '../../store/columns.ts';
import { columnsOf, curvesOf } from '../../store/curves.ts';
import { evaluationLine, evaluationsOf, type EvaluationLine } from '../../store/evaluation-lines.ts';
import { metaText, parseMeta, type RunMeta } from '../../store/meta.ts';
import { makeFolder, previousOf, sweepTemporaries, writeDurably } from '../disk/durable-file.ts';
import { writeFrom } from './growing-file.ts';
import { withFile } from './read-file.ts';

/** Steps of one block of the curves: some 3 MB, so that little is held of a long run that is read. */
const blockSteps = 2 ** 16;
/** Bytes of a text that is read whole; a string ends at 2²⁹ units. */
const largestText = 2 ** 28;
/** Bytes of a checkpoint that is read; a JavaScript array of bytes may have a little more. */
const largestCheckpoint = 2 ** 32;

/** What checkpoints of an experiment must fit. @param vocabulary V */
export function checkpointShape(
  { model, optimizer: { id, settings } }: Experiment,
  vocabulary: number,
): CheckpointShape {
  const chosen = optimizer(id);
  const { vectors } = chosen.init(new Float32Array(1), { ...chosen.defaults, ...settings });
  return {
    shape: { vocabulary, hidden: model.hidden, biases: model.biases },
    batch: model.batch,
    optimizerVectors: Object.keys(vectors).length,
  };
}

/** A checkpoint in a file; null where there is none. @throws LabError `file-not-read` */
export const readCheckpoint = (path: string, shape: CheckpointShape): CheckpointFile | null =>
  withFile(path, ({ size, read }) => {
    if (size > largestCheckpoint) throw new LabError('file-not-read', `It has ${size} bytes.`);
    return decodeCheckpoint(read(0, size), shape);
  });

/** What is said of the run in a folder; null where nothing is. @throws LabError `file-not-read` */
export function metaIn(folder: string): RunMeta | null {
  const path = join(folder, 'meta.json');
  return withFile(path, ({ read }) => parseMeta(new TextDecoder().decode(read(0, 2 ** 20)), `'${path}'`));
}

/** What has come of a run since its last checkpoint. */
interface Pending {
  readonly progress: RunProgress[];
  readonly lines: EvaluationLine[];
}

/** What a reading of a run's folder has found. */
export interface Reading {
  readonly run: FoundRun | null;
  /** What was damaged, a sentence each. */
  readonly damage: readonly string[];
}

/**
 * The folder of one run: `meta.json`; `curves` and `evaluations`, which only grow; `checkpoint` and the one before it. A
 * checkpoint says how much of the growing files belongs to it: what stands behind that is of steps that are done again.
 */
export class RunFolder {
  #path: string;
  readonly #shape: CheckpointShape;
  #curves = 0;
  #evaluations = 0;
  /** What did the arithmetic of the steps that were read; undefined before that, and where there were none. */
  engine: string | null | undefined;

  constructor(path: string, shape: CheckpointShape) {
    this.#path = path;
    this.#shape = shape;
  }

  get path(): string {
    return this.#path;
  }

  /** All that was written is in another folder now. */
  moveTo(path: string): void {
    this.#path = path;
  }

  /** Makes the folder where it is missing, and removes what a killed program has left half written. */
  async make(): Promise<void> {
    await makeFolder(this.path);
    await sweepTemporaries(this.path);
  }

  /** The run up to its newest checkpoint that is whole; `commit` goes on from there. */
  read(): Reading {
    const damage: string[] = [];
    for (const path of [this.#file('checkpoint'), previousOf(this.#file('checkpoint'))])
      try {
        const file = this.#checkpointIn(path);
        if (file) return { run: this.#recorded(file), damage };
      } catch (error) {
        damage.push(`'${path}': ${toErrorData(error).message}`);
      }
    return { run: null, damage };
  }

  /** Steps up to the newest checkpoint; 0 before the first. @throws LabError `file-not-read` */
  steps(): number {
    return this.checkpoint()?.steps ?? 0;
  }

  /** What belongs to the newest checkpoint of the curves, block by block. @throws LabError `file-not-read` */
  *blocks(): Generator<Columns> {
    const path = this.#file('curves');
    const length = this.#checkpointIn(this.#file('checkpoint'))?.recorded.curves ?? 0;
    // Opened anew for each piece: nobody says when the last one was taken.
    const read = (at: number, bytes: number) =>
      withFile(path, (file) => file.read(at, bytes)) ?? new Uint8Array(0);
    yield* readBlocks(read, length);
  }

  /** The next checkpoint is of a run that begins anew: it takes the place of all that was recorded. */
  restart(): void {
    this.#curves = 0;
    this.#evaluations = 0;
  }

  /** The newest checkpoint, which this program has written; null before the first. @throws LabError `file-not-read` */
  checkpoint(): Checkpoint | null {
    return this.#checkpointIn(this.#file('checkpoint'))?.checkpoint ?? null;
  }

  #checkpointIn(path: string): CheckpointFile | null {
    return readCheckpoint(path, this.#shape);
  }

  /** What belongs to a checkpoint. @throws LabError `file-not-read` where not all of it is there, and whole */
  #recorded({ checkpoint, recorded }: CheckpointFile): FoundRun {
    const short = (name: string) => new LabError('file-not-read', `Its ${name} are not whole.`);
    const curves =
      withFile(this.#file('curves'), ({ size, read }) => {
        if (size < recorded.curves) throw short('curves');
        return curvesOf(readBlocks(read, recorded.curves), checkpoint.steps);
      }) ?? curvesOf([], checkpoint.steps);
    const text = withFile(this.#file('evaluations'), ({ size, read }) => {
      if (size < recorded.evaluations || recorded.evaluations > largestText) throw short('evaluations');
      return new TextDecoder().decode(read(0, recorded.evaluations));
    });
    const { evaluations, glimpse } = evaluationsOf(text ?? '');
    const meta = this.meta();
    if (!meta) throw short('facts');
    this.#curves = recorded.curves;
    this.#evaluations = recorded.evaluations;
    this.engine = checkpoint.engine;
    return { armId: meta.armId, seed: meta.seed, checkpoint, curves, evaluations, glimpse };
  }

  /** How the run stands by its evaluations alone; null where nothing is said of it. @throws LabError `file-not-read` */
  look(): (Pick<RunMeta, 'status' | 'engine' | 'failure'> & ReturnType<typeof evaluationsOf>) | null {
    const meta = this.meta();
    if (!meta) return null;
    const text = withFile(this.#file('evaluations'), ({ size, read }) =>
      new TextDecoder().decode(read(0, Math.min(size, largestText))),
    );
    // A line that is being written is not looked at.
    const whole = text?.slice(0, text.lastIndexOf('\n') + 1) ?? '';
    const { status, engine, failure } = meta;
    return { status, engine, failure, ...evaluationsOf(whole) };
  }

  /** What is said of the run; null where nothing is. @throws LabError `file-not-read` */
  meta(): RunMeta | null {
    return metaIn(this.path);
  }

  /** Whether the weights stand there as a file that everybody reads. */
  hasWeights(): boolean {
    return existsSync(this.#file('weights.safetensors'));
  }

  async writeMeta(meta: RunMeta): Promise<void> {
    await writeDurably(this.#file('meta.json'), metaText(meta));
  }

  /**
   * Keeps a checkpoint with all that was recorded before it: after that a run never goes back behind it. Where it fails,
   * nothing has changed, and it may be tried again.
   * @throws LabError `file-not-written`, or what the system says
   */
  async commit(checkpoint: Checkpoint, { progress, lines }: Pending): Promise<void> {
    const curves = await writeFrom(this.#file('curves'), this.#curves, blocksOf(progress));
    const text = [...lines, ...progress.flatMap(linesOf)].map(evaluationLine).join('');
    const evaluations = await writeFrom(this.#file('evaluations'), this.#evaluations, [
      new TextEncoder().encode(text),
    ]);
    const file = { checkpoint, recorded: { curves, evaluations } };
    await writeDurably(this.#file('checkpoint'), encodeCheckpoint(file, this.#shape), { keepPrevious: true });
    this.#curves = curves;
    this.#evaluations = evaluations;
  }

  #file(name: string): string {
    return join(this.path, name);
  }
}

function blocksOf(progress: readonly RunProgress[]): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  let parts: Columns[] = [];
  let steps = 0;
  const close = () => {
    if (steps > 0) blocks.push(encodeBlock(joinColumns(parts)));
    [parts, steps] = [[], 0];
  };
  for (const each of progress) {
    if (each.loss.length === 0) continue;
    if (steps + each.loss.length > blockSteps) close();
    parts.push(columnsOf(each));
    steps += each.loss.length;
  }
  close();
  return blocks;
}

/** The last look belongs to the last evaluation of a report. */
const linesOf = ({ evaluations, glimpse }: RunProgress): EvaluationLine[] =>
  evaluations.map((evaluation, i) => ({
    evaluation,
    glimpse: i === evaluations.length - 1 ? glimpse : null,
  }));
