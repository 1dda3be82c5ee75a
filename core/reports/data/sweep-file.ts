import * as v from 'valibot';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import { LabError, toErrorData } from '../../errors.ts';
import { fieldName, parseExperiment } from '../../experiments/files/parse-experiment.ts';
import {
  sweepPlanSchema,
  sweepRunSchema,
  type SweepPlan,
  type SweepRun,
} from '../../experiments/rates/sweep-plan.ts';
import { evaluationMetrics } from './curves-csv.ts';
import { canonicalJson, checkShape } from './canonical-json.ts';
import { csvCell } from '../../figures/csv.ts';

/** What a sweep is made on; with the plan it says whether runs belong together. */
export type SweptText = Pick<CorpusSummary, 'name' | 'sha256' | 'characters' | 'distinct'>;

export interface SweepFile {
  readonly plan: SweepPlan;
  readonly text: SweptText;
  readonly labVersion: string;
}

const sweepSchema = v.strictObject({
  format: v.literal('loss-lab-sweep', "must be 'loss-lab-sweep'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  labVersion: v.pipe(v.string(), v.maxLength(100)),
  text: v.strictObject({
    name: v.pipe(v.string(), v.maxLength(10_000)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    characters: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
    distinct: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0x110000)),
  }),
  plan: sweepPlanSchema,
});

const json = (value: unknown) => `${[...canonicalJson(value)].join('')}\n`;

/** The file `sweep.json`: what is asked. */
export function sweepText({ plan, text: swept, labVersion }: SweepFile): string {
  const { name, sha256, characters, distinct } = swept;
  return json({
    format: 'loss-lab-sweep',
    version: 1,
    labVersion,
    text: { name, sha256, characters, distinct },
    plan,
  });
}

/** One run of a sweep as a file of its own. */
export const sweepRunText = (run: SweepRun): string => json(run);

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  content: string,
  what: string,
): v.InferOutput<Schema> {
  const refuse = (reason: string) =>
    new LabError('file-not-read', `${what} cannot be used: ${reason}.`, 'Use it as the lab has written it.');
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw refuse('it is not valid JSON');
  }
  checkShape(value);
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refuse(`${issue.path ? fieldName(issue) : 'the file'}: ${issue.message}`);
}

/** @throws LabError `file-not-read` with the field and what is wrong; `what` names the file */
export function parseSweep(content: string, what: string): SweepFile {
  const { plan, text: swept, labVersion } = read(sweepSchema, content, what);
  try {
    return { plan: { ...plan, experiment: parseExperiment(plan.experiment) }, text: swept, labVersion };
  } catch (error) {
    throw new LabError('file-not-read', `${what} cannot be used: ${toErrorData(error).message}`);
  }
}

/**
 * @param plan that the run belongs to
 * @throws LabError `file-not-read` with the field and what is wrong; `what` names the file
 */
export function parseSweepRun(content: string, what: string, plan: Pick<SweepPlan, 'steps'>): SweepRun {
  const { steps = plan.steps, ...run } = read(sweepRunSchema, content, what);
  return { ...run, steps };
}

/** `sweep.csv`: one row per run, rates ascending within an arm. */
export function sweepCsv({ experiment }: SweepPlan, runs: readonly SweepRun[]): string {
  const head = [
    'arm',
    'layer',
    'rate',
    'seed',
    'status',
    'step',
    ...evaluationMetrics,
    'divergedAt',
    'seconds',
  ];
  const order = (run: SweepRun) => experiment.arms.findIndex(({ id }) => id === run.armId);
  const sorted = [...runs].sort((a, b) => order(a) - order(b) || a.place - b.place || a.seed - b.seed);
  const rows = sorted.map((run) => {
    const layer = experiment.arms.find(({ id }) => id === run.armId)?.layer ?? '';
    const { evaluation } = run;
    return [
      csvCell(run.armId),
      csvCell(layer),
      run.rate,
      run.seed,
      run.status,
      evaluation?.step ?? '',
      ...evaluationMetrics.map((metric) => evaluation?.[metric] ?? ''),
      run.divergedAt ?? '',
      run.seconds,
    ].join(',');
  });
  return [head.join(','), ...rows, ''].join('\r\n');
}
