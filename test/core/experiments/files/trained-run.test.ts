import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../core/errors.ts';
import {
  decodeTensors,
  encodeTensors,
  type TensorFile,
} from '../../../../core/experiments/files/safetensors.ts';
import {
  decodeTrainedRun,
  encodeTrainedRun,
  type TrainedRun,
} from '../../../../core/experiments/files/trained-run.ts';

const values = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i + 1) / 3);

/** V = 3, H = 2. */
function example(change: Partial<TrainedRun> = {}): TrainedRun {
  return {
    layer: 'softmax-cross-entropy',
    own: null,
    clamp: null,
    shape: { vocabulary: 3, hidden: 2, biases: true },
    weights: { Wxh: values(6), Whh: values(4), Why: values(6), bh: values(2), by: values(3) },
    start: { kind: 'carried', state: Float64Array.of(0.75, -0.5) },
    vocabulary: Uint32Array.of(0x61, 0x1f600, 0xfffd),
    other: 2,
    armId: 'softmax-cross-entropy',
    seed: 4294967295,
    steps: 1000,
    experiment: 'Name with é, "quotes" and 漢字',
    corpus: { name: 'a\u202etxt', sha256: 'ab'.repeat(32) },
    labVersion: '0.1.0',
    ...change,
  };
}

function refusal(bytes: Uint8Array): string {
  try {
    decodeTrainedRun(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('file-not-read');
    expect((error as LabError).next).not.toBe('');
    return (error as LabError).message;
  }
  throw new Error('The run was accepted.');
}

/** The file with something else in it, its checksum as it was. */
function changed(change: (file: TensorFile) => TensorFile): Uint8Array {
  return encodeTensors(change(decodeTensors(encodeTrainedRun(example()))));
}

const withFacts = (change: object) =>
  changed(({ tensors, metadata }) => ({
    tensors,
    metadata: { ...metadata, run: JSON.stringify({ ...JSON.parse(metadata.run), ...change }) },
  }));

describe('a trained run as a file', () => {
  it('comes back as it was, with and without biases', () => {
    expect(decodeTrainedRun(encodeTrainedRun(example()))).toEqual(example());
    const { Wxh, Whh, Why } = example().weights;
    const plain = example({
      layer: 'linear-cross-entropy',
      clamp: 0.001,
      other: null,
      shape: { vocabulary: 3, hidden: 2, biases: false },
      weights: { Wxh, Whh, Why },
    });
    expect(decodeTrainedRun(encodeTrainedRun(plain))).toEqual(plain);
  });

  it('starts from h = 0 where it holds no state, as files of earlier versions', () => {
    const old = example({ start: { kind: 'zero' } });
    const bytes = encodeTrainedRun(old);
    expect(Object.keys(decodeTensors(bytes).tensors)).not.toContain('state');
    expect(decodeTrainedRun(bytes)).toEqual(old);
  });

  it('is a plain safetensors file that other programs can read', () => {
    const { tensors } = decodeTensors(encodeTrainedRun(example()));
    expect(Object.entries(tensors).map(([name, { dtype, shape }]) => [name, dtype, [...shape]])).toEqual([
      ['Whh', 'F64', [2, 2]],
      ['Why', 'F64', [3, 2]],
      ['Wxh', 'F64', [2, 3]],
      ['bh', 'F64', [2]],
      ['by', 'F64', [3]],
      ['state', 'F64', [2]],
      ['vocabulary', 'U32', [3]],
    ]);
  });

  it('notices every single byte of numbers that changed', () => {
    const whole = encodeTrainedRun(example());
    const start = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
    for (let at = start; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at] ^= 1;
      expect(refusal(damaged)).toMatch(/checksum/);
    }
  });

  it('notices names that were exchanged', () => {
    const swapped = changed(({ tensors: { bh, by, ...rest }, metadata }) => ({
      tensors: { ...rest, bh: by, by: bh },
      metadata,
    }));
    expect(refusal(swapped)).toMatch(/checksum/);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['other tensors', encodeTensors({ tensors: {}, metadata: {} }), /not a trained run/],
    [
      'a later version',
      changed((file) => ({ ...file, metadata: { ...file.metadata, version: '2' } })),
      /version 2/,
    ],
    [
      'no description',
      changed((file) => ({ ...file, metadata: { ...file.metadata, run: '{' } })),
      /not JSON/,
    ],
    [
      'a description that is a list',
      changed((file) => ({ ...file, metadata: { ...file.metadata, run: '[]' } })),
      /'layer'/,
    ],
    ['an unknown output layer', withFacts({ layer: 'nope' }), /No output layer 'nope'/],
    ['a clamp that is not wanted', withFacts({ clamp: 0.1 }), /has no clamp/],
    ['a missing clamp', withFacts({ layer: 'linear-cross-entropy' }), /clamp/],
    [
      'a wrong number of hidden units',
      withFacts({ hidden: 3 }),
      /Wxh is F64 \[2,3\] and should be F64 \[3,3\]/,
    ],
    ['no hidden units', withFacts({ hidden: 0 }), /'hidden'/],
    ['biases that it denies', withFacts({ biases: false }), /a tensor bh too many/],
    ['steps below 0', withFacts({ steps: -1 }), /'steps'/],
    ['an "other" outside the vocabulary', withFacts({ other: 3 }), /'other' is 3/],
    ['a wrong SHA-256', withFacts({ corpus: { name: '', sha256: 'x' } }), /'corpus.sha256'/],
    [
      'a surrogate as character',
      encodeTrainedRun(example({ vocabulary: Uint32Array.of(0x61, 0xd800, 0xfffd) })),
      /entry 1/,
    ],
    [
      'a character twice',
      encodeTrainedRun(example({ vocabulary: Uint32Array.of(0x61, 0x61, 0xfffd) })),
      /twice/,
    ],
    [
      'a state that is not finite',
      encodeTrainedRun(example({ start: { kind: 'carried', state: Float64Array.of(0, Infinity) } })),
      /state has a value that is not finite at position 1/,
    ],
    [
      'a weight that is not finite',
      encodeTrainedRun(example({ weights: { ...example().weights, Whh: Float64Array.of(0, NaN, 0, 0) } })),
      /Whh has a value that is not finite at position 1/,
    ],
  ])('refuses %s', (_, bytes, reason) => {
    expect(refusal(bytes)).toMatch(reason);
  });
});
