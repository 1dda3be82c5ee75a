import { basename } from 'node:path';
import type { CorpusOptions, CorpusSummary } from '../../corpora/corpus.ts';
import type { SplitOptions } from '../../corpora/parts.ts';
import { LabError } from '../../errors.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { spoolStream } from '../disk/spool.ts';

export interface TextOptions {
  readonly builtin?: string;
  readonly characters: number;
  readonly builtinSeed: number;
  readonly encoding?: string;
  readonly split: SplitOptions['split'];
  readonly heldOut: number;
  readonly heldOutFile?: string;
  readonly tuning: number;
  readonly normaliseLineEnds?: boolean;
  readonly minimumCount: number;
  /** Where standard input lies, if it was read before. */
  readonly spooled?: string;
}

function splitOf({ split, heldOut, heldOutFile, tuning }: TextOptions): SplitOptions {
  if (heldOutFile !== undefined) return { split: 'file', heldOutShare: heldOut, tuningShare: tuning };
  if (heldOut + tuning >= 1)
    throw new LabError(
      'bad-argument',
      `--held-out ${heldOut} and --tuning ${tuning} leave nothing to train on.`,
      'Together they must be below 1.',
    );
  return { split, heldOutShare: heldOut, tuningShare: tuning };
}

/** An error about a file that names it as it was given: where it was looked for is what has to be mended. */
function namedAsGiven(error: unknown, paths: readonly string[]): unknown {
  const named = paths.filter((path) => (error as Error).message.startsWith(`'${basename(path)}' `));
  const [given, other] = named;
  // Of two files of one name nothing tells which it was.
  if (!(error instanceof LabError) || given === undefined || other !== undefined) return error;
  return new LabError(error.code, `'${given}'${error.message.slice(basename(given).length + 2)}`, error.next);
}

/** Makes the text a command names the lab's corpus: files, `-` for standard input, or a built-in source. */
export async function takeText(
  lab: HostedLab,
  files: readonly string[],
  options: TextOptions,
): Promise<CorpusSummary> {
  const [file, ...more] = files;
  if (options.builtin !== undefined) {
    if (file !== undefined) throw new LabError('bad-argument', 'Give a file or --builtin, not both.');
    const { builtin: id, builtinSeed: seed, characters } = options;
    return lab.useBuiltin({ id, seed, characters, split: splitOf(options) });
  }
  if (file === undefined)
    throw new LabError('bad-argument', 'No text given.', 'Name a file, - for standard input, or --builtin.');
  const corpusOptions: CorpusOptions = {
    encoding: options.encoding ?? null,
    normaliseLineEnds: options.normaliseLineEnds ?? false,
    minimumCount: options.minimumCount,
    ...splitOf(options),
  };
  const beside = { more, heldOut: options.heldOutFile ?? null };
  if (file !== '-')
    return lab
      .openPath({ path: file, source: 'file', options: corpusOptions, ...beside })
      .catch((error: unknown) => {
        throw namedAsGiven(error, [...files, ...(beside.heldOut === null ? [] : [beside.heldOut])]);
      });
  if (more.length > 0 || beside.heldOut !== null)
    throw new LabError(
      'bad-argument',
      'Standard input is a text by itself; no other file goes with it.',
      'Write it into a file, and name that one.',
    );
  const { spooled } = options;
  if (spooled !== undefined) return lab.openPath({ path: spooled, source: 'stdin', options: corpusOptions });
  const spool = await spoolStream(process.stdin);
  try {
    return await lab.openPath({ path: spool.path, source: 'stdin', options: corpusOptions });
  } finally {
    await spool.close();
  }
}
