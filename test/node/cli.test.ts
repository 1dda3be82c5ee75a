import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../core/optimizers/adam.ts';
import { parseReport } from '../../core/reports/data/json.ts';
import { lab, outcomeOf, said, startLab } from './command.ts';
import { isTemporary } from '../../core/node/disk/durable-file.ts';
import { onlyOnLinux } from '../only-where.ts';

let folder: string;
let text: string;

/** A text of our own with some structure: counting in words. */
function countingText(lines: number): string {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  let result = '';
  for (let i = 0; i < lines; i++)
    result += `${[...String(i)].map((digit) => words[Number(digit)]).join(' ')}.\n`;
  return result;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loss-lab-cli-'));
  text = join(folder, 'counting.txt');
  writeFileSync(text, countingText(900));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--hidden', '8', '--length', '6', '--batch', '4', '--steps', '20', '--seeds', '2'];

describe('loss-lab', () => {
  it('explains itself', async () => {
    const { status, stdout } = await lab(['--help']);
    expect(status).toBe(0);
    for (const command of ['layers', 'corpus', 'compare', 'gradients', 'sample', 'serve'])
      expect(stdout).toContain(command);
    expect((await lab(['compare', '--help'])).status).toBe(0);
    expect((await lab(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[]],
    [['nonsense']],
    [['compare', '--wrong']],
    [['compare']],
    [['corpus']],
    [['compare', 'x.txt', '--hidden', '0']],
    [['compare', 'x.txt', '--hidden', 'many']],
    [['compare', 'x.txt', '--layers', 'nope']],
    [['compare', 'x.txt', '--optimizer', 'nope']],
    [['compare', 'x.txt', '--precision', 'float16']],
    [['compare', 'x.txt', '--rate', '-1']],
    [['compare', 'x.txt', '--rate', '1', '--rates', 'linear-quadratic=1']],
    [['compare', 'x.txt', '--rates', 'softmax-quadratic=1']],
    [['compare', 'x.txt', '--builtin', 'reber']],
    [['compare', '--builtin', 'nope']],
    [['compare', '--builtin', 'reber', '--seeds', '4294967295']],
    [['sample', 'x.safetensors', '--length', '4294967295']],
    [['serve', '--port', '99999']],
  ])('answers %j with exit status 2 and no stack', async (args) => {
    const { status, stdout, stderr } = await lab(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr.length).toBeGreaterThan(10);
  });
});

describe('an option without effect', () => {
  it.each([
    [['compare', '-', '--clip', '5', '--clip-value', '1'], /--clip-value.*--clip /],
    [['compare', '-', '--characters', '50'], /--characters has no effect with a text/],
    [['corpus', '-', '--builtin-seed', '5'], /--builtin-seed has no effect with a text/],
    [['compare', '--builtin', 'anbn', '--encoding', 'utf-8'], /--encoding has no effect with --builtin/],
    [['corpus', '--builtin', 'anbn', '--minimum-count', '2'], /--minimum-count has no effect/],
    [['compare', '-', '--layers', 'linear-quadratic', '--clamp', '0.1'], /--clamp.*linear-cross-entropy/s],
    [['compare', '-', '--force'], /--force has no effect without --out/],
  ])('is refused with exit status 2: %j', async (args, sentence) => {
    const { status, stdout, stderr } = await lab(args, { input: countingText(100) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

describe('layers', () => {
  it('prints the six built-in output layers with E, δ and whether they match', async () => {
    const { status, stdout } = await lab(['layers']);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(2, 9).filter((line) => line !== '')).toHaveLength(6);
    expect(lines.find((line) => line.startsWith('softmax-cross-entropy'))).toMatch(
      /y − t .*matched +softmax$/,
    );
    expect(lines.find((line) => line.startsWith('sigmoid-quadratic'))).toMatch(/σ′ stays +sigmoid$/);
    // The published losses that come as formulas.
    expect(lines.find((line) => line.startsWith('huber'))).toMatch(/if \|t − y\| < d.*other +clipped$/);
  });
});

describe('corpus', () => {
  it('prints the statistics of a file, the same as JSON and from standard input', async () => {
    const { status, stdout } = await lab(['corpus', text, '--json']);
    expect(status).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({
      encoding: 'utf-8',
      characters: countingText(900).length,
      warnings: [expect.stringContaining('a drift of')],
    });
    expect(summary.distinct).toBe(new Set(countingText(900)).size);
    expect(summary.bigramEntropy).toBeLessThan(summary.unigramEntropy);
    const piped = JSON.parse((await lab(['corpus', '-', '--json'], { input: countingText(900) })).stdout);
    expect(piped.sha256).toBe(summary.sha256);
    expect(piped.bigramEntropy).toBe(summary.bigramEntropy);
    expect((await lab(['corpus', text])).stdout).toContain(summary.sha256);
  });

  it('fails with exit status 1 and a sentence when there is no such file', async () => {
    const { status, stderr } = await lab(['corpus', join(folder, 'nowhere.txt')]);
    expect(status).toBe(1);
    expect(stderr).toContain(`'${join(folder, 'nowhere.txt')}' does not exist.`);
  });
});

describe('compare', () => {
  it('trains, prints the standing, and writes a report whose numbers are the printed ones', async () => {
    const out = join(folder, 'first');
    const args = ['compare', text, ...small, '--layers', 'softmax-cross-entropy,linear-quadratic'];
    const { status, stdout } = await lab([...args, '--out', out, '--json']);
    expect(status).toBe(0);
    const results = JSON.parse(stdout);
    expect(results.partial).toBe(false);
    expect(results.arms.map((arm: { layer: string }) => arm.layer)).toEqual([
      'softmax-cross-entropy',
      'linear-quadratic',
    ]);
    for (const arm of results.arms) {
      expect(arm.rate).toBe(0.1);
      expect(arm.runs.map((run: { seed: number }) => run.seed)).toEqual([1, 2]);
      for (const run of arm.runs) {
        expect(run).toMatchObject({ steps: 20, diverged: false });
        for (const name of ['bitsPerCharacter', 'accuracy', 'top5Accuracy', 'brier', 'ownLoss'])
          expect(run.final[name]).toEqual(expect.any(Number));
      }
    }
    expect(readdirSync(out).sort()).toEqual(['about.json', 'complete', 'experiment.json', 'report', 'runs']);
    expect(readdirSync(join(out, 'report')).sort()).toEqual([
      'curves.csv',
      'gradients.csv',
      'report.html',
      'report.json',
      'report.md',
      'training.csv',
    ]);
    const report = parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8'));
    const [run] = report.runs;
    expect(run.evaluations.at(-1)!.bitsPerCharacter).toBe(results.arms[0].runs[0].final.bitsPerCharacter);

    const again = JSON.parse((await lab([...args, '--json'])).stdout);
    expect(again.arms.map(finals)).toEqual(results.arms.map(finals));
    const table = await lab(args);
    expect(table.stdout).toContain('softmax + cross-entropy');
    const saved = await lab(['compare', text, '--experiment', join(out, 'experiment.json'), '--json']);
    expect(JSON.parse(saved.stdout).arms.map(finals)).toEqual(results.arms.map(finals));
  });

  it('draws text from a run it has trained', async () => {
    const out = join(folder, 'first', 'runs');
    const file = join(
      out,
      readdirSync(out).find((name) => name.startsWith('softmax'))!,
      'weights.safetensors',
    );
    const draw = (...more: string[]) => lab(['sample', file, '--length', '50', ...more]);
    const first = await draw('--seed', '3');
    expect(first.status).toBe(0);
    expect(first.stdout).toHaveLength(51);
    expect((await draw('--seed', '3')).stdout).toBe(first.stdout);
    expect((await draw('--seed', '4')).stdout).not.toBe(first.stdout);
    expect((await draw('--prompt', '唐')).status).toBe(2);
    expect((await lab(['sample', text])).status).toBe(1);
  });

  it.each(['float32', 'float64'])(
    'trains in %s, says so and how fast, and draws from the run',
    async (precision) => {
      const out = join(folder, precision);
      const args = ['compare', text, ...small, '--layers', 'softmax-cross-entropy', '--precision', precision];
      const { status, stdout } = await lab([...args, '--out', out, '--json']);
      expect(status).toBe(0);
      const results = JSON.parse(stdout);
      expect(results.precision).toBe(precision);
      for (const run of results.arms[0].runs) {
        expect(run.engine).toMatch(new RegExp(`^${precision}, `));
        // 20 steps of 6 · 4 characters.
        expect(run.charactersPerSecond).toBeCloseTo((20 * 6 * 4) / run.seconds, 6);
      }
      const [{ engine }] = results.arms[0].runs;
      expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain(engine);
      expect((await lab(args)).stdout).toContain(engine);
      const file = join(out, 'runs', 'softmax-cross-entropy-1');
      expect((await lab(['sample', file, '--length', '30'])).stdout).toHaveLength(31);
    },
  );

  it('names the precisions there are', async () => {
    const { stderr } = await lab(['compare', text, '--precision', 'float16']);
    expect(stderr).toMatch(/float32.*float64/);
  });

  it('takes a built-in source and a learning rate for each layer', async () => {
    const { status, stdout } = await lab([
      'compare',
      '--builtin',
      'reber',
      '--characters',
      '3000',
      ...small,
      '--json',
      '--layers',
      'linear-cross-entropy,softmax-quadratic',
      '--rates',
      'linear-cross-entropy=0.01',
    ]);
    expect(status).toBe(0);
    const { arms, corpus } = JSON.parse(stdout);
    expect(arms.map((arm: { rate: number }) => arm.rate)).toEqual([0.01, 0.1]);
    expect(arms[0].clamp).toBe(0.001);
    expect(corpus.entropyRate).toEqual(expect.any(Number));
  });

  it('takes the usual rate of the optimiser where none is typed, and the typed one where there is', async () => {
    const arms = ['--layers', 'linear-cross-entropy,softmax-cross-entropy', '--optimizer', 'adam'];
    const run = (...more: string[]) =>
      lab(['compare', '--builtin', 'reber', '--characters', '3000', ...small, ...arms, ...more]);
    const own = await run();
    expect(own.stdout).toContain(`one learning rate for all output layers, η = ${adam.defaultRate}.`);
    // What was trained depends on the clamp, so the standing says it though nobody typed it.
    expect(own.stdout).toContain('linear + cross-entropy is trained with the clamp ε = 0.001:');
    const typed = await run('--rate', '0.1', '--clamp', '0.02');
    expect(typed.stdout).toContain('one learning rate for all output layers, η = 0.1.');
    expect(typed.stdout).toContain('with the clamp ε = 0.02:');
    const each = await run('--rates', 'linear-cross-entropy=0.03', '--json');
    expect(JSON.parse(each.stdout).arms.map(({ rate }: { rate: number }) => rate)).toEqual([
      0.03,
      adam.defaultRate,
    ]);
  });

  it('names the text, and takes no other beside an experiment on a built-in one', async () => {
    const out = join(folder, 'builtin');
    const builtin = ['compare', '--builtin', 'anbn', '--characters', '3000', ...small];
    const made = await lab([...builtin, '--layers', 'softmax-cross-entropy', '--out', out]);
    expect(made.stdout).toMatch(/^Standing at step 20 on the held-out part of .*aⁿbⁿ/);
    const saved = ['compare', '--experiment', join(out, 'experiment.json')];
    for (const other of [[text], ['--builtin', 'reber'], ['--characters', '2000'], ['--builtin-seed', '2']]) {
      const { status, stdout, stderr } = await lab([...saved, ...other]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/no effect with --experiment, which is on the built-in text anbn/);
    }
    expect((await lab(saved)).status).toBe(0);
  });

  it('takes a part and the language of the report beside a saved experiment', async () => {
    const out = join(folder, 'builtin-part');
    const saved = ['compare', '--experiment', join(folder, 'builtin', 'experiment.json'), '--out', out];
    expect(await lab([...saved, '--shard', '1/1', '--language', 'zh'])).toMatchObject({ status: 0 });
    expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain('lang="zh');
  });

  it('begins anew in a folder with another comparison only with --force, and deletes nothing', async () => {
    const out = join(folder, 'again');
    const args = ['compare', text, ...small, '--out', out, '--layers'];
    await lab([...args, 'softmax-cross-entropy,linear-quadratic']);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    writeFileSync(join(out, 'runs', 'notes.txt'), 'mine');
    const before = readFileSync(join(out, 'report', 'report.json'));
    const refused = await lab([...args, 'softmax-quadratic']);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(
      /another comparison: it differs in the output layers or their rates\..*--force/s,
    );
    expect(readFileSync(join(out, 'report', 'report.json'))).toEqual(before);
    const anew = await lab([...args, 'softmax-quadratic', '--force']);
    expect(anew.status).toBe(0);
    expect(readdirSync(join(out, 'runs')).sort()).toEqual(['softmax-quadratic-1', 'softmax-quadratic-2']);
    expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).not.toContain('linear + quadratic');
    // What was there before is named, whole, with what somebody had put among it.
    expect(anew.stderr).toContain(join(out, 'earlier-1'));
    expect(readFileSync(join(out, 'earlier-1', 'report', 'report.json'))).toEqual(before);
    expect(readFileSync(join(out, 'earlier-1', 'runs', 'notes.txt'), 'utf8')).toBe('mine');
    expect((await lab(['resume', join(out, 'earlier-1'), '--json'])).status).toBe(0);
  });

  it('takes a folder with other files', async () => {
    const out = join(folder, 'others');
    mkdirSync(join(out, 'runs'), { recursive: true });
    writeFileSync(join(out, 'notes.txt'), 'mine');
    expect((await lab(['compare', text, ...small, '--out', out])).status).toBe(0);
  });

  it.runIf(onlyOnLinux('a folder that takes no entries'))(
    'says before it trains that a folder cannot be made',
    async () => {
      const { status, stderr } = await lab(['compare', text, ...small, '--out', '/proc/x/y']);
      expect(status).toBe(1);
      expect(stderr).toMatch(/'\/proc\/x\/y' cannot be made: ENOENT/);
      expect(stderr).not.toMatch(/step \d/);
    },
  );

  it('leaves no empty folder behind where it has nothing to write', async () => {
    const out = join(folder, 'deep', 'empty');
    expect((await lab(['compare', join(folder, 'nowhere.txt'), '--out', out])).status).toBe(1);
    expect(existsSync(join(folder, 'deep'))).toBe(false);
  });

  it('ends at a second Ctrl-C while the report is begun, and what has a name is whole', async () => {
    const out = join(folder, 'twice');
    const child = startLab(['compare', text, '--hidden', '32', '--steps', '1000000', '--out', out]);
    const outcome = outcomeOf(child, 60_000);
    await said(child, /step \d/);
    child.kill('SIGINT');
    // The second one comes as the first file of the report is begun.
    const report = join(out, 'report');
    const names = () => (existsSync(report) ? readdirSync(report) : []);
    await expect.poll(() => names().length, { interval: 1, timeout: 60_000 }).toBeGreaterThan(0);
    child.kill('SIGINT');
    expect((await outcome).status).toBe(130);
    // What has a name of the report is whole; the runs can be gone on with either way.
    const pages = names().filter((name) => name.endsWith('.html'));
    for (const name of names().filter((each) => !isTemporary(each)))
      expect(statSync(join(report, name)).size, name).toBeGreaterThan(0);
    for (const name of pages) expect(readFileSync(join(report, name), 'utf8')).toMatch(/<\/html>\s*$/);
    if (names().includes('report.json'))
      expect(parseReport(readFileSync(join(report, 'report.json'), 'utf8')).partial).toBe(true);
    expect(existsSync(join(out, 'experiment.json'))).toBe(true);
  });

  it.each([
    ['--hidden', '0', '8192'],
    ['--hidden', '99999', '8192'],
    ['--length', '10001', '10000'],
    ['--batch', '4097', '4096'],
    ['--steps', '100000001', '100000000'],
  ])('names option and range for %s %s', async (option, value, most) => {
    const { status, stderr } = await lab(['compare', text, option, value]);
    expect(status).toBe(2);
    expect(stderr).toContain(`'${option} <n>'`);
    expect(stderr).toContain(`from 1 to ${most}.`);
  });

  it('numbers arms that nothing tells apart', async () => {
    const twice = 'softmax-cross-entropy,softmax-cross-entropy';
    const { stdout } = await lab(['compare', text, ...small, '--layers', twice]);
    expect(stdout).toMatch(/^softmax \+ cross-entropy #1 .*\nsoftmax \+ cross-entropy #2 /m);
  });

  it('fails where every run diverged, and not where one did not', async () => {
    const args = ['compare', text, ...small, '--layers', 'linear-quadratic,softmax-cross-entropy'];
    const wild = ['--optimizer', 'sgd', '--clip', '0', '--rates'];
    const all = await lab([...args.slice(0, -1), 'linear-quadratic', ...wild, 'linear-quadratic=1e30']);
    expect(all.status).toBe(1);
    expect(all.stderr).toMatch(/Every run diverged/);
    expect(all.stdout).toMatch(/2 of 2 diverged/);
    const one = await lab([...args, ...wild, 'linear-quadratic=1e30']);
    expect(one.stdout).toMatch(/2 of 2 diverged/);
    expect(one.status).toBe(0);
  });

  it('refuses a text that is too short, with the numbers', async () => {
    const { status, stderr } = await lab(['compare', '-', ...small], { input: 'abc' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/training part has \d+ characters/);
  });

  it('stops on Ctrl-C and writes what there is, marked as partial', async () => {
    const out = join(folder, 'partial');
    const child = startLab([
      'compare',
      text,
      '--hidden',
      '32',
      '--steps',
      '1000000',
      '--seeds',
      '1',
      '--out',
      out,
      '--json',
    ]);
    const outcome = outcomeOf(child, 60_000);
    await said(child, /step [1-9]/);
    child.kill('SIGINT');
    const { status, stdout } = await outcome;
    expect(status).toBe(130);
    const results = JSON.parse(stdout);
    expect(results.partial).toBe(true);
    // Whichever run came first: an early Ctrl-C may find the others at their beginning.
    const steps = stepsOf(results);
    expect(Math.max(...steps)).toBeGreaterThan(0);
    expect(existsSync(join(out, 'report', 'report.html'))).toBe(true);
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toMatch(/partial/i);
    expect(parseReport(readFileSync(join(out, 'report', 'report.json'), 'utf8')).partial).toBe(true);
  });
});

const stepsOf = (results: { arms: { runs: { steps: number }[] }[] }): number[] =>
  results.arms.flatMap(({ runs }) => runs.map(({ steps }) => steps));

function finals(arm: { runs: { final: unknown }[] }) {
  return arm.runs.map((run) => run.final);
}

describe('gradients', () => {
  const good = {
    outputLayer: 'softmax-cross-entropy',
    weights: { Wxh: [[0.1, 0.2]], Whh: [[0.3]], Why: [[0.4], [-0.5]] },
    h0: [0],
    inputs: [0],
    targets: [1],
  };

  it('reads a case and writes loss and gradients', async () => {
    const out = join(folder, 'gradients.json');
    const { status, stdout } = await lab(['gradients', '-', '--out', out], { input: JSON.stringify(good) });
    expect(status).toBe(0);
    expect(stdout).toBe('');
    const result = JSON.parse(readFileSync(out, 'utf8'));
    // h = tanh(0.1), z = (0.4 h, −0.5 h), E = ln(1 + e^{z0 − z1}).
    const h = Math.tanh(0.1);
    expect(result.loss).toBeCloseTo(Math.log(1 + Math.exp(0.9 * h)), 14);
    expect(Object.keys(result.gradients)).toEqual(['Wxh', 'Whh', 'Why']);
  });

  it.each([
    [{ ...good, outputLayer: 'x' }, /outputLayer|No output layer/],
    [{ ...good, inputs: [2] }, /inputs\[0\]/],
    [{ ...good, targets: [0, 1] }, /targets/],
    [{ ...good, h0: [0, 1] }, /h0/],
    [{ ...good, weights: { ...good.weights, Whh: [[0.3, 1]] } }, /weights\.Whh/],
    [{ ...good, weights: { ...good.weights, Why: [['a'], [1]] } }, /weights\.Why/],
    [{ ...good, outputLayer: 'linear-cross-entropy' }, /step .*output|output .*step/i],
  ])('refuses a wrong case with exit status 2 and the field', async (wrong, sentence) => {
    const { status, stderr, stdout } = await lab(['gradients', '-'], { input: JSON.stringify(wrong) });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  });

  it('takes the example of its help', async () => {
    const { stdout: help } = await lab(['gradients', '--help']);
    for (const field of ['outputLayer', 'Wxh', 'Whh', 'Why', 'bh', 'by', 'h0', 'inputs', 'targets'])
      expect(help).toContain(`${field} `);
    const example = /^\{\n.*^\}$/ms.exec(help)![0];
    const { status, stdout } = await lab(['gradients', '-'], { input: example });
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.loss).toEqual(expect.any(Number));
    expect(Object.keys(result.gradients)).toEqual(['Wxh', 'Whh', 'Why', 'bh', 'by']);
    for (const name of Object.keys(result)) expect(help).toContain(name);
  });

  it('refuses what is not JSON', async () => {
    expect((await lab(['gradients', '-'], { input: '{' })).status).toBe(2);
    expect((await lab(['gradients', join(folder, 'none.json')])).status).toBe(1);
  });
});
