import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { described } from '../experiments/files/described.ts';
import { decodeTensors, encodeTensors, type Tensor } from '../experiments/files/safetensors.ts';
import { tensorDigest } from '../experiments/files/tensor-digest.ts';
import { dimensions, parameterNames, type Shape, type Weights } from '../network/weights.ts';
import { double } from '../experiments/run-schema.ts';
import { checkpointFacts, type Checkpoint } from './checkpoint.ts';
import { spelt } from './numbers.ts';

/** How much of what a run has recorded goes with a checkpoint: bytes of its files, and what they hold. */
interface RecordedBefore {
  readonly curves: number;
  readonly evaluations: number;
}

/** A checkpoint as a file holds it. */
export interface CheckpointFile {
  readonly checkpoint: Checkpoint;
  readonly recorded: RecordedBefore;
  /** Machine and version of the lab that made it, where no other file says so. */
  readonly maker?: string | undefined;
}

/** What a checkpoint must fit: sizes of its network, and the vectors of its optimiser. */
export interface CheckpointShape {
  readonly shape: Shape;
  readonly batch: number;
  readonly optimizerVectors: number;
}

const format = 'loss-lab-checkpoint';
const version = '1';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const head = v.strictObject({
  ...checkpointFacts,
  updates: count,
  keptNorm: v.nullable(double),
  recorded: v.strictObject({ curves: count, evaluations: count }),
  maker: v.optional(v.string()),
});

/** The vectors of a network by the prefix of their tensors. */
function vectors({ weights, optimizer, kept }: Checkpoint['network']): [prefix: string, Weights][] {
  return [
    ['weights', weights],
    ...optimizer.map((each, i): [string, Weights] => [`optimizer${i}`, each]),
    ...(kept ? [['kept', kept.gradient] as [string, Weights]] : []),
  ];
}

/** A checkpoint as the bytes of a safetensors file, in the precision of its run, with a checksum over its numbers. */
export function encodeCheckpoint(
  { checkpoint: { network, ...rest }, recorded, maker }: CheckpointFile,
  { shape, batch }: CheckpointShape,
): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const put = (name: string, data: Float64Array, sizes: readonly number[]) => {
    tensors[name] =
      rest.precision === 'float64'
        ? { dtype: 'F64', shape: sizes, data }
        : { dtype: 'F32', shape: sizes, data: Float32Array.from(data) };
  };
  for (const [prefix, matrices] of vectors(network))
    for (const name of parameterNames(shape)) {
      const data = matrices[name];
      if (!data) throw new RangeError(`The state has no ${prefix}.${name}.`);
      put(`${prefix}.${name}`, data, dimensions(name, shape));
    }
  put('carried', network.carried, [batch, shape.hidden]);
  const description = JSON.stringify(
    { ...rest, updates: network.updates, keptNorm: network.kept?.norm ?? null, recorded, maker },
    spelt,
  );
  const sha256 = tensorDigest(tensors, description);
  return encodeTensors({ tensors, metadata: { format, version, run: description, sha256 } });
}

/**
 * A checkpoint from the bytes of a file.
 * @throws LabError `file-not-read` that says what is missing, damaged or of another network
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  { shape, batch, optimizerVectors }: CheckpointShape,
): CheckpointFile {
  const { tensors, metadata } = decodeTensors(bytes);
  if (metadata.format !== format) fail('it is none');
  if (metadata.version !== version) fail(`it has version ${metadata.version}; this lab reads ${version}`);
  const { run = '' } = metadata;
  if (metadata.sha256 !== tensorDigest(tensors, run)) fail('its contents do not match their checksum');
  const { updates, keptNorm, recorded, maker, ...rest } = described(head, run, fail);
  const dtype = rest.precision === 'float64' ? 'F64' : 'F32';
  const take = (name: string, sizes: readonly number[]): Float64Array => {
    const tensor = tensors[name];
    if (!tensor || tensor.dtype !== dtype || tensor.shape.join() !== sizes.join())
      fail(`${name} is not ${dtype} [${sizes}]`);
    return Float64Array.from(tensor.data);
  };
  const matrices = (prefix: string) =>
    Object.fromEntries(
      parameterNames(shape).map((name) => [name, take(`${prefix}.${name}`, dimensions(name, shape))]),
    ) as unknown as Weights;
  if (rest.order.positions.length !== batch || rest.order.resets.length !== batch)
    fail(`it has ${rest.order.positions.length} places in the text instead of ${batch}`);
  const network = {
    updates,
    weights: matrices('weights'),
    optimizer: Array.from({ length: optimizerVectors }, (_, i) => matrices(`optimizer${i}`)),
    carried: take('carried', [batch, shape.hidden]),
    kept: keptNorm === null ? null : { norm: keptNorm, gradient: matrices('kept') },
  };
  return { checkpoint: { ...rest, network }, recorded, maker };
}

function fail(reason: string): never {
  throw new LabError('file-not-read', `This checkpoint cannot be used: ${reason}.`);
}
