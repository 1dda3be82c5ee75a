import { version } from '../version.ts';
import * as v from 'valibot';
import type { KeptEntry } from '../../lab/library-port.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import { writeDurably } from '../disk/durable-file.ts';
import { readSmallFileIfThere } from '../disk/small-file.ts';

/** What was read of a folder, and by what it is seen that nothing of it has changed since. */
export interface Known {
  readonly stamp: string;
  readonly entry: KeptEntry;
}

/** Bytes of an index; some 1500 for each experiment. */
const largest = 2 ** 26;

const count = v.pipe(v.number(), v.minValue(0));
const colour = v.pipe(v.string(), v.regex(/^#[0-9A-F]{6}$/i));
const entrySchema = v.strictObject({
  id: v.string(),
  name: v.string(),
  question: v.string(),
  text: v.strictObject({ name: v.string(), sha256: v.string(), characters: count }),
  started: v.string(),
  arms: v.array(
    v.strictObject({
      id: v.string(),
      layer: v.string(),
      label: v.string(),
      look: v.strictObject({
        light: colour,
        dark: colour,
        line: v.picklist(['solid', 'dashed', 'dotted']),
      }),
    }),
  ),
  seeds: count,
  steps: count,
  reached: count,
  state: v.picklist(['finished', 'stopped', 'broken-off', 'begun']),
  canGoOn: v.boolean(),
  headline: v.nullable(v.string()),
  answer: v.nullable(v.array(v.strictObject({ text: v.string(), armId: v.exactOptional(v.string()) }))),
  ranking: v.strictObject({
    yardstick: v.picklist(yardsticks.map(({ id }) => id)),
    arms: v.array(v.strictObject({ armId: v.string(), mean: v.number() })),
  }),
  pairs: v.strictObject({ decided: count, all: count }),
  bytes: count,
  tags: v.array(v.string()),
  notes: v.string(),
  trashed: v.nullable(v.string()),
  touched: count,
});

const schema = v.strictObject({
  format: v.literal('loss-lab-index'),
  labVersion: v.literal(version),
  known: v.array(v.tuple([v.string(), v.strictObject({ stamp: v.string(), entry: entrySchema })])),
});

/** What an earlier program has read, by folder within the library; nothing where the index is missing, damaged or of another version. */
export async function readIndex(path: string): Promise<Map<string, Known>> {
  try {
    const text = await readSmallFileIfThere(path, largest);
    return new Map(text === null ? [] : v.parse(schema, JSON.parse(text)).known);
  } catch {
    return new Map();
  }
}

/** Keeps what was read for the next program. Where that cannot be, all is read again. */
export async function writeIndex(path: string, known: ReadonlyMap<string, Known>): Promise<void> {
  const index = { format: 'loss-lab-index', labVersion: version, known: [...known] };
  await writeDurably(path, JSON.stringify(index)).catch(() => undefined);
}
