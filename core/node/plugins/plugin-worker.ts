import { Worker } from 'node:worker_threads';
import type { TrainingThread } from '../../lab/ports.ts';
import type { FromThread } from '../../lab/training/thread-messages.ts';
import type { PluginSource } from '../../contract/plugin-data.ts';
import { setUpEngine } from '../engine/set-up.ts';
import { foreignText, pluginError, scriptName, thrown } from '../../plugins/plugin-error.ts';

/** Megabytes of objects a thread with a plug-in may have. What the lab computes with lies in arrays, which do not count. */
const heapMegabytes = 512;

type NamedPlugin = Pick<PluginSource, 'file' | 'sha256'>;

/** A worker thread that a plug-in is going to share. What it writes to the console goes nowhere. */
export function pluginWorker(entry: URL, name: string): Worker {
  const worker = new Worker(entry, {
    name,
    workerData: setUpEngine().use,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/** Calls back once when a worker ends without being asked to; the sentence names the plug-in and, where known, the line. */
export function onPluginFailure(
  worker: Worker,
  { file, sha256 }: NamedPlugin,
  listener: (sentence: string) => void,
): void {
  let told = false;
  const tell = (sentence: string) => {
    if (!told) listener(sentence);
    told = true;
  };
  worker.on('error', (error: NodeJS.ErrnoException) => tell(failureOf(error, { file, sha256 })));
  worker.on('exit', (code) => tell(`${foreignText(file, 120)} ended its thread, with status ${code}.`));
}

function failureOf(error: NodeJS.ErrnoException, { file, sha256 }: NamedPlugin): string {
  // The lab's own sentence, about the plug-in.
  if (error.name === 'LabError') return error.message;
  const name = { file, script: scriptName(sha256) };
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return pluginError(name, `it needed more than ${heapMegabytes} MB, and its thread was ended`).message;
  const { words, stack } = thrown(error);
  return pluginError(name, `outside of a call it threw ${words}`, stack).message;
}

/** A training thread that a plug-in is going to share. */
export function startPluginThread(entry: URL, plugin: NamedPlugin): TrainingThread {
  const worker = pluginWorker(entry, 'loss-lab training');
  let asked = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (message: FromThread) => listener(message)),
    onFailure: (listener) =>
      onPluginFailure(worker, plugin, (sentence) => {
        if (!asked) listener(sentence);
        asked = true;
      }),
    terminate: () => {
      asked = true;
      void worker.terminate();
    },
  };
}
