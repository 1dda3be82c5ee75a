import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { dimensions, parameterNames, type Shape, type Weights } from '../network/weights.ts';
import { outputLayer, trainingLayer } from '../outputs/registry.ts';
import { fieldName } from './experiment-schema.ts';
import type { Tensor, TensorFile } from './safetensors.ts';

/** A run as it can be taken up again to draw text: weights, what they mean, and where they come from. */
export interface TrainedRun {
  readonly layer: string;
  readonly clamp: number | null;
  readonly shape: Shape;
  readonly weights: Weights;
  /** Code point of each index. */
  readonly vocabulary: Uint32Array;
  readonly armId: string;
  readonly seed: number;
  /** Steps trained. */
  readonly steps: number;
  readonly experiment: string;
  readonly corpus: { readonly name: string; readonly sha256: string };
  readonly version: string;
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const description = v.strictObject({
  format: v.literal('loss-lab-run'),
  formatVersion: v.literal(1),
  layer: v.string(),
  clamp: v.nullable(v.number()),
  shape: v.strictObject({
    vocabulary: v.pipe(whole, v.minValue(1)),
    hidden: v.pipe(whole, v.minValue(1)),
    biases: v.boolean(),
  }),
  vocabulary: v.array(v.pipe(whole, v.maxValue(0x10ffff))),
  armId: v.string(),
  seed: whole,
  steps: whole,
  experiment: v.string(),
  corpus: v.strictObject({ name: v.string(), sha256: v.string() }),
  version: v.string(),
});

/** SHA-256 over all weights in the order of the shape. */
function weightsHash(weights: Weights, shape: Shape): string {
  const hash = sha256.create();
  for (const name of parameterNames(shape)) {
    const { buffer, byteOffset, byteLength } = weights[name]!;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return bytesToHex(hash.digest());
}

/** A run as tensors and text, ready to be written. */
export function toTensorFile({ weights, vocabulary, ...rest }: TrainedRun): TensorFile {
  const tensors = new Map<string, Tensor>();
  for (const name of parameterNames(rest.shape)) {
    const [rows, columns] = dimensions(name, rest.shape);
    const shape = name === 'bh' || name === 'by' ? [rows] : [rows, columns];
    tensors.set(name, { shape, data: weights[name]! });
  }
  const run = { format: 'loss-lab-run', formatVersion: 1, ...rest, vocabulary: [...vocabulary] };
  return { tensors, metadata: { run: JSON.stringify(run), sha256: weightsHash(weights, rest.shape) } };
}

function bad(sentence: string): LabError {
  return new LabError('file-not-read', `This is not a trained run of Loss Lab: ${sentence}.`);
}

/** @throws LabError `file-not-read` with what is wrong */
export function fromTensorFile({ tensors, metadata }: TensorFile): TrainedRun {
  const parsed = v.safeParse(description, parsedRun(metadata['run']), { abortEarly: true });
  if (!parsed.success) throw bad(`${fieldName(parsed.issues[0])}: ${parsed.issues[0].message}`);
  const { format: _, formatVersion: __, vocabulary, ...run } = parsed.output;
  if (vocabulary.length !== run.shape.vocabulary)
    throw bad(`it lists ${vocabulary.length} characters for V = ${run.shape.vocabulary}`);
  trainingLayer(outputLayer(run.layer).id, run.clamp);
  const names = parameterNames(run.shape);
  if (tensors.size !== names.length)
    throw bad(`it has ${tensors.size} tensors; expected ${names.join(', ')}`);
  const weights = Object.fromEntries(
    names.map((name) => {
      const tensor = tensors.get(name);
      const [rows, columns] = dimensions(name, run.shape);
      const shape = name === 'bh' || name === 'by' ? [rows] : [rows, columns];
      if (!tensor || tensor.shape.join('×') !== shape.join('×'))
        throw bad(`${name} has the shape ${tensor?.shape.join(' × ') ?? '–'}; expected ${shape.join(' × ')}`);
      if (!tensor.data.every(Number.isFinite)) throw bad(`${name} has values that are not finite`);
      return [name, Float64Array.from(tensor.data)];
    }),
  ) as unknown as Weights;
  if (metadata['sha256'] !== weightsHash(weights, run.shape))
    throw bad('its weights do not have the SHA-256 written beside them');
  return { ...run, weights, vocabulary: Uint32Array.from(vocabulary) };
}

function parsedRun(json: string | undefined): unknown {
  if (json === undefined) throw bad('its metadata lacks the run');
  try {
    return JSON.parse(json);
  } catch {
    throw bad('the run in its metadata is not JSON');
  }
}
