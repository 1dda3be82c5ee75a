import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBlock, joinColumns, readBlocks, type Columns } from '../../../core/store/columns.ts';
import { evaluationLine, evaluationsOf } from '../../../core/store/evaluation-lines.ts';
import { runName } from '../../../core/store/run-names.ts';
import type { Arm } from '../../../core/experiments/experiment.ts';
import { quickExperiment } from '../lab/lab-fixtures.ts';
import { nothing, train, trainerOf } from './trained.ts';

const reader = (file: Uint8Array) => (at: number, length: number) => file.slice(at, at + length);

function fileOf(blocks: readonly Columns[]): Uint8Array {
  const encoded = blocks.map(encodeBlock);
  const file = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of encoded) {
    file.set(block, at);
    at += block.length;
  }
  return file;
}

const plain = (columns: Columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [...values]]));

describe('columns in blocks', () => {
  const columns = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }).filter((name) => /^[a-z.]+$/.test(name)),
    fc.oneof(fc.float64Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 })),
    { maxKeys: 6 },
  );

  it('are read as they were written, every number of them', () => {
    fc.assert(
      fc.property(fc.array(columns, { maxLength: 5 }), (blocks) => {
        const file = fileOf(blocks);
        expect(Array.from(readBlocks(reader(file), file.length), plain)).toEqual(blocks.map(plain));
      }),
    );
  });

  it('go on from block to block, and may be absent from some', () => {
    const parts: Columns[] = [
      { a: Float64Array.of(1, 2), b: Uint8Array.of(1) },
      { b: Uint8Array.of(0, 1) },
      { a: Float64Array.of(NaN) },
    ];
    expect(plain(joinColumns(parts))).toEqual({ a: [1, 2, NaN], b: [1, 0, 1] });
  });

  const blocks: Columns[] = [
    { loss: Float64Array.of(1, 2, 3), clipped: Uint8Array.of(1, 0, 1) },
    { loss: Float64Array.of(4) },
  ];
  const file = fileOf(blocks);
  const second = encodeBlock(blocks[0]).length;

  it('name the byte at which a damaged block begins', () => {
    for (let at = 0; at < file.length; at++) {
      const damaged = file.slice();
      damaged[at] ^= 0x10;
      expect(() => Array.from(readBlocks(reader(damaged), damaged.length))).toThrow(
        `The block at byte ${at < second ? 0 : second} `,
      );
    }
  });

  it('are refused where the file is cut, and not read beyond what belongs to them', () => {
    for (let length = 1; length < file.length; length++)
      if (length !== second)
        expect(() => Array.from(readBlocks(reader(file.slice(0, length)), length))).toThrow(/is cut off/);
    expect(Array.from(readBlocks(reader(file), second))).toHaveLength(1);
  });
});

describe('lines of evaluations', () => {
  const told = nothing();
  train(trainerOf(quickExperiment(), 1), Infinity, told);
  const lines = told.evaluations.map((evaluation, i) =>
    evaluationLine({ evaluation, glimpse: i === told.evaluations.length - 1 ? told.glimpse : null }),
  );

  it('are read as they were written', () => {
    expect(evaluationsOf(lines.join(''))).toEqual({ evaluations: told.evaluations, glimpse: told.glimpse });
    expect(evaluationsOf('')).toEqual({ evaluations: [], glimpse: null });
  });

  it('replace each other by their step, and take one away', () => {
    const [first, second] = told.evaluations;
    const again = evaluationLine({ evaluation: { ...first, accuracy: 0.5, brier: NaN }, glimpse: null });
    const gone = evaluationLine({ gone: second.step });
    const { evaluations } = evaluationsOf([...lines, again, gone].join(''));
    expect(evaluations).toEqual([{ ...first, accuracy: 0.5, brier: NaN }, ...told.evaluations.slice(2)]);
  });

  it('that are damaged or cut are named', () => {
    const text = lines.join('');
    expect(() => evaluationsOf(text.slice(0, -1))).toThrow(
      `Line ${lines.length} of the evaluations is cut off.`,
    );
    const at = text.indexOf('"step":') + 7;
    expect(() => evaluationsOf(`${text.slice(0, at)}7${text.slice(at)}`)).toThrow(
      'Line 1 of the evaluations does not match its checksum.',
    );
  });
});

describe('names of run folders', () => {
  const arms = (...ids: string[]): Arm[] =>
    ids.map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 1, clamp: null }));

  it('differ also where letters are the same in upper and lower case, and are safe on every system', () => {
    const all = arms('A', 'a', 'a.b', 'a/b', 'a b', 'con', '熵', '../..', 'x'.repeat(300));
    const names = all.map(({ id }) => runName(all, { armId: id, seed: 7 }));
    expect(names.slice(0, 2)).toEqual(['A-7', 'a~2-7']);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(all.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_~-]{1,80}$/);
  });
});
