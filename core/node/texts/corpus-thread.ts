import { parentPort } from 'node:worker_threads';
import { evaluatedBaselines } from '../../corpora/baselines.ts';
import { encodingReadings, triedBytes } from '../../corpora/encoding-readings.ts';
import { generateCorpus } from '../../corpora/generate.ts';
import { readText, type ReadOptions } from '../../corpora/read-text.ts';
import type { Corpus } from '../../corpora/corpus.ts';
import { measureSplits } from '../../corpora/split-measures.ts';
import { LabError } from '../../errors.ts';
import { answerHost } from '../threads/asked-thread.ts';
import type { CorpusAnswers, CorpusJob, ReadingProgress, StoredText } from './corpus-messages.ts';
import { textFile } from './text-file.ts';
import { textTools } from './node-text-tools.ts';

/** Entry of the text thread: reads and counts texts, so that no event loop waits for disk or arithmetic. */
if (!parentPort) throw new Error('corpus-thread is started by the lab as a worker thread.');

/** Jobs that are being read; the others have been cancelled. */
const wanted = new Set<number>();

/** Least change worth telling: a hundredth. */
function progressOf(id: number): (share: number) => void {
  let told = 0;
  return (share) => {
    if (share - told < 0.01) return;
    told = share;
    tell('progress', { id, share } satisfies ReadingProgress);
  };
}

async function read({ id: job, request, memoryLimit }: CorpusJob): Promise<Corpus> {
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

const answers: CorpusAnswers = {
  async read(job) {
    wanted.add(job.id);
    try {
      return await read(job);
    } finally {
      wanted.delete(job.id);
    }
  },
  baselines: evaluatedBaselines,
  splits: measureSplits,
  async encodings({ text, source, current, notUtf8From }) {
    const head = Buffer.alloc(triedBytes);
    let length = 0;
    for await (const chunk of (await textFile(text.path, source, text.name)).open()) {
      head.set(chunk.subarray(0, triedBytes - length), length);
      length = Math.min(triedBytes, length + chunk.length);
      if (length === triedBytes) break;
    }
    return encodingReadings(head.subarray(0, length), current, notUtf8From, textTools);
  },
  cancel: (id) => void wanted.delete(id),
};

const tell = answerHost(parentPort, answers);
