import { Readable } from 'node:stream';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CorpusOptions, CorpusSummary } from '../../corpora/corpus.ts';
import type { SplitOptions } from '../../corpora/parts.ts';
import { LabError } from '../../errors.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { createNodeLab, type NodeLibraryOptions, type StreamedFiles } from '../node-lab.ts';
import { PluginQuestions } from '../plugins/plugin-question.ts';
import { pluginTrust, type PluginTrustOptions } from '../plugins/plugin-trust.ts';
import { ProbeThreads } from '../probes/probe-threads.ts';
import { spoolStream } from '../disk/spool.ts';
import { libraryFolder } from '../store/library-folder.ts';
import { version } from '../version.ts';

const probeThread = new URL('./probe-thread.js', import.meta.url);

/** Looks at weights that are no run of a lab's experiment, with the threads that look for a lab. */
export const commandProbes = (trust: PluginTrustOptions = {}): ProbeThreads =>
  new ProbeThreads(probeThread, commandPlugins(trust));

/** The plug-ins that a command trusts by `--trust-plugin`. */
export const trustOf = ({
  trustPlugin = [],
}: {
  readonly trustPlugin?: readonly string[];
}): PluginTrustOptions => ({
  trustOnce: trustPlugin,
});

/** What the lab of a command that trains is told. */
export const labOptions = (options: {
  readonly trustPlugin?: readonly string[];
  readonly threads?: number;
  readonly threadsPerRun?: number;
  readonly inTurn?: boolean;
}): CommandLabOptions => ({
  ...trustOf(options),
  ...(options.threads !== undefined && { threads: options.threads }),
  ...(options.threadsPerRun !== undefined && { threadsPerRun: options.threadsPerRun }),
  ...(options.inTurn && { inTurn: true }),
});

interface CommandLabOptions extends PluginTrustOptions {
  /** Most training threads. */
  readonly threads?: number;
  /** Threads that share a run, where a plan fixes that. */
  readonly threadsPerRun?: number;
  /** Each thread has one run in memory at a time. */
  readonly inTurn?: boolean;
}

/** Asks plug-ins that are no layers of a lab's experiment, in threads of their own. */
export const commandPlugins = (trust: PluginTrustOptions = {}): PluginQuestions =>
  new PluginQuestions(probeThread, pluginTrust({ trustBy: 'command', ...trust }));

/**
 * The lab of one command. The threads' entries stand beside the command line's own.
 * @param options who trusts plug-ins, which are trusted in this command without being remembered, and how many threads train
 * @param library where every experiment is kept; a command that ends with its comparison keeps its own
 */
export function commandLab(
  options: CommandLabOptions = {},
  library?: NodeLibraryOptions,
): HostedLab & StreamedFiles {
  return createNodeLab({
    trainThread: new URL('./train-thread.js', import.meta.url),
    corpusThread: new URL('./corpus-thread.js', import.meta.url),
    reportThread: new URL('./report-thread.js', import.meta.url),
    openThread: new URL('./open-thread.js', import.meta.url),
    probeThread,
    version,
    trustBy: 'command',
    ...options,
    // What is kept without being asked is trained on a screen.
    ...(library && { library, screen: true }),
    runtime: `Node ${process.versions.node}`,
  });
}

/** The library of this user, for screens in a browser, which learn no paths. */
export const libraryHere = (): NodeLibraryOptions => ({
  libraryThread: new URL('./library-thread.js', import.meta.url),
  storeThread: new URL('./store-thread.js', import.meta.url),
  folder: libraryFolder(),
  shown: false,
});

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

/** Everything standard input holds, up to `limit` bytes, for small files such as a case. */
export async function readStandardInput(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  await pipeline(process.stdin as unknown as Readable, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit) throw new LabError('bad-argument', `Standard input has more than ${limit} bytes.`);
      chunks.push(chunk);
    }
  });
  return Buffer.concat(chunks).toString('utf8');
}
