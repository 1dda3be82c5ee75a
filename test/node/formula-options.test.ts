import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureOf } from '../../core/node/cli/printed/marked-error.ts';
import { ownLayersOf, typedFormula } from '../../core/node/cli/options/own-layer-options.ts';
import { lab } from './command.ts';

let folder: string;
const small = [
  ...['--builtin', 'reber', '--characters', '5000', '--hidden', '8', '--length', '6', '--batch', '4'],
  ...['--steps', '10'],
];
const huber = 'where(abs(t-y)<d, (t-y)^2/2, d*(abs(t-y)-d/2))';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loss-lab-formula-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a formula on the command line', () => {
  it('has a name, an activation, parameters and a loss', () => {
    expect(typedFormula(`mine = linear(d=0.5): ${huber}`)).toEqual({
      kind: 'formula',
      id: 'mine',
      label: 'mine',
      activation: 'linear',
      loss: huber,
      parameters: { d: { value: 0.5, low: 0, high: 1 } },
      reference: '',
      reading: 'clipped',
    });
    expect(typedFormula('mine=linear: logsumexp(z) - target(z)').reading).toBe('softmax');
  });

  it('of a file has no name that another layer has', async () => {
    const file = join(folder, 'named.json');
    const named = (label: string) =>
      writeFileSync(
        file,
        JSON.stringify({
          ...{ kind: 'formula', id: 'mine', label, activation: 'linear', loss: '(t-y)^4' },
        }),
      );
    named('Softmax + cross-entropy');
    await expect(ownLayersOf({ layerFile: [file] })).rejects.toThrow(
      '“Softmax + cross-entropy” is the name of a built-in output layer: give it another one.',
    );
    named('other');
    await expect(ownLayersOf({ layerFile: [file], formula: ['other=linear: (t-y)^2'] })).rejects.toThrow(
      'Another loss of your own is called “other” already: give it another name.',
    );
  });

  it('is read as --reading chooses, and no other layer is', async () => {
    const formula = ['mine=linear: (t-y)^4', 'other=linear: (t-y)^2'];
    const layers = ['multi-class-hinge', 'softmax-cross-entropy'];
    const own = await ownLayersOf({
      layers,
      formula,
      reading: ['mine=exponential', 'multi-class-hinge=softmax'],
    });
    expect(own.map(({ id, reading }) => [id, reading])).toEqual([
      ['mine', 'exponential'],
      ['other', 'clipped'],
      ['multi-class-hinge', 'softmax'],
    ]);
    for (const [reading, message] of [
      ['mine', /no choice/],
      ['mine=often', /no choice/],
      ['=none', /no choice/],
      ['yours=none', /No layer of your own 'yours'\. There are: mine, other, multi-class-hinge/],
      ['softmax-cross-entropy=none', /built-in layer, which is always read as softmax/],
    ] as const)
      await expect(ownLayersOf({ layers, formula, reading: [reading] })).rejects.toThrow(message);
    await expect(ownLayersOf({ formula, reading: ['mine=none', 'mine=softmax'] })).rejects.toThrow(/twice/);
  });

  it('without a reading has accuracy alone, and is refused where bits are asked for', async () => {
    const unread = [...small, '--seeds', '1', '--layers', 'softmax-cross-entropy,multi-class-hinge'];
    const { status, stdout } = await lab(['compare', ...unread]);
    expect(status).toBe(0);
    const row = stdout.split('\n').find((line) => line.startsWith('linear + multi-class hinge'))!;
    expect(row).toMatch(/0\.1 +– +0\.\d+ +\d\.\d+ +– .*no reading as probabilities/);
    const stopped = await lab(['compare', ...unread, '--stop-at', 'bits=1']);
    expect(stopped.status).toBe(2);
    expect(stopped.stderr).toContain('multi-class-hinge are not read as probabilities, so it has no bits');
    const out = join(folder, 'unread-sweep');
    const swept = await lab([
      'sweep',
      ...unread.filter((each) => each !== '--seeds' && each !== '1'),
      '--out',
      out,
    ]);
    expect(swept.stderr).toContain('The sweep cannot choose a rate');
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['softmax: -log(target(y))', /name, activation and colon/],
    ['a=softmax', /colon/],
    ['a=relu: y', /No activation 'relu'.*tanh-scaled/],
    ['a=linear(d): d*y', /parameter 'd'/],
    ['a=linear(d=1, d=2): d*y', /given twice/],
    ['a=linear(d=x): d*y', /must look like/],
  ])('%s is refused', (text, message) => {
    expect(() => typedFormula(text)).toThrow(message);
  });

  it('is marked where it is wrong, as wide as a terminal shows it', () => {
    expect(pictureOf('-lgo(y)', { line: 1, column: 2, length: 3 })).toBe('  -lgo(y)\n   ^^^');
    expect(pictureOf('（ｙ＋ｑ', { line: 1, column: 4, length: 1 })).toBe('  （ｙ＋ｑ\n        ^^');
    expect(pictureOf('y\n+\u001b[31mq', { line: 2, column: 2, length: 1 })).not.toContain('\u001b');
  });

  it.each(['compare', 'sweep', 'probe'])(
    '%s ends with status 2 and a mark under the mistake',
    async (command) => {
      const args = [
        command,
        ...small,
        '--formula',
        'mine=softmax: -lgo(target(y))',
        '--out',
        join(folder, command),
      ];
      const steps = command === 'probe' ? args.filter((arg) => arg !== '--steps' && arg !== '10') : args;
      const { status, stderr } = await lab(steps);
      expect(status).toBe(2);
      expect(stderr).toContain('  -lgo(target(y))\n   ^^^\n  Did you mean log?');
      expect(existsSync(join(folder, command))).toBe(false);
    },
  );

  it('trains beside others and published ones; the report prints it, and a trained run brings it along', async () => {
    const out = join(folder, 'report');
    const file = join(folder, 'layers.json');
    writeFileSync(
      file,
      JSON.stringify([{ kind: 'formula', id: 'from-file', activation: 'linear', loss: '(t-y)^2' }]),
    );
    const { status, stdout } = await lab([
      ...['compare', ...small, '--seeds', '1', '--layers', 'softmax-cross-entropy,log-cosh'],
      ...['--formula', 'mine=softmax: -log(target(y))', '--layer-file', file, '--out', out, '--json'],
    ]);
    expect(status).toBe(0);
    const { arms } = JSON.parse(stdout);
    expect(arms.map(({ layer }: { layer: string }) => layer)).toEqual([
      ...['softmax-cross-entropy', 'log-cosh', 'mine', 'from-file'],
    ]);
    const bits = (i: number): number => arms[i].runs[0].final.bitsPerCharacter;
    expect(Math.abs(bits(2) - bits(0))).toBeLessThan(1e-4);
    expect(readFileSync(join(out, 'report', 'report.md'), 'utf8')).toContain('```text\n-log(target(y))\n```');
    expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain('-log(target(y))');
    expect(readFileSync(join(out, 'report', 'layers.csv'), 'utf8')).toContain("'-log(target(y))");
    const run = join(out, 'runs/from-file-1/weights.safetensors');
    expect((await lab(['sample', run, '--length', '20'])).status).toBe(0);
    const probe = [
      'probe',
      run,
      '--builtin',
      'reber',
      '--layers',
      'from-file',
      '--out',
      join(folder, 'of-run'),
    ];
    expect((await lab(probe)).status).toBe(0);
  });
});

describe('a layer that was not confirmed', () => {
  const jump = 'mine=linear: where(y > 0.5, 1, 0) + (t - y)^2';
  const warning = /Warning: mine: E jumps by 1 at z = 0\.5 of the target/;

  it.each(['compare', 'sweep', 'probe'])('%s warns of it', async (command) => {
    const extra =
      command === 'probe' ? [] : command === 'sweep' ? ['--seeds', '1', '--rates', '0.1..0.1/1'] : [];
    const { stderr } = await lab([
      command,
      // Initial weights need neither a batch nor steps.
      ...(command === 'probe' ? small.slice(0, 8) : small),
      ...['--layers', 'linear-quadratic', '--formula', jump, ...extra],
      ...['--out', join(folder, `warned-${command}`)],
    ]);
    expect(stderr).toMatch(warning);
  });

  it('gradients warns of it, and takes published losses and formulas', async () => {
    const file = join(folder, 'case.json');
    const given = (outputLayer: string) =>
      writeFileSync(
        file,
        JSON.stringify({
          outputLayer,
          weights: { Wxh: [[0, 0]], Whh: [[0]], Why: [[0], [0]], by: [0.2, 0.1] },
          h0: [0],
          inputs: [0],
          targets: [1],
        }),
      );
    given('mine');
    const { stderr, stdout } = await lab(['gradients', file, '--formula', jump]);
    expect(stderr).toMatch(warning);
    expect(JSON.parse(stdout).delta).toEqual([[0.4, -1.8]]);
    given('huber');
    expect(JSON.parse((await lab(['gradients', file])).stdout).delta).toEqual([[0.2, -0.9]]);
  });
});
