import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lab } from './command.ts';

let folder: string;
let text: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loss-lab-derive-'));
  text = join(folder, 'sea.txt');
  writeFileSync(
    text,
    'she sells sea shells by the sea shore; the shells she sells are sea shells.\n'.repeat(20),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--hidden', '8', '--length', '12'];
const derive = (...args: readonly string[]) => lab(['derive', text, ...small, ...args]);

interface Data {
  readonly t: number;
  readonly index: number;
  readonly character: string;
  readonly layers: readonly Readonly<Record<string, unknown>>[];
}

describe('derive', () => {
  it('prints the twelve steps with numbers, and what cancels', async () => {
    const { status, stdout } = await derive(
      '--t',
      '5',
      '--layers',
      'sigmoid-quadratic,sigmoid-cross-entropy',
    );
    expect(status).toBe(0);
    expect(stdout.match(/^Step \d+ of 12/gm)).toHaveLength(12);
    expect(stdout).toContain('yᵢ (1 − yᵢ) stays');
    expect(stdout).toContain('yᵢ (1 − yᵢ) cancels');
    expect(stdout).toContain('✓ checked by differences');
    expect(stdout).not.toContain('✗');
  });

  it('gives z, y, t, ∂E/∂y, ∂y/∂z and δ of each layer as data, for built-in, published and typed ones', async () => {
    const layers = 'sigmoid-cross-entropy,softmax-quadratic,focal';
    const { status, stdout } = await derive(
      ...['--t', '4', '--i', 'e', '--layers', layers],
      ...['--formula', 'mine=sigmoid: (y-t)^4/4', '--format', 'json'],
    );
    expect(status).toBe(0);
    const data = JSON.parse(stdout) as Data;
    expect(data).toMatchObject({ t: 4, character: 'e' });
    expect(data.layers.map(({ layer }) => layer)).toEqual([...layers.split(','), 'mine']);
    for (const { z, y, t, dEdy, dydz, delta } of data.layers) {
      expect([z, y, t, delta].every((value) => typeof value === 'number')).toBe(true);
      const product = Array.isArray(dEdy)
        ? (dEdy as number[]).reduce((sum, value, j) => sum + value * (dydz as number[])[j], 0)
        : (dEdy as number) * (dydz as number);
      expect(product).toBeCloseTo(delta as number, 12);
    }
    const byIndex = await derive(
      '--t',
      '4',
      '--index',
      String(data.index),
      '--layers',
      layers,
      '--format',
      'json',
    );
    expect((JSON.parse(byIndex.stdout) as Data).layers[0]).toEqual(data.layers[0]);
  });

  it('looks at the weights of a trained run, with its text', async () => {
    const out = join(folder, 'kept');
    const trained = [
      'compare',
      text,
      ...small,
      '--layers',
      'softmax-cross-entropy',
      '--steps',
      '5',
      '--seeds',
      '1',
    ];
    expect((await lab([...trained, '--out', out])).status).toBe(0);
    const run = join(out, 'runs/softmax-cross-entropy-1');
    const { status, stdout } = await lab([
      'derive',
      run,
      '--text',
      text,
      '--layers',
      'softmax-cross-entropy',
      '--format',
      'json',
    ]);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Data).layers).toHaveLength(1);
  });

  it('writes Markdown and LaTeX into a file, in either language', async () => {
    const out = join(folder, 'd.tex');
    const latex = await derive('--layers', 'linear-quadratic', '--format', 'latex', '--out', out);
    expect(latex).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toContain('\\begin{align*}');
    const chinese = await derive('--layers', 'linear-quadratic', '--format', 'md', '--language', 'zh-Hans');
    expect(chinese.stdout).toContain('## 第 12 步，共 12 步');
  });

  it('goes on where a loss is not defined, and says so', async () => {
    const { status, stdout } = await derive('--layers', 'linear-cross-entropy,linear-quadratic');
    expect(status).toBe(0);
    expect(stdout).toMatch(/linear \+ cross-entropy: not defined here/);
    expect(stdout).toContain('linear + quadratic');
  });

  it.each([
    [['--i', 'Q'], /The text has no character Q\./],
    [['--i', 'ab'], /--i takes one character; it is 'ab'\./],
    [['--index', '99'], /There are \d+ outputs; --index 99 must be from 0 to \d+\./],
    [['--t', '13'], /--t 13 lies beyond the stretch of --length 12 steps\./],
    [['--t', '0'], /whole number from 1/],
    [['--unit', '8'], /The unit is 8; it must be a whole number from 0 to 7\./],
    [['--layers', 'none'], /No output layer 'none'/],
    [['--format', 'pdf'], /Allowed choices are text, md, latex, json/],
    [['--i', 'e', '--index', '1'], /cannot be used with/],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const { status, stdout, stderr } = await derive(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  });

  it('takes the examples of its help', async () => {
    const { stdout } = await lab(['derive', '--help']);
    expect(stdout).toContain('--index');
    expect(stdout).toContain('loss-lab derive book.txt --t 14 --i o');
  });
});

describe('report --derivation', () => {
  it('puts it on the page of a comparison that is kept, with its last weights', async () => {
    const out = join(folder, 'reported');
    const layers = 'sigmoid-quadratic,sigmoid-cross-entropy';
    const work = ['--layers', layers, '--seeds', '1', '--steps', '20', '--out', out];
    expect((await lab(['compare', text, ...small, ...work])).status).toBe(0);
    const page = join(folder, 'page.html');
    const place = ['--derivation', '--t', '5', '--i', 'e', '--arm', 'sigmoid-cross-entropy'];
    const { status, stderr } = await lab(['report', out, ...place, '--out', page]);
    expect(stderr).toContain('Written');
    expect(status).toBe(0);
    const html = readFileSync(page, 'utf8');
    expect(html.match(/<section class="step">/g)).toHaveLength(12);
    expect(html).toContain('t = 5 of 12: reads');
    expect(html).toContain('after 20 steps');
    const refused = [
      [['--format', 'csv'], 'stands on the page'],
      [['--t', '13'], 'from 1 to 12'],
      [['--i', 'Q'], 'The text has no character'],
      [['--arm', 'nobody'], "No arm 'nobody'"],
      [['--seed', '9'], 'no run'],
    ] as const;
    for (const [args, sentence] of refused) {
      const answer = await lab(['report', out, '--derivation', ...args, '--out', page]);
      expect(answer.status, answer.stderr).not.toBe(0);
      expect(answer.stderr).toContain(sentence);
    }
  });
});
