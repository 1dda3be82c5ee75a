import { defaultExperiment, firstExperiment } from '../experiments/default-experiment.ts';
import { Worker } from 'node:worker_threads';
import { LabError } from '../errors.ts';
import { createLab, type HostedLab } from '../lab/create-lab.ts';
import { CorpusReader } from './texts/corpus-reader.ts';
import { writeAllDurably } from './disk/durable-file.ts';
import { fillFolder } from './disk/fill-folder.ts';
import { givenCores } from './machine/given-cores.ts';
import { machineInfo, memoryLimit } from './machine/machine.ts';
import { pluginTrust, type PluginTrustOptions } from './plugins/plugin-trust.ts';
import { startPluginThread } from './plugins/plugin-worker.ts';
import { pluginLimit, PluginQuestions } from './plugins/plugin-question.ts';
import { probeThreads } from './probes/probe-threads.ts';
import { Offers, type Offered } from './files/offers.ts';
import type { readLabFile } from './files/lab-file.ts';
import type { Printer } from './reports/printing.ts';
import { ReportWriter } from './reports/report-writer.ts';
import { sweepSpools } from './disk/spool.ts';
import { rememberLibrary } from './store/library-folder.ts';
import { AskedThread } from './threads/asked-thread.ts';
import type { LibraryAnswers } from './store/library-answers.ts';
import { nodeLibrary } from './store/node-library.ts';
import { storeThread } from './store/store-channel.ts';
import { nodeTexts } from './texts/texts.ts';
import { startWorker } from './threads/worker-thread.ts';

/** Where a host keeps experiments without being asked. */
export interface NodeLibraryOptions {
  readonly folder: string;
  /** Whether a screen may know where it is. */
  readonly shown: boolean;
  /** Shows a folder in the system's file manager, where there is one. */
  readonly reveal?: (folder: string) => Promise<void>;
}

interface NodeLabOptions extends PluginTrustOptions {
  /** A file or folder beside or in which the build has put the entries of threads: who starts the lab knows it. */
  readonly built: URL | string;
  readonly version: string;
  /** People look at it: it begins with the first experiment of a window, not with that of a command. */
  readonly screen?: boolean;
  /** e.g. `Node 20.20.2`. */
  readonly runtime: string;
  /** Threads that share a run, where a plan fixes that: how many do changes rounding. */
  readonly threadsPerRun?: number;
  /** Most training threads; without it as many as the cores this program is given. */
  readonly threads?: number;
  /** Each thread has one run in memory at a time: a part of a plan is trained, or a sweep. */
  readonly inTurn?: boolean;
  /** Milliseconds that a plug-in may have a thread without a break; for tests. */
  readonly pluginLimit?: number;
  /** Where experiments are kept without being asked; nothing is without it. */
  readonly library?: NodeLibraryOptions;
  /** The host's own way to print; without it a browser of this machine is looked for. */
  readonly printer?: Printer;
  /** The host's own dialogs, where it has some. */
  readonly dialogs?: {
    chooseText(): Promise<string | null>;
    chooseExperiment(): Promise<string | null>;
    chooseFolder(): Promise<string | null>;
  };
}

/** Asks a library by a thread of its own: no event loop waits for the disk. @param entry the built library-thread */
const askLibrary = (entry: URL, folder: string) =>
  new AskedThread<LibraryAnswers>(
    () => new Worker(entry, { name: 'loss-lab library', workerData: { folder } }),
    (why) => new LabError('internal', `The thread that reads the library ended: ${why}.`, 'Try again.'),
    () => new LabError('cancelled', 'The library was closed.'),
  );

/** What a server of screens carries beside the socket: files as streams. */
export interface StreamedFiles {
  /** Takes in an upload; answers with its id. Rejects with LabError. */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<string>;
  /** A file that was offered to a page; null where there is none of that id. */
  offered(id: string): Offered | null;
}

/** The lab on Node: for the command line, the browser mode, Electron's main process and the tests. */
export function createNodeLab(options: NodeLabOptions): HostedLab & StreamedFiles {
  const entry = (name: string) => new URL(`./${name}-thread.js`, options.built);
  const limit = memoryLimit();
  const threads = options.threads ?? givenCores().count;
  const reader = new CorpusReader(entry('corpus'), limit);
  const texts = nodeTexts(reader);
  const reports = new ReportWriter(entry('report'), options.printer);
  const offers = new Offers();
  const opener = new AskedThread<{ read: typeof readLabFile }>(
    () => new Worker(entry('open'), { name: 'loss-lab open' }),
    (why) =>
      new LabError(
        'file-not-read',
        `The file could not be opened: the thread that reads it ended: ${why}.`,
        'It may be too large for the memory of this machine.',
      ),
    () => new LabError('cancelled', 'The lab was closed.'),
  );
  const pluginMilliseconds = options.pluginLimit ?? pluginLimit;
  const trust = pluginTrust(options);
  const questions = new PluginQuestions(entry('probe'), trust, pluginMilliseconds);
  const probes = probeThreads(entry('probe'), questions);
  const kept = options.library;
  const library = kept
    ? nodeLibrary({
        ...kept,
        ask: (folder) => askLibrary(entry('library'), folder),
        remember: rememberLibrary,
        store: () => storeThread(entry('store')),
        runtime: options.runtime,
      })
    : null;
  void sweepSpools();
  const lab = createLab(
    {
      version: options.version,
      machine: machineInfo(options.runtime),
      threads,
      threadsPerRun: options.threadsPerRun,
      atOnce: options.inTurn ? Math.ceil(threads / (options.threadsPerRun ?? 1)) : undefined,
      memoryLimit: limit,
      memoryInUse: () => process.memoryUsage.rss(),
      startThread: () => startWorker(entry('train')),
      texts,
      reports,
      files: {
        read: (source) => opener.ask('read', source),
        offer: (fill) => offers.offer(fill),
        writeFiles: writeAllDurably,
      },
      probes,
      plugins: {
        ...trust,
        limit: pluginMilliseconds,
        inspect: (plugin, outputs) => questions.ask('inspect', { outputs }, [plugin]),
        startThread: (plugin) => startPluginThread(entry('train'), plugin),
      },
      dialogs: options.dialogs ? { ...options.dialogs, fillFolder } : null,
      library,
      now: () => performance.now(),
      date: () => new Date().toISOString(),
      after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    options.screen ? firstExperiment() : defaultExperiment(),
  );
  return {
    ...lab,
    receive: (pieces) => texts.receive('', pieces),
    offered: (id) => offers.get(id),
    close: async () => {
      await lab.close();
      // None of these waits for another one: on a busy machine each end of a thread takes its time.
      await Promise.all([library?.close(), ...[reader, reports, opener, probes].map((each) => each.close())]);
      // No thread has their files any more.
      await Promise.all([texts.close(), offers.close()]);
    },
  };
}
