import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import { checkDefinitions } from '../../layers/check-definitions.ts';
import { trainingLayerOf } from '../../layers/layer-of.ts';
import type { ReadingStart } from '../../network/reading-start.ts';
import { dimensions, parameterNames, type Shape, type Weights } from '../../network/weights.ts';
import { definitionSchema, type LayerDefinition } from '../../outputs/layer-definition.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { LayerReading } from '../../outputs/readings/registry.ts';
import type { Plain } from '../plain.ts';
import { described } from './described.ts';
import { decodeTensors, encodeTensors, type Tensor } from './safetensors.ts';
import { tensorDigest } from './tensor-digest.ts';

/** A network that has learned a text, with all that is needed to use it and to say where it comes from. */
export interface TrainedRun extends Plain<Omit<v.InferOutput<typeof facts>, 'own' | 'hidden' | 'biases'>> {
  /** The layer itself where it is one that the experiment brought along; null for one of the registry. */
  readonly own: LayerDefinition | null;
  readonly shape: Shape;
  readonly weights: Weights;
  /** The state that training carries, as the tensor `state`; h = 0 where the file has none, as those of earlier versions. */
  readonly start: ReadingStart;
  /** Code point of each index. */
  readonly vocabulary: Uint32Array;
}

type RunLayer = Pick<TrainedRun, 'layer' | 'own' | 'clamp'>;

/** The layer that a run was trained with. @throws LabError as `trainingLayerOf` does */
export function layerOfRun({ layer, own, clamp }: RunLayer): OutputLayer {
  return trainingLayerOf(own ? [own] : [], layer, clamp);
}

/** How the outputs of a run are read as probabilities. @throws LabError as `layerOfRun` does */
export const readingOfRun = (run: RunLayer): LayerReading => layerOfRun(run).reading;

const format = 'loss-lab-trained-run';
const version = '1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const facts = v.object({
  /** Id of the output layer. */
  layer: v.string(),
  // Runs of earlier versions had layers of the registry only.
  own: v.optional(v.nullable(definitionSchema), null),
  /** Clamp ε of a layer that needs one, else null. */
  clamp: v.nullable(v.pipe(v.number(), v.finite())),
  hidden: v.pipe(count, v.minValue(1)),
  biases: v.boolean(),
  /** Index of the "other" symbol, or null. */
  other: v.nullable(count),
  armId: v.string(),
  seed: count,
  /** Updates behind these weights. */
  steps: count,
  /** Name of the experiment. */
  experiment: v.string(),
  corpus: v.object({ name: v.string(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  labVersion: v.string(),
});

/** A trained run as the bytes of a safetensors file, float64. */
export function encodeTrainedRun(run: TrainedRun): Uint8Array<ArrayBuffer> {
  const { weights, vocabulary, shape, start, ...rest } = run;
  const tensors: Record<string, Tensor> = {
    vocabulary: { dtype: 'U32', shape: [vocabulary.length], data: vocabulary },
  };
  for (const name of parameterNames(shape)) {
    const data = weights[name];
    if (!data) throw new RangeError(`The weights have no ${name}.`);
    tensors[name] = { dtype: 'F64', shape: tensorShape(name, shape), data };
  }
  if (start.kind === 'carried') tensors.state = { dtype: 'F64', shape: [shape.hidden], data: start.state };
  const description = JSON.stringify({ ...rest, hidden: shape.hidden, biases: shape.biases });
  return encodeTensors({
    tensors,
    metadata: { format, version, run: description, sha256: tensorDigest(tensors) },
  });
}

/** A bias is a vector in a file, not a matrix of one column. */
function tensorShape(name: keyof Weights, shape: Shape): number[] {
  const [rows, columns] = dimensions(name, shape);
  return name === 'bh' || name === 'by' ? [rows] : [rows, columns];
}

/**
 * A trained run from the bytes of a file.
 * @throws LabError `file-not-read` that names what is missing, damaged or does not fit together
 */
export function decodeTrainedRun(bytes: Uint8Array): TrainedRun {
  const { tensors, metadata } = decodeTensors(bytes);
  if (metadata.format !== format) fail('it holds tensors, but not a trained run of the lab');
  if (metadata.version !== version)
    fail(
      `it has version ${metadata.version}; this lab reads version ${version}`,
      'Open it with a newer lab.',
    );
  if (metadata.sha256 !== tensorDigest(tensors)) fail('its numbers do not match their checksum');
  const { hidden, biases, ...rest } = described(facts, metadata.run ?? '', fail);
  const vocabulary = parseVocabulary(tensors.vocabulary, rest.other);
  const shape: Shape = { vocabulary: vocabulary.length, hidden, biases };
  const names = parameterNames(shape);
  for (const name of Object.keys(tensors))
    if (name !== 'vocabulary' && name !== 'state' && !names.some((known) => known === name))
      fail(`it has a tensor ${name} too many`);
  const weights = Object.fromEntries(
    names.map((name) => [name, parseMatrix(name, tensors[name], shape)]),
  ) as unknown as Weights;
  checkLayer(rest);
  return { ...rest, shape, weights, start: parseStart(tensors.state, hidden), vocabulary };
}

function fail(reason: string, next = 'Use an intact copy, or train the run again.'): never {
  throw new LabError('file-not-read', `This trained run cannot be used: ${reason}.`, next);
}

function parseVocabulary(tensor: Tensor | undefined, other: number | null): Uint32Array {
  if (!tensor || tensor.dtype !== 'U32' || tensor.shape.length !== 1 || tensor.data.length === 0)
    fail('it has no vocabulary');
  const vocabulary = tensor.data as Uint32Array;
  const scalar = (point: number) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  const wrong = vocabulary.findIndex((point) => !scalar(point));
  if (wrong >= 0) fail(`entry ${wrong} of its vocabulary is no character`);
  // The "other" symbol is listed as U+FFFD, which the text may hold as well.
  const named = vocabulary.filter((_, index) => index !== other);
  if (new Set(named).size !== named.length) fail('its vocabulary lists a character twice');
  if (other !== null && other >= vocabulary.length)
    fail(`its 'other' is ${other}, outside the ${vocabulary.length} entries of its vocabulary`);
  return vocabulary;
}

function parseMatrix(name: keyof Weights, tensor: Tensor | undefined, shape: Shape): Float64Array {
  if (!tensor) fail(`the matrix ${name} is missing`);
  return finiteValues(name, tensor, tensorShape(name, shape));
}

function parseStart(tensor: Tensor | undefined, hidden: number): ReadingStart {
  return tensor ? { kind: 'carried', state: finiteValues('state', tensor, [hidden]) } : { kind: 'zero' };
}

function finiteValues(name: string, tensor: Tensor, expected: readonly number[]): Float64Array {
  if (tensor.dtype !== 'F64' || tensor.shape.join() !== expected.join())
    fail(`${name} is ${tensor.dtype} [${tensor.shape}] and should be F64 [${expected}]`);
  const data = tensor.data as Float64Array;
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) fail(`${name} has a value that is not finite at position ${wrong}`);
  return data;
}

function checkLayer(run: RunLayer): void {
  const { layer, own } = run;
  if (own && own.id !== layer) fail(`its layer is '${layer}' and it brings '${own.id}' along`);
  try {
    if (own)
      checkDefinitions([own], (field, problem) => new LabError('file-not-read', `${field} ${problem}.`));
    // A plug-in is code: whether it runs is asked when it is to be used.
    if (own?.kind !== 'plugin') layerOfRun(run);
  } catch (error) {
    fail(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}
