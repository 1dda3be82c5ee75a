import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import type { Evaluation, Glimpse } from '../experiments/run.ts';
import { evaluationSchema, glimpseSchema } from '../experiments/run-schema.ts';
import { spelt } from './numbers.ts';

/**
 * What a line of the evaluations of a run says: an evaluation, which replaces an earlier one of the same step; or that the
 * one of a step does not count any more, since the run went on to more steps. The file only grows.
 */
export type EvaluationLine =
  { readonly evaluation: Evaluation; readonly glimpse: Glimpse | null } | { readonly gone: number };

const lineSchema = v.union([
  v.strictObject({ evaluation: evaluationSchema, glimpse: v.nullable(glimpseSchema) }),
  v.strictObject({ gone: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
]);

const checkOf = (json: string): string => bytesToHex(sha256(utf8ToBytes(json))).slice(0, 16);
const shape = /^\{"check":"([0-9a-f]{16})","kept":(.*)\}$/s;

/** One line of JSON with a checksum over what it says. */
export function evaluationLine(line: EvaluationLine): string {
  const json = JSON.stringify(line, spelt);
  return `{"check":"${checkOf(json)}","kept":${json}}\n`;
}

/** The evaluations that count, in order, and the last look. @throws LabError `file-not-read` with the line that is damaged */
export function evaluationsOf(text: string): { evaluations: Evaluation[]; glimpse: Glimpse | null } {
  const byStep = new Map<number, Evaluation>();
  let glimpse: Glimpse | null = null;
  const lines = text === '' ? [] : text.split('\n');
  if (lines.length > 0 && lines.pop() !== '') throw damaged(lines.length + 1, 'is cut off');
  lines.forEach((line, i) => {
    const [, check, json] = shape.exec(line) ?? [];
    if (json === undefined || checkOf(json) !== check) throw damaged(i + 1, 'does not match its checksum');
    const parsed = v.safeParse(lineSchema, JSON.parse(json), { abortEarly: true });
    if (!parsed.success) throw damaged(i + 1, 'is no evaluation');
    if ('gone' in parsed.output) return void byStep.delete(parsed.output.gone);
    const { evaluation } = parsed.output;
    byStep.set(evaluation.step, evaluation);
    glimpse = parsed.output.glimpse ?? glimpse;
  });
  return { evaluations: [...byStep.values()].sort((a, b) => a.step - b.step), glimpse };
}

const damaged = (line: number, why: string) =>
  new LabError('file-not-read', `Line ${line} of the evaluations ${why}.`);
