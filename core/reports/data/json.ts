import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { LabError, toErrorData } from '../../errors.ts';
import { fieldName, parseExperiment } from '../../experiments/files/parse-experiment.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { RobustnessRecord } from '../../experiments/comparison/robustness.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import { checkShape } from './canonical-json.ts';
import { contentHash, reportContent } from './report-content.ts';
import { reportFileSchema } from './report-schema.ts';
import { reportInput, type Report, type ReportInput } from '../report-data.ts';

/** The report file `report.json`: everything, in pieces of UTF-8. The lab opens it again. */
export function* jsonReport(report: Report): Generator<Uint8Array> {
  const { sha256, pieces } = reportContent(report);
  yield utf8ToBytes(`{\n"format": "loss-lab-report",\n"version": 1,\n"sha256": "${sha256}",\n"content": `);
  yield* pieces;
  yield utf8ToBytes('\n}\n');
}

/** A report file as it was written; `buildReport` makes the report from it again. */
export interface ParsedReport extends ReportInput {
  /** SHA-256 of the content. */
  readonly sha256: string;
}

const next = 'Open a report that the lab has saved, as it was saved.';
const refuse = (sentence: string) => new LabError('file-not-read', sentence, next);
const bad = (field: string, problem: string) => refuse(`${field} in this report: ${problem}.`);

/**
 * Reads a report file. Nothing of it is trusted: every field is checked, runs must be those of the experiment, and
 * the content must have the hash the file states.
 * @throws LabError `file-not-read` with the field and what is wrong
 */
export function parseReport(json: string): ParsedReport {
  const value = parseJson(json);
  checkShape(value);
  const result = v.safeParse(reportFileSchema, value, { abortEarly: true });
  if (!result.success) throw issueError(result.issues[0]);
  const { content, sha256 } = result.output;
  // The hash covers the file's own values, before texts became typed arrays.
  if (contentHash((value as { content: unknown }).content) !== sha256)
    throw refuse(
      'The content of this report does not have the SHA-256 it states: it was changed or damaged.',
    );
  const experiment = readExperiment(content.experiment);
  const { runs, robustness } = content;
  checkRuns(experiment, runs);
  checkRobustness(experiment, robustness);
  const known = new Set(experiment.arms.map(({ id }) => id));
  if (content.origins?.some(({ runs: made }) => made.some(({ armId }) => !known.has(armId))))
    throw bad('content.origins', 'must be of arms of the experiment');
  return { ...reportInput({ ...content, experiment }), sha256 };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw refuse(`This file is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Valibot's own words for missing and unknown fields are rewritten. */
function issueError(issue: v.BaseIssue<unknown>): LabError {
  const field = issue.path ? fieldName(issue) : 'The file';
  if (issue.type === 'strict_object')
    return bad(
      field,
      issue.expected === 'never' ? 'is not a field of a report' : 'is missing or not an object',
    );
  if (issue.type === 'array') return bad(field, 'must be a list');
  return bad(field, issue.message);
}

function readExperiment(value: unknown): Experiment {
  try {
    return parseExperiment(value);
  } catch (error) {
    throw refuse(`The experiment in this report cannot be used: ${toErrorData(error).message}`);
  }
}

/** One run per arm and seed, arms in order and seeds within them, each consistent in itself. */
function checkRuns({ arms, seeds, steps }: Experiment, runs: readonly RunRecord[]): void {
  if (runs.length !== arms.length * seeds.length)
    throw bad('content.runs', `must list ${arms.length * seeds.length} runs, one per arm and seed`);
  runs.forEach((run, i) => {
    const field = `content.runs[${i}]`;
    const armId = arms[Math.floor(i / seeds.length)].id;
    const seed = seeds[i % seeds.length];
    if (run.armId !== armId || run.seed !== seed)
      throw bad(field, `must be of arm '${armId}' and seed ${seed}`);
    if (run.steps > steps) throw bad(`${field}.steps`, `is more than the ${steps} of the experiment`);
    checkSeries(run, `${field}.series`);
    checkGradients(run, field);
    checkTraining(run, field);
    run.evaluations.forEach(({ step }, k) => {
      if (step > steps || (k > 0 && step <= run.evaluations[k - 1].step))
        throw bad(`${field}.evaluations[${k}].step`, 'is out of order or after the last step');
    });
    if ((run.status === 'diverged') !== (run.divergence !== null))
      throw bad(`${field}.divergence`, 'must be given for a run that diverged, and for no other');
    if (run.early && (run.status !== 'finished' || run.early.step !== run.steps))
      throw bad(`${field}.early`, 'must be of a run that has finished, at its last step');
  });
}

/** A value for each step; of a long run, for each of the steps it lists, of which the last is that of the run. */
function checkSeries({ steps, series: { thinned, ...series } }: RunRecord, field: string): void {
  const rows = thinned ? thinned.step.length : steps;
  for (const [name, values] of [...Object.entries(series), ...Object.entries(thinned ?? {})])
    if ((values as Float64Array).length !== rows)
      throw bad(
        `${field}.${name}`,
        `must list ${rows} numbers, one per ${thinned ? 'step that is listed' : 'step'}`,
      );
  if (!thinned) return;
  checkRecorded(thinned.step, steps, `${field}.thinned`);
  if (thinned.step[0] !== 1 || thinned.step[rows - 1] !== steps)
    throw bad(`${field}.thinned.step`, `must begin with 1 and end with ${steps}`);
}

/** Runs that were repeated are of arms and seeds of the experiment, each once in a variation. */
export function checkRobustness({ arms, seeds }: Experiment, robustness: RobustnessRecord | null): void {
  robustness?.repeats.forEach(({ id, runs }, i) => {
    if (robustness.repeats.findIndex((each) => each.id === id) !== i)
      throw bad(`content.robustness.repeats[${i}].id`, `'${id}' is there twice`);
    const names = new Set(runs.map(({ armId, seed }) => `${armId}/${seed}`));
    const known = runs.every(
      ({ armId, seed }) => arms.some((arm) => arm.id === armId) && seeds.includes(seed),
    );
    if (!known || names.size !== runs.length)
      throw bad(
        `content.robustness.repeats[${i}].runs`,
        'must be of arms and seeds of the experiment, each once',
      );
  });
}

/** As of the gradients: a value of each yardstick for each recorded step. */
function checkTraining({ training, steps }: RunRecord, field: string): void {
  checkRecorded(training.step, steps, `${field}.training`);
  for (const { id } of yardsticks)
    if (training[id].length !== training.step.length)
      throw bad(
        `${field}.training.${id}`,
        `must list ${training.step.length} numbers, one per recorded step`,
      );
}

function checkRecorded(step: Float64Array, steps: number, field: string): void {
  const within = Array.from(step).every((each, i) => each <= steps && (i === 0 || each > step[i - 1]));
  if (!within) throw bad(`${field}.step`, `must list steps in order, up to ${steps}`);
}

/** Every list has a value for each recorded step, and those are steps the run has done. */
function checkGradients(
  { gradients: { norms, updateRatios, step, ...lists }, steps }: RunRecord,
  field: string,
): void {
  checkRecorded(step, steps, `${field}.gradients`);
  const all = [...Object.entries(lists), ...Object.entries(norms), ...Object.entries(updateRatios)];
  for (const [name, values] of all)
    // Empty where an earlier version, which did not record it, wrote the report.
    if (values.length !== step.length && !(name === 'saturatedWrong' && values.length === 0))
      throw bad(`${field}.gradients.${name}`, `must list ${step.length} numbers, one per recorded step`);
}
