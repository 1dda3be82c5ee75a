import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { allPairs } from '../../core/experiments/comparison/paired-difference.ts';
import { standing } from '../../core/experiments/comparison/standing.ts';
import { verdictWords } from '../../core/experiments/comparison/verdict-words.ts';
import type { Evaluation } from '../../core/experiments/run.ts';
import { ProgressLog } from '../../core/lab/training/progress-log.ts';
import { RunFolder } from '../../core/node/store/run-folder.ts';
import { canonicalJson } from '../../core/reports/data/canonical-json.ts';
import { parseReport } from '../../core/reports/data/json.ts';
import { parseSweepRun, sweepRunText } from '../../core/reports/data/sweep-file.ts';
import { buildReport } from '../../core/reports/report.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../core/store/checkpoint-file.ts';
import { encodeBlock, readBlocks } from '../../core/store/columns.ts';
import { evaluationLine } from '../../core/store/evaluation-lines.ts';
import { ofYardsticks, type YardstickId } from '../../core/yardsticks/registry.ts';
import { quickExperiment } from '../core/lab/lab-fixtures.ts';
import { evaluation, experiment, input } from '../core/reports/report-fixtures.ts';
import { reportFiles } from '../core/reports/whole-files.ts';
import { shapeOf, trainerOf } from '../core/store/trained.ts';
import { temporaryFolder } from './temporary.ts';

/** A file of a version that did not know a yardstick is one from which every value of it is taken away. */
const without = <Value>(value: Value, yardstick: string): Value =>
  JSON.parse(
    JSON.stringify(value, (name, each: unknown) => (name === yardstick ? undefined : each)),
  ) as Value;

const textOf = (files: ReturnType<typeof reportFiles>, name: string) =>
  new TextDecoder().decode(files.find((file) => file.name === name)!.bytes);

const scratch = temporaryFolder();

describe.each<YardstickId>(['brier', 'top5Accuracy'])('files of a version before %s came', (yardstick) => {
  /** A report whose evaluations hold the yardstick in every place there is. */
  function olderReport(): string {
    const spec = experiment({ seeds: [1, 2], steps: 40 });
    const report = input({ experiment: spec });
    const values = evaluation(40, 2);
    const tuning = ofYardsticks(({ id }) => values[id]);
    const blocks = { characters: 200, ...ofYardsticks(({ id }) => [1, 2, 3].map((add) => values[id] + add)) };
    const runs = report.runs.map((run) => ({
      ...run,
      evaluations: run.evaluations.map((each) => ({ ...each, tuning, blocks })),
    }));
    const file = JSON.parse(
      textOf(reportFiles(buildReport({ ...report, runs }), ['json']), 'report.json'),
    ) as {
      content: unknown;
    };
    const content = without(file.content, yardstick);
    const hash = bytesToHex(sha256(utf8ToBytes([...canonicalJson(content)].join(''))));
    return JSON.stringify({ ...file, content, sha256: hash });
  }

  it('report.json opens: there is no value of it, and nothing is said to have diverged', () => {
    const back = parseReport(olderReport());
    const report = buildReport(back);
    const [{ evaluations, training }] = report.runs;
    for (const each of evaluations) {
      expect(each[yardstick]).toBeNaN();
      expect(each.unmeasured).toEqual([yardstick]);
      expect(each.tuning![yardstick]).toBeNaN();
      expect(each.blocks![yardstick]).toEqual([NaN, NaN, NaN]);
      expect(each.accuracy).toBeGreaterThan(0);
    }
    expect(training[yardstick]).toEqual(new Float64Array(training.step.length).fill(NaN));

    const pairs = report.pairs.filter((pair) => pair.yardstick === yardstick);
    expect(pairs).toHaveLength(6);
    for (const pair of pairs) {
      expect(pair.diverged).toEqual({ a: 0, b: 0 });
      expect(pair.verdict).toEqual({ kind: 'none', why: 'no-values', lost: [] });
      expect(verdictWords(pair, (id) => id)).not.toContain('diverged');
    }
    for (const { seeds } of report.standing.arms)
      expect(seeds.map(({ lastFinite }) => lastFinite?.step)).toEqual([40, 40]);

    const files = reportFiles(report, ['html', 'markdown', 'csv', 'json']);
    for (const name of ['report.html', 'report.md']) expect(textOf(files, name), name).not.toContain('NaN');
    expect(textOf(files, 'curves.csv')).not.toContain(`,${yardstick},NaN`);
    expect(textOf(files, 'training.csv')).not.toContain(`,${yardstick},`);
    // Written again, it still says that the yardstick was not measured.
    const again = parseReport(textOf(files, 'report.json'));
    expect(again.runs.map((run) => run.evaluations)).toEqual(back.runs.map((run) => run.evaluations));
  });

  it('a run goes on from its checkpoint, curves and evaluations, and measures it from there on', async () => {
    const spec = quickExperiment({ seeds: [1], steps: 60 });
    const [{ id: armId }] = spec.arms;
    const path = join(scratch, yardstick);
    const shape = shapeOf(spec);
    const folder = new RunFolder(path, shape);
    await folder.make();
    await folder.writeMeta({
      ...{ armId, seed: 1, status: 'training', steps: 0, engine: null, failure: null },
      ...{ format: 'loss-lab-run', version: 1, labVersion: '0', machine: 'test' },
    });
    const trainer = trainerOf(spec, 1);
    const log = new ProgressLog();
    const until = (steps: number) => {
      while (trainer.steps < steps && !trainer.ended)
        log.add(
          trainer,
          trainer.advance(() => false),
        );
      return folder.commit(trainer.checkpoint()!, { progress: log.take(), lines: [] });
    };
    await until(35);

    const curves = readFileSync(join(path, 'curves'));
    const read = (at: number, length: number) => curves.subarray(at, at + length);
    const blocks = Array.from(readBlocks(read, curves.length), (columns) =>
      encodeBlock(Object.fromEntries(Object.entries(columns).filter(([name]) => !name.endsWith(yardstick)))),
    );
    writeFileSync(join(path, 'curves'), Buffer.concat(blocks));
    const lines = readFileSync(join(path, 'evaluations'), 'utf8').trimEnd().split('\n');
    const text = lines
      .map((line) => without((JSON.parse(line) as { kept: { evaluation: Evaluation } }).kept, yardstick))
      .map((kept) => evaluationLine(kept as never))
      .join('');
    writeFileSync(join(path, 'evaluations'), text);
    const { checkpoint } = decodeCheckpoint(readFileSync(join(path, 'checkpoint')), shape);
    const recorded = { curves: Buffer.concat(blocks).length, evaluations: text.length };
    writeFileSync(join(path, 'checkpoint'), encodeCheckpoint({ checkpoint, recorded }, shape));

    const { run, damage } = folder.read();
    expect(damage).toEqual([]);
    expect(run!.evaluations.every((each) => Number.isNaN(each[yardstick]))).toBe(true);
    const before = run!.curves.training.step.length;
    await until(60);
    const { curves: whole, evaluations } = folder.read().run!;
    const { step, [yardstick]: values } = whole.training;
    expect(before).toBeGreaterThan(1);
    expect(step.length).toBeGreaterThan(before);
    expect([...values].map(Number.isFinite)).toEqual([...step].map((_, i) => i >= before));
    expect(evaluations.at(-1)![yardstick]).toBeGreaterThanOrEqual(0);
    expect(evaluations.at(-1)).not.toHaveProperty('unmeasured');
  });

  it('a run of a sweep is read', () => {
    const at = { armId: 'a', place: 0, rate: 0.1, seed: 1, steps: 40 };
    const swept = { ...at, status: 'finished', divergedAt: null, seconds: 1, engine: null } as const;
    const text = sweepRunText(without({ ...swept, evaluation: evaluation(40, 2) }, yardstick));
    const { evaluation: back } = parseSweepRun(text, 'run', { steps: 40 });
    expect(back![yardstick]).toBeNaN();
    expect(back!.bitsPerCharacter).toBe(2);
  });
});

it('a value that is no number where it was measured still counts as run off', () => {
  const spec = experiment({ seeds: [1, 2], steps: 40 });
  const runs = input({ experiment: spec }).runs.map((run, i) =>
    i === 0 ? { ...run, evaluations: run.evaluations.map((each) => ({ ...each, top5Accuracy: NaN })) } : run,
  );
  const [pair] = allPairs(standing(spec, runs).arms, 'top5Accuracy', spec);
  expect(pair.diverged).toEqual({ a: 1, b: 0 });
});
