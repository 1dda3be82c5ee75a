import * as v from 'valibot';
import { toErrorData, type LabErrorData } from '../../core/errors.ts';
import { writeDurably } from '../../core/node/disk/durable-file.ts';
import { readSmallFileIfThere } from '../../core/node/disk/small-file.ts';

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];

/** Each by itself: what makes no sense, or came with another version, is as on the first start. */
const schema = v.object({
  bounds: v.fallback(v.nullable(v.object({ x: pixels, y: pixels, width: length, height: length })), null),
  maximised: v.fallback(v.boolean(), false),
  fullScreen: v.fallback(v.boolean(), false),
  /** Chromium's zoom level: 0 is 100 %, each step 20 % more. */
  zoom: v.fallback(v.pipe(v.number(), v.minValue(-6), v.maxValue(8)), 0),
  theme: v.fallback(v.picklist(themes), 'system'),
  /** Kept experiments that were begun before are not listed as recent; ISO 8601. */
  recentsAfter: v.fallback(v.pipe(v.string(), v.maxLength(40)), ''),
  /** The system stays awake for a training on battery, too. */
  awakeOnBattery: v.fallback(v.boolean(), false),
});

export type RememberedFacts = v.InferOutput<typeof schema>;

/** Most characters of the file. */
const largest = 10_000;
/** Milliseconds that changes are gathered before they are written: a window that is dragged changes often. */
const gather = 500;

/** What the desktop program remembers of its window from one start to the next, in a small file. */
export class Remembered {
  readonly #path: string;
  readonly #trouble: (error: LabErrorData) => void;
  #facts: RememberedFacts;
  #later: NodeJS.Timeout | null = null;
  #writing = Promise.resolve();

  private constructor(path: string, facts: RememberedFacts, trouble: (error: LabErrorData) => void) {
    this.#path = path;
    this.#facts = facts;
    this.#trouble = trouble;
  }

  /** @param trouble told when the file cannot be written: nothing else suffers from it */
  static async read(path: string, trouble: (error: LabErrorData) => void): Promise<Remembered> {
    const text = await readSmallFileIfThere(path, largest).catch(() => null);
    return new Remembered(path, factsOf(text), trouble);
  }

  get facts(): RememberedFacts {
    return this.#facts;
  }

  change(some: Partial<RememberedFacts>): void {
    this.#facts = { ...this.#facts, ...some };
    this.#later ??= setTimeout(() => void this.written(), gather);
  }

  /** Resolves when all of it is on disk, or that was told to fail. */
  written(): Promise<void> {
    if (this.#later === null) return this.#writing;
    clearTimeout(this.#later);
    this.#later = null;
    const content = `${JSON.stringify(this.#facts)}\n`;
    this.#writing = this.#writing
      .then(() => writeDurably(this.#path, content))
      .catch((error: unknown) => this.#trouble(toErrorData(error)));
    return this.#writing;
  }
}

/** What a file says, as far as it makes sense. */
export function factsOf(text: string | null): RememberedFacts {
  let found: unknown = {};
  try {
    found = JSON.parse(text ?? '{}');
  } catch {
    // Half a file, or another one's: as on the first start.
  }
  return v.parse(
    schema,
    typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...empty, ...found } : empty,
  );
}

const empty = Object.fromEntries(Object.keys(schema.entries).map((key) => [key, undefined]));
