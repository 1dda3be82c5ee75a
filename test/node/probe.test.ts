import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createNodeLab } from '../../core/node/node-lab.ts';
import { outputLayers } from '../../core/outputs/registry.ts';
import { significant } from '../../core/words/number-format.ts';
import { builtEntry } from './built.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const model = ['--builtin', 'reber', '--characters', '5000', '--hidden', '8', '--length', '6'];
const batch = ['--batch', '4'];

interface Written {
  readonly probe: {
    readonly steps: number;
    readonly moment: unknown;
    readonly characters: number[];
    readonly inputs: number[];
    readonly layers: {
      readonly probed: { readonly layer: string };
      readonly refusal: { readonly message: string } | null;
      readonly deltaNorm: number;
      readonly delta: number[];
      readonly gradientNorm: number;
      readonly norms: Record<string, number>;
      readonly flow: { readonly byLag: number[]; readonly triangle: (number | string)[] };
    }[];
    readonly cosines: { readonly all: (number | string)[] };
  };
  readonly units: { readonly z: number[]; readonly isTarget: unknown[]; readonly isOther: unknown[] };
  readonly checks: { readonly verdict?: string; readonly fault?: string | null }[];
}
const written = (out: string): Written =>
  JSON.parse(readFileSync(join(out, 'probe.json'), 'utf8')) as Written;

/** Plain data as a file of ours holds them. */
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      ArrayBuffer.isView(each)
        ? Array.from(each as Float64Array)
        : typeof each === 'number' && !Number.isFinite(each)
          ? String(each)
          : each,
    ),
  );

describe('loss-lab probe', () => {
  const first = join(folder, 'first');

  it('writes JSON, CSV and SVG of every layer at the same weights', async () => {
    const { status, stdout } = await lab(['probe', ...model, '--out', first]);
    expect(status).toBe(0);
    expect(stdout).toContain('softmax + quadratic');
    expect(readdirSync(first).sort()).toEqual([
      'cosines.csv',
      'cosines.svg',
      'delta-against-z.csv',
      'delta-against-z.svg',
      'delta-maps.csv',
      'delta-maps.svg',
      'gradient-check.csv',
      'gradient-flow-triangle.csv',
      'gradient-flow-triangle.svg',
      'gradient-flow.csv',
      'gradient-flow.svg',
      'gradient-histograms.csv',
      'gradient-histograms.svg',
      'gradient-norms.csv',
      'probe.json',
    ]);
    const { probe, units, checks } = written(first);
    expect(probe.steps).toBe(0);
    expect(probe.layers).toHaveLength(6);
    // As it is defined, without a clamp, linear + cross-entropy has no value at outputs around 0.
    const refused = probe.layers.filter(({ refusal }) => refusal);
    expect(refused.map(({ probed }) => probed.layer)).toEqual(['linear-cross-entropy']);
    expect(refused[0].refusal!.message).toContain('At step 0');
    expect(checks.map(({ verdict }) => verdict)).toEqual(['good', 'good', 'good', 'good', 'good', undefined]);
    expect(units.z).toHaveLength(201);
  });

  it('writes tables that say the same as the JSON', () => {
    const table = (name: string) => {
      const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(join(first, name), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      });
      expect(errors).toEqual([]);
      return data;
    };
    const { probe } = written(first);
    const [layer] = probe.layers;
    const norms = table('gradient-norms.csv').filter((row) => row['layer'] === layer.probed.layer);
    expect(Number(norms.find(({ matrix }) => matrix === 'all')!['value'])).toBe(layer.gradientNorm);
    for (const [name, norm] of Object.entries(layer.norms))
      expect(
        Number(
          norms.find(({ quantity, matrix }) => quantity === 'gradientNorm' && matrix === name)!['value'],
        ),
      ).toBe(norm);
    const flow = table('gradient-flow.csv').filter((row) => row['layer'] === layer.probed.layer);
    expect(flow.map((row) => Number(row['norm']))).toEqual(layer.flow.byLag);
    const map = table('delta-maps.csv').filter((row) => row['layer'] === layer.probed.layer);
    expect(map.map((row) => Number(row['delta']))).toEqual(layer.delta);
    expect(map.filter((row) => row['isTarget'] === '1')).toHaveLength(probe.inputs.length);
    expect(table('delta-against-z.csv')).toHaveLength(6 * 2 * 201);
  });

  it('draws pictures that are well-formed and hold no markup of the text', () => {
    for (const name of readdirSync(first).filter((each) => each.endsWith('.svg'))) {
      const svg = readFileSync(join(first, name), 'utf8');
      expect(svg).toMatch(/^<\?xml [^>]*>\s*<svg\s/);
      expect(svg.match(/<svg/g)!.length).toBe(svg.match(/<\/svg>/g)!.length);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('reproduces the norms of δ of 65 outputs, and how much slower σ′ makes a sigmoid', async () => {
    const text = join(folder, 'sixty-five.txt');
    const characters = Array.from({ length: 65 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    writeFileSync(text, characters.repeat(20));
    const out = join(folder, 'sixty-five');
    const { status } = await lab(['probe', text, '--hidden', '4', '--length', '5', '--out', out]);
    expect(status).toBe(0);
    const { data } = Papa.parse<Record<string, string>>(
      readFileSync(join(out, 'delta-against-z.csv'), 'utf8'),
      { header: true, skipEmptyLines: true },
    );
    const at = (layer: string, t: 0 | 1, z: number, column: 'delta' | 'normOfDelta') =>
      Number(
        data.find((row) => row['layer'] === layer && row['t'] === String(t) && Number(row['z']) === z)![
          column
        ],
      );
    for (const [layer, start, wrong] of [
      ['linear-quadratic', 1, 10.05],
      ['sigmoid-quadratic', 1.01, 1],
      ['sigmoid-cross-entropy', 4.03, 4.12],
      ['softmax-cross-entropy', 0.99, 1.41],
      ['softmax-quadratic', 0.015, 0.003],
    ] as const) {
      const digits = layer === 'softmax-quadratic' ? 3 : 2;
      // All logits 0; then one wrong logit at 10.
      expect(Number(at(layer, 1, 0, 'normOfDelta').toFixed(digits))).toBe(start);
      expect(Number(at(layer, 0, 10, 'normOfDelta').toFixed(digits))).toBe(wrong);
    }
    const slower = (z: number) =>
      at('sigmoid-cross-entropy', 1, z, 'delta') / at('sigmoid-quadratic', 1, z, 'delta');
    expect(slower(-2)).toBeCloseTo(9.5, 1);
    expect(Math.round(slower(-5))).toBe(150);
    expect(Math.round(slower(-8))).toBe(2983);
  });

  it('has the numbers that the window gets from the same lab', async () => {
    const window = createNodeLab({
      built: await builtEntry('train-thread'),
      version: '0.0.0',
      runtime: 'test',
    });
    try {
      await window.useBuiltin({ id: 'reber', seed: 1, characters: 5000 });
      const { experiment } = await window.snapshot({});
      const shape = { ...experiment.model, hidden: 8, length: 6 };
      await window.setExperiment({ experiment: { ...experiment, model: shape } });
      const { probe: file, units, checks } = written(first);
      const asked = {
        moment: { kind: 'fresh', armId: experiment.arms[0].id, seed: 1 },
        stretch: { part: 'training', start: 0, length: 6, context: 100 },
      } as const;
      const layers = outputLayers.map(({ id }) => ({ layer: id, clamp: null, rate: 0.1 }));
      const { milliseconds, ...seen } = await window.probe({ ...asked, layers, rows: 200 });
      expect(milliseconds).toEqual(expect.any(Number));
      expect(file).toEqual(asJson({ ...seen, moment: file.moment }));
      const others = new Float64Array(seen.shape.vocabulary - 1);
      const z = Float64Array.from(units.z);
      expect(z[0]).toBe(-10);
      expect(z[100]).toBe(0);
      for (const [t, answers] of [
        [1, units.isTarget],
        [0, units.isOther],
      ] as const)
        expect(answers).toEqual(asJson(await window.unitResponses({ layers, t, others, z })));
      const check = await window.checkGradient({ ...asked, layer: layers[2], fault: null });
      expect(checks[2]).toEqual(asJson(check));
    } finally {
      await window.close();
    }
  });

  it('prints the same JSON, and figures of every layer', async () => {
    const { stdout } = await lab(['probe', ...model, '--json', '--force', '--out', first]);
    expect(JSON.parse(stdout)).toEqual(written(first));
    const table = (await lab(['probe', ...model, '--force', '--out', first])).stdout;
    for (const { norms } of written(first).probe.layers.filter(({ refusal }) => !refusal))
      for (const norm of Object.values(norms)) expect(table).toContain(significant(norm));
    expect(table).toMatch(/6 linear \+ cross-entropy: At step 0:/);
  });

  it('looks after some steps of training, and of a trained run at the same weights', async () => {
    const trained = join(folder, 'trained');
    const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
    const { status } = await lab([
      'probe',
      ...model,
      ...batch,
      ...layers,
      '--step',
      '20',
      '--seed',
      '1',
      '--out',
      trained,
    ]);
    expect(status).toBe(0);
    expect(written(trained).probe.steps).toBe(20);
    const compared = join(folder, 'compared');
    await lab(['compare', ...model, ...batch, ...layers, '--steps', '20', '--seeds', '1', '--out', compared]);
    const again = join(folder, 'again');
    const run = join(compared, 'runs', 'softmax-cross-entropy-1', 'weights.safetensors');
    const text = ['--builtin', 'reber', '--characters', '5000', '--length', '6'];
    const second = await lab(['probe', run, ...text, ...layers, '--out', again]);
    expect(second.status).toBe(0);
    const figures = (out: string) =>
      written(out).probe.layers.map(({ delta, norms, gradientNorm }) => ({ delta, norms, gradientNorm }));
    expect(figures(again)).toEqual(figures(trained));
  });

  it('shows a known mistake caught, and touches nothing else with it', async () => {
    const out = join(folder, 'fault');
    const { stdout, stderr } = await lab(['probe', ...model, '--fault', 'wrong-transpose', '--out', out]);
    expect(stdout.match(/A KNOWN FAULT/g)).toHaveLength(2);
    expect(stderr).toContain('A KNOWN FAULT');
    const { checks, probe } = written(out);
    for (const { verdict } of checks.slice(0, 5)) expect(verdict).toBe('wrong');
    expect(probe).toEqual(written(first).probe);
  });

  it('keeps an earlier probe unless told otherwise', async () => {
    const before = readFileSync(join(first, 'probe.json'));
    const refused = await lab(['probe', ...model, '--seed', '2', '--out', first]);
    expect(refused.status).toBe(2);
    expect(readFileSync(join(first, 'probe.json'))).toEqual(before);
    expect((await lab(['probe', ...model, '--seed', '2', '--force', '--out', first])).status).toBe(0);
    expect(readFileSync(join(first, 'probe.json'))).not.toEqual(before);
  });

  it.each([
    [['--fault', 'nope'], 'No fault'],
    [['--layers', 'nope'], 'No output layer'],
    [['--start', '4999'], 'training part has'],
    [['--part', 'middle'], 'Allowed choices'],
    [['--context', '5000'], 'whole number'],
    [['--layers', 'linear-quadratic,linear-quadratic'], 'twice'],
    [['--length', '401'], 'At most 400'],
    [['--layers', 'linear-quadratic', '--clamp', '0.1'], '--clamp has no effect'],
    [['--optimizer', 'adam'], '--optimizer has no effect with initial weights'],
    [['--batch', '4'], '--batch has no effect with initial weights'],
    [['--arm', 'linear-quadratic'], '--arm has no effect with initial weights'],
    [['--text', 'x.txt'], '--text has no effect without a trained run'],
    [['--encoding', 'utf-8'], '--encoding has no effect with --builtin'],
  ])('refuses %s', async (wrong, words) => {
    const { status, stderr } = await lab(['probe', ...model, '--out', join(folder, 'none'), ...wrong]);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(existsSync(join(folder, 'none', 'probe.json'))).toBe(false);
  });

  it('refuses a text whose characters a run has not learned, and one that is missing', async () => {
    const text = join(folder, 'strange.txt');
    writeFileSync(text, 'élan vital\n'.repeat(40));
    const run = join(folder, 'compared', 'runs', 'softmax-cross-entropy-1', 'weights.safetensors');
    const strange = await lab(['probe', run, '--text', text, '--out', join(folder, 'x')]);
    expect(strange.status).toBe(2);
    expect(strange.stderr).toContain('did not learn');
    const idle = await lab(['probe', run, '--text', text, '--hidden', '9', '--out', join(folder, 'x')]);
    expect(idle.stderr).toContain('--hidden has no effect with a trained run');
    const step = await lab(['probe', run, '--text', text, '--step', '9', '--out', join(folder, 'x')]);
    expect({ status: step.status, said: step.stderr }).toEqual({
      status: 2,
      said: expect.stringContaining('--step has no effect with a trained run') as string,
    });
    const missing = await lab(['probe', run, '--out', join(folder, 'x')]);
    expect(missing.stderr).toContain('holds no text');
  });

  it('reads characters that a run did not learn as its "other" symbol, and says so', async () => {
    const learned = join(folder, 'learned.txt');
    writeFileSync(learned, `${'abcab cab\n'.repeat(60)}xyz${'abcab cab\n'.repeat(20)}`);
    const compared = join(folder, 'merged');
    const small = ['--hidden', '4', '--length', '5', '--batch', '2', '--steps', '2', '--seeds', '1'];
    const only = ['--layers', 'softmax-cross-entropy'];
    await lab(['compare', learned, '--minimum-count', '2', ...small, ...only, '--out', compared]);
    const run = join(compared, 'runs', 'softmax-cross-entropy-1', 'weights.safetensors');
    const strange = join(folder, 'other.txt');
    writeFileSync(strange, 'ab=ca\u202eb cab\n'.repeat(40));
    const out = join(folder, 'other');
    const { status, stderr } = await lab(['probe', run, '--text', strange, ...only, '--out', out]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/did not learn are read as its "other" symbol: = U\+202E/);
    expect(written(out).probe.inputs.slice(0, 4)).toEqual([0x61, 0x62, 0xfffd, 0x63]);
  });

  it('shows no character of a text as markup, formula or direction', async () => {
    const text = join(folder, 'hostile.txt');
    writeFileSync(text, '<a>&"=+\u202e\u0000\n'.repeat(60));
    const out = join(folder, 'hostile');
    const args = ['probe', text, '--encoding', 'utf-8', '--hidden', '4', '--length', '9', '--out', out];
    expect((await lab(args)).status).toBe(0);
    const csv = readFileSync(join(out, 'delta-maps.csv'), 'utf8');
    expect(csv).toMatch(/,'=,61,/);
    expect(csv).toMatch(/,⟦U\+202E⟧,8238,/);
    const svg = readFileSync(join(out, 'delta-maps.svg'), 'utf8');
    expect(svg).toContain('&lt;');
    // eslint-disable-next-line no-control-regex
    expect(svg + csv).not.toMatch(/[\u0000-\u0008\u202e]/);
  });

  it('refuses weights that a divergence has left without', async () => {
    const wild = ['--step', '50', '--rate', '1e300', '--optimizer', 'sgd', '--clip', '0'];
    const only = ['--layers', 'linear-quadratic'];
    const out = join(folder, 'wild');
    const { status, stderr } = await lab(['probe', ...model, ...only, ...wild, '--out', out]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/diverged at step \d+: there are no weights after 50 steps/);
    expect(existsSync(out)).toBe(false);
  });
});
