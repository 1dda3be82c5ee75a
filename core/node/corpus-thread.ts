import { parentPort } from 'node:worker_threads';
import { evaluatedBaselines } from '../corpora/baselines.ts';
import { generateCorpus } from '../corpora/generate.ts';
import { readText, type ReadOptions } from '../corpora/read-text.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError, toErrorData } from '../errors.ts';
import type {
  CorpusAnswer,
  CorpusRequest,
  FromCorpusThread,
  StoredText,
  ToCorpusThread,
} from './corpus-messages.ts';
import { textFile } from './text-file.ts';
import { textTools } from './text-tools.ts';

/** Entry of the text thread: reads and counts texts, so that no event loop waits for disk or arithmetic. */
if (!parentPort) throw new Error('corpus-thread is started by the lab as a worker thread.');
const port = parentPort;
const post = (message: FromCorpusThread) => port.postMessage(message);

/** Requests that are being read; the others have been cancelled. */
const wanted = new Set<number>();

/** Least change worth telling: a hundredth. */
function progressOf(id: number): (share: number) => void {
  let told = 0;
  return (share) => {
    if (share - told < 0.01) return;
    told = share;
    post({ id, kind: 'progress', share });
  };
}

async function read(job: number, request: CorpusRequest, memoryLimit: number): Promise<Corpus> {
  const how: ReadOptions = {
    tools: textTools,
    memoryLimit,
    progress: progressOf(job),
    checkpoint: () => {
      if (!wanted.has(job)) throw new LabError('cancelled', 'Reading the text was cancelled.');
    },
  };
  if (request.kind === 'builtin') {
    const { id, seed, characters, split } = request;
    return generateCorpus(id, seed, characters, how, split);
  }
  const { source, options } = request;
  const file = ({ path, name }: StoredText) => textFile(path, source, name);
  const texts = await Promise.all(request.texts.map(file));
  const heldOut = request.heldOut && (await file(request.heldOut));
  return readText({ texts, heldOut }, options, how);
}

type Question = Extract<ToCorpusThread, { kind: 'start' }>;

async function answer({ id, request, memoryLimit }: Question): Promise<CorpusAnswer> {
  return request.kind === 'baselines'
    ? { kind: 'baselines', baselines: evaluatedBaselines(request.question) }
    : { kind: 'corpus', corpus: await read(id, request, memoryLimit) };
}

port.on('message', (message: ToCorpusThread) => {
  const { id } = message;
  if (message.kind === 'cancel') {
    wanted.delete(id);
    return;
  }
  wanted.add(id);
  answer(message)
    .then(
      (found) => post({ id, kind: 'done', answer: found }),
      (error: unknown) => post({ id, kind: 'error', error: toErrorData(error) }),
    )
    .finally(() => wanted.delete(id));
});
