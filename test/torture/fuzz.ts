import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { readText } from '../../core/corpora/read-text.ts';
import { LabError } from '../../core/errors.ts';
import { openedFile } from '../../core/lab/opened-file.ts';
import type { Generator } from '../../core/network/random.ts';
import { readExperimentFolder } from '../../core/node/store/experiment-folder.ts';
import { readRuns } from '../../core/node/store/read-runs.ts';
import { checkpointShape, RunFolder } from '../../core/node/store/run-folder.ts';
import { readTrainedRun } from '../../core/node/run-file.ts';
import { readSweepFolder } from '../../core/node/sweep-folder.ts';
import { textFile } from '../../core/node/texts/text-file.ts';
import { textTools } from '../../core/node/texts/node-text-tools.ts';
import { parseCase } from '../../core/probes/gradient-case.ts';
import { contentHash } from '../../core/reports/data/report-content.ts';
import { parseReport } from '../../core/reports/data/json.ts';
import { decodeMessage, encodeMessage } from '../../core/rpc/codec.ts';
import { encodeBlock, readBlocks } from '../../core/store/columns.ts';
import { evaluationLine } from '../../core/store/evaluation-lines.ts';
import { mutated } from './mutations.ts';

/** How many files of one kind were opened, and what went wrong. */
export interface FuzzOutcome {
  readonly kind: string;
  readonly files: number;
  /** Files that were refused with a sentence; the others were read. */
  readonly refused: number;
  /** What was thrown and is no refusal. */
  readonly unexpected: readonly string[];
  /** Milliseconds that the slowest took. */
  readonly slowest: number;
}

/** A kind of file: what is changed, and what opens it. */
interface Kind {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly json: boolean;
  /** Makes a changed file fit its checksum again, so that what lies behind that is reached. */
  readonly mend?: (bytes: Uint8Array) => Uint8Array;
  readonly open: (bytes: Uint8Array) => unknown;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What whoever opens a case makes of its bytes. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch (error) {
    throw new LabError('bad-case', (error as Error).message);
  }
}

/** A report whose hash is that of its changed content; as it is where it is no JSON any more. */
function mendReport(bytes: Uint8Array): Uint8Array {
  try {
    const file = JSON.parse(text(bytes)) as { content: unknown; sha256: string };
    file.sha256 = contentHash(file.content);
    return new TextEncoder().encode(JSON.stringify(file));
  } catch {
    return bytes;
  }
}

/** Blocks whose checksums are right, of columns some of which are cut. */
function mendColumns(bytes: Uint8Array): Uint8Array {
  try {
    const whole = [...readBlocks((at, length) => bytes.slice(at, at + length), bytes.length)];
    return Buffer.concat(whole.map(encodeBlock));
  } catch {
    return bytes;
  }
}

const mendLines = (bytes: Uint8Array): Uint8Array =>
  new TextEncoder().encode(
    text(bytes)
      .split('\n')
      .map((line) => {
        const json = /"kept":(.*)\}$/.exec(line)?.[1];
        try {
          return json ? evaluationLine(JSON.parse(json) as never).trimEnd() : line;
        } catch {
          return line;
        }
      })
      .join('\n'),
  );

const noLimit = {
  tools: textTools,
  memoryLimit: 1e8,
  progress: () => undefined,
  checkpoint: () => undefined,
};

/** Folders and a file that the program has made, to be changed. */
export interface Made {
  readonly comparison: string;
  readonly sweep: string;
  /** A case of the command `gradients`. */
  readonly case: string;
}

/** Every kind of file that the lab opens, in copies. */
async function kindsOf(made: Made, scratch: string): Promise<Kind[]> {
  const copyOf = (folder: string, name: string) => {
    const copy = join(scratch, name);
    cpSync(folder, copy, { recursive: true });
    return copy;
  };
  const comparison = copyOf(made.comparison, 'comparison');
  const sweep = copyOf(made.sweep, 'sweep');
  const [run] = readdirSync(join(comparison, 'runs'));
  const runFolder = join(comparison, 'runs', run);
  const found = (await readExperimentFolder(comparison))!;
  const shape = checkpointShape(found.experiment, found.about.corpus.distinct);
  /** A file of a folder, opened as the folder is. */
  const within = (
    name: string,
    path: string,
    json: boolean,
    open: () => unknown,
    mend?: (bytes: Uint8Array) => Uint8Array,
  ): Kind => {
    const bytes = readFileSync(path);
    return {
      name,
      bytes,
      json,
      ...(mend && { mend }),
      open: async (changed) => {
        writeFileSync(path, changed);
        try {
          await open();
        } finally {
          writeFileSync(path, bytes);
        }
      },
    };
  };
  /** Damage in a run's folder is told, not thrown: what is told must be a sentence. */
  const readRun = () => {
    const { damage } = new RunFolder(runFolder, shape).read();
    refuseUnexpected(damage);
    new RunFolder(runFolder, shape).look();
    refuseUnexpected(readRuns(comparison, found, { curves: true }).damage);
    if (damage.length > 0) throw new LabError('file-not-read', damage[0]);
  };
  const inRun = (name: string, json = false, mend?: (bytes: Uint8Array) => Uint8Array) =>
    within(name, join(runFolder, name), json, readRun, mend);
  const whole = (
    name: string,
    bytes: Uint8Array,
    json: boolean,
    open: (bytes: Uint8Array) => unknown,
  ): Kind => ({
    name,
    bytes,
    json,
    open,
  });
  const report = readFileSync(join(comparison, 'report', 'report.json'));
  const experiment = readFileSync(join(comparison, 'experiment.json'));
  const [sweepRun] = readdirSync(join(sweep, 'runs')).filter((name) => name.endsWith('.json'));
  const textPath = join(scratch, 'text');
  const message = encodeMessage({
    t: 'q',
    i: '1',
    m: 'sample',
    a: [{ armId: 'a', seed: 1, list: new Float64Array(8) }],
  });
  return [
    whole('experiment', experiment, true, (bytes) => openedFile(text(bytes), parseReport)),
    whole('report', report, true, (bytes) => openedFile(text(bytes), parseReport)),
    { ...whole('report, hash mended', report, true, (bytes) => parseReport(text(bytes))), mend: mendReport },
    within('experiment in a folder', join(comparison, 'experiment.json'), true, () =>
      readExperimentFolder(comparison),
    ),
    within('about', join(comparison, 'about.json'), true, () => readExperimentFolder(comparison)),
    inRun('meta.json', true),
    inRun('checkpoint'),
    inRun('curves'),
    inRun('evaluations', true),
    { ...inRun('evaluations', true, mendLines), name: 'evaluations, checks mended' },
    { ...inRun('curves', false, mendColumns), name: 'curves, checks mended' },
    within('weights', join(runFolder, 'weights.safetensors'), false, () => readTrainedRun(runFolder)),
    within('plan of a sweep', join(sweep, 'sweep.json'), true, () => readSweepFolder(sweep)),
    within('run of a sweep', join(sweep, 'runs', sweepRun), true, () => readSweepFolder(sweep)),
    whole('case of gradients', readFileSync(made.case), true, (bytes) => parseCase(jsonOf(bytes))),
    whole('message of a screen', message, false, (bytes) => decodeMessage(bytes)),
    whole('text', new TextEncoder().encode('Größe, 长度 und Länge.\r\n'.repeat(40)), false, async (bytes) => {
      writeFileSync(textPath, bytes);
      const source = await textFile(textPath, 'file');
      return readText({ texts: [source], heldOut: null }, defaultCorpusOptions, noLimit);
    }),
  ];
}

/** Sentences of damage that speak of what the program did not expect. */
function refuseUnexpected(damage: readonly string[]): void {
  const odd = damage.find((sentence) => /Unexpected error|undefined|TypeError|RangeError/.test(sentence));
  if (odd !== undefined) throw new Error(odd);
}

/** Opens so many changed files of each kind. */
export async function fuzzReaders(
  made: Made,
  each: number,
  random: Generator,
  say: (line: string) => void,
): Promise<FuzzOutcome[]> {
  const outcomes: FuzzOutcome[] = [];
  const scratch = mkdtempSync(join(tmpdir(), 'lab-torture-fuzz-'));
  for (const { name, bytes, json, mend, open } of await kindsOf(made, scratch)) {
    let [refused, slowest] = [0, 0];
    const unexpected: string[] = [];
    await open(bytes);
    for (let i = 0; i < each; i++) {
      const changed = mutated(bytes, json, random);
      const began = performance.now();
      try {
        await open(mend ? mend(changed) : changed);
      } catch (error) {
        if (error instanceof LabError && error.code !== 'internal') refused++;
        else unexpected.push(`${name}, file ${i}: ${(error as Error).stack?.slice(0, 400)}`);
      }
      slowest = Math.max(slowest, performance.now() - began);
    }
    outcomes.push({ kind: name, files: each, refused, unexpected, slowest });
    say(`${name}: ${each} files, ${refused} refused, ${unexpected.length} unexpected`);
  }
  rmSync(scratch, { recursive: true, force: true });
  return outcomes;
}
