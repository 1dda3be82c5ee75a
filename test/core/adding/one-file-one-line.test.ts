import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedFile, LabSnapshot } from '../../../core/contract/lab-data.ts';
import type { ArchivedFile } from '../../../core/exports/archived-file.ts';
import type { Arm, Experiment } from '../../../core/experiments/experiment.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { ReportInput } from '../../../core/reports/report-data.ts';
import { parts, type Part } from './parts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** A copy of the lab, to which one part of each kind is added. */
const copy = join(root, 'out', `added-${process.pid}`);

/** Adds the file, its import and its place in the list; nothing else. */
function add({ file, source, registry, name, entry = name }: Part): void {
  writeFileSync(join(copy, file), source);
  const path = join(copy, registry);
  const text = readFileSync(path, 'utf8');
  // The list, or the last record of the figures, ends there.
  const end = /,?\s*(\] as const satisfies|\};\s*$)/;
  expect(text, registry).toMatch(end);
  const from = `./${dirname(file) === dirname(registry) ? '' : `${basename(dirname(file))}/`}${basename(file)}`;
  writeFileSync(path, `import { ${name} } from '${from}';\n${text.replace(end, `, ${entry}$1`)}`);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- modules of the copy have types that the compiler checks there
const load = (path: string): Promise<any> => import(/* @vite-ignore */ pathToFileURL(join(copy, path)).href);

const yardstick = 'top2Accuracy' as 'accuracy';
let snapshot: LabSnapshot;

beforeAll(async () => {
  for (const folder of [
    'core',
    'renderer',
    'test/core/adding',
    'test/core/figures',
    'test/core/lab',
    'test/core/reports',
  ])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, 'tsconfig.base.json'), join(copy, 'tsconfig.base.json'));
  mkdirSync(copy, { recursive: true });
  for (const part of Object.values(parts)) add(part);
  const { quickExperiment, trainedOn } = await load('test/core/lab/lab-fixtures.ts');
  const { newArms } = await load('core/experiments/default-experiment.ts');
  const base: Experiment = quickExperiment();
  snapshot = await trainedOn(2, {
    ...base,
    arms: newArms(
      ['tanh-scaled-quadratic', 'softmax-absolute', 'softsign-quadratic', 'softmax-cross-entropy'],
      0.01,
    ),
    optimizer: { id: 'sign-sgd', settings: {} },
    plan: { seeds: 2, yardstick, smallest: null, untilDecided: null },
  });
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a part added as one file and one line', () => {
  it('fits every type of the lab', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const run = promisify(execFile)(process.execPath, [compiler, '-p', join(copy, 'core')]);
    await expect(run.catch(({ stdout }) => Promise.reject(new Error(stdout)))).resolves.toBeDefined();
  }, 120_000);

  it('trains: output layers of an old activation, of a new one and of a new loss, with a new optimiser', () => {
    expect(snapshot.runs.map(({ status, failure }) => failure ?? status)).toEqual(Array(8).fill('finished'));
    expect(snapshot.runs.every(({ series }) => series.loss.every(Number.isFinite))).toBe(true);
  });

  it('is measured: a yardstick stands in evaluations, in training batches, and between those it lies between', () => {
    for (const { evaluations, training } of snapshot.runs) {
      expect(evaluations.length).toBeGreaterThan(1);
      for (const each of evaluations) {
        expect(each[yardstick]).toBeGreaterThanOrEqual(each.accuracy);
        expect(each[yardstick]).toBeLessThanOrEqual(each.top5Accuracy);
      }
      expect(training[yardstick]).toHaveLength(training.step.length);
    }
  });

  it('is compared, written and drawn by reports', async () => {
    const { reportInputOf } = await load('core/lab/report-input.ts');
    const { writeReport } = await load('test/core/reports/whole-files.ts');
    const { parseReport } = await load('core/reports/data/json.ts');
    const machine = { system: 'test', processor: 'test', cores: 2, memory: 1e9, runtime: 'test' };
    const input = reportInputOf(snapshot, { machine, version: '0' }, '2026-01-01T00:00:00.000Z');
    const files: ExportedFile[] = writeReport(input, ['html', 'markdown', 'csv', 'json']);
    const textOf = (name: string) =>
      new TextDecoder().decode(files.find((file) => file.name === name)!.bytes);
    for (const name of ['report.html', 'report.md'])
      for (const said of ['top-2 accuracy', 'softmax + absolute', 'scaled tanh + quadratic', 'sign SGD'])
        expect(textOf(name), name).toContain(said);
    // Curves of the new yardstick, and the new card, which no page of the report names.
    for (const title of ['Held-out top-2 accuracy', 'Steps whose gradient was clipped'])
      expect(
        textOf('report.html')
          .split('<svg')
          .slice(1)
          .some((svg) => svg.includes(title)),
      ).toBe(true);
    for (const name of ['curves.csv', 'training.csv']) expect(textOf(name)).toContain(',top2Accuracy,');
    const back = parseReport(textOf('report.json'));
    expect(back.runs[0].evaluations).toEqual(snapshot.runs[0].evaluations);
  });

  /** What a report of the snapshot is made from, and the report. */
  async function reported(change: Partial<Experiment> = {}) {
    const { reportInputOf } = await load('core/lab/report-input.ts');
    const { buildReport } = await load('core/reports/report.ts');
    const { testMachine } = await load('test/core/lab/lab-fixtures.ts');
    const asked = { ...snapshot, experiment: { ...snapshot.experiment, ...change } };
    const input: ReportInput = reportInputOf(
      asked,
      { machine: testMachine, version: '0' },
      '2026-01-01T00:00:00.000Z',
    );
    return { input, report: buildReport(input) };
  }

  /** The files of an archive, with fresh weights for the networks. */
  async function archived(change: Partial<Experiment> = {}): Promise<Map<string, string>> {
    const { report } = await reported(change);
    const { experiment } = report;
    const { smallCorpus } = await load('test/core/lab/lab-fixtures.ts');
    const { runStart } = await load('core/experiments/run-start.ts');
    const { referenceEngine } = await load('core/network/reference-engine.ts');
    const { archiveFiles } = await load('core/exports/archive.ts');
    const text = smallCorpus();
    const network = (run: RunRecord) => {
      const arm: Arm = experiment.arms.find(({ id }: Arm) => id === run.armId);
      const { network } = runStart(experiment, arm, run.seed, text, referenceEngine);
      const { hidden, biases } = experiment.model;
      return {
        ...{ layer: arm.layer, own: null, clamp: null, armId: arm.id, seed: run.seed, steps: run.steps },
        ...{ experiment: '', corpus: { name: '', sha256: '' }, labVersion: '0', other: null },
        ...{ shape: { vocabulary: text.vocabulary.length, hidden, biases }, start: { kind: 'zero' } },
        ...{ vocabulary: text.vocabulary, weights: network.readWeights() },
      };
    };
    const source = { report, begun: '2026-01-01T00:00:00.000Z', everyStep: () => null, text, network };
    return new Map(
      (archiveFiles(source) as ArchivedFile[]).map((file) => [
        file.path,
        Buffer.concat([...file.pieces()]).toString('utf8'),
      ]),
    );
  }

  it('goes into an archive: graphs and script of what has a form there, a plain word of the rest', async () => {
    const files = await archived({ optimizer: { id: 'sgd', settings: {} } });
    const onnx = (arm: string) => files.get(`networks/${arm}-seed1.onnx`);
    expect(onnx('tanh-scaled-quadratic')).toContain('Tanh');
    expect(onnx('softmax-absolute')).toContain('Softmax');
    expect(onnx('softsign-quadratic')).toBeUndefined();
    expect([...files.keys()]).toContain('networks/softsign-quadratic-seed1.safetensors');
    expect(files.get('reproduce/reproduce.py')).toContain(
      'LAYERS = {"tanh-scaled-quadratic": tanh_scaled_quadratic, "softmax-cross-entropy": softmax_cross_entropy}',
    );
    const expected = JSON.parse(files.get('reproduce/expected.json')!) as { arms: object };
    expect(Object.keys(expected.arms)).toEqual(['tanh-scaled-quadratic', 'softmax-cross-entropy']);
    const readme = files.get('README.md');
    for (const said of [
      'softsign-quadratic as .onnx: what is done to the outputs has no form in such a graph.',
      'softmax-absolute, softsign-quadratic in reproduce/: no form of it in PyTorch is known.',
    ])
      expect(readme).toContain(said);
    expect(files.get('latex/standing.tex')).toContain('top-2 accuracy');
    expect(files.get('tensorboard/softmax-cross-entropy/seed1')).toBeUndefined();
    expect([...files].some(([path, text]) => path.includes('events.out') && text.includes(yardstick))).toBe(
      true,
    );

    const signed = await archived();
    expect([...signed.keys()].filter((path) => path.startsWith('reproduce/'))).toEqual([]);
    expect(signed.get('README.md')).toContain('reproduce/: no form of sign SGD in PyTorch is known.');
  });

  it('leaves reports readable that were written before it came', async () => {
    const { writeReport } = await load('test/core/reports/whole-files.ts');
    const { parseReport } = await load('core/reports/data/json.ts');
    const { buildReport } = await load('core/reports/report.ts');
    const { canonicalJson } = await load('core/reports/data/canonical-json.ts');
    const { input } = await reported({ plan: null });
    const [json] = writeReport(input, ['json']) as ExportedFile[];
    const without = (name: string, value: unknown) => (name === yardstick ? undefined : value);
    const text = new TextDecoder().decode(json.bytes);
    const file = JSON.parse(text, without) as { content: unknown };
    expect(text).toContain(`"${yardstick}":`);
    expect(JSON.stringify(file)).not.toContain(`"${yardstick}":`);
    const hash = bytesToHex(sha256(utf8ToBytes([...canonicalJson(file.content)].join(''))));
    const back = parseReport(JSON.stringify({ ...file, sha256: hash }));
    for (const each of back.runs[0].evaluations) expect(each[yardstick]).toBeNaN();
    const { pairs } = buildReport(back);
    const judged = pairs.filter((pair: { yardstick: string }) => pair.yardstick === yardstick);
    expect(judged.map(({ verdict }: { verdict: object }) => verdict)).toEqual(
      Array(6).fill({ kind: 'none', why: 'no-values', lost: [] }),
    );
  });

  it('stands in the window: a card on its tab, with its title, its export and its values', async () => {
    const { render } = await import('svelte/server');
    const { default: OnScreen } = await load('test/core/adding/OnScreen.svelte');
    const drawn = (tab: string): string => render(OnScreen, { props: { snapshot, tab } }).body;
    const page = drawn('gradients');
    expect(page).toContain('data-testid="card-clipped-steps"');
    expect(page).toContain('Steps whose gradient was clipped');
    expect(page).toContain('data-testid="chart-export-clipped-steps"');
    expect(page).toContain('data-testid="explain-over-training"');
    expect(drawn('convergence')).not.toContain('clipped-steps');
  });

  it('stands among the answers to a question about gradients and among those of a duel, with its choices and values', async () => {
    const { render } = await import('svelte/server');
    const { default: OnScreen } = await load('test/core/adding/OnScreen.svelte');
    const { probeSourceOf, duelSourceOf } = await load('test/core/figures/sources.ts');
    const drawn = (props: object): string => render(OnScreen, { props: { snapshot, ...props } }).body;
    const source = probeSourceOf(12, 25, 4);
    const page = drawn({ gradients: { question: 'sequence', source } });
    for (const said of [
      ...['data-testid="card-loss-per-step"', 'Loss of every step', 'data-testid="explain-own-loss"'],
      ...['data-testid="chart-export-loss-per-step"', 'logarithmic axis'],
    ])
      expect(page).toContain(said);
    expect(drawn({ gradients: { question: 'time', source } })).not.toContain('loss-per-step');
    const { questionOfCard } = await load('renderer/state/gradients/gradient-question.ts');
    expect(questionOfCard('card-loss-per-step')).toBe('sequence');
    const duel = drawn({ duel: duelSourceOf(3) });
    for (const said of ['data-testid="card-certainty"', 'How sure each is here', 'position 4'])
      expect(duel).toContain(said);
  });

  it('has a picture and a table among the files of a probe', async () => {
    const { probeFileNames } = await load('core/reports/probe/probe-files.ts');
    expect(probeFileNames).toEqual(expect.arrayContaining(['loss-per-step.svg', 'loss-per-step.csv']));
  });

  it('is known by name to the command line, and an activation to the language of formulas', async () => {
    const { yardstickOf, yardstickNames } = await load('core/node/cli/options/yardstick-names.ts');
    expect(yardstickOf('top2')).toBe('top2Accuracy');
    expect(yardstickNames).toContain('top2');
    const { formulaFacts } = await load('core/formulas/facts.ts');
    const { formulaSchema } = await load('core/outputs/layer-definition.ts');
    const definition = {
      ...{ kind: 'formula', id: 'mine', label: 'mine', activation: 'softsign', loss: '(y-t)^2/2' },
      ...{ parameters: {}, reference: '', reading: 'clipped' },
    };
    expect(parse(formulaSchema, definition)).toEqual(definition);
    const facts = formulaFacts(definition);
    expect(facts.match).toBe('slope-stays');
    expect(facts.check.confirmed).toBe(true);
  });
});
