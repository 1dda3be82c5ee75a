import type { Generator } from '../../core/network/random.ts';

/** A whole number below `n`. */
export const below = (random: Generator, n: number): number => Math.floor(random.uniform() * n);

const pick = <T>(random: Generator, list: readonly T[]): T => list[below(random, list.length)];

/** What a damaged disk, a broken transfer or a hand with bad intent makes of a file. */
const byteMutations: readonly ((bytes: Uint8Array, random: Generator) => Uint8Array)[] = [
  // A bit.
  (bytes, random) => {
    const changed = bytes.slice();
    if (changed.length > 0) changed[below(random, changed.length)] ^= 1 << below(random, 8);
    return changed;
  },
  // Bytes of any value.
  (bytes, random) => {
    const changed = bytes.slice();
    for (let i = below(random, 16); i >= 0 && changed.length > 0; i--)
      changed[below(random, changed.length)] = below(random, 256);
    return changed;
  },
  // Cut off.
  (bytes, random) => bytes.slice(0, below(random, bytes.length + 1)),
  // A stretch that is missing.
  (bytes, random) => {
    const from = below(random, bytes.length + 1);
    return joined(bytes.subarray(0, from), bytes.subarray(from + below(random, 200)));
  },
  // A stretch that is there twice.
  (bytes, random) => {
    const from = below(random, bytes.length + 1);
    const to = Math.min(bytes.length, from + below(random, 200));
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  // Zeros, as a disk leaves them after a power cut.
  (bytes, random) => {
    const changed = bytes.slice();
    const from = below(random, changed.length + 1);
    return changed.fill(0, from, from + below(random, 4096));
  },
  // Something behind its end.
  (bytes, random) =>
    joined(
      bytes,
      Uint8Array.from({ length: 1 + below(random, 64) }, () => below(random, 256)),
    ),
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Values that a field of JSON may hold and should not. */
const strange: readonly string[] = [
  '-1',
  '0',
  '1e999',
  '-0',
  '9007199254740993',
  '0.5',
  'null',
  'true',
  '""',
  '"NaN"',
  '"../../etc/passwd"',
  '"\\u0000\\u202e\\ud800"',
  '[]',
  '{}',
  '[[[[[[[[[[]]]]]]]]]]',
  '{"__proto__":{"a":1}}',
  `"${'x'.repeat(70_000)}"`,
  `[${'0,'.repeat(10_000)}0]`,
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
];

/** One value of a JSON text becomes another; the text stays JSON. */
function changedValue(text: string, random: Generator): string {
  const values = [...text.matchAll(/(?<=[:[,]\s*)(-?\d[\d.e+-]*|"(?:[^"\\]|\\.)*"|true|false|null)/g)];
  if (values.length === 0) return text;
  const { 0: value, index } = pick(random, values);
  return `${text.slice(0, index)}${pick(random, strange)}${text.slice(index + value.length)}`;
}

/** One key of a JSON text becomes another, is there twice, or is none any more. */
function changedKey(text: string, random: Generator): string {
  const keys = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*:/g)];
  if (keys.length === 0) return text;
  const { 0: key, index } = pick(random, keys);
  const other = pick(random, ['"__proto__":', '"constructor":', '"x":', `${pick(random, keys)[0]}`]);
  return `${text.slice(0, index)}${other}${text.slice(index + key.length)}`;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A file that is nearly this one. @param json whether it is JSON, whose values are worth changing by themselves */
export function mutated(bytes: Uint8Array, json: boolean, random: Generator): Uint8Array {
  // A copy, and no Buffer of Node, whose slices share their memory.
  let changed: Uint8Array = new Uint8Array(bytes);
  for (let i = below(random, 3); i >= 0; i--) {
    const kind = json ? random.uniform() : 0;
    if (kind > 0.4) changed = encoder.encode(changedValue(decoder.decode(changed), random));
    else if (kind > 0.15) changed = encoder.encode(changedKey(decoder.decode(changed), random));
    else changed = pick(random, byteMutations)(changed, random);
  }
  return changed;
}
