import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stream } from '../../core/network/random.ts';
import { readTrainedRun, writeTrainedRun } from '../../core/node/run-file.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const small = ['--hidden', '8', '--length', '6', '--batch', '4', '--steps', '30', '--seeds', '1'];
const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];

interface DuelJson {
  readonly mode: string;
  readonly vocabulary: number;
  readonly before: string;
  readonly randomNumbers: number[];
  readonly runs: {
    readonly file: string;
    readonly arm: string;
    readonly text: string;
    readonly bitsPerCharacter: number | string;
    readonly positions: {
      readonly character: string;
      readonly probability: number;
      readonly from: number;
      readonly top: { readonly character: string; readonly probability: number }[];
      readonly rest: number;
    }[];
  }[];
}

async function train(name: string, text: string): Promise<string[]> {
  const file = join(folder, `${name}.txt`);
  writeFileSync(file, text);
  const out = join(folder, name);
  expect((await lab(['compare', file, ...small, ...layers, '--out', out])).status).toBe(0);
  return readdirSync(join(out, 'runs')).map((run) => join(out, 'runs', run, 'weights.safetensors'));
}

describe('sample with several runs', () => {
  let runs: string[];
  const poem = '床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n'.repeat(40);

  beforeAll(async () => {
    runs = await train('poem', poem);
  });

  it('gives all there is as JSON: the same numbers for all, each text as one run draws it', async () => {
    const args = ['--length', '40', '--seed', '5', '--prompt', '明月'];
    const { status, stdout } = await lab(['sample', ...runs, ...args, '--json']);
    expect(status).toBe(0);
    const duel = JSON.parse(stdout) as DuelJson;
    const random = stream(5, 'sampling');
    expect(duel).toMatchObject({ mode: 'drawn', before: '明月' });
    expect(duel.randomNumbers).toEqual(Array.from({ length: 40 }, () => random.uniform()));
    expect(duel.runs).toHaveLength(2);
    for (const [i, run] of duel.runs.entries()) {
      const alone = await lab(['sample', runs[i], ...args]);
      expect(alone.stdout).toBe(`${run.text}\n`);
      for (const [n, { probability, from, top, rest }] of run.positions.entries()) {
        expect(from).toBeLessThanOrEqual(duel.randomNumbers[n]);
        expect(from + probability).toBeGreaterThan(duel.randomNumbers[n]);
        expect(top).toHaveLength(8);
        expect(top.reduce((sum, each) => sum + each.probability, rest)).toBeCloseTo(1, 12);
      }
    }
  });

  it('starts from the state in the file, and says where one has none', async () => {
    const [run] = runs;
    const trained = await readTrainedRun(run);
    expect(trained.start).toMatchObject({ kind: 'carried', state: { length: 8 } });
    const old = join(folder, 'old.safetensors');
    await writeTrainedRun(old, { ...trained, start: { kind: 'zero' } });
    const args = ['--length', '60', '--seed', '3'];
    const [withState, without] = [await lab(['sample', run, ...args]), await lab(['sample', old, ...args])];
    expect(withState).toMatchObject({ status: 0, stderr: '' });
    expect(without.status).toBe(0);
    expect(without.stderr).toMatch(/^'old\.safetensors' holds no hidden state .* it reads from h = 0/);
    const both = await lab(['sample', run, old, ...args, '--json']);
    expect(both.stderr).toBe(without.stderr);
    const { runs: found } = JSON.parse(both.stdout) as { runs: { start: string; text: string }[] };
    expect(found.map(({ start }) => start)).toEqual(['carried', 'zero']);
    expect(found.map(({ text }) => `${text}\n`)).toEqual([withState.stdout, without.stdout]);
    // The state says something about the first character already.
    const given = await lab(['sample', run, old, '--given', poem.slice(0, 20), '--json']);
    const [one, other] = (JSON.parse(given.stdout) as DuelJson).runs;
    expect(one.positions[0].probability).not.toBe(other.positions[0].probability);
  });

  it('prints the lines aligned, wide characters too, and marks where they differ', async () => {
    const args = ['sample', ...runs, '--length', '30', '--seed', '2'];
    const { stdout } = await lab(args);
    const { runs: found } = JSON.parse((await lab([...args, '--json'])).stdout) as DuelJson;
    const [one, other] = found.map(({ text }) => [...text]);
    const lines = stdout.split('\n');
    const [first, second, marks] = lines.slice(lines.findIndex((line) => /^ +1 /.test(line)));
    for (const line of [first, second]) expect(line).toContain('⏎');
    const cells = (line: string) => [...line.slice(first.indexOf('seed 1') + 'seed 1  '.length)];
    expect(cells(first).filter((cell) => cell !== ' ')).toEqual(
      one.map((sign) => (sign === '\n' ? '⏎' : sign)),
    );
    const count = one.filter((character, n) => character !== other[n]).length;
    expect(count).toBeGreaterThan(0);
    expect([...marks].filter((sign) => sign === '^')).toHaveLength(count);
    expect(stdout).toMatch(/bits\/char of its own text +entropy, bits +as the first run/);
    expect(stdout).toContain('(1 − ε) q + ε/V');
  });

  it('lets all read a given text and says what each pays', async () => {
    const args = ['sample', ...runs, '--given', '床前明月光'];
    const { runs: found, ...duel } = JSON.parse((await lab([...args, '--json'])).stdout) as DuelJson;
    expect(duel).toMatchObject({ mode: 'given', before: '床', randomNumbers: [] });
    for (const { text, positions, bitsPerCharacter } of found) {
      expect(text).toBe('前明月光');
      const bits = positions.reduce((sum, { probability }) => sum - Math.log2(probability), 0) / 4;
      expect(bitsPerCharacter).toBeCloseTo(bits, 12);
    }
    const { stdout } = await lab(args);
    expect(stdout).toMatch(/the text +前明月光/);
    expect(stdout).toContain(Number(found[0].bitsPerCharacter).toFixed(3));
  });

  it.each<[string[], RegExp]>([
    [['--given', '床前', '--prompt', '明'], /--prompt has no effect with --given/],
    [['--given', '床'], /two characters/],
    [['--top', '3'], /--top has no effect.*--json/],
    [['--length', '1001'], /at most 1000 positions/],
    [['--prompt', 'Q'], /has the character 'Q'/],
  ])('refuses %j with exit status 2', async (args, sentence) => {
    const { status, stdout, stderr } = await lab(['sample', ...runs, ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  it('refuses runs whose texts have other characters', async () => {
    const [foreign] = await train('foreign', 'abcabcabd'.repeat(60));
    const { status, stderr } = await lab(['sample', runs[0], foreign]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/has other characters than/);
  });
});
