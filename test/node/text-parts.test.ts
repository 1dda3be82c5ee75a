import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CorpusSummary } from '../../core/corpora/corpus.ts';
import { madeText, madeWords } from '../core/corpora/made-texts.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const words = madeWords(3000, 4);
const lines = (count: number, end: string) => words.slice(0, count).join(end) + end;
let sorted: string;
let shuffled: string;

beforeAll(() => {
  sorted = write('sorted.txt', [...words].sort().join('\n'));
  shuffled = write('shuffled.txt', words.join('\n'));
});

const statistics = async (...args: string[]): Promise<CorpusSummary> => {
  const { status, stdout, stderr } = await lab(['corpus', ...args, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
};

const quick = ['--hidden', '8', '--length', '6', '--batch', '4', '--steps', '10', '--seeds', '1'];
const arms = ['--layers', 'softmax-cross-entropy,linear-quadratic'];

describe('corpus', () => {
  it('says what simple models of the training part pay on the held-out part', async () => {
    const { heldOut, characters, trainCharacters, tuningCharacters } = await statistics(shuffled);
    expect(Object.keys(heldOut!).sort()).toEqual([
      'bigramBits',
      'characters',
      'ownUnigramEntropy',
      'unigramBits',
    ]);
    expect(heldOut!.characters).toBe(Math.round(characters * 0.1));
    expect(tuningCharacters).toBe(Math.round(characters * 0.05));
    expect(trainCharacters + tuningCharacters + heldOut!.characters).toBe(characters);
    expect(heldOut!.bigramBits).toBeLessThan(heldOut!.unigramBits);
    const { stdout } = await lab(['corpus', shuffled]);
    for (const text of ['held-out unigram', 'held-out bigram', 'in-sample', 'the last 10 % held out'])
      expect(stdout.replaceAll('\u00a0', ' ')).toContain(text);
  });

  it('draws nothing below the entropy of a source of which all is drawn evenly', async () => {
    const even = madeText({ N: 2000, V: 200, step: 1, seed: 5, kind: 'even' });
    const path = write('even.txt', String.fromCodePoint(...even.map((index) => 0x4e00 + index)));
    const { heldOut, bigramEntropy } = await statistics(path);
    expect(bigramEntropy).toBeLessThan(4);
    for (const bits of [heldOut!.unigramBits, heldOut!.bigramBits])
      expect(bits).toBeGreaterThan(Math.log2(200));
  });

  it('tells the sorted words from the shuffled ones, which have the same statistics', async () => {
    const [a, b] = [await statistics(sorted), await statistics(shuffled)];
    expect(Math.abs(a.bigramEntropy - b.bigramEntropy)).toBeLessThan(0.01);
    expect(a.heldOut!.bigramBits - b.heldOut!.bigramBits).toBeGreaterThan(0.2);
    expect(a.warnings).toContainEqual(expect.stringMatching(/drift.*blocks/));
    expect(b.warnings).toEqual([]);
  });

  it('reads several files as one text, and a held-out text of its own', async () => {
    const [first, second] = [write('a.txt', 'abcab'.repeat(80)), write('b.txt', 'bdbd'.repeat(50))];
    const joined = write('joined.txt', 'abcab'.repeat(80) + 'bdbd'.repeat(50));
    const [both, whole] = [await statistics(first, second), await statistics(joined)];
    expect(both).toMatchObject({ name: 'a.txt + b.txt', sha256: whole.sha256, heldOut: whole.heldOut });
    expect(both.files.map(({ name, characters }) => [name, characters])).toEqual([
      ['a.txt', 400],
      ['b.txt', 200],
    ]);
    const held = write('held.txt', 'abxab'.repeat(20));
    const own = await statistics(first, second, '--held-out-file', held, '--tuning', '0.1');
    expect(own).toMatchObject({ trainCharacters: 540, tuningCharacters: 60, distinct: 5 });
    expect(own.heldOut!.characters).toBe(100);
    expect(own.files.at(-1)).toMatchObject({ name: 'held.txt', heldOut: true });
  });
});

describe('line ends', () => {
  it.each([
    ['\n', 0, []],
    ['\r\n', 1, [/Line ends are CR LF.* 300 of .*normalise line ends/]],
    ['\r', 0, [/Line ends are CR alone, 300/]],
  ])('%j alone are told where they are not LF, and can be turned into it', async (end, more, told) => {
    const text = lines(300, end);
    const path = write('ends.txt', text);
    const found = await statistics(path);
    const plain = new Set(lines(300, '\n')).size;
    expect(found.distinct).toBe(plain + more);
    expect(found.warnings.filter((warning) => warning.startsWith('Line ends'))).toEqual(
      told.map((pattern) => expect.stringMatching(pattern)),
    );
    const normalised = await statistics(path, '--normalise-line-ends');
    expect(normalised.distinct).toBe(plain);
    expect(normalised.warnings.filter((warning) => warning.startsWith('Line ends'))).toEqual([]);
  });
});

describe('what should be known of a text', () => {
  const mixed = () =>
    write('mixed.txt', `${lines(60, '\n')}${lines(60, '\r\n')}\u0007${lines(60, '\r')}`.repeat(2));

  it('stands before the standing of compare as in corpus, and in the report in whole sentences', async () => {
    const path = mixed();
    const { warnings } = await statistics(path);
    expect(warnings.length).toBeGreaterThanOrEqual(2);
    const out = join(folder, 'report');
    const { status, stdout } = await lab(['compare', path, ...quick, ...arms, '--out', out]);
    expect(status).toBe(0);
    const printed = stdout.split('\n');
    const standing = printed.findIndex((line) => line.startsWith('Standing'));
    warnings.forEach((warning, i) => expect(printed[i]).toBe(`warning           ${warning}`));
    expect(standing).toBeGreaterThanOrEqual(warnings.length);
    const report = readFileSync(join(out, 'report', 'report.md'), 'utf8');
    expect(report).toContain('Line ends are mixed');
    expect(report).not.toMatch(/\.[;,]/);
  });

  it('is told by sweep too, and beside data on standard error', async () => {
    const out = join(folder, 'sweep');
    const swept = await lab(['sweep', sorted, ...quick, ...arms, '--rates', '0.1..0.1/1', '--out', out]);
    expect(swept.status).toBe(0);
    expect(swept.stdout).toMatch(/^warning .*drift/);
    expect(swept.stdout).toContain('on the tuning part of the text');
    const json = await lab(['compare', sorted, ...quick, ...arms, '--json']);
    expect(JSON.parse(json.stdout).corpus.warnings).toContainEqual(expect.stringMatching(/drift/));
    expect(json.stderr).toMatch(/warning .*drift/);
    // Rates that were found on other parts are no rates for this comparison.
    const other = await lab([
      'compare',
      sorted,
      ...quick,
      ...arms,
      '--seed',
      '5',
      '--sweep',
      out,
      '--tuning',
      '0',
    ]);
    expect(other.status).toBe(2);
    expect(other.stderr).toMatch(
      /another split of the text: the last 10.% held out, the 5.% before for tuning/,
    );
  });
});

describe('the parts of a text', () => {
  it('are as they were in an experiment from before there was a choice, and repeat its numbers', async () => {
    const out = join(folder, 'former');
    const run = async (...args: string[]) => JSON.parse((await lab(['compare', ...args, '--json'])).stdout);
    await lab(['compare', shuffled, ...quick, ...arms, '--tuning', '0', '--out', out]);
    const file = join(out, 'experiment.json');
    const experiment = JSON.parse(readFileSync(file, 'utf8'));
    delete experiment.corpus.options.split;
    delete experiment.corpus.options.tuningShare;
    delete experiment.corpus.heldOut;
    writeFileSync(file, JSON.stringify(experiment));
    const former = await run(shuffled, '--experiment', file);
    const again = await run(shuffled, ...quick, ...arms, '--tuning', '0');
    expect(
      former.arms.map(({ runs }: { runs: { final: unknown }[] }) => runs.map(({ final }) => final)),
    ).toEqual(again.arms.map(({ runs }: { runs: { final: unknown }[] }) => runs.map(({ final }) => final)));
    expect(former.baselines.tuning).toBeNull();
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toContain('There is no tuning part');
  });

  it('are blocks, or a file, in training as well, and the experiment file names them', async () => {
    const out = join(folder, 'blocks');
    const blocks = await lab(['compare', sorted, ...quick, ...arms, '--split', 'blocks', '--out', out]);
    expect(blocks.status).toBe(0);
    const experiment = JSON.parse(readFileSync(join(out, 'experiment.json'), 'utf8'));
    expect(experiment.corpus.options).toMatchObject({
      split: 'blocks',
      heldOutShare: 0.1,
      tuningShare: 0.05,
    });
    const held = write('own.txt', words.slice(0, 400).join('\n'));
    const own = join(folder, 'own');
    const args = [...quick, ...arms];
    expect((await lab(['compare', sorted, '--held-out-file', held, ...args, '--out', own])).status).toBe(0);
    const saved = join(own, 'experiment.json');
    expect(JSON.parse(readFileSync(saved, 'utf8')).corpus.heldOut.name).toBe('own.txt');
    const again = await lab(['compare', sorted, '--held-out-file', held, '--experiment', saved]);
    expect(again.status).toBe(0);
    const wrong = await lab(['compare', sorted, '--held-out-file', shuffled, '--experiment', saved]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/This held-out text has the SHA-256/);
    const missing = await lab(['compare', sorted, '--experiment', saved]);
    expect(missing.stderr).toMatch(/needs a held-out text of its own/);
  });

  it.each([
    [['--held-out-file', 'x', '--split', 'blocks'], /--split has no effect with --held-out-file/],
    [['--held-out-file', 'x', '--held-out', '0.2'], /--held-out has no effect with --held-out-file/],
    [['--held-out', '0.6', '--tuning', '0.4'], /leave nothing to train on/],
    [['--tuning', '1'], /0 or above and below 1/],
    [['--split', 'file'], /Allowed choices are end, blocks/],
  ])('that cannot be are refused: %j', async (args, sentence) => {
    const { status, stderr } = await lab(['corpus', sorted, ...args]);
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('of a built-in text can be chosen', async () => {
    const { options } = await statistics('--builtin', 'anbn', '--characters', '4000', '--split', 'blocks');
    expect(options.split).toBe('blocks');
    const { stderr } = await lab(['corpus', '--builtin', 'anbn', '--held-out-file', 'x']);
    expect(stderr).toMatch(/--held-out-file has no effect with --builtin/);
  });
});
