import * as v from 'valibot';
import type { RunProgress } from '../../contract/lab-data.ts';
import type { RunKey } from '../../contract/run-book.ts';
import { limits } from '../../experiments/limits.ts';
import type { GradientSeries, TrainingSeries } from '../../experiments/run.ts';
import {
  divergenceSchema,
  earlySchema,
  evaluationSchema,
  glimpseSchema,
} from '../../experiments/run-schema.ts';
import { checkpointFacts } from '../../store/checkpoint.ts';
import { ofYardsticks } from '../../yardsticks/registry.ts';
import type { FromThread } from './thread-messages.ts';

/** As much of the world as a thread with a plug-in may speak of. */
interface Permitted {
  readonly runs: readonly RunKey[];
  /** Steps of each run. */
  readonly steps: number;
  /** Questions it has not answered yet. */
  readonly asked: ReadonlySet<number>;
}

const doubles = v.instance(Float64Array);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.steps + 1));
const text = v.pipe(v.string(), v.maxLength(10_000));
const list = v.optional(doubles);
const matrices = v.strictObject({ Wxh: list, Whh: list, Why: list, bh: list, by: list });

type SchemaOf<Data> = Readonly<Record<keyof Data, v.GenericSchema>>;

// Records, so that the compiler refuses a field that is missing here.
const gradients: SchemaOf<GradientSeries> = {
  step: doubles,
  norms: matrices,
  updateRatios: matrices,
  saturatedOutputs: doubles,
  saturatedWrong: doubles,
  saturatedHidden: doubles,
  cosine: doubles,
};

const training: SchemaOf<TrainingSeries> = {
  step: doubles,
  ...ofYardsticks(() => doubles),
};

const progress: SchemaOf<RunProgress> = {
  armId: text,
  seed: v.number(),
  status: v.picklist(['waiting', 'training', 'finished', 'diverged', 'failed']),
  engine: v.nullable(text),
  fromStep: count,
  loss: doubles,
  gradientNorm: doubles,
  clipped: v.instance(Uint8Array),
  seconds: doubles,
  // Threads report every step.
  thinned: v.optional(v.undefined()),
  gradients: v.strictObject(gradients),
  training: v.strictObject(training),
  evaluations: v.pipe(v.array(evaluationSchema), v.maxLength(limits.steps)),
  glimpse: v.nullable(glimpseSchema),
  divergence: v.nullable(divergenceSchema),
  early: v.nullable(earlySchema),
  failure: v.nullable(text),
};

const checkpoint = v.strictObject({
  ...checkpointFacts,
  network: v.strictObject({
    updates: count,
    weights: matrices,
    optimizer: v.pipe(v.array(matrices), v.maxLength(10)),
    carried: doubles,
    kept: v.nullable(v.strictObject({ norm: v.number(), gradient: matrices })),
  }),
});

const message = v.variant('kind', [
  v.strictObject({ kind: v.literal('progress'), runs: v.array(v.strictObject(progress)) }),
  v.strictObject({
    kind: v.literal('checkpoint'),
    run: v.strictObject({ armId: text, seed: v.number() }),
    checkpoint,
  }),
  v.strictObject({ kind: v.literal('held') }),
  v.strictObject({ kind: v.literal('done') }),
  v.strictObject({ kind: v.literal('answer'), id: v.number(), answer: v.looseObject({ kind: text }) }),
  v.strictObject({
    kind: v.literal('refusal'),
    id: v.number(),
    error: v.strictObject({ code: text, message: text, next: text }),
  }),
]);

/**
 * A message of a thread that a plug-in shares, if it is one that the lab's own code may have sent: a plug-in that
 * reaches the port can forge one. Null when it is not. A run of a plug-in trains on one thread, so none asks for more.
 */
export function honestMessage(value: unknown, { runs, steps, asked }: Permitted): FromThread | null {
  const result = v.safeParse(message, value, { abortEarly: true });
  if (!result.success) return null;
  const said = result.output as FromThread;
  if (said.kind === 'answer' || said.kind === 'refusal') return asked.has(said.id) ? said : null;
  const ours = (run: RunKey) => runs.some(({ armId, seed }) => armId === run.armId && seed === run.seed);
  if (said.kind === 'checkpoint') return ours(said.run) && said.checkpoint.steps <= steps ? said : null;
  if (said.kind !== 'progress') return said;
  const honest = said.runs.every((run) => {
    const { length } = run.loss;
    const same = [run.gradientNorm, run.clipped, run.seconds].every((list) => list.length === length);
    const training = Object.values(run.training).every((list) => list.length === run.training.step.length);
    return ours(run) && same && training && run.fromStep + length - 1 <= steps;
  });
  return honest ? said : null;
}
