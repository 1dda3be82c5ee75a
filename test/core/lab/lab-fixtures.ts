import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers';
import type { ExportedFile, LabSnapshot, ReportFormat } from '../../../core/contract/lab-data.ts';
import { measureSplits } from '../../../core/corpora/split-measures.ts';
import { evaluatedBaselines } from '../../../core/corpora/baselines.ts';
import {
  type Corpus,
  type CorpusSummary,
  defaultCorpusOptions,
  defaultSplit,
} from '../../../core/corpora/corpus.ts';
import { charactersOf, textParts } from '../../../core/corpora/parts.ts';
import { LabError } from '../../../core/errors.ts';
import { defaultExperiment, newArms } from '../../../core/experiments/default-experiment.ts';
import { runDuel } from '../../../core/duels/run-duel.ts';
import { firstGradients } from '../../../core/experiments/rates/first-gradients.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { createLab, type HostedLab } from '../../../core/lab/create-lab.ts';
import { writeAllDurably } from '../../../core/node/disk/durable-file.ts';
import { readLabFile } from '../../../core/node/files/lab-file.ts';
import { Offers } from '../../../core/node/files/offers.ts';
import { htmlReport } from '../../../core/reports/html/html.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { writeReportInto } from '../../../core/node/reports/report-into.ts';
import type {
  FilePort,
  LabPorts,
  PluginPort,
  ProbePort,
  TextPort,
  TrainingThread,
} from '../../../core/lab/ports.ts';
import type { FromThread } from '../../../core/lab/training/thread-messages.ts';
import { TrainingThreadLoop } from '../../../core/lab/training/training-thread.ts';
import { checkLayer } from '../../../core/probes/check-layer.ts';
import { lookAtFormula } from '../../../core/probes/formula-look.ts';
import { runProbe } from '../../../core/probes/run-probe.ts';
import { checkDerivation } from '../../../core/derivation/check-derivation.ts';
import { derive } from '../../../core/derivation/derive.ts';
import { unitResponses } from '../../../core/probes/unit-response.ts';

/** A small text with a pattern a network can learn, as a corpus. */
export function smallCorpus(characters = 2000, distinct = 5): Corpus {
  const indices = new Uint8Array(new SharedArrayBuffer(characters));
  for (let i = 0; i < characters; i++) indices[i] = (i * i + (i >> 2)) % distinct;
  const parts = textParts(characters, defaultSplit);
  const summary: CorpusSummary = {
    source: 'paste',
    builtin: null,
    name: 'small.txt',
    encoding: 'utf-8',
    encodingSource: 'valid-utf-8',
    bytes: characters,
    sha256: 'ab'.repeat(32),
    characters,
    distinct,
    trainCharacters: charactersOf(parts.training),
    tuningCharacters: charactersOf(parts.tuning),
    heldOutCharacters: charactersOf(parts.heldOut),
    heldOutShare: 0.1,
    uniformEntropy: Math.log2(distinct),
    unigramEntropy: 2,
    bigramEntropy: 1,
    heldOut: { characters: 200, unigramBits: 1, bigramBits: 1, ownUnigramEntropy: 1 },
    drift: 0,
    entropyRate: null,
    mostFrequent: [{ codePoint: 97, count: 10 }],
    preview: 'abc',
    lineEnds: null,
    files: [],
    warnings: [],
    options: defaultCorpusOptions,
  };
  return {
    summary,
    indices,
    vocabulary: Uint32Array.from({ length: distinct }, (_, i) => 97 + i),
    other: null,
    parts,
    findings: { occurrences: [], lineEndPairs: 0, singleReturns: 0, notUtf8From: -1 },
  };
}

/**
 * A training thread on this thread: the real loop behind the real messages, cloned as a port would.
 * @param now its clock, milliseconds
 * @param turn calls back when it is its turn again
 */
export function localThread(
  now = () => performance.now(),
  turn: (callback: () => void) => void = immediate,
): TrainingThread & { fail(sentence: string): void } {
  const listeners: ((message: FromThread) => void)[] = [];
  const failures: ((sentence: string) => void)[] = [];
  let ended = false;
  const loop = new TrainingThreadLoop({
    post: (message) => {
      const copy = structuredClone(message);
      immediate(() => {
        if (!ended) for (const listener of listeners) listener(copy);
      });
    },
    now,
    yield: (callback) => turn(() => void (ended || callback())),
  });
  return {
    post: (message) => immediate(() => void (ended || loop.receive(message))),
    onMessage: (listener) => void listeners.push(listener),
    onFailure: (listener) => void failures.push(listener),
    terminate: () => void (ended = true),
    fail: (sentence) => failures.forEach((listener) => listener(sentence)),
  };
}

/** A text port that knows one text and nothing else. */
export function fixedTexts(corpus: Corpus): TextPort {
  const give = async () => corpus;
  return {
    begin: async () => 'upload-1',
    append: async () => undefined,
    finish: give,
    cancel: async () => undefined,
    receive: async () => 'upload-1',
    take: () => Promise.reject(new LabError('bad-argument', 'There is no such upload.')),
    openPath: give,
    stored: () => null,
    openStored: give,
    again: async () => null,
    use: async () => undefined,
    cancelReading: () => undefined,
    builtin: async (id, seed, characters) => {
      if (id !== 'reber') throw new LabError('unknown-name', `No built-in source '${id}'.`);
      return {
        ...corpus,
        summary: { ...corpus.summary, source: 'builtin', builtin: { id, seed }, characters },
      };
    },
    reread: give,
    baselines: async (question) => evaluatedBaselines(question),
    splits: async (question) => measureSplits(question),
    encodings: async () => [],
  };
}

/** Files read and written on this thread. */
export const filesHere = (offers = new Offers()): FilePort => ({
  read: readLabFile,
  offer: (fill) => offers.offer(fill),
  writeFiles: writeAllDurably,
});

/** The files of the report of a lab, in the order of the formats. */
export async function exported(
  lab: HostedLab,
  formats: readonly ReportFormat[],
): Promise<readonly Pick<ExportedFile, 'name' | 'bytes'>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-exported-'));
  try {
    const files: Pick<ExportedFile, 'name' | 'bytes'>[] = [];
    for (const format of new Set(formats)) {
      const before = new Set(readdirSync(folder));
      await lab.writeReport({ folder, runs: null }, [format]);
      for (const name of readdirSync(folder).filter((each) => !before.has(each)))
        files.push({ name, bytes: readFileSync(join(folder, name)) });
    }
    return files;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Probes made on this thread. */
const probesHere: ProbePort = {
  probe: async (input) => runProbe(input, () => performance.now()),
  derive: async (question) => derive(question, () => 0),
  checkDerivation: async (question) => checkDerivation(question),
  unitResponses: async (question) => unitResponses(question),
  check: async (input) => checkLayer(input),
  lookAtFormula: async (definition) => lookAtFormula(definition),
  firstGradients: async (question) => firstGradients(question),
  duel: async (input) => runDuel(input),
};

/** Plug-ins of a host that trusts what it is told and has no thread for them. */
export function pluginsDouble(): PluginPort {
  const known = new Set<string>();
  return {
    mayTrust: true,
    howToTrust: 'Trust it.',
    limit: 10_000,
    trusted: async (sha256) => ({ trusted: known.has(sha256), problem: null }),
    trust: async (sha256) => void known.add(sha256),
    inspect: async ({ file }) => {
      throw new LabError('bad-plugin', `${file}: this host loads no plug-ins.`);
    },
    startThread: () => localThread(),
  };
}

export const testMachine = { system: 'test', processor: 'test', cores: 2, memory: 1e9, runtime: 'test' };

export interface TestLab {
  readonly lab: HostedLab;
  readonly threads: ReturnType<typeof localThread>[];
}

export function testLab(options: Partial<LabPorts> & { corpus?: Corpus } = {}): TestLab {
  const threads: ReturnType<typeof localThread>[] = [];
  const lab = createLab({
    version: '0.0.0-test',
    machine: testMachine,
    threads: 2,
    memoryLimit: 1e9,
    memoryInUse: () => 1e8,
    startThread: () => {
      const thread = localThread();
      threads.push(thread);
      return thread;
    },
    texts: fixedTexts(options.corpus ?? smallCorpus()),
    reports: {
      writeInto: (place, input, formats, told) => writeReportInto(place, input, formats, null, told),
      page: async (input) => htmlReport(buildReport(input)),
      cancel: async () => undefined,
    },
    files: filesHere(),
    probes: probesHere,
    plugins: pluginsDouble(),
    dialogs: null,
    library: null,
    now: () => performance.now(),
    date: () => '2026-01-01T00:00:00.000Z',
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    ...options,
  });
  return { lab, threads };
}

/** A quick experiment: two arms, two seeds, a handful of steps. */
export function quickExperiment(change: Partial<Experiment> = {}): Experiment {
  const base = defaultExperiment();
  return {
    ...base,
    corpus: { kind: 'builtin', id: 'reber', seed: 1, characters: 2000, split: defaultSplit },
    model: { ...base.model, hidden: 6, length: 5, batch: 3 },
    arms: newArms(['softmax-cross-entropy', 'sigmoid-quadratic'], 0.1),
    seeds: [1, 2],
    steps: 12,
    evaluation: { every: 5, characters: 100, start: 'carried' },
    ...change,
  };
}

/** Resolves when the lab enters one of the phases. */
export function phaseReached(lab: HostedLab, ...phases: string[]): Promise<void> {
  return new Promise((resolve) => {
    const off = lab.on('phase', ({ phase }) => {
      if (!phases.includes(phase)) return;
      off();
      resolve();
    });
  });
}

/** Resolves when all runs together have done so many steps. */
export function stepsDone(lab: HostedLab, steps: number): Promise<void> {
  return new Promise((resolve) => {
    const off = lab.on('progress', ({ overall }) => {
      if (overall.stepsDone < steps) return;
      off();
      resolve();
    });
  });
}

/** An experiment trained to its end by a lab of its own. */
export async function trainedOn(
  threads: number,
  experiment: Experiment,
  corpus = smallCorpus(),
): Promise<LabSnapshot> {
  const { lab } = testLab({ threads, corpus });
  await lab.setExperiment({ experiment });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  const snapshot = await lab.snapshot({});
  await lab.close();
  return snapshot;
}
